"""To stop a card or a program that was let in."""

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.shapes import Ask, Service

KEYS: tuple[Service, ...] = (
    Service(
        key="card",
        icon="key",
        name=gettext_noop("Stop my log-in card"),
        line=gettext_noop("It is lost or somebody else has it: nobody comes in by it any more."),
        page="/me/card",
        record=gettext_noop("The card is closed, with day and hour; the desk gives a new one."),
        routes=frozenset({"card-stop", "card-restore"}),
        asks=(
            Ask(
                name="card",
                label=gettext_noop("Which card?"),
                kind="card",
                hint=gettext_noop("If you have only one, leave this empty."),
            ),
        ),
    ),
    Service(
        key="token",
        icon="key",
        name=gettext_noop("Stop a program's access"),
        line=gettext_noop("A program you once let in shall see nothing of yours any more."),
        page="/me/tokens",
        record=gettext_noop("The access is closed, with day and hour."),
        routes=frozenset({"token-revoke", "token-restore"}),
        asks=(
            Ask(
                name="token",
                label=gettext_noop("Which program?"),
                kind="token",
                hint=gettext_noop("The name you gave it."),
            ),
        ),
    ),
)
