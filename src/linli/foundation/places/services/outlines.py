"""The outline of a place, kept in the community's own metre grid."""

from typing import Any

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.places import domain, policy
from linli.foundation.places.domain import DrawnOutline
from linli.foundation.places.facts import PlaceChanged
from linli.foundation.places.models import Community
from linli.foundation.places.selectors.finding import resolve_place
from linli.foundation.places.services.finding import own_place
from linli.kernel import Actor, Refused


def set_footprint(*, by: Actor, place: str, outline: Any, in_metres: bool = False) -> None:
    """Give a place its outline: a GeoJSON Polygon in WGS-84 degrees (RFC 7946), or, with
    `in_metres`, in metres of the community's own grid. The first outline in degrees fixes where
    that grid lies, which is never told to anyone."""
    policy.check_may_build(by)
    rings = domain.read_polygon(outline)
    with transaction.atomic():
        row = own_place(by, place)
        if not in_metres:
            rings = domain.from_degrees(rings, _origin(by.community, rings))
        row.footprint = domain.to_centimetres(rings)
        row.save(update_fields=["footprint"])
        publish(PlaceChanged(community=by.community, place=place))


def draw_outlines(*, by: Actor, drawing: Any, in_metres: bool = False) -> tuple[DrawnOutline, ...]:
    """Give many places their outlines from one GeoJSON FeatureCollection, whose features name
    them in `properties.place`. Answers one by one; a refused one stops no other."""
    policy.check_may_build(by)
    features = domain.read_features(drawing)
    return tuple(
        _drawn(by, number, said, feature, in_metres)
        for number, (said, feature) in enumerate(features, start=1)
    )


def _drawn(by: Actor, number: int, said: str, feature: Any, in_metres: bool) -> DrawnOutline:
    try:
        found = resolve_place(viewer=by, text=said) if said else ()
        if len(found) != 1:
            raise Refused(
                "not_found",
                "“%(place)s” is no place here, or more than one.",
                field="place",
                place=said or "–",
            )
        set_footprint(by=by, place=found[0].id, outline=feature, in_metres=in_metres)
    except Refused as refused:
        return DrawnOutline(number, None, refused)
    return DrawnOutline(number, found[0].id)


def clear_footprint(*, by: Actor, place: str) -> None:
    """Take the outline of a place away."""
    policy.check_may_build(by)
    with transaction.atomic():
        row = own_place(by, place)
        row.footprint = None
        row.save(update_fields=["footprint"])
        publish(PlaceChanged(community=by.community, place=place))


def _origin(community: str, rings: tuple[tuple[tuple[float, float], ...], ...]) -> domain.Origin:
    row = Community.objects.select_for_update().get(pk=community)
    if not row.origin:
        row.origin = str(domain.find_origin(rings))
        row.save(update_fields=["origin"])
    return domain.Origin.parse(row.origin)
