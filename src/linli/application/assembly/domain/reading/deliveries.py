"""Whom a ballot is known to have reached."""

from collections.abc import Mapping, Sequence
from typing import Any

from linli.application.assembly.domain.plain import mapping_of, only, text_of
from linli.application.assembly.domain.roll import Owner
from linli.kernel import Refused

_FIELDS = {"unit", "owner", "evidence", "channel", "at"}


def delivered_to(rows: Sequence[Any], owners: Mapping[str, Owner]) -> frozenset[str]:
    """The units with evidence that a ballot reached them; by owner, all that owner's units.

    A row whose evidence is missing or empty says that nobody was reached.
    """
    units = {unit.id: (unit.id,) for one in owners.values() for unit in one.units}
    reached: dict[str, Mapping[str, tuple[str, ...]]] = {
        "unit": units,
        "owner": {one: _units(owner) for one, owner in owners.items()},
    }
    found: set[str] = set()
    for number, row in enumerate(rows):
        field = f"deliveries[{number}]"
        given = mapping_of(row, field)
        only(given, field, _FIELDS)
        by = "owner" if "owner" in given and "unit" not in given else "unit"
        named = _known(given.get(by), reached[by], f"{field}.{by}")
        if _has_evidence(given.get("evidence"), f"{field}.evidence"):
            found.update(named)
    return frozenset(found)


def _units(owner: Owner) -> tuple[str, ...]:
    return tuple(unit.id for unit in owner.units)


def _known(given: object, reached: Mapping[str, tuple[str, ...]], field: str) -> tuple[str, ...]:
    name = text_of(given, field)
    if name not in reached:
        raise Refused(
            "invalid",
            "%(where)s: “%(name)s” does not stand on the roll.",
            field=field,
            where=field,
            name=name[:40],
        )
    return reached[name]


def _has_evidence(given: object, field: str) -> bool:
    if given is None or (isinstance(given, str) and not given.strip()):
        return False
    return bool(text_of(given, field))
