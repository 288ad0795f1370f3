"""Reads a notice from plain JSON values; every mistake is named with its place."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from linli.application.assembly.domain.auditing.printed import (
    LEDGERS,
    PARTS,
    Figure,
    Figures,
    Printed,
)
from linli.application.assembly.domain.kinds import kind_of
from linli.application.assembly.domain.measures import read_area
from linli.application.assembly.domain.plain import mapping_of
from linli.kernel import Refused

MOST_MOTIONS = 200
MOST_HEADS = 10_000_000


def read_notice(given: object) -> list[Printed]:
    """The motions of a notice as plain JSON values.

    Raises:
        Refused: what cannot be used, with the motion and the field.
    """
    top = mapping_of(given, "file")
    scope = _figures(top.get("scope"), "scope")
    participating = _figures(top.get("participating"), "participating")
    rows = top.get("motions")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_MOTIONS:
        raise Refused(
            "invalid",
            "%(where)s: a list of 1 to %(most)s motions is needed.",
            field="motions",
            where="motions",
            most=MOST_MOTIONS,
        )
    return [
        _motion(row, f"motions[{number}]", scope, participating) for number, row in enumerate(rows)
    ]


def _motion(row: object, field: str, scope: Figures, participating: Figures) -> Printed:
    given = mapping_of(row, field)
    own = {
        name: _figures(given[name], f"{field}.{name}") if name in given else usual
        for name, usual in (("scope", scope), ("participating", participating))
    }
    deemed, added_to = _deemed(given.get("deemed"), f"{field}.deemed")
    return Printed(
        str(given.get("title", ""))[:200],
        kind_of(given.get("kind", "ordinary"), f"{field}.kind"),
        own["scope"],
        own["participating"],
        {name: _figures(given.get(name), f"{field}.{name}") for name in PARTS},
        deemed,
        added_to,
        _claims(given.get("printed"), f"{field}.printed"),
    )


def _deemed(given: object, field: str) -> tuple[Figures | None, str]:
    if given is None:
        return None, ""
    added_to = mapping_of(given, field).get("added_to")
    if added_to not in {"for", "against", "abstain"}:
        raise Refused(
            "invalid",
            "%(where)s: to which side deemed votes were added is “for”, “against” or “abstain”.",
            field=f"{field}.added_to",
            where=f"{field}.added_to",
        )
    return _figures(given, field), added_to


def _figures(given: object, field: str) -> Figures:
    if given is None:
        return Figures()
    named = mapping_of(given, field)
    return Figures(_heads(named.get("heads"), f"{field}.heads"), _area(named, f"{field}.area"))


def _heads(given: object, field: str) -> Figure:
    if given is None:
        return None
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_HEADS:
        return Fraction(given)
    raise Refused(
        "invalid",
        "%(where)s: a whole number of owners from 0 to %(most)s is needed.",
        field=field,
        where=field,
        most=MOST_HEADS,
    )


def _area(named: Mapping[str, Any], field: str) -> Figure:
    given = named.get("area")
    return None if given is None else Fraction(read_area(given, field))


def _claims(given: object, field: str) -> Mapping[str, str]:
    if given is None:
        return {}
    known = {f"{name}_{ledger}_pct" for name in ("participating", *PARTS) for ledger in LEDGERS}
    claims: dict[str, str] = {}
    for name, value in mapping_of(given, field).items():
        if value is None:
            continue
        if name == "outcome" and value in {"passed", "failed"}:
            claims[name] = value
        elif name in known:
            claims[name] = _printed_percent(value, f"{field}.{name}")
        else:
            raise Refused(
                "invalid",
                "%(where)s: “%(value)s” is no outcome and no percentage of a notice.",
                field=f"{field}.{name}",
                where=f"{field}.{str(name)[:40]}",
                value=str(value)[:40],
            )
    return claims


def _printed_percent(given: object, field: str) -> str:
    """A percentage as printed, digit by digit: “66.70”, with or without its sign."""
    text = str(given).strip().rstrip("%％").strip()
    digits = text.replace(".", "", 1)
    if isinstance(given, bool) or not (digits.isascii() and digits.isdigit() and len(text) <= 20):
        raise Refused(
            "invalid",
            "%(where)s: “%(text)s” is no percentage.",
            field=field,
            where=field,
            text=str(given)[:40],
        )
    return text
