"""The owners' assembly: to vote, to object, and everything before and after it."""

from django.utils.translation import gettext_noop

from linli.surface.shell.offered.asks import NEW, SAID
from linli.surface.shell.offered.shapes import Ask, Service

_ASSEMBLY = Ask(
    name="assembly",
    label=gettext_noop("Which assembly is it about?"),
    kind="assembly",
    hint=gettext_noop("As it stands in the notice."),
)

VOTING: tuple[Service, ...] = (
    Service(
        key="vote",
        icon="people",
        name=gettext_noop("Vote in the owners' assembly"),
        line=gettext_noop("On paper brought to your door, by telephone, or on the screen."),
        page="/assembly",
        record=gettext_noop("A task for the desk; your ballot counts like every other."),
        clock="paperwork",
        routes=frozenset({"assembly-item", "assembly-check", "assembly-paper"}),
        asks=(
            _ASSEMBLY,
            Ask(
                name="way",
                label=gettext_noop("How would you like to vote?"),
                choices=(
                    ("paper", gettext_noop("Bring a paper ballot to my door")),
                    ("phone", gettext_noop("Ring me, I vote by telephone")),
                    ("door", gettext_noop("Come to my door, I vote there")),
                    ("unsure", gettext_noop("Hard to say, please contact me")),
                ),
            ),
        ),
    ),
    Service(
        key="objection",
        icon="speak",
        name=gettext_noop("Object to the roll or the result"),
        line=gettext_noop("A home is missing, an area is wrong, something was not counted."),
        page="/assembly",
        record=gettext_noop("An objection on the public ledger, with its answer."),
        routes=frozenset({"assembly-object", "assembly-object-back"}),
        asks=(_ASSEMBLY, SAID),
    ),
)
PREPARING: tuple[Service, ...] = (
    Service(
        key="assembly",
        icon="people",
        name=gettext_noop("Say something about the owners' assembly"),
        line=gettext_noop("Ask for one, sign, stand for the committee, object, comment."),
        page="/assembly/requests",
        routes=frozenset(
            {
                *("request-ask", "request-withdraw", "request-sign", "request-unsign"),
                *("candidate-stand", "candidate-propose", "candidate-out"),
                *("list-doubt", "concern-back", "draft-text", "comment-back"),
                "handover-sign",
            }
        ),
        record=NEW,
        clock="rights",
        asks=(Ask(name="words", label=gettext_noop("What do you want to say?"), kind="words"),),
    ),
)
