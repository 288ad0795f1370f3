"""What communities say of themselves; open to everyone, since one must choose before log-in."""

from linli.foundation.places.domain import CommunityCard
from linli.foundation.places.models import Community
from linli.kernel import Actor, Refused, Words


def get_community(*, viewer: Actor, community: str) -> CommunityCard:
    """One community; anyone may ask."""
    row = Community.objects.select_related("place").filter(pk=community).first()
    if row is None:
        raise Refused("not_found", "There is no such community.")
    return _card(row)


def list_communities(*, viewer: Actor) -> tuple[CommunityCard, ...]:
    """Every community on this platform by name; anyone may ask."""
    rows = Community.objects.select_related("place").order_by("place__name", "place_id")
    return tuple(_card(row) for row in rows)


def _card(row: Community) -> CommunityCard:
    return CommunityCard(
        id=row.pk,
        name=row.place.name,
        name_en=row.place.label_en,
        timezone=row.timezone,
        phone=row.phone,
        desk=Words(row.desk_zh, row.desk_en or row.desk_zh),
        desk_hours=Words(row.hours_zh, row.hours_en or row.hours_zh),
        is_invented=row.is_invented,
    )
