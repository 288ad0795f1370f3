"""The frozen roll: who is one head, what they own, and what of it lies in a scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from recount.plain import Fields, area_of, clip
from recount.wrong import Place, Wrong

SOURCES = ("registry", "survey", "contract")  # the first that is known holds (Article 8)
_USES = ("home", "shop", "parking", "storage")
_SIDE = ("parking", "storage")


@dataclass(frozen=True, slots=True)
class Unit:
    """One exclusive part."""

    id: str
    area: int
    use: str
    building: str
    entrance: str


@dataclass(frozen=True, slots=True)
class Owner:
    """One head (SPC interpretation, Article 9); `joint` are the names of those who share it."""

    id: str
    units: tuple[Unit, ...]
    joint: tuple[str, ...]
    representative: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Who decides: a unit named in any of these; when none names anything, everybody."""

    buildings: frozenset[str]
    entrances: frozenset[str]
    units: frozenset[str]

    def holds(self, unit: Unit) -> bool:
        """Whether the unit lies in it."""
        if not (self.buildings or self.entrances or self.units):
            return True
        return (
            unit.building in self.buildings
            or unit.entrance in self.entrances
            or unit.id in self.units
        )


@dataclass(frozen=True, slots=True)
class Head:
    """An owner in the electorate of one motion, with the area and the units that count there."""

    owner: Owner
    area: int
    units: tuple[str, ...]


def scope_of(fields: Fields) -> Scope:
    """Read a scope."""
    names = ("buildings", "entrances", "units")
    parts = (frozenset(fields.texts(name) if fields.has(name) else ()) for name in names)
    return Scope(*parts)


def electorate(owners: Iterable[Owner], scope: Scope, side_units: str) -> dict[str, Head]:
    """The heads who decide; an owner of nothing that counts in the scope is none of them."""
    heads = {}
    for owner in owners:
        units = [
            unit
            for unit in owner.units
            if scope.holds(unit) and (side_units == "counted" or unit.use not in _SIDE)
        ]
        if units:
            area = sum(unit.area for unit in units)
            heads[owner.id] = Head(owner, area, tuple(unit.id for unit in units))
    return heads


def owners_of(fields: Fields) -> list[Owner]:
    """Read the owners of a roll: nobody and nothing stands on it twice."""
    owners: dict[str, Owner] = {}
    known: set[str] = set()
    for entry in fields.each("owners"):
        owner = _owner(entry)
        if owner.id in owners:
            raise _twice(entry.at("id"), owner.id)
        for n, unit in enumerate(owner.units):
            if unit.id in known:
                raise _twice(entry.at("units").at(n), unit.id)
            known.add(unit.id)
        owners[owner.id] = owner
    return list(owners.values())


def _owner(entry: Fields) -> Owner:
    joint = entry.texts("joint") if entry.has("joint") else []
    representative = entry.text("representative") if entry.has("representative") else None
    if representative is not None and representative not in joint:
        raise Wrong(
            entry.at("representative"),
            "the representative is none of the joint owners.",
            "代表不在共有人之中。",
        )
    units = tuple(_unit(each) for each in entry.each("units", 100_000))
    return Owner(entry.text("id"), units, tuple(joint), representative)


def _unit(entry: Fields) -> Unit:
    area = _area(entry)
    if not area:
        raise Wrong(entry.at("area"), "an area must be more than 0.", "面积必须大于 0。")
    return Unit(
        entry.text("id"),
        area,
        entry.one_of("use", _USES) if entry.has("use") else "home",
        entry.text("building") if entry.has("building") else "",
        entry.text("entrance") if entry.has("entrance") else "",
    )


def _area(entry: Fields) -> int:
    if not entry.has("areas"):
        entry.one_of("source", SOURCES)
        return entry.area("area")
    areas = entry.inner("areas")
    for source in SOURCES:
        if areas.has(source):
            return area_of(areas.at(source), areas.value[source])
    raise Wrong(areas.place, "no area is given.", "没有填面积。")


def _twice(place: Place, name: str) -> Wrong:
    shown = clip(name)
    return Wrong(place, f"“{shown}” stands on the roll twice.", f"“{shown}”在名册上出现两次。")
