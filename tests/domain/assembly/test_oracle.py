"""The count agrees with an oracle that shares nothing with it, and keeps what a count must keep."""

import random
from collections import Counter
from decimal import Decimal

import pytest

from domain.assembly.inventing import invented, invented_election
from domain.assembly.oracle import elections, strict_and_deemed
from linli.application.assembly.domain.tallying import tally

ORDER = {"no_quorum": 0, "failed": 0, "undetermined": 1, "passed": 2}
SEED = 20260101


def judge(given):
    return tally(given)["motions"][0]


def outcome(given):
    return judge(given)["strict"]["outcome"]


def agreed(count, seed):
    dice, seen, apart = random.Random(seed), Counter(), 0
    for number in range(count):
        given = invented(dice)
        found = judge(given)
        ours = (found["strict"]["outcome"], found["deemed"]["outcome"])
        assert ours == strict_and_deemed(given), (number, given)
        seen[ours[0]] += 1
        apart += ours[0] != ours[1]
    return seen, apart


def test_an_oracle_written_otherwise_agrees_on_a_thousand_assemblies():
    seen, apart = agreed(1_000, SEED)
    assert min(seen[one] for one in ("passed", "failed", "no_quorum", "undetermined")) > 25
    assert apart > 25, "silence must decide often enough to be seen"


@pytest.mark.long
def test_the_oracle_agrees_on_ten_thousand_assemblies():
    agreed(10_000, SEED + 1)


def elected_alike(count, seed):
    """Whoever is elected is so in every reading; how often they end how, and in which ways."""
    dice, seen = random.Random(seed), Counter()
    for number in range(count):
        given = invented_election(dice)
        found = judge(given)
        for name, ways in zip(("strict", "deemed"), elections(given), strict=True):
            side, names = found[name], {who for _, who in ways}
            outcomes = {outcome for outcome, _ in ways}
            if len(ways) > 1 or outcomes == {"undetermined"}:
                assert side["outcome"] == "undetermined", (number, name, given)
                assert set(side["elected"]) <= frozenset.intersection(*names), (number, name, given)
                seen["others are elected"] += outcomes == {"passed"} and name == "strict"
            else:
                assert {(side["outcome"], frozenset(side["elected"]))} == ways, (
                    number,
                    name,
                    given,
                )
                assert side["open"] == [], (number, name, given)
            seen[side["outcome"]] += name == "strict"
            seen["alternates"] += bool(side["alternates"])
    return seen


def test_an_oracle_that_tries_every_choice_of_people_elects_the_same():
    seen = elected_alike(750, SEED)
    assert min(seen[one] for one in ("passed", "failed", "no_quorum", "undetermined")) > 25
    assert min(seen["others are elected"], seen["alternates"]) > 25


@pytest.mark.long
def test_the_oracle_elects_the_same_in_ten_thousand_elections():
    elected_alike(10_000, SEED + 1)


@pytest.fixture
def assemblies():
    dice = random.Random(7)
    return dice, [invented(dice) for _ in range(300)]


def test_the_order_of_the_rows_changes_nothing(assemblies):
    dice, found = assemblies
    for given in found:
        before = judge(given)
        mixed = {
            **given,
            "ballots": dice.sample(given["ballots"], len(given["ballots"])),
            "owners": dice.sample(given["owners"], len(given["owners"])),
        }
        after = judge(mixed)
        assert (after["strict"], after["deemed"]) == (before["strict"], before["deemed"])


def test_how_areas_are_cut_and_in_what_they_are_measured_changes_nothing(assemblies):
    for given in assemblies[1]:
        before = judge(given)
        for change in (halved, tenfold):
            owners = [{**one, "units": change(one["units"])} for one in given["owners"]]
            after = judge({**given, "owners": owners, **cut_deliveries(given, change)})
            for count in ("strict", "deemed"):
                assert after[count]["outcome"] == before[count]["outcome"]


def halved(units):
    """Each unit cut in two, to the last digit."""
    cut = []
    for unit in units:
        half = str(Decimal(unit["area"]) / 2)
        cut += [{**unit, "id": unit["id"] + side, "area": half} for side in ("", "b")]
    return cut


def tenfold(units):
    return [{**unit, "area": str(Decimal(unit["area"]) * 10)} for unit in units]


def cut_deliveries(given, change):
    if change is not halved or "deliveries" not in given:
        return {}
    rows = [
        {**row, "unit": row["unit"] + side} for row in given["deliveries"] for side in ("", "b")
    ]
    return {"deliveries": rows}


def silent_of(given):
    return sorted({o["id"] for o in given["owners"]} - {b["owner"] for b in given["ballots"]})


def test_one_more_abstention_never_turns_a_failed_motion_into_a_passed_one(assemblies):
    tried = 0
    for given in assemblies[1]:
        silent = silent_of(given)
        if outcome(given) != "failed" or not silent:
            continue
        more = {"owner": silent[0], "motion": "m", "choice": "abstain", "channel": "paper"}
        later = {**more, "at": "2026-11-01T23:00:00+08:00"}
        assert outcome({**given, "ballots": [*given["ballots"], later]}) == "failed"
        tried += 1
    assert tried > 20


def test_who_turns_from_against_to_for_never_harms_a_motion(assemblies):
    tried = 0
    for given in assemblies[1]:
        against = [row for row in given["ballots"] if row["choice"] == "against"]
        if len({row["owner"] for row in given["ballots"]}) < len(given["ballots"]) or not against:
            continue
        turned = [
            {**row, "choice": "for"} if row is against[0] else row for row in given["ballots"]
        ]
        assert ORDER[outcome({**given, "ballots": turned})] >= ORDER[outcome(given)]
        tried += 1
    assert tried > 30


def test_a_motion_and_its_opposite_never_both_pass(assemblies):
    other = {"for": "against", "against": "for"}
    passed = 0
    for given in assemblies[1]:
        turned = [{**row, "choice": other.get(row["choice"], row["choice"])}
                  for row in given["ballots"]]  # fmt: skip
        outcomes = [outcome(given), outcome({**given, "ballots": turned})]
        assert outcomes != ["passed", "passed"]
        passed += "passed" in outcomes
    assert passed > 50


def test_who_is_outside_the_scope_changes_nothing(assemblies):
    for given in assemblies[1]:
        if "scope" not in given:
            continue
        before = judge(given)["strict"]
        stranger = {"id": "x", "units": [{"id": "ux", "area": "9999", "building": "9"}]}
        ballot = {"owner": "x", "motion": "m", "choice": "against", "channel": "web"}
        after = judge(
            {
                **given,
                "owners": [*given["owners"], stranger],
                "ballots": [*given["ballots"], {**ballot, "at": "2026-11-01T23:00:00+08:00"}],
            }
        )
        assert after["strict"] == before
        assert [one["code"] for one in after["set_aside"] if one["owner"] == "x"] == [
            "not_in_electorate"
        ]
