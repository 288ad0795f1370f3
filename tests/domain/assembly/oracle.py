"""The same law written differently: one owner at a time, every reading of every undecided rule,
fractions only. It is slow, shares nothing with the count, and finds one outcome or none."""

from fractions import Fraction
from itertools import product
from typing import Any

SWITCHES = {
    "void": ("participates", "not_participating"),
    "blank": ("abstain", "not_participating"),
    "duplicates": ("first_valid", "paper_prevails", "online_prevails"),
    "differing_units": ("void", "first_valid"),
    "side_units": ("counted", "not_counted"),
}
SIDE = ("parking", "storage")
ON_PAPER, ONLINE = ("paper", "doorstep"), ("web", "app", "official")


def strict_and_deemed(given: dict[str, Any]) -> tuple[str, str]:
    """How the only motion of an assembly ends, without and with what silence is taken for."""
    rules = given.get("rules", {})
    decided = [
        [rules[name]] if name in rules else list(options) for name, options in SWITCHES.items()
    ]
    strict, deemed = set(), set()
    for values in product(*decided):
        reading = {**rules, **dict(zip(SWITCHES, values, strict=True))}
        table = owners_in_scope(given, reading)
        said = {owner: word for owner in table if (word := word_of(given, owner, reading))}
        strict |= ends(given, table, said, reading, {})
        deemed |= with_silence(given, table, said, reading)
    return only(strict), only(deemed)


def only(outcomes: set[str]) -> str:
    return outcomes.pop() if len(outcomes) == 1 else "undetermined"


def owners_in_scope(given: dict[str, Any], rules: dict[str, Any]) -> dict[str, Fraction]:
    """Everybody who owns something that counts, with the square metres of it."""
    buildings = given.get("scope", {}).get("buildings", [])
    table: dict[str, Fraction] = {}
    for owner in given["owners"]:
        for unit in owner["units"]:
            is_side = unit.get("use", "home") in SIDE
            if is_side and rules["side_units"] == "not_counted":
                continue
            if not buildings or unit.get("building") in buildings:
                table[owner["id"]] = table.get(owner["id"], Fraction(0)) + Fraction(unit["area"])
    return table


def word_of(given: dict[str, Any], owner: str, rules: dict[str, Any]) -> str | None:
    """The one word an owner has said, or none."""
    mine = [ballot for ballot in given["ballots"] if ballot["owner"] == owner]
    mine = [ballot for ballot in mine if not ballot.get("proxy")] or mine
    mine.sort(key=lambda ballot: ballot["at"])
    if not mine:
        return None
    by_unit = {ballot["unit"]: ballot["choice"] for ballot in mine if ballot.get("unit")}
    differs = len(set(by_unit.values())) > 1
    if differs and rules["differing_units"] == "void":
        return "void"
    preferred = {"paper_prevails": ON_PAPER, "online_prevails": ONLINE}
    wanted = () if differs else preferred.get(rules["duplicates"], ())
    for group in ([b for b in mine if b["choice"] != "void"], mine):
        for ballot in [b for b in group if b["channel"] in wanted] or group:
            return str(ballot["choice"])
    return None


def both(table: dict[str, Fraction], owners: set[str]) -> tuple[int, Fraction]:
    return len(owners), sum((table[owner] for owner in owners), Fraction(0))


def saying(said: dict[str, str], *words: str) -> set[str]:
    return {owner for owner, word in said.items() if word in words}


def leads(table: dict[str, Fraction], said: dict[str, str]) -> str:
    """Which side leads by heads and by area alike."""
    yes, no = both(table, saying(said, "for")), both(table, saying(said, "against"))
    if yes[0] > no[0] and yes[1] > no[1]:
        return "for"
    return "against" if yes[0] < no[0] and yes[1] < no[1] else ""


def ends(
    given: dict[str, Any],
    table: dict[str, Fraction],
    said: dict[str, str],
    rules: dict[str, Any],
    silent: dict[str, str],
) -> set[str]:
    """Every outcome this one reading allows; `silent` owners are counted with a word."""
    part = saying(said, "for", "against", "abstain", "follow_majority") | set(silent)
    if rules["void"] == "participates":
        part |= saying(said, "void")
    if rules["blank"] == "abstain":
        part |= saying(said, "blank")
    yes = saying(said, "for") | {owner for owner, word in silent.items() if word == "for"}
    follow = saying(said, "follow_majority")
    lead = leads(table, said)
    sides = {"for": [follow], "against": [set()], "": [follow, set()]}[lead]
    return {judged(given, table, part, yes | side) for side in sides}


def judged(given: dict[str, Any], table: dict[str, Fraction], part: set[str], yes: set[str]) -> str:
    (heads, area), (all_heads, all_area) = both(table, part), both(table, set(table))
    (yes_heads, yes_area) = both(table, yes)
    if given["motions"][0]["kind"] == "279":
        return "passed" if yes_heads == all_heads and yes_area == all_area else "failed"
    if not (3 * heads >= 2 * all_heads and 3 * area >= 2 * all_area):
        return "no_quorum"
    if given["motions"][0]["kind"] in ("special", "278.6", "278.7", "278.8"):
        return "passed" if 4 * yes_heads >= 3 * heads and 4 * yes_area >= 3 * area else "failed"
    return "passed" if 2 * yes_heads > heads and 2 * yes_area > area else "failed"


def with_silence(
    given: dict[str, Any],
    table: dict[str, Fraction],
    said: dict[str, str],
    rules: dict[str, Any],
) -> set[str]:
    """The same with silence as the rules take it, where it is lawful at all."""
    policy = rules.get("non_response", "not_participating")
    is_lawful = rules.get("clause") and rules.get("warning_published")
    if policy == "not_participating" or not is_lawful or given["motions"][0]["kind"] == "279":
        return ends(given, table, said, rules, {})
    delivered = {row["unit"] for row in given.get("deliveries", []) if row.get("evidence")}
    units = {owner["id"]: counted_units(given, owner, rules) for owner in given["owners"]}
    silent = {one for one in table if one not in said and units[one] <= delivered}
    if not silent:
        return ends(given, table, said, rules, {})
    lead = leads(table, said)
    yes, no = both(table, saying(said, "for")), both(table, saying(said, "against"))
    is_level = yes == no
    if not lead and not (is_level and policy == "deemed_abstain"):
        return {"undetermined"}
    word = "abstain" if policy == "deemed_abstain" else lead
    return ends(given, table, said, rules, dict.fromkeys(silent, word))


def counted_units(given: dict[str, Any], owner: dict[str, Any], rules: dict[str, Any]) -> set[str]:
    buildings = given.get("scope", {}).get("buildings", [])
    return {
        unit["id"]
        for unit in owner["units"]
        if (unit.get("use", "home") not in SIDE or rules["side_units"] == "counted")
        and (not buildings or unit.get("building") in buildings)
    }
