"""What one can say in a matter that is under way."""

from dataclasses import replace

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.asks import SAID, WORDS, one_of
from linli.surface.shell.offered.shapes import Ask, Service

_MATTER = Ask(
    name="matter",
    label=gettext_noop("Which matter is it about?"),
    kind="matter",
    hint=gettext_noop("The number is on your receipt. If you do not have it, leave this empty."),
)
_WRITTEN = gettext_noop("A line in the matter, with your name and the way it came.")

MATTERS: tuple[Service, ...] = (
    Service(
        key="write",
        icon="speak",
        name=gettext_noop("Add something to a matter"),
        line=gettext_noop("Answer the one who sees to it, or add what you forgot."),
        page="/matters",
        record=_WRITTEN,
        routes=frozenset({"write", "message-take-back"}),
        asks=(_MATTER, SAID),
    ),
    Service(
        key="urge",
        icon="clock",
        name=gettext_noop("Ask them to hurry"),
        line=gettext_noop("Once a day; whoever answers for it and the manager see it."),
        page="/matters",
        record=_WRITTEN,
        routes=frozenset({"urge"}),
        asks=(_MATTER,),
    ),
    Service(
        key="verdict",
        icon="done",
        name=gettext_noop("Say whether it is solved"),
        line=gettext_noop("Only your word counts. You can change it within a day."),
        page="/matters",
        record=_WRITTEN,
        routes=frozenset({"solved", "not-solved", "verdict-undo"}),
        asks=(
            _MATTER,
            Ask(
                name="solved",
                label=gettext_noop("Is it really solved?"),
                choices=(
                    ("yes", gettext_noop("Yes, it is solved")),
                    ("no", gettext_noop("No, do it again")),
                    ("undo", gettext_noop("I take my answer back")),
                ),
            ),
            Ask(
                name="stars",
                label=gettext_noop("How well was it done?"),
                choices=(
                    ("5", gettext_noop("Very good")),
                    ("4", gettext_noop("Good")),
                    ("3", gettext_noop("All right")),
                    ("2", gettext_noop("Not good")),
                    ("1", gettext_noop("Very bad")),
                ),
                hint=gettext_noop("You may leave this empty."),
                is_needed=False,
            ),
            WORDS,
        ),
    ),
    Service(
        key="withdraw",
        icon="undo",
        name=gettext_noop("Take a report back"),
        line=gettext_noop("It is no longer needed; within a day you can bring it back."),
        page="/matters",
        record=_WRITTEN,
        routes=frozenset({"withdraw", "restore", "take-back"}),
        asks=(
            _MATTER,
            one_of(
                ("withdraw", gettext_noop("No longer needed")),
                ("restore", gettext_noop("I need it after all")),
            ),
        ),
    ),
    Service(
        key="contest",
        icon="alert",
        name=gettext_noop("Disagree with a refusal"),
        line=gettext_noop("It is opened again and somebody looks at it anew."),
        page="/matters",
        record=_WRITTEN,
        routes=frozenset({"contest", "contest-undo"}),
        asks=(
            _MATTER,
            Ask(name="words", label=gettext_noop("Why do you disagree?"), kind="words"),
        ),
    ),
    Service(
        key="dispute",
        icon="alert",
        name=gettext_noop("I did not say this"),
        line=gettext_noop("Something was written down for you that you never said."),
        page="/me/written-down",
        record=gettext_noop("The line no longer speaks for you, and a manager looks into it."),
        routes=frozenset({"dispute", "dispute-undo", "entry-dispute"}),
        asks=(
            Ask(
                name="said",
                label=gettext_noop("Which line is not yours?"),
                kind="said",
                hint=gettext_noop("The number on the receipt or of the matter."),
            ),
            replace(WORDS, label=gettext_noop("What would you have said?")),
        ),
    ),
    Service(
        key="follow",
        icon="people",
        name=gettext_noop("The same at ours"),
        line=gettext_noop("Join in what a neighbour reported, and hear when it is done."),
        page="/matters/around",
        record=gettext_noop("Your household is counted with the matter; you are told the end."),
        routes=frozenset({"follow", "unfollow", "report-join"}),
        asks=(
            Ask(
                name="nearby",
                label=gettext_noop("What did they report?"),
                kind="nearby",
                hint=gettext_noop("What and where, or the number if you know it."),
            ),
            one_of(
                ("follow", gettext_noop("It is the same at ours")),
                ("unfollow", gettext_noop("I no longer follow this")),
            ),
        ),
    ),
)
