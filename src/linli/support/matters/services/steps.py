"""The steps every verb is made of: find and lock, check, move, write down."""

from datetime import datetime
from typing import Any

from linli.kernel import Actor, Refused
from linli.kernel.written import bounded
from linli.support.matters import policy
from linli.support.matters.domain.rights import Standing, fits
from linli.support.matters.domain.states import Act, State, after
from linli.support.matters.models import Entry, Matter

LONGEST_TEXT = 2000


def find(by: Actor, matter: str) -> Matter:
    """The matter, locked for this transaction; "not_found" outside the actor's community."""
    policy.check_member(by)
    policy.check_acts(by)
    row = Matter.objects.select_for_update().filter(pk=matter, community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such matter.")
    return row


def find_for(by: Actor, matter: str, act: Act) -> tuple[Matter, frozenset[Standing]]:
    """The matter for one act: visible to the actor, theirs to do, and possible now."""
    row = find(by, matter)
    standing = policy.standing_of(by, row)
    policy.check_may(act, standing)
    check_fits(row, act)
    return row, standing


def check_fits(row: Matter, act: Act) -> None:
    """Refuse an act that makes no sense in the matter's state."""
    state = State(row.state)
    if not fits(act, state):
        after(state, Act.ASSIGN if act is Act.TAKE else act)


def move(row: Matter, act: Act, *, before: str = "") -> None:
    """Change the state by the table; the caller saves."""
    row.state = after(State(row.state), act, before=State(before) if before else None)


def write(row: Matter, by: Actor, at: datetime, kind: str, **params: Any) -> Entry:
    """Add a line to the timeline: who, via what, on whose behalf."""
    return Entry.objects.create(
        matter=row,
        at=at,
        kind=kind,
        person_id=by.person,
        on_behalf_of_id=by.on_behalf_of,
        via=by.via,
        params=params,
    )


def clean(text: str, *, field: str, longest: int = LONGEST_TEXT, needed: str = "") -> str:
    """Text without control characters, bounded; `needed` is said when it must not be empty."""
    return bounded(text, field=field, longest=longest, needed=needed)
