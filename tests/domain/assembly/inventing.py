"""Invented assemblies, small enough to be counted by hand and odd enough to be worth it."""

import random
from typing import Any

from domain.assembly.oracle import SWITCHES

CHOICES = ["for"] * 6 + ["against"] * 3 + ["abstain", "follow_majority", "void", "blank"]
CHANNELS = ["paper", "web", "doorstep", "official", "phone"]
KINDS = ["ordinary", "special", "278.5", "278.6", "279", "residents_meeting"]


def invented(dice: random.Random) -> dict[str, Any]:
    """Up to a dozen owners, some rules decided, some ballots twice, some by proxy."""
    size = dice.randint(1, 12)
    given: dict[str, Any] = {
        "owners": [_owner(dice, number) for number in range(size)],
        "motions": [{"id": "m", "title": "m", "kind": dice.choice(KINDS)}],
        "ballots": [],
        "rules": {
            name: dice.choice(options) for name, options in SWITCHES.items() if dice.random() < 0.6
        },
    }
    for owner in given["owners"]:
        if dice.random() < 0.85:
            given["ballots"] += _ballots(dice, owner)
    for hour, ballot in enumerate(dice.sample(given["ballots"], len(given["ballots"]))):
        ballot["at"] = f"2026-11-01T00:{hour:02}:00+08:00"
    if dice.random() < 0.3:
        given["scope"] = {"buildings": ["1"]}
        given["owners"][0]["units"][0]["building"] = "1"
        given["owners"][0]["units"][0]["use"] = "home"
    if dice.random() < 0.5:
        _silence(dice, given)
    if dice.random() < 0.3:
        given["rules"]["proxy_cap"] = dice.randint(0, 2)
    return given


def invented_election(dice: random.Random) -> dict[str, Any]:
    """One more candidate than seats, all of them close to half of the votes and to each other."""
    given = invented(dice)
    seats = dice.randint(1, 3)
    names = [*"ABCDE"][: seats + dice.choice([1, 1, 1, 2])]
    given["motions"] = [
        {"id": "m", "title": "m", "kind": "election", "candidates": names, "seats": seats}
    ]
    for ballot in given["ballots"]:
        if dice.random() < 0.85:
            count = seats + (dice.random() < 0.03)
            ballot["choice"] = dice.sample(names[: seats + 1], count)
    if dice.random() < 0.8:
        decided = {name: dice.choice(options) for name, options in SWITCHES.items()}
        given["rules"] |= decided
        for name in dice.sample(list(SWITCHES), dice.choice([0, 1, 1])):
            del given["rules"][name]
    if dice.random() < 0.8:
        given["rules"]["tie"] = dice.choice(["larger_area", "larger_area", "lot", "run_off"])
    return given


def _owner(dice: random.Random, number: int) -> dict[str, Any]:
    units = []
    for place in range(dice.choice([1, 1, 1, 2, 3])):
        area = f"{dice.randint(1, 40)}.{dice.choice(['5', '25', '3', '125'])}"
        unit = {"id": f"u{number}-{place}", "area": area, "building": dice.choice("1123")}
        if place and dice.random() < 0.4:
            unit["use"] = dice.choice(["parking", "storage"])
        units.append(unit)
    owner: dict[str, Any] = {"id": f"o{number}", "units": units}
    if dice.random() < 0.15:
        owner["joint"] = ["x", "y"]
        if dice.random() < 0.5:
            owner["representative"] = dice.choice("xy")
    return owner


def _ballots(dice: random.Random, owner: dict[str, Any]) -> list[dict[str, Any]]:
    first = {"owner": owner["id"], "motion": "m", "choice": dice.choice(CHOICES)}
    first["channel"] = dice.choice(CHANNELS)
    if "joint" in owner and dice.random() < 0.8:
        first["by"] = dice.choice("xy")
    if dice.random() < 0.1:
        first["proxy"] = "holder"
    if dice.random() > 0.25:
        return [first]
    second = {**first, "choice": dice.choice(CHOICES), "channel": dice.choice(CHANNELS)}
    if dice.random() < 0.3:
        second["proxy"] = "holder"
    elif len(owner["units"]) > 1 and dice.random() < 0.5:
        first["unit"], second["unit"] = owner["units"][0]["id"], owner["units"][1]["id"]
    if "joint" in owner and dice.random() < 0.5:
        second["by"] = dice.choice("xy")
    return [first, second]


def _silence(dice: random.Random, given: dict[str, Any]) -> None:
    policy = dice.choice(["deemed_abstain", "follow_majority"])
    given["rules"] |= {"non_response": policy, "warning_published": dice.random() < 0.8}
    if dice.random() < 0.8:
        given["rules"]["clause"] = "18"
    units = [unit["id"] for owner in given["owners"] for unit in owner["units"]]
    given["deliveries"] = [
        {"unit": unit, **dice.choice([{"evidence": "signed"}] * 18 + [{"evidence": ""}, {}])}
        for unit in units
        if dice.random() < 0.85
    ]
