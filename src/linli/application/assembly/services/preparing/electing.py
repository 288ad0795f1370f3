"""From the final result to the committee with one act, and back while nothing has come of it."""

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.offices import Office
from linli.application.assembly.models import Council
from linli.application.assembly.selectors.preparing.elected import get_elected
from linli.application.assembly.services.preparing.seating import seat_changed, seat_council
from linli.application.assembly.services.preparing.steps import find_council
from linli.kernel import Actor, Refused


def seat_elected(*, by: Actor, assembly: str, years: int, key: str) -> str:
    """Take members and alternates over from the final result, for so many years; returns an id.

    Raises:
        Refused: the result leaves it open who was elected, or who somebody is (conflict).
    """
    found = get_elected(viewer=by, assembly=assembly)
    if not found.is_certain:
        raise Refused(
            "conflict", "The result does not say for certain who was elected.", field="members"
        )
    return seat_council(
        by=by,
        assembly=assembly,
        members=[one.person for one in found.members],
        alternates=[one.person for one in found.alternates],
        seats=found.seats,
        elected_on=found.elected_on,
        years=years,
        key=key,
    )


def unseat_council(*, by: Actor, council: str) -> None:
    """Take back that a committee was noted, while nothing has come of it; the one before it is in
    office again.

    Raises:
        Refused: it has chosen, filed, received or lost something already (conflict).
    """
    policy.check_leads_preparation(by)
    with transaction.atomic():
        row = find_council(by, council)
        if row.ended_at is not None or _has_acted(row):
            raise Refused("conflict", "The committee has begun its work; it stays as it is.")
        holders = list(row.holders.all())
        before = Council.objects.filter(community=row.community, ended_at=holders[0].since).first()
        persons = [one.person_id for one in holders if not one.is_alternate]
        for part in (row.holders, row.papers, row.reminders):
            part.all().delete()
        row.delete()
        if before is not None:
            before.ended_at = None
            before.save(update_fields=["ended_at"])
            sat = before.holders.filter(is_alternate=False, left_at=None)
            persons += sat.values_list("person_id", flat=True)
        seat_changed(by.community, persons)


def _has_acted(row: Council) -> bool:
    return (
        row.filed_on is not None
        or row.items.exists()
        or row.papers.exclude(given_at=None).exists()
        or row.holders.exclude(left_at=None).exists()
        or row.holders.exclude(office=Office.MEMBER).exists()
    )
