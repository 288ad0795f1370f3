"""Whom a caller may be: by room, by name, by phone number or its last four digits."""

from dataclasses import dataclass

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor
from linli.surface.shell.language import joined, label

_MOST = 20


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone it may be for; `line` says which home and phone, as far as one may know."""

    person: str
    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Found:
    """Those it may be, and a dwelling whose people are not shown (its affair can still be told)."""

    callers: tuple[Caller, ...] = ()
    closed: tuple[places.PlaceCard, ...] = ()
    has_more: bool = False


def find_callers(viewer: Actor, search: str) -> Found:
    """Those of the room it may name, then those whose name or phone it may be."""
    found = places.resolve_place(viewer=viewer, text=search)
    rooms = [card for card in found if card.kind is places.PlaceKind.DWELLING][:3]
    callers: dict[str, Caller] = {}
    closed = []
    for room in rooms:
        there = people.list_residents_of(viewer=viewer, dwelling=room.id)
        owners = [one.person for one in people.list_owners_of(viewer=viewer, dwelling=room.id)]
        shown = [card for card in (*there, *owners) if card.id]
        if any(not card.id for card in there):
            closed.append(room)
        for card in shown:
            line = joined((label(room), card.phone_masked))
            callers.setdefault(card.id, Caller(card.id, card.name, line))
    named = people.list_people(viewer=viewer, search=search, limit=_MOST)
    for card in named:
        callers.setdefault(card.id, Caller(card.id, card.name, label_line(viewer, card)))
    has_more = named.next is not None or len(callers) > _MOST
    return Found(tuple(callers.values())[:_MOST], tuple(closed), has_more)


def label_line(viewer: Actor, card: people.PersonCard) -> str:
    """Homes and phone of someone, in one line."""
    homes = people.list_homes(viewer=viewer, person=card.id)
    known = places.get_places(viewer=viewer, places=[home.dwelling for home in homes])
    return joined((*(label(place) for place in known.values()), card.phone_masked))


def label_of(card: people.PersonCard) -> str:
    """A name, with what is known of the phone."""
    return joined((card.name, card.phone_masked))
