"""The life of a matter: every state, every act, and the one table of what leads where."""

from enum import StrEnum

from linli.kernel import Refused, Words


class State(StrEnum):
    """Where a matter stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Act(StrEnum):
    """What someone may do with a matter; the first group moves it from state to state."""

    ACCEPT = "accept"
    ASSIGN = "assign"
    START = "start"
    TRANSFER = "transfer"
    HOLD = "hold"
    RESUME = "resume"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    UNDO_VERDICT = "undo_verdict"
    UNDO_CONTEST = "undo_contest"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    MERGE = "merge"
    UNMERGE = "unmerge"

    TAKE = "take"
    SET_OUT = "set_out"
    MESSAGE = "message"
    NOTE = "note"
    URGE = "urge"
    CHECK = "check"
    JUDGE = "judge"
    CALL_IN = "call_in"
    ADD_HAND = "add_hand"
    WATCH = "watch"
    RECLASSIFY = "reclassify"
    SUPPORT = "support"
    UNSUPPORT = "unsupport"
    DISPUTE = "dispute"
    LINK = "link"


OPEN = frozenset(
    {
        State.REPORTED,
        State.ACCEPTED,
        State.ASSIGNED,
        State.IN_PROGRESS,
        State.ON_HOLD,
        State.REOPENED,
    }
)
"""States in which staff still have something to do."""
CLOSED = frozenset({State.CONFIRMED, State.DECLINED, State.WITHDRAWN, State.MERGED})
UNSETTLED = OPEN | {State.RESOLVED}
"""States in which someone, staff or resident, still has something to say."""

_AT_WORK = (State.ASSIGNED, State.IN_PROGRESS, State.REOPENED)
_RETURNS = {Act.RESUME, Act.RESTORE, Act.UNMERGE}

TRANSITIONS: dict[tuple[State, Act], State | None] = {
    (State.REPORTED, Act.ACCEPT): State.ACCEPTED,
    **{
        (state, Act.ASSIGN): State.ASSIGNED
        for state in (State.REPORTED, State.ACCEPTED, State.REOPENED)
    },
    **{(state, Act.TRANSFER): State.ASSIGNED for state in _AT_WORK},
    **{(state, Act.START): State.IN_PROGRESS for state in (State.ASSIGNED, State.REOPENED)},
    **{(state, Act.HOLD): State.ON_HOLD for state in (State.ACCEPTED, *_AT_WORK)},
    (State.ON_HOLD, Act.RESUME): None,
    **{(state, Act.RESOLVE): State.RESOLVED for state in _AT_WORK},
    (State.RESOLVED, Act.CONFIRM): State.CONFIRMED,
    **{
        (state, Act.REOPEN): State.REOPENED
        for state in (State.RESOLVED, State.CONFIRMED, State.DECLINED)
    },
    **{(state, Act.UNDO_VERDICT): State.RESOLVED for state in (State.CONFIRMED, State.REOPENED)},
    (State.REOPENED, Act.UNDO_CONTEST): State.DECLINED,
    **{
        (state, Act.DECLINE): State.DECLINED
        for state in (State.REPORTED, State.ACCEPTED, *_AT_WORK)
    },
    **{(state, Act.WITHDRAW): State.WITHDRAWN for state in OPEN},
    (State.WITHDRAWN, Act.RESTORE): None,
    **{(state, Act.MERGE): State.MERGED for state in OPEN},
    (State.MERGED, Act.UNMERGE): None,
}
"""(state, act) → state; None means back to where the matter stood before."""

_CANNOT = {
    Act.ACCEPT: "This has been accepted already, or it is finished.",
    Act.ASSIGN: "This can only be given to someone while it is new, accepted or reopened.",
    Act.START: "Work can start once someone has taken this on.",
    Act.TRANSFER: "This can be passed on only while someone is responsible for it.",
    Act.HOLD: "This cannot be put on hold now.",
    Act.RESUME: "This is not on hold.",
    Act.RESOLVE: "This can be reported as done only by the one who is working on it.",
    Act.CONFIRM: "This can be confirmed once the work is reported as done.",
    Act.REOPEN: "This can be reopened only after it was reported as done or declined.",
    Act.UNDO_VERDICT: "There is no answer here that could be taken back.",
    Act.UNDO_CONTEST: "There is nothing here that could be taken back.",
    Act.DECLINE: "This can no longer be declined.",
    Act.WITHDRAW: "This is finished already, so there is nothing left to withdraw.",
    Act.RESTORE: "This was not withdrawn.",
    Act.MERGE: "Only open matters can be put together.",
    Act.UNMERGE: "This was not put together with another one.",
}
_NOT_NOW = "This cannot be done with this matter as it stands now."

STATE_NAMES = {
    State.REPORTED: Words("刚报上来", "Just reported"),
    State.ACCEPTED: Words("已受理", "Accepted"),
    State.ASSIGNED: Words("已有人负责", "Someone is responsible"),
    State.IN_PROGRESS: Words("正在办", "Being worked on"),
    State.ON_HOLD: Words("暂停，等条件", "On hold"),
    State.RESOLVED: Words("办好了，等住户点头", "Done, waiting for the resident's word"),
    State.REOPENED: Words("没办好，重新办", "Not solved, being done again"),
    State.CONFIRMED: Words("已点头办完", "Confirmed as solved"),
    State.DECLINED: Words("没有受理，已说明原因", "Declined, with the reason"),
    State.WITHDRAWN: Words("已撤回", "Withdrawn"),
    State.MERGED: Words("已并到同一件事里", "Put together with the same matter"),
}
_YOURS = Words("办好了，等您点头", "Done, waiting for your word")
_TO_CHECK = Words("办好了，等同事检查", "Done, a colleague will check")
_ENDED = {
    "silence": Words("问过没有回话，按办好算", "Asked, no answer: counted as solved"),
    "check": Words("检查过，办好了", "Checked and closed"),
}


def name_of(state: State, *, ended: str, is_asked: bool, by_resident: bool) -> Words:
    """What a state is called for one reader, who may be the one that is asked.

    `ended` is how it was confirmed; `by_resident` whether a resident's word counts at all.
    """
    if state is State.CONFIRMED:
        return _ENDED.get(ended, STATE_NAMES[state])
    if state is not State.RESOLVED:
        return STATE_NAMES[state]
    if not by_resident:
        return _TO_CHECK
    return _YOURS if is_asked else STATE_NAMES[state]


def can(state: State, act: Act) -> bool:
    """Whether a state allows an act that moves the matter."""
    return (state, act) in TRANSITIONS


def after(state: State, act: Act, *, before: State | None = None) -> State:
    """The state an act leads to; `before` is where a held, withdrawn or merged one came from.

    Refused("conflict") when the state does not allow the act.
    """
    if not can(state, act):
        raise Refused("conflict", _CANNOT.get(act, _NOT_NOW))
    target = TRANSITIONS[state, act]
    if target is not None:
        return target
    if before is None:
        raise ValueError(f"{act} needs the state before")
    return before
