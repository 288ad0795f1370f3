"""What the last shifts left to the next, newest first."""

from datetime import datetime

from linli.foundation.people import api as people
from linli.kernel import Actor
from linli.support.matters import policy
from linli.support.matters.domain.cards import ShiftLineCard
from linli.support.matters.models import ShiftLine

_MOST = 100


def list_shift_lines(*, viewer: Actor, limit: int = 30) -> tuple[ShiftLineCard, ...]:
    """The latest notes and marks of taking over."""
    policy.check_staff(viewer)
    rows = ShiftLine.objects.filter(community=viewer.community).order_by("-at", "-id")
    found = list(rows[: min(max(limit, 1), _MOST)])
    known = {row.person_id for row in found}
    names = people.get_people(viewer=viewer, people=known, in_office=True)
    return tuple(
        ShiftLineCard(
            id=row.pk,
            at=row.at,
            person=row.person_id,
            person_name=names[row.person_id].name if row.person_id in names else "",
            takes_over=row.takes_over,
            text=row.text,
        )
        for row in found
    )


def shift_began_at(*, viewer: Actor) -> datetime | None:
    """When somebody last took over; None when nobody ever did."""
    policy.check_staff(viewer)
    rows = ShiftLine.objects.filter(community=viewer.community, takes_over=True)
    return rows.order_by("-at").values_list("at", flat=True).first()
