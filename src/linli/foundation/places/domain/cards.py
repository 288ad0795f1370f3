"""Places as other modules see them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from linli.kernel import Refused, Words


class PlaceKind(StrEnum):
    """What kind of place it is."""

    COMMUNITY = "community"
    BUILDING = "building"
    ENTRANCE = "entrance"
    DWELLING = "dwelling"
    FACILITY = "facility"
    ROOM = "room"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place as others see it.

    `name` is its short name ("3号楼"), `own_name` what it was named beside its number if anything,
    `label` the whole name ("3号楼2单元401"), `path` the ids from the community down to itself,
    `area` square metres where known, `cell` the id of the grid cell it lies in.
    """

    id: str
    community: str
    kind: PlaceKind
    number: str
    name: str
    label: str
    label_en: str
    parent: str | None
    path: tuple[str, ...]
    area: Decimal | None
    cell: str | None
    is_retired: bool
    own_name: str = ""
    own_name_en: str = ""


@dataclass(frozen=True, slots=True)
class DwellingSpot:
    """Where a dwelling stands, in ids; `cell` is that of its building."""

    id: str
    building: str
    entrance: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class CommunityCard:
    """What a community says of itself: where its desk is, when it is open, how to ring it."""

    id: str
    name: str
    name_en: str
    timezone: str
    phone: str
    desk: Words
    desk_hours: Words
    is_invented: bool


@dataclass(frozen=True, slots=True)
class DrawnOutline:
    """What became of one outline of a drawing: the place that has it now, or why none has."""

    number: int
    place: str | None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Footprint:
    """The outline of a place: rings of (x, y) in metres from the community's own origin,
    x to the east and y to the north; the first ring is the outside, further ones are holes."""

    place: str
    kind: PlaceKind
    label: str
    label_en: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
