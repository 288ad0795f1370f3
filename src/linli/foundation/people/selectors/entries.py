"""What was written down for people at the desk: theirs to read, and the desk's own work."""

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import DeskEntryCard, KnownBy
from linli.foundation.people.models import DeskEntry
from linli.foundation.people.selectors.seeing import hidden_among
from linli.kernel import Actor, Page, Refused, Via

_MOST = 100


def get_desk_entry(*, viewer: Actor, entry: int) -> DeskEntryCard:
    """One entry: for the person it was made for, for whoever made it, and for the desk."""
    row = (
        DeskEntry.objects.select_related("by").filter(pk=entry, community=viewer.community).first()
    )
    if row is None or not _may_see(viewer, row):
        raise Refused("not_found", "There is no such entry.")
    return card_of(row)


def list_desk_entries(
    *, viewer: Actor, person: str, cursor: str | None = None, limit: int = 20
) -> Page[DeskEntryCard]:
    """What was written down for a person, newest first; none for those who may not see it."""
    rows = DeskEntry.objects.filter(community=viewer.community, person=person)
    if cursor and cursor.isdecimal():
        rows = rows.filter(id__lt=int(cursor[:18]))
    limit = min(max(limit, 1), _MOST)
    found = list(rows.select_related("by").order_by("-id")[: limit + 1])
    cards = tuple(card_of(row) for row in found[:limit] if _may_see(viewer, row))
    return Page(cards, str(found[limit - 1].pk) if cards and len(found) > limit else None)


def own_entry(by: Actor, entry: int) -> DeskEntry:
    """An entry made for the one whose affair it is, locked; "not_found" for everybody else."""
    rows = DeskEntry.objects.select_for_update().filter(pk=entry, community=by.community)
    row = rows.filter(person=by.subject or "").first()
    if row is None:
        raise Refused("not_found", "There is no such entry.")
    return row


def card_of(row: DeskEntry, *, is_new: bool = False) -> DeskEntryCard:
    """A row as others see it."""
    return DeskEntryCard(
        number=row.pk,
        person=row.person_id,
        by=row.by_id,
        by_name=row.by.name,
        via=Via(row.via),
        service=row.service,
        known_by=KnownBy(row.known_by),
        about=row.about,
        at=row.at,
        disputed_at=row.disputed_at,
        is_new=is_new,
    )


def _may_see(viewer: Actor, row: DeskEntry) -> bool:
    if policy.eyes_of(viewer) == row.person_id or policy.sees_all(viewer):
        return True
    if viewer.person == row.by_id and viewer.is_staff:
        return True
    return policy.may_register(viewer) and not hidden_among([row.person_id])
