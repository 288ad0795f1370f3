"""The same law written differently: one owner at a time, every reading of every undecided rule,
fractions only. It is slow, shares nothing with the count, and finds one outcome or none."""

from fractions import Fraction
from itertools import combinations, compress, product
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
    strict, deemed = set(), set()
    given = within_the_cap(given)
    for reading in readings(given):
        table = owners_in_scope(given, reading)
        said = {owner: word for owner in table if (word := word_of(given, owner, reading))}
        strict |= ends(given, table, said, reading, {})
        deemed |= with_silence(given, table, said, reading)
    return only(strict), only(deemed)


Ways = set[tuple[str, frozenset[str]]]


def elections(given: dict[str, Any]) -> tuple[Ways, Ways]:
    """All ways in which the only motion, an election, may end: an outcome and who is elected."""
    strict: Ways = set()
    deemed: Ways = set()
    given = within_the_cap(given)
    motion = given["motions"][0]
    for reading in readings(given):
        table = owners_in_scope(given, reading)
        said = {owner: word for owner in table if (word := word_of(given, owner, reading))}
        on = {one: {who: about(one, word) for who, word in said.items()}
              for one in motion["candidates"]}  # fmt: skip
        strict |= seated(given, table, on, reading, {
            one: ends(given, table, words, reading, {}) for one, words in on.items()
        })  # fmt: skip
        deemed |= seated(given, table, on, reading, {
            one: with_silence(given, table, words, reading) for one, words in on.items()
        })  # fmt: skip
    return strict, deemed


def seated(
    given: dict[str, Any],
    table: dict[str, Fraction],
    on: dict[str, dict[str, str]],
    rules: dict[str, Any],
    outcomes: dict[str, set[str]],
) -> Ways:
    """Every choice of as many as there are seats in which nobody left out is before one chosen.

    Who may pass or not does the one or the other, and then comes before all who pass anyway.
    """
    motion = given["motions"][0]
    open_ = [one for one, each in outcomes.items() if only(set(each)) == "undetermined"]
    passed = [one for one, each in outcomes.items() if each == {"passed"}]
    if not passed and not open_:
        short = any(each == {"no_quorum"} for each in outcomes.values())
        return {("no_quorum" if short else "failed", frozenset())}
    votes = {one: both(table, saying(on[one], "for")) for one in passed}
    rank: dict[str, tuple[Any, ...]] = {
        one: votes[one] if rules.get("tie") == "larger_area" else votes[one][:1] for one in passed
    }
    rank |= {one: (len(table) + 1,) for one in open_}
    return {
        ("undetermined" if open_ else "passed", chosen)
        for also in product(*((False, True) for _ in open_))
        for chosen in foremost([*passed, *compress(open_, also)], rank, motion["seats"])
    }


def foremost(names: list[str], rank: dict[str, Any], seats: int) -> set[frozenset[str]]:
    return {
        frozenset(chosen)
        for chosen in combinations(names, min(seats, len(names)))
        if all(rank[one] <= rank[other] for one in names if one not in chosen for other in chosen)
    }


def about(candidate: str, word: str | tuple[str, ...]) -> str:
    """What a ballot says on one candidate."""
    if isinstance(word, str):
        return word
    return "for" if candidate in word else "abstain"


def readings(given: dict[str, Any]) -> list[dict[str, Any]]:
    rules = given.get("rules", {})
    decided = [
        [rules[name]] if name in rules else list(options) for name, options in SWITCHES.items()
    ]
    return [{**rules, **dict(zip(SWITCHES, values, strict=True))} for values in product(*decided)]


def within_the_cap(given: dict[str, Any]) -> dict[str, Any]:
    """The same without the ballots of those whose proxy came after as many as the rules allow,
    and with a list of candidates as one word; too many of them are void."""
    cap, carried = given.get("rules", {}).get("proxy_cap"), dict[str, list[str]]()
    kept = []
    for ballot in sorted(given["ballots"], key=lambda one: one["at"]):
        choice = ballot["choice"]
        if isinstance(choice, list):
            fits = len(choice) <= given["motions"][0]["seats"]
            choice = tuple(sorted(choice)) if fits else "void"
        owners = carried.setdefault(ballot.get("proxy", ""), [])
        if ballot.get("proxy") and ballot["owner"] not in owners:
            if cap is not None and len(owners) >= cap:
                continue
            owners.append(ballot["owner"])
        kept.append({**ballot, "choice": choice})
    return {**given, "ballots": kept}


def speaking(given: dict[str, Any], owner: str, mine: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ballots that may speak for joint owners; none when they are at odds."""
    row = next(one for one in given["owners"] if one["id"] == owner)
    if not row.get("joint"):
        return mine
    signed = [(one.get("proxy") or one.get("by") or str(n), one) for n, one in enumerate(mine)]
    if named := row.get("representative"):
        own = [each for each in signed if each[0] == named]
        signed = own or [each for each in signed if each[0] not in row["joint"]]
    at_odds = len({by for by, _ in signed}) > 1 and len({one["choice"] for _, one in signed}) > 1
    return [] if at_odds else [one for _, one in signed]


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


def word_of(given: dict[str, Any], owner: str, rules: dict[str, Any]) -> Any:
    """The one word an owner has said, the candidates of an election together, or none."""
    mine = [ballot for ballot in given["ballots"] if ballot["owner"] == owner]
    mine = speaking(given, owner, [one for one in mine if not one.get("proxy")] or mine)
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
            return ballot["choice"]
    return None


def both(table: dict[str, Fraction], owners: set[str]) -> tuple[int, Fraction]:
    return len(owners), sum((table[owner] for owner in owners), Fraction(0))


def saying(said: dict[str, str], *words: str) -> set[str]:
    return {owner for owner, word in said.items() if word in words}


def leads(kind: str, table: dict[str, Fraction], said: dict[str, str]) -> str:
    """Which side leads by heads and by area alike; where residents meet, by heads."""
    yes, no = both(table, saying(said, "for")), both(table, saying(said, "against"))
    if kind == "residents_meeting" and yes[0] != no[0]:
        return "for" if yes[0] > no[0] else "against"
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
    lead = leads(given["motions"][0]["kind"], table, said)
    sides = {"for": [follow], "against": [set()], "": [follow, set()]}[lead]
    return {judged(given, table, part, yes | side) for side in sides}


def judged(given: dict[str, Any], table: dict[str, Fraction], part: set[str], yes: set[str]) -> str:
    (heads, area), (all_heads, all_area) = both(table, part), both(table, set(table))
    (yes_heads, yes_area) = both(table, yes)
    if given["motions"][0]["kind"] == "279":
        return "passed" if yes_heads == all_heads and yes_area == all_area else "failed"
    if given["motions"][0]["kind"] == "residents_meeting":
        if not 2 * heads > all_heads:
            return "no_quorum"
        return "passed" if 2 * yes_heads > heads else "failed"
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
    kind = given["motions"][0]["kind"]
    if policy == "not_participating" or not is_lawful or kind in ("279", "residents_meeting"):
        return ends(given, table, said, rules, {})
    delivered = {row["unit"] for row in given.get("deliveries", []) if row.get("evidence")}
    units = {owner["id"]: counted_units(given, owner, rules) for owner in given["owners"]}
    spoke = {ballot["owner"] for ballot in given["ballots"]}
    silent = {one for one in table if one not in spoke and units[one] <= delivered}
    if not silent:
        return ends(given, table, said, rules, {})
    lead = leads(kind, table, said)
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
