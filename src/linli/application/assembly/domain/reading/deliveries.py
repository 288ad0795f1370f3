"""Whom a ballot is known to have reached."""

from collections.abc import Mapping, Sequence
from typing import Any

from linli.application.assembly.domain.plain import mapping_of, text_of
from linli.application.assembly.domain.roll import Owner


def delivered_to(rows: Sequence[Any], owners: Mapping[str, Owner]) -> frozenset[str]:
    """The units with evidence that a ballot reached them; by owner, all that owner's units."""
    found: set[str] = set()
    for number, row in enumerate(rows):
        field = f"deliveries[{number}]"
        given = mapping_of(row, field)
        if "owner" in given and "unit" not in given:
            owner = owners.get(text_of(given["owner"], f"{field}.owner"))
            found |= {unit.id for unit in owner.units} if owner else set()
        else:
            found.add(text_of(given.get("unit"), f"{field}.unit"))
    return frozenset(found)
