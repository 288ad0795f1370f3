"""How one is told things, and that one was."""

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.asks import one_of
from linli.surface.shell.offered.shapes import Ask, Service

TELLING: tuple[Service, ...] = (
    Service(
        key="channels",
        icon="bell",
        name=gettext_noop("How I want to be told"),
        line=gettext_noop("By message here, text message, phone call or on paper."),
        page="/me/channels",
        record=gettext_noop("Your own order of channels; it holds from the next message on."),
        routes=frozenset({"channels", "channels-back", "channels-each", "channels-try"}),
        asks=(
            Ask(
                name="first",
                label=gettext_noop("How shall we tell you things?"),
                choices=(
                    ("phone", gettext_noop("A phone call")),
                    ("paper", gettext_noop("A paper slip")),
                    ("sms", gettext_noop("A text message")),
                    ("app", gettext_noop("A message on the page")),
                ),
            ),
        ),
    ),
    Service(
        key="notices",
        icon="bell",
        name=gettext_noop("I know about a notice"),
        line=gettext_noop("Say that a message reached you, or ask what it means."),
        page="/notices",
        record=gettext_noop("The message counts as arrived; a question becomes a call to you."),
        routes=frozenset(
            {
                *("notice-seen", "notices-seen", "notice-unseen", "notices-unseen"),
                "announcement-seen",
            }
        ),
        clock="call_back",
        asks=(
            Ask(
                name="told",
                label=gettext_noop("Which message is it?"),
                kind="told",
                hint=gettext_noop("Its first words are enough."),
            ),
            one_of(
                ("know", gettext_noop("I know about it")),
                ("ask", gettext_noop("I have a question, please ring me")),
            ),
        ),
    ),
)
