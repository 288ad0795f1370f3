"""Two counts written apart, `linli tally` and recount, end alike on random assemblies."""

from collections import Counter
from datetime import datetime
from fractions import Fraction
from random import Random

import pytest

import recount_assemblies
from linli.application.assembly.api import tally
from linli.kernel import Refused
from recount.counting import Motion, count
from recount.holding import WORDS, Vote, over_the_cap
from recount.plain import Fields, metres
from recount.roll import owners_of, scope_of
from recount.rules import rules_of
from recount.wrong import Place


def ours(given):
    """The motions as recount counts them."""
    rules, owners = rules_of(of(given["rules"])), owners_of(of(given))
    motions = {
        each["id"]: Motion(
            each["id"],
            each["title"],
            each["kind"],
            scope_of(of(each.get("scope", given["scope"]))),
            tuple(each.get("candidates", ())),
            each.get("seats", 0),
        )
        for each in given["motions"]
    }
    votes = [(row["motion"], vote(n, row, motions)) for n, row in enumerate(given["ballots"], 1)]
    beyond = over_the_cap((each for _, each in votes), rules.proxy_cap)
    delivered = {each["unit"] for each in given["deliveries"] if each["evidence"]}
    return {
        name: count(
            motion,
            rules,
            owners,
            [v for on, v in votes if on == name and (v.proxy, v.owner) not in beyond],
            delivered,
        )
        for name, motion in motions.items()
    }


def of(value):
    return Fields(Place("given"), value)


def vote(n, row, motions):
    choice = row["choice"]
    if isinstance(choice, list):
        too_many = len(choice) > motions[row["motion"]].seats
        choice = "void" if too_many else tuple(sorted(choice))
    at = datetime.fromisoformat(row["at"])
    more = {name: row.get(name) for name in ("by", "proxy", "unit")}
    return Vote(n, row["owner"], choice, row["channel"], at, **more)


def differences(theirs, mine):
    """Every figure and outcome in which the two counts differ."""
    for how, ending in (("strict", mine.strict), ("deemed", mine.deemed)):
        side = theirs[how]
        if side["outcome"] != ending.outcome:
            yield how, side["outcome"], ending.outcome
        elif ending.outcome == "undetermined":
            if not set(side.get("elected", ())) <= set(ending.elected):
                yield how, "sure", side["elected"], ending.elected
        else:
            for name in ("elected", "alternates"):
                if set(side.get(name, ())) != set(getattr(ending, name)):
                    yield how, name, side[name], getattr(ending, name)
    parts = theirs["strict"].get("candidates", {"": theirs["strict"]})
    for name, part in parts.items():
        said = mine.said[name]
        for word in WORDS:
            printed, counted = part["counts"][word], said.of(word)
            if (printed["heads"], Fraction(printed["area"])) != pair(counted):
                yield name, word, printed, pair(counted)
        whole = part["participation"]
        if (whole["heads"][1], Fraction(whole["area"][1])) != pair(said.everybody):
            yield name, "everybody", whole, pair(said.everybody)


def pair(amount):
    return amount.heads, Fraction(metres(amount.area))


def compare(seeds):
    """Count each of these assemblies twice; returns how they ended."""
    ended = Counter()
    for seed in seeds:
        given = recount_assemblies.assembly(Random(seed))
        try:
            theirs = tally(viewer=None, given=given)["motions"]
        except Refused as refused:  # nobody in the scope; nothing to count
            assert "nobody on the roll" in str(refused)
            ended["nobody"] += 1
            continue
        mine = ours(given)
        for each in theirs:
            found = list(differences(each, mine[each["id"]]))
            assert found == [], (seed, each["id"], each["kind"])
            ended[each["kind"], each["strict"]["outcome"]] += 1
            ended[each["deemed"]["outcome"] != each["strict"]["outcome"]] += 1
    return ended


def test_two_thousand_random_assemblies():
    ended = compare(range(2_000))
    outcomes = Counter(key[1] for key in ended if isinstance(key, tuple))
    assert set(outcomes) == {"passed", "failed", "no_quorum", "undetermined"}
    assert ended["nobody"] < 200 and ended[True] > 100  # silence changed more than a hundred


@pytest.mark.long
def test_ten_thousand_more():
    compare(range(2_000, 12_000))
