"""The rules of an assembly: those of its pack, and its own over them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from linli.application.assembly.domain.plain import (
    mapping_of,
    member_of,
    number_of,
    only,
    text_of,
    truth_of,
)
from linli.application.assembly.domain.reading.roll import MOST_OWNERS
from linli.application.assembly.domain.rules import SWITCHES, NonResponse, Rules


def rules_of(
    top: Mapping[str, Any], pack_of: Callable[[str], Mapping[str, Any]]
) -> tuple[Rules, str]:
    """The rules an assembly is counted by, and the key of the pack they begin with."""
    pack = text_of(top.get("pack", "cn-base"), "pack")
    base = read_rules({name: one["value"] for name, one in pack_of(pack).items()}, Rules(), "pack")
    own = mapping_of(top.get("rules", {}), "rules")
    return read_rules(own, base, "rules"), pack


def read_rules(given: Mapping[str, Any], base: Rules, field: str) -> Rules:
    """Rules over others: what is given replaces, what is missing or null stays."""
    only(given, field, {*SWITCHES, "non_response", "clause", "warning_published", "proxy_cap"})
    values: dict[str, Any] = {
        name: member_of(kind, given[name], f"{field}.{name}")
        for name, kind in SWITCHES.items()
        if given.get(name) is not None
    }
    if (policy := given.get("non_response")) is not None:
        values |= _non_response(policy, f"{field}.non_response")
    values |= _clause(given, field)
    if (cap := given.get("proxy_cap")) is not None:
        values["proxy_cap"] = number_of(cap, f"{field}.proxy_cap", 0, MOST_OWNERS)
    return replace(base, **values)


def _non_response(policy: object, field: str) -> dict[str, Any]:
    """Either the policy alone, or with its clause and warning in braces."""
    if not isinstance(policy, dict):
        return {"non_response": member_of(NonResponse, policy, field)}
    only(policy, field, {"policy", "clause", "warning_published"})
    said = member_of(NonResponse, policy.get("policy"), f"{field}.policy")
    return {"non_response": said, **_clause(policy, field)}


def _clause(given: Mapping[str, Any], field: str) -> dict[str, Any]:
    """The clause that lets silence count, and whether its consequence was published."""
    values: dict[str, Any] = {}
    if "clause" in given:
        values["clause"] = text_of(given["clause"], f"{field}.clause")
    if "warning_published" in given:
        values["is_warned"] = truth_of(given["warning_published"], f"{field}.warning_published")
    return values
