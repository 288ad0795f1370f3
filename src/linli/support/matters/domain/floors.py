"""A building as a table: its entrances, and floors in bands large enough to be counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

LEAST = 16
"""Homes a band of floors needs; `people` counts none of a smaller one."""


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling by its id, its number on the door and the id of its entrance (or building)."""

    id: str
    number: str
    entrance: str


@dataclass(frozen=True, slots=True)
class Band:
    """Some floors of one entrance, from the lowest to the highest, and the homes on them."""

    entrance: str
    lowest: int
    highest: int
    homes: frozenset[str]

    @property
    def key(self) -> str:
        """What tells it from others of the building."""
        return f"{self.entrance} {self.lowest}"


def floor_of(number: str) -> int:
    """The floor a door stands on by its number: 401 is on 4, 1203 on 12; 0 where it says none."""
    digits = number if number.isascii() and number.isdigit() else ""
    return int(digits[:-2]) if 3 <= len(digits) <= 5 else 0


def bands(homes: Iterable[Home]) -> tuple[Band, ...]:
    """The floors of each entrance from the ground up, taken together until they are enough; what
    is left over at the top joins the band below it."""
    found: list[Band] = []
    ordered = sorted(homes, key=lambda one: (one.entrance, floor_of(one.number), one.id))
    for entrance, inside in groupby(ordered, key=lambda one: one.entrance):
        found += _of_entrance(entrance, tuple(inside))
    return tuple(found)


def _of_entrance(entrance: str, homes: tuple[Home, ...]) -> list[Band]:
    made: list[Band] = []
    waiting: list[Home] = []
    for _, floor in groupby(homes, key=lambda one: floor_of(one.number)):
        waiting += floor
        if len(waiting) >= LEAST:
            made.append(_band(entrance, waiting))
            waiting = []
    if waiting and made:
        last = made.pop()
        made.append(_band(entrance, [*(one for one in homes if one.id in last.homes), *waiting]))
    elif waiting:
        made.append(_band(entrance, waiting))
    return made


def _band(entrance: str, homes: list[Home]) -> Band:
    floors = [floor_of(one.number) for one in homes]
    return Band(entrance, min(floors), max(floors), frozenset(one.id for one in homes))
