"""What places announce."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityCreated(Fact):
    """A community has come onto the platform."""

    kind: ClassVar[str] = "places.community_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAdded(Fact):
    """A place has been added to the tree."""

    kind: ClassVar[str] = "places.place_added"
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChanged(Fact):
    """A place got another name, area, outline or grid cell."""

    kind: ClassVar[str] = "places.place_changed"
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRetired(Fact):
    """A place is no longer in use, or (`is_retired` false) is in use again."""

    kind: ClassVar[str] = "places.place_retired"
    place: str
    is_retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesImported(Fact):
    """Many places came in at once; `number` of them are new or changed."""

    kind: ClassVar[str] = "places.places_imported"
    number: int
