"""Communities, places and people, as the caller may see them."""

from typing import Any

from django.http import HttpRequest

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Role, Words
from linli.surface.rest.bodies import (
    CellChosen,
    CommunityChanged,
    Outlined,
    PlaceAdded,
    PlaceChanged,
)
from linli.surface.rest.cards import schema_of
from linli.surface.rest.inputs import Cursor, Id, Limit, Line
from linli.surface.rest.operations import Items, Made, Resource, actor_of

communities = Resource("communities")
tree = Resource("places")
folk = Resource("people")

_COMMUNITY: Any = schema_of(places.CommunityCard)
_PLACE: Any = schema_of(places.PlaceCard)
_PERSON: Any = schema_of(people.PersonCard)


@communities.read("/communities", list[_COMMUNITY], scope=None, is_open=True)
def list_communities(request: HttpRequest) -> Any:
    """Every community here. Open to anyone."""
    return places.list_communities(viewer=actor_of(request))


@communities.read("/communities/{community}", _COMMUNITY, scope=None, is_open=True)
def get_community(request: HttpRequest, community: Id) -> Any:
    """One community: its desk, its hours, its telephone. Open to anyone."""
    return places.get_community(viewer=actor_of(request), community=community)


@communities.write("/communities/{community}/change", scope="write:places")
def change_community(request: HttpRequest, community: Id, body: CommunityChanged) -> Any:
    """Change what a community says of itself; what is not given stays."""
    given = body.dict()
    for name in ("desk", "desk_hours"):
        words = given[name]
        given[name] = words and Words(words["zh"], words["en"] or words["zh"])
    return places.change_community(by=actor_of(request), community=community, **given)


@tree.read("/places", Items[_PLACE], scope="read:places")
def list_places(
    request: HttpRequest,
    *,
    kind: places.PlaceKind | None = None,
    parent: Id | None = None,
    under: Id | None = None,
    search: Line = "",
    with_retired: bool = False,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Places in the order people count them. `parent` gives one level of the tree, `under` all of
    a branch or grid cell, `search` looks in labels in both languages."""
    return places.list_places(
        viewer=actor_of(request),
        kind=kind,
        parent=parent,
        under=under,
        search=search,
        with_retired=with_retired,
        cursor=cursor or None,
        limit=limit,
    )


@tree.read("/places/resolve", list[_PLACE], scope="read:places")
def resolve_place(request: HttpRequest, text: Line) -> Any:
    """The places a written address can mean ("3-2-401", "三号楼二单元401室"), at most 20."""
    return places.resolve_place(viewer=actor_of(request), text=text)


@tree.read("/places/footprints", list[schema_of(places.Footprint)], scope="read:places")  # type: ignore[misc]
def list_footprints(
    request: HttpRequest, under: Id | None = None, kind: places.PlaceKind | None = None
) -> Any:
    """Outlines in metres from the community's own origin, x to the east and y to the north."""
    return places.list_footprints(viewer=actor_of(request), under=under, kind=kind)


@tree.read("/places/{place}", _PLACE, scope="read:places")
def get_place(request: HttpRequest, place: Id) -> Any:
    """One place."""
    return places.get_place(viewer=actor_of(request), place=place)


@tree.write("/places", scope="write:places", gives=Made, status=201)
def add_place(request: HttpRequest, body: PlaceAdded) -> Any:
    """A new place; `parent` is the community unless said otherwise."""
    return {"id": places.add_place(by=actor_of(request), **body.dict())}


@tree.write("/places/{place}/change", scope="write:places")
def change_place(request: HttpRequest, place: Id, body: PlaceChanged) -> Any:
    """Another number, name or area; what is not given stays."""
    return places.change_place(by=actor_of(request), place=place, **body.dict())


@tree.write("/places/{place}/cell", scope="write:places")
def put_in_cell(request: HttpRequest, place: Id, body: CellChosen) -> Any:
    """Put a building, facility or room with all below it into a grid cell, or out of it."""
    return places.put_in_cell(by=actor_of(request), place=place, cell=body.cell)


@tree.write("/places/{place}/footprint", scope="write:places")
def set_footprint(request: HttpRequest, place: Id, body: Outlined) -> Any:
    """Give a place its outline, a GeoJSON Polygon (RFC 7946); null takes it away."""
    if body.outline is None:
        return places.clear_footprint(by=actor_of(request), place=place)
    return places.set_footprint(
        by=actor_of(request), place=place, outline=body.outline, in_metres=body.in_metres
    )


@tree.write("/places/{place}/retire", scope="write:places")
def retire_place(request: HttpRequest, place: Id) -> Any:
    """Take a place and all below it out of use; its history stays."""
    return places.retire_place(by=actor_of(request), place=place)


@tree.write("/places/{place}/bring-back", scope="write:places")
def bring_back_place(request: HttpRequest, place: Id) -> Any:
    """Take a place into use again, with what was retired together with it."""
    return places.bring_back_place(by=actor_of(request), place=place)


@folk.read("/people", Items[_PERSON], scope="read:people")
def list_people(
    request: HttpRequest,
    *,
    search: Line = "",
    role: Role | None = None,
    under: Id | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """People of the community, for staff, masked as the caller may see them. `search` is part of
    a name or a whole phone number."""
    return people.list_people(
        viewer=actor_of(request),
        search=search,
        role=role,
        under=under,
        cursor=cursor or None,
        limit=limit,
    )


@folk.read("/people/staff", list[schema_of(people.StaffCard)], scope="read:people")  # type: ignore[misc]
def list_staff(request: HttpRequest, role: Role | None = None, place: Id | None = None) -> Any:
    """Who serves the community, in what role, where, with which trade."""
    return people.list_staff(viewer=actor_of(request), role=role, place=place)


@folk.read("/people/{person}", _PERSON, scope="read:people")
def get_person(request: HttpRequest, person: Id) -> Any:
    """One person as the caller may see them; `me` is the caller."""
    return people.get_person(viewer=actor_of(request), person=_whom(request, person))


@folk.read("/people/{person}/homes", list[schema_of(people.Home)], scope="read:people")  # type: ignore[misc]
def list_homes(request: HttpRequest, person: Id) -> Any:
    """The dwellings of a person today; `me` is the caller."""
    return people.list_homes(viewer=actor_of(request), person=_whom(request, person))


def _whom(request: HttpRequest, person: str) -> str:
    return (actor_of(request).subject or person) if person == "me" else person
