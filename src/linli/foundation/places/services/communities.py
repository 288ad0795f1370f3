"""Opening a community, and what it says of itself."""

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.places import domain, policy
from linli.foundation.places.facts import CommunityCreated, PlaceChanged
from linli.foundation.places.models import Community, Place
from linli.kernel import Actor, Refused, Words, new_id, now

NOTHING = Words("", "")


def create_community(
    *,
    by: Actor,
    name: str,
    name_en: str = "",
    timezone: str = "Asia/Shanghai",
    phone: str = "",
    desk: Words = NOTHING,
    desk_hours: Words = NOTHING,
    is_invented: bool = False,
    key: str | None = None,
) -> str:
    """Open a community and return its id; the same `key` opens it once."""
    policy.check_may_found(by)
    name, name_en = domain.clean_name(name), domain.clean_name(name_en)
    if not name:
        raise Refused("invalid", "Give the community a name.", field="name")
    with transaction.atomic():
        found = _find(name, key)
        if found:
            return found
        place = _plant(name, name_en, key)
        row = Community(place=place, is_invented=is_invented)
        _write(row, timezone, phone, desk, desk_hours)
        row.save(force_insert=True)
        publish(CommunityCreated(community=place.pk))
        return place.pk


def change_community(
    *,
    by: Actor,
    community: str,
    name: str | None = None,
    name_en: str | None = None,
    timezone: str | None = None,
    phone: str | None = None,
    desk: Words | None = None,
    desk_hours: Words | None = None,
) -> None:
    """Change what a community says of itself; what is None stays."""
    policy.check_may_build(by)
    with transaction.atomic():
        row = (
            Community.objects.select_related("place")
            .filter(pk=community, place__community=by.community)
            .first()
        )
        if row is None:
            raise Refused("not_found", "There is no such community.")
        _rename(row.place, name, name_en)
        _write(row, timezone, phone, desk, desk_hours)
        row.save()
        publish(PlaceChanged(community=community, place=community))


def _find(name: str, key: str | None) -> str | None:
    communities = Place.objects.filter(kind=domain.PlaceKind.COMMUNITY)
    if key:
        found = communities.filter(key=key).first()
        if found:
            return found.pk
    if communities.filter(number=name).exists():
        raise Refused(
            "conflict", "There is already a community called “%(name)s”.", field="name", name=name
        )
    return None


def _plant(name: str, name_en: str, key: str | None) -> Place:
    own = new_id()
    return Place.objects.create(
        id=own,
        community=own,
        kind=domain.PlaceKind.COMMUNITY,
        number=name,
        name=name,
        name_en=name_en,
        label=name,
        label_en=name_en or name,
        path=own,
        order=domain.order_of("", domain.PlaceKind.COMMUNITY, name),
        key=key,
        created_at=now(),
    )


def _rename(place: Place, name: str | None, name_en: str | None) -> None:
    if name is not None:
        name = domain.clean_name(name)
        if not name:
            raise Refused("invalid", "Give the community a name.", field="name")
        if name != place.number:
            _find(name, None)
        place.number = place.name = place.label = name
    if name_en is not None:
        place.name_en = domain.clean_name(name_en)
    place.label_en = place.name_en or place.name
    place.save(update_fields=["number", "name", "label", "name_en", "label_en"])


def _write(
    row: Community,
    timezone: str | None,
    phone: str | None,
    desk: Words | None,
    desk_hours: Words | None,
) -> None:
    if timezone is not None:
        row.timezone = domain.check_timezone(timezone)
    if phone is not None:
        row.phone = domain.check_line(phone, field="phone", most=40)
    if desk is not None:
        row.desk_zh = domain.check_line(desk.zh, field="desk")
        row.desk_en = domain.check_line(desk.en, field="desk")
    if desk_hours is not None:
        row.hours_zh = domain.check_line(desk_hours.zh, field="desk_hours")
        row.hours_en = domain.check_line(desk_hours.en, field="desk_hours")
