"""The roll: every owner once, every unit once, each area with its source."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from linli.application.assembly.domain.measures import read_area
from linli.application.assembly.domain.plain import (
    list_of,
    mapping_of,
    member_of,
    only,
    text_of,
    texts_of,
    truth_of,
)
from linli.application.assembly.domain.roll import Owner, Scope, Source, Unit, Use
from linli.kernel import Refused

MOST_OWNERS = 1_000_000
MOST_JOINT = 100


def scope_of(given: object, field: str) -> Scope:
    """Buildings, entrances and units; nothing named is the whole community."""
    if given is None:
        return Scope()
    named = mapping_of(given, field)
    only(named, field, {"buildings", "entrances", "units", "community"})
    return Scope(
        **{
            name: frozenset(texts_of(named.get(name, []), f"{field}.{name}", MOST_OWNERS))
            for name in ("buildings", "entrances", "units")
        }
    )


def owners_of(rows: Sequence[Any]) -> tuple[Owner, ...]:
    """All owners; nobody and no unit stands there twice."""
    owners: list[Owner] = []
    seen: set[str] = set()
    owned: dict[str, str] = {}
    for number, row in enumerate(rows):
        owner = _owner(row, f"owners[{number}]")
        if owner.id in seen:
            raise _twice(f"owners[{number}].id", owner.id)
        seen.add(owner.id)
        for place, unit in enumerate(owner.units):
            if owned.setdefault(unit.id, owner.id) != owner.id or _repeats(owner, unit, place):
                raise _twice(f"owners[{number}].units[{place}].id", unit.id)
        owners.append(owner)
    return tuple(owners)


def _repeats(owner: Owner, unit: Unit, place: int) -> bool:
    return any(other.id == unit.id for other in owner.units[:place])


def _twice(field: str, name: str) -> Refused:
    return Refused(
        "invalid",
        "%(where)s: “%(name)s” stands on the roll twice; joint owners are one entry.",
        field=field,
        where=field,
        name=name[:40],
    )


def _owner(row: object, field: str) -> Owner:
    given = mapping_of(row, field)
    only(given, field, {"id", "units", "developer", "joint", "representative"})
    joint = texts_of(given["joint"], f"{field}.joint", MOST_JOINT) if "joint" in given else ()
    representative = text_of(given.get("representative"), f"{field}.representative", may_lack=True)
    if representative and representative not in joint:
        raise Refused(
            "invalid",
            "%(where)s: the representative is none of the joint owners.",
            field=f"{field}.representative",
            where=f"{field}.representative",
        )
    rows = list_of(given.get("units"), f"{field}.units", MOST_OWNERS)
    return Owner(
        text_of(given.get("id"), f"{field}.id"),
        tuple(_unit(one, f"{field}.units[{number}]") for number, one in enumerate(rows)),
        truth_of(given.get("developer", False), f"{field}.developer"),
        joint,
        representative,
    )


def _unit(row: object, field: str) -> Unit:
    given = mapping_of(row, field)
    only(given, field, {"id", "area", "areas", "source", "use", "building", "entrance"})
    area, source = _area(given, field)
    return Unit(
        text_of(given.get("id"), f"{field}.id"),
        area,
        source,
        member_of(Use, given.get("use", "home"), f"{field}.use"),
        text_of(given.get("building"), f"{field}.building", may_lack=True),
        text_of(given.get("entrance"), f"{field}.entrance", may_lack=True),
    )


def _area(given: Mapping[str, Any], field: str) -> tuple[Decimal, Source]:
    """The area and its source; of several `areas` the registry's, else the survey's."""
    if "areas" in given:
        several = mapping_of(given["areas"], f"{field}.areas")
        only(several, f"{field}.areas", set(Source))
        for source in Source:
            if source in several:
                return _some(several[source], f"{field}.areas.{source}"), source
        raise Refused(
            "invalid",
            "%(where)s: no area is given.",
            field=f"{field}.areas",
            where=f"{field}.areas",
        )
    source = member_of(Source, given.get("source", "registry"), f"{field}.source")
    return _some(given.get("area"), f"{field}.area"), source


def _some(given: object, field: str) -> Decimal:
    area = read_area(given, field)
    if not area:
        raise Refused(
            "invalid", "%(where)s: an area must be more than 0.", field=field, where=field
        )
    return area
