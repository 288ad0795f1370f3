"""What is kept about oneself: to hide, see, take along, correct and object to."""

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.asks import NEW, WORDS, one_of
from linli.surface.shell.offered.shapes import Ask, Service

DATA: tuple[Service, ...] = (
    Service(
        key="privacy",
        icon="eye",
        name=gettext_noop("Who sees where I live"),
        line=gettext_noop("Hide from staff who lives in your home, or show it again."),
        page="/me",
        record=gettext_noop("Your home is no longer shown; showing it again is the keeper's act."),
        routes=frozenset({"home-hide", "home-show"}),
        clock="paperwork",
        asks=(
            Ask(
                name="home",
                label=gettext_noop("Which home?"),
                kind="home",
                hint=gettext_noop("Building, entrance and flat."),
            ),
            one_of(
                ("hide", gettext_noop("Do not show my home")),
                ("show", gettext_noop("Show it to staff again")),
            ),
        ),
    ),
    Service(
        key="looks",
        icon="eye",
        name=gettext_noop("Who looked at my data"),
        line=gettext_noop("Every look at your phone number, with name, time and reason."),
        page="/me/looks",
        record=NEW,
        clock="paperwork",
        asks=(WORDS,),
    ),
    Service(
        key="copy",
        icon="paper",
        name=gettext_noop("A copy of my data"),
        line=gettext_noop("Everything that is kept about you, to take home."),
        page="/me/take",
        routes=frozenset({"take"}),
        record=NEW,
        clock="paperwork",
        asks=(WORDS,),
    ),
    Service(
        key="correct",
        icon="paper",
        name=gettext_noop("Correct my data"),
        line=gettext_noop("A name, a number or a home is written down wrongly."),
        page="/me/correct",
        routes=frozenset({"correct"}),
        record=NEW,
        clock="paperwork",
        asks=(
            Ask(
                name="what",
                label=gettext_noop("What is wrong?"),
                choices=(
                    ("name", gettext_noop("My name")),
                    ("phone", gettext_noop("My phone number")),
                    ("home", gettext_noop("My home, or who lives there")),
                    ("other", gettext_noop("Something else")),
                ),
            ),
            Ask(name="words", label=gettext_noop("How should it be?"), kind="words"),
        ),
    ),
    Service(
        key="object",
        icon="shield",
        name=gettext_noop("Object, or have something deleted"),
        line=gettext_noop("You do not want something about you to be measured or kept."),
        page="/me/object",
        routes=frozenset({"object", "erase"}),
        record=NEW,
        clock="my_data",
        asks=(Ask(name="words", label=gettext_noop("What do you not want?"), kind="words"),),
    ),
)
