"""Which kind of place may stand in which, and in what order places are listed."""

import re

from linli.foundation.places.domain.cards import PlaceKind
from linli.kernel import Refused

K = PlaceKind
PARENTS: dict[PlaceKind, frozenset[PlaceKind]] = {
    K.COMMUNITY: frozenset(),
    K.BUILDING: frozenset({K.COMMUNITY}),
    K.ENTRANCE: frozenset({K.BUILDING}),
    K.DWELLING: frozenset({K.BUILDING, K.ENTRANCE}),
    K.FACILITY: frozenset({K.COMMUNITY, K.BUILDING, K.ENTRANCE, K.FACILITY}),
    K.ROOM: frozenset({K.COMMUNITY, K.BUILDING, K.ENTRANCE, K.FACILITY}),
    K.CELL: frozenset({K.COMMUNITY}),
}
PATH_SEPARATOR = "/"


def kinds_in(kind: PlaceKind) -> tuple[PlaceKind, ...]:
    """What may stand directly in a place of this kind."""
    return tuple(each for each, parents in PARENTS.items() if kind in parents)


def check_parent(kind: PlaceKind, parent: PlaceKind) -> None:
    """Refuse a place where its kind cannot stand."""
    if parent not in PARENTS[kind]:
        raise Refused(
            "invalid",
            "A %(kind)s cannot stand in a %(parent)s.",
            field="parent",
            kind=kind.value,
            parent=parent.value,
        )


def check_cell(kind: PlaceKind, parent: PlaceKind) -> None:
    """Refuse to put a place in a grid cell of its own when it lies in that of its parent."""
    if kind is K.CELL or parent is not K.COMMUNITY:
        raise Refused(
            "invalid",
            "Only a building, facility or room of the community itself is put in a grid cell.",
            field="cell",
        )


def order_of(parent_order: str, kind: PlaceKind, number: str) -> str:
    """A text that sorts places as people count: 2 before 10, each after its parent."""
    rank = list(PlaceKind).index(kind)
    natural = re.sub(r"\d+", lambda digits: digits.group().zfill(6), number)
    own = f"{rank}{natural}"[:60]
    return f"{parent_order}{PATH_SEPARATOR}{own}" if parent_order else own
