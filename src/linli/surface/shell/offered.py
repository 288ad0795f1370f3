"""What somebody who lives here can do, each by page, by phone, at the counter and on paper.

One list: the pages, the printed forms and the desk's entry are made from it, and a test holds every
address a resident can send something to against it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question, the same on paper and at the desk.

    `kind` is tick (one of `choices`), words, line, phone, or something chosen at the desk and
    written on paper: what, place, matter, nearby, said, home, helper, agreed, told, token, card,
    assembly; proof is for the desk alone, since the signed form is one.
    """

    name: str
    label: str
    kind: str = "tick"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One thing to do: `page` is where it begins on a screen, `routes` what its pages send to,
    `record` what stands in the record afterwards, `clock` the category whose clocks run (or none:
    it is done when it is written down)."""

    key: str
    icon: str
    name: str
    line: str
    page: str
    record: str
    asks: tuple[Ask, ...]
    routes: frozenset[str] = frozenset()
    clock: str = ""


_MATTER = Ask(
    name="matter",
    label=gettext_noop("Which matter is it about?"),
    kind="matter",
    hint=gettext_noop("The number is on your receipt. If you do not have it, leave this empty."),
)
_WORDS = Ask(
    name="words",
    label=gettext_noop("In your own words"),
    kind="words",
    hint=gettext_noop("You may leave this empty."),
    is_needed=False,
)
_SAID = Ask(name="words", label=gettext_noop("In your own words"), kind="words")
_ASSEMBLY = Ask(
    name="assembly",
    label=gettext_noop("Which assembly is it about?"),
    kind="assembly",
    hint=gettext_noop("As it stands in the notice."),
)
_WRITTEN = gettext_noop("A line in the matter, with your name and the way it came.")
_NEW = gettext_noop("A matter with a number, a person who answers for it, and clocks.")

SERVICES: tuple[Service, ...] = (
    Service(
        key="report",
        icon="fix",
        name=gettext_noop("Report a problem"),
        line=gettext_noop("Something is broken, dirty, loud or dangerous; or you want to say so."),
        page="/report",
        record=_NEW,
        clock="water",
        routes=frozenset(
            {
                *("report", "report-where", "report-elsewhere", "report-details"),
                *("report-reach", "report-check", "report-start-over", "draft-photo-remove"),
                *("draft-keep", "draft-back", "draft-photo-back", "draft-throw-away"),
            }
        ),
        asks=(
            Ask(name="category", label=gettext_noop("What is it about?"), kind="what"),
            Ask(name="place", label=gettext_noop("Where is it?"), kind="place"),
            _WORDS,
            Ask(
                name="contact",
                label=gettext_noop("How can we reach you?"),
                kind="phone",
                hint=gettext_noop("Empty means the phone we know."),
                is_needed=False,
            ),
        ),
    ),
    Service(
        key="call_back",
        icon="phone",
        name=gettext_noop("Have somebody call me"),
        line=gettext_noop("Hard to say or hard to write: we ring you and do it together."),
        page="/help",
        record=_NEW,
        clock="call_back",
        routes=frozenset({"help", "report-call-me", "ring-me"}),
        asks=(
            Ask(
                name="contact",
                label=gettext_noop("Which number shall we ring?"),
                kind="phone",
                hint=gettext_noop("Empty means the phone we know."),
                is_needed=False,
            ),
            _WORDS,
        ),
    ),
    Service(
        key="write",
        icon="speak",
        name=gettext_noop("Add something to a matter"),
        line=gettext_noop("Answer the one who sees to it, or add what you forgot."),
        page="/matters",
        record=_WRITTEN,
        routes=frozenset({"write", "message-take-back"}),
        asks=(_MATTER, _SAID),
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
            _WORDS,
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
            Ask(
                name="do",
                label=gettext_noop("What do you want?"),
                choices=(
                    ("withdraw", gettext_noop("No longer needed")),
                    ("restore", gettext_noop("I need it after all")),
                ),
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
            Ask(
                name="words",
                label=gettext_noop("What would you have said?"),
                kind="words",
                hint=gettext_noop("You may leave this empty."),
                is_needed=False,
            ),
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
            Ask(
                name="do",
                label=gettext_noop("What do you want?"),
                choices=(
                    ("follow", gettext_noop("It is the same at ours")),
                    ("unfollow", gettext_noop("I no longer follow this")),
                ),
            ),
        ),
    ),
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
        asks=(_ASSEMBLY, _SAID),
    ),
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
            Ask(
                name="do",
                label=gettext_noop("What do you want?"),
                choices=(
                    ("know", gettext_noop("I know about it")),
                    ("ask", gettext_noop("I have a question, please ring me")),
                ),
            ),
        ),
    ),
    Service(
        key="helper",
        icon="hands",
        name=gettext_noop("Let someone act for me"),
        line=gettext_noop("Family or a neighbour may report and see matters for you, never vote."),
        page="/me/helpers",
        record=gettext_noop("The trust, with its end; everything they do shows both names."),
        routes=frozenset({"helpers", "helper-invite", "invited", "deeds-news"}),
        asks=(
            Ask(name="name", label=gettext_noop("Name of the helper"), kind="line"),
            Ask(name="phone", label=gettext_noop("Phone of the helper"), kind="phone"),
            Ask(
                name="days",
                label=gettext_noop("For how long?"),
                choices=(("30", gettext_noop("One month")), ("365", gettext_noop("One year"))),
            ),
            Ask(
                name="proof",
                label=gettext_noop("Where is the signed form, or the recorded call?"),
                kind="proof",
            ),
        ),
    ),
    Service(
        key="helper_stop",
        icon="hands",
        name=gettext_noop("Stop a helper"),
        line=gettext_noop("From that moment on they can do nothing for you."),
        page="/me",
        record=gettext_noop("The end of the trust, with day and hour."),
        routes=frozenset({"helper-stop", "helper-again"}),
        asks=(
            Ask(
                name="helper",
                label=gettext_noop("Who shall no longer act for you?"),
                kind="helper",
                hint=gettext_noop("Their name is enough."),
            ),
        ),
    ),
    Service(
        key="consent",
        icon="rule",
        name=gettext_noop("Agree, or no longer agree"),
        line=gettext_noop("To something you were asked about. You can change it at any time."),
        page="/me",
        record=gettext_noop("Your latest word on it; it counts from that moment on."),
        routes=frozenset({"consent", "card-on", "card-off", "card-tell"}),
        asks=(
            Ask(
                name="agreed",
                label=gettext_noop("What were you asked about?"),
                kind="agreed",
                hint=gettext_noop("As it stood in the question."),
            ),
            Ask(
                name="is_given",
                label=gettext_noop("What do you say?"),
                choices=(
                    ("yes", gettext_noop("I agree")),
                    ("no", gettext_noop("I no longer agree")),
                ),
            ),
        ),
    ),
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
            Ask(
                name="do",
                label=gettext_noop("What do you want?"),
                choices=(
                    ("hide", gettext_noop("Do not show my home")),
                    ("show", gettext_noop("Show it to staff again")),
                ),
            ),
        ),
    ),
    Service(
        key="looks",
        icon="eye",
        name=gettext_noop("Who looked at my data"),
        line=gettext_noop("Every look at your phone number, with name, time and reason."),
        page="/me/looks",
        record=_NEW,
        clock="paperwork",
        asks=(_WORDS,),
    ),
    Service(
        key="copy",
        icon="paper",
        name=gettext_noop("A copy of my data"),
        line=gettext_noop("Everything that is kept about you, to take home."),
        page="/me/take",
        routes=frozenset({"take"}),
        record=_NEW,
        clock="paperwork",
        asks=(_WORDS,),
    ),
    Service(
        key="correct",
        icon="paper",
        name=gettext_noop("Correct my data"),
        line=gettext_noop("A name, a number or a home is written down wrongly."),
        page="/me/correct",
        routes=frozenset({"correct"}),
        record=_NEW,
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
        record=_NEW,
        clock="my_data",
        asks=(Ask(name="words", label=gettext_noop("What do you not want?"), kind="words"),),
    ),
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
        record=_NEW,
        clock="rights",
        asks=(Ask(name="words", label=gettext_noop("What do you want to say?"), kind="words"),),
    ),
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
FORMS_OF = "2026-11"
"""Which edition of the paper forms this is; printed on each."""
SCREEN_ONLY = {
    "token-make": "a secret for a program is shown once, on the screen of whoever asked for it",
    **dict.fromkeys(
        (
            *("practice-report", "practice-where", "practice-details", "practice-reach"),
            *("practice-check", "practice-press"),
        ),
        "practice: nothing is handed in",
    ),
    **dict.fromkeys(
        ("notice-check", "notice-figures", "notice-result"),
        "figures of a notice are checked and not kept; nothing is handed in",
    ),
    "preparing-do": "the work of a body one serves in; at the desk its members act by their office",
    "assembly-mine": "how one voted is shown to oneself alone; the desk must not see it",
    "helping-begin": "a helper takes up a trust on a screen; at the desk staff act by their office",
}
"""What resident pages send that is no service of its own, and why."""


def service_of(key: str) -> Service | None:
    """A service by its key."""
    return next((one for one in SERVICES if one.key == key), None)


def ways_to_vote() -> dict[str, str]:
    """How one can vote but on the screen: what is ticked, and its words."""
    found = service_of("vote")
    return dict(found.asks[-1].choices) if found else {}
