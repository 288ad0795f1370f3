"""The three ways a matter counts as solved, and the ways back; how a rest ends."""

from datetime import datetime

from linli.foundation.facts.api import publish
from linli.support.matters.domain.catalogue import ClockKind
from linli.support.matters.domain.states import Act
from linli.support.matters.facts import MatterConfirmed, MatterReopened, VerdictWithdrawn
from linli.support.matters.models import Matter
from linli.support.matters.services import running
from linli.support.matters.services.steps import move


def confirm(row: Matter, at: datetime, how: str, *, entry: int) -> None:
    """Solved: `how` is the resident's word, silence after an honest ask, or a second check."""
    move(row, Act.CONFIRM)
    row.confirmed_how, row.closed_at = how, at
    row.save()
    running.stop(row, at, ClockKind.CONFIRM)
    publish(MatterConfirmed(community=row.community, matter=row.pk, how=how, entry=entry))


def reopen(row: Matter, at: datetime, *, entry: int) -> None:
    """Not solved: counted, and the time to resolve runs anew."""
    move(row, Act.REOPEN)
    row.reopened += 1
    row.confirmed_how, row.closed_at = "", None
    row.save()
    running.stop(row, at, ClockKind.CONFIRM, void=True)
    running.start(row, at, ClockKind.RESOLVE)
    publish(MatterReopened(community=row.community, matter=row.pk, times=row.reopened, entry=entry))


def take_back(row: Matter, at: datetime, *, was_solved: bool) -> None:
    """Back to waiting for the resident's word, as it was before a verdict."""
    move(row, Act.UNDO_VERDICT)
    if not was_solved:
        row.reopened -= 1
    row.confirmed_how, row.closed_at = "", None
    row.save()
    running.stop(row, at, ClockKind.RESOLVE, void=True)
    running.wait_for_resident(row, at)
    publish(VerdictWithdrawn(community=row.community, matter=row.pk))


def end_hold(row: Matter, at: datetime) -> None:
    """Back to where it stood before the rest; every clock runs on with the time it has left."""
    move(row, Act.RESUME, before=row.held_from)
    row.held_from, row.hold = "", ""
    row.save()
    running.stop(row, at, ClockKind.HOLD, void=True)
    running.go_on(row, at)
