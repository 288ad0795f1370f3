"""Slips and letters in stacks: one a building, in the order in which one walks past the doors."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor
from linli.support.notify.api import SlipCard
from linli.surface.shell.language import label


@dataclass(frozen=True, slots=True)
class Addressed:
    """One slip and the door it goes to; no door for homes that are not shown."""

    slip: SlipCard
    door: str


@dataclass(frozen=True, slots=True)
class Stack:
    """What goes to one building."""

    building: str
    slips: tuple[Addressed, ...]


def stacks_of(viewer: Actor, slips: Sequence[SlipCard]) -> tuple[Stack, ...]:
    """The slips by building and flat; those without a door one may know come last."""
    homes = people.dwellings_of(viewer=viewer, people=[one.person for one in slips])
    doors = places.get_places(viewer=viewer, places=set(homes.values()))
    above = places.get_places(
        viewer=viewer, places={step for card in doors.values() for step in card.path[1:2]}
    )
    found: dict[str, list[Addressed]] = {}
    for one in sorted(slips, key=lambda slip: _order(doors.get(homes.get(slip.person, "")))):
        door = doors.get(homes.get(one.person, ""))
        building = above.get(door.path[1]) if door and len(door.path) > 1 else None
        name = label(building) if building else _("For the keeper, or without a home here")
        found.setdefault(name, []).append(Addressed(one, label(door) if door else ""))
    return tuple(Stack(name, tuple(rows)) for name, rows in found.items())


def _order(door: places.PlaceCard | None) -> tuple[bool, list[tuple[int, str]]]:
    if door is None:
        return True, []
    return False, [_counted(part) for part in door.label.replace("单元", "栋").split("栋")]


def _counted(part: str) -> tuple[int, str]:
    digits = "".join(sign for sign in part if sign.isdigit())
    return int(digits or 0), part
