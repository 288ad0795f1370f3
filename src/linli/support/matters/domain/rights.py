"""Which standing towards a matter allows which act; the order in which acts are offered."""

from collections.abc import Iterable
from enum import StrEnum

from linli.support.matters.domain.states import CLOSED, OPEN, Act, State, can


class Standing(StrEnum):
    """What a viewer is to one matter; one can be several."""

    REPORTER = "reporter"
    ASSIGNEE = "assignee"
    EXECUTOR = "executor"
    WATCHER = "watcher"
    DUTY = "duty"
    DESK = "desk"
    PARTY = "party"
    KEEPER = "keeper"
    NEIGHBOUR = "neighbour"
    SYSTEM = "system"


S = Standing
INSIDE = frozenset(set(S) - {S.NEIGHBOUR})
"""Standings that see the whole matter."""
_HANDS_ON = frozenset({S.ASSIGNEE, S.DESK})
_STAFF = frozenset({S.ASSIGNEE, S.EXECUTOR, S.WATCHER, S.DUTY, S.DESK, S.PARTY, S.KEEPER})

RIGHTS: dict[Act, frozenset[Standing]] = {
    Act.ACCEPT: frozenset({S.DESK, S.DUTY, S.ASSIGNEE}),
    Act.TAKE: frozenset({S.DUTY, S.DESK}),
    Act.ASSIGN: frozenset({S.DESK}),
    Act.SET_OUT: frozenset({S.ASSIGNEE, S.EXECUTOR}),
    Act.START: frozenset({S.ASSIGNEE, S.EXECUTOR}),
    Act.RESOLVE: _HANDS_ON,
    Act.HOLD: _HANDS_ON,
    Act.RESUME: _HANDS_ON,
    Act.TRANSFER: _HANDS_ON,
    Act.DECLINE: frozenset({S.DESK}),
    Act.MERGE: frozenset({S.DESK}),
    Act.UNMERGE: frozenset({S.DESK}),
    Act.WITHDRAW: frozenset({S.REPORTER}),
    Act.RESTORE: frozenset({S.REPORTER}),
    Act.CONFIRM: frozenset({S.REPORTER}),
    Act.REOPEN: frozenset({S.REPORTER}),
    Act.UNDO_VERDICT: frozenset({S.REPORTER}),
    Act.UNDO_CONTEST: frozenset({S.REPORTER}),
    Act.MESSAGE: _STAFF | {S.REPORTER},
    Act.NOTE: _STAFF,
    Act.URGE: frozenset({S.REPORTER}),
    Act.CHECK: _STAFF - {S.DUTY},
    Act.JUDGE: _HANDS_ON | {S.EXECUTOR},
    Act.CALL_IN: _HANDS_ON | {S.SYSTEM},
    Act.ADD_HAND: _HANDS_ON,
    Act.WATCH: _STAFF - {S.WATCHER},
    Act.RECLASSIFY: frozenset({S.DESK}),
    Act.SUPPORT: frozenset({S.NEIGHBOUR}),
    Act.UNSUPPORT: frozenset({S.NEIGHBOUR}),
    Act.DISPUTE: frozenset({S.REPORTER}),
    Act.LINK: frozenset({S.DESK, S.ASSIGNEE, S.SYSTEM}),
}
"""Acts in the order in which they are offered, and who has them."""

_WHILE_OPEN = frozenset(
    {Act.URGE, Act.CALL_IN, Act.ADD_HAND, Act.RECLASSIFY, Act.SUPPORT, Act.UNSUPPORT}
)
_MOVES = frozenset(set(Act)) - frozenset(
    {
        Act.TAKE,
        Act.SET_OUT,
        Act.MESSAGE,
        Act.NOTE,
        Act.CHECK,
        Act.JUDGE,
        Act.WATCH,
        Act.DISPUTE,
        Act.LINK,
        *_WHILE_OPEN,
    }
)


def may(act: Act, standing: Iterable[Standing]) -> bool:
    """Whether any of these standings has an act."""
    return not RIGHTS[act].isdisjoint(standing)


def sees(standing: Iterable[Standing]) -> bool:
    """Whether any of these standings sees the whole matter."""
    return not INSIDE.isdisjoint(standing)


def fits(act: Act, state: State) -> bool:
    """Whether an act makes sense in a state."""
    if act in _MOVES:
        return can(state, act)
    if act is Act.TAKE:
        return can(state, Act.ASSIGN)
    if act is Act.SET_OUT:
        return can(state, Act.START)
    if act in _WHILE_OPEN:
        return state in OPEN
    if act is Act.CHECK:
        return state in {State.RESOLVED, State.CONFIRMED}
    if act in {Act.MESSAGE, Act.WATCH}:
        return state not in CLOSED - {State.CONFIRMED, State.DECLINED}
    return True


def acts_for(state: State, standing: frozenset[Standing]) -> tuple[Act, ...]:
    """What someone of this standing may do next."""
    return tuple(act for act in RIGHTS if may(act, standing) and fits(act, state))
