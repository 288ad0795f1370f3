"""What has been announced, and what could not be delivered."""

from linli.foundation.facts.domain import DeadLetter, FactCard
from linli.foundation.facts.models import Delivery, FactRow
from linli.kernel import Actor, Page, Refused, Role


def list_facts(*, viewer: Actor, after: int = 0, limit: int = 100) -> Page[FactCard]:
    """Facts of the viewer's community after a number, oldest first.

    For the platform alone: what a person may see of it is decided where it is shown.
    """
    _check_is_platform(viewer)
    rows = FactRow.objects.filter(id__gt=after).order_by("id")
    if viewer.community:
        rows = rows.filter(community=viewer.community)
    cards = tuple(_card(row) for row in rows[:limit])
    return Page(cards, str(cards[-1].number) if len(cards) == limit else None)


def get_last_number(*, viewer: Actor) -> int:
    """The number of the newest fact, 0 when there is none."""
    _check_is_platform(viewer)
    return FactRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def list_dead_letters(
    *, viewer: Actor, cursor: str | None = None, limit: int = 100
) -> Page[DeadLetter]:
    """Deliveries that failed for good, newest first."""
    if not viewer.has(Role.MANAGER, Role.OPERATOR, Role.SYSTEM):
        raise Refused("forbidden", "Only a manager can see undelivered messages.")
    rows = Delivery.objects.filter(state=Delivery.State.DEAD, fact__community=viewer.community)
    if cursor and cursor.isdecimal():
        rows = rows.filter(id__lt=int(cursor[:18]))
    found = list(rows.select_related("fact").order_by("-id")[: limit + 1])
    letters = tuple(
        DeadLetter(row.pk, _card(row.fact), row.listener, row.attempts, row.error)
        for row in found[:limit]
    )
    return Page(letters, str(letters[-1].number) if len(found) > limit else None)


def _check_is_platform(viewer: Actor) -> None:
    if not viewer.is_system:
        raise Refused("forbidden", "Only the platform itself can ask this.")


def _card(row: FactRow) -> FactCard:
    return FactCard(row.pk, row.kind, row.version, row.community, row.at, row.body)
