"""What happens by the clock: the vote opens and closes at the second that was announced."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.stages import Convened, Stage
from linli.application.assembly.facts import VotingClosed, VotingExtended, VotingOpened
from linli.application.assembly.models import Assembly
from linli.application.assembly.selectors.leaves import written_at
from linli.application.assembly.services.finding import check_stage, lock, move, write_leaf
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now

_MOST = 200


def run_votes(*, by: Actor) -> int:
    """Open and close every vote whose time has come; the platform calls this every second.

    Each is a transaction of its own, looked at again under its lock. Returns how many moved.
    """
    policy.check_system(by)
    at = now()
    due = Assembly.objects.filter(community=by.community)
    opening = due.filter(stage=Stage.ANNOUNCED, opens_at__lte=at)
    closing = due.filter(stage=Stage.VOTING, closes_at__lte=at)
    moved = 0
    for assembly in opening.values_list("pk", flat=True)[:_MOST]:
        moved += open_voting(by=by, assembly=assembly)
    for assembly in closing.values_list("pk", flat=True)[:_MOST]:
        moved += close_voting(by=by, assembly=assembly)
    return moved


def open_voting(*, by: Actor, assembly: str) -> bool:
    """Open a vote whose time has come; whether it was this call that did."""
    policy.check_system(by)
    with transaction.atomic():
        row = lock(by, assembly)
        if row.stage != Stage.ANNOUNCED or not row.opens_at or now() < row.opens_at:
            return False
        move(row, Stage.VOTING)
        row.save(update_fields=["stage"])
        publish(VotingOpened(community=row.community, assembly=row.pk))
        return True


def close_voting(*, by: Actor, assembly: str) -> bool:
    """Close a vote whose time is over; whether it was this call that did."""
    policy.check_system(by)
    with transaction.atomic():
        row = lock(by, assembly)
        if row.stage != Stage.VOTING or not row.closes_at or now() < row.closes_at:
            return False
        move(row, Stage.CLOSED)
        row.closed_at = now()
        row.save(update_fields=["stage", "closed_at"])
        publish(VotingClosed(community=row.community, assembly=row.pk))
        return True


def extend_voting(*, by: Actor, assembly: str, closes_at: datetime) -> None:
    """Let a vote end later, before it is over and within what the rules allow; everybody is told.

    Raises:
        Refused: it is over, the rules allow no extension, or not one so long.
    """
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        if row.closes_at == closes_at and row.extended:
            return
        check_stage(row, {Stage.VOTING})
        before = _check_extension(row, closes_at)
        row.closes_at, row.extended = closes_at, row.extended + 1
        row.save(update_fields=["closes_at", "extended"])
        write_leaf(row, "extension", closes_at=written_at(closes_at), before=written_at(before))
        publish(
            VotingExtended(
                community=row.community, assembly=row.pk, closes_at=closes_at.isoformat()
            )
        )


def _check_extension(row: Assembly, closes_at: datetime) -> datetime:
    """The end as it was; refused when it may not be put off so."""
    before = row.closes_at
    if before is None or now() >= before:
        raise Refused("conflict", "The vote is over, so it cannot be extended.", field="closes_at")
    if closes_at <= before:
        raise Refused("invalid", "An extension ends later than the vote.", field="closes_at")
    rules = read_frozen(row.rules or {})
    times, days = rules.number("extension_max_times"), rules.number("extension_max_days")
    if not times or not days or row.extended >= times:
        raise Refused("conflict", "The rules allow no further extension.", field="closes_at")
    if closes_at - before > timedelta(days=days):
        raise Refused(
            "conflict", "An extension is at most %(days)s days.", field="closes_at", days=days
        )
    return before
