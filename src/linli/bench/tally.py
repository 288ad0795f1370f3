"""`linli bench tally`: how long 100,000 owners and 20 motions take to be counted.

A made-up assembly is written as JSON, as `linli tally` takes it. Reading it (JSON, then every row
checked and filed) and counting it are timed apart; each count is compared with what was written.
"""

import argparse
import random
import statistics
import time
from collections import Counter
from typing import Any

import django
import orjson

from linli.bench._conditions import Table, print_conditions
from linli.bench._tally import verdict
from linli.kernel import ANYONE

_TARGET = 2.0  # seconds for counting 100,000 owners × 20 motions
_CHOICES = ("for", "against", "abstain", "void", "blank")
_SHARES = (60, 25, 8, 1, 1)
_RULES = {"void": "participates", "blank": "abstain", "duplicates": "paper_prevails"}
_KINDS = ("278.5", "278.6")


def main(arguments: list[str]) -> int:
    """Measure, print the table, and return 0 when every figure is the one that was written."""
    options = _parser().parse_args(arguments)
    django.setup()
    from linli.application.assembly.api import count_assembly, read_assembly

    print_conditions()
    said, source = _written(options.owners, options.motions, options.seed)
    began = time.perf_counter()
    given = orjson.loads(source)
    parsed = time.perf_counter() - began
    began = time.perf_counter()
    assembly = read_assembly(viewer=ANYONE, given=given)
    checked = time.perf_counter() - began
    del given
    times, busy, is_right = [], [], True
    for _ in range(options.rounds):
        began, used = time.perf_counter(), time.process_time()
        found = count_assembly(viewer=ANYONE, assembly=assembly)
        times.append(time.perf_counter() - began)
        busy.append(time.process_time() - used)
        is_right = is_right and _agrees(found, said)
    _report(options, len(source), (parsed, checked), times, busy, is_right=is_right)
    return 0 if is_right else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli bench tally", description=__doc__)
    parser.add_argument("--owners", type=int, default=100_000)
    parser.add_argument("--motions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3, help="counts of the same ballots")
    parser.add_argument("--seed", type=int, default=278)
    return parser


def _written(owners: int, motions: int, seed: int) -> tuple[list[Counter[str]], bytes]:
    """What was said on each motion, and the assembly as JSON; one owner in fifty votes twice."""
    dice = random.Random(seed)  # noqa: S311 - an invented assembly, not a secret
    roll = [_owner(number, dice) for number in range(owners)]
    names = [f"m{number}" for number in range(motions)]
    ballots: list[dict[str, Any]] = []
    said = [Counter[str]() for _ in names]
    for number in range(owners):
        if dice.random() < 0.1:
            continue
        is_double = dice.random() < 0.02
        for motion, name in enumerate(names):
            (choice,) = dice.choices(_CHOICES, _SHARES)
            ballots.append(_ballot(number, name, choice, "paper", 2))
            if is_double:
                ballots.append(_ballot(number, name, "against", "web", 1))
                if choice == "void":  # the valid one holds
                    choice = "against"  # noqa: PLW2901
            said[motion][choice] += 1
    return said, orjson.dumps(
        {
            "pack": "cn-base",
            "rules": _RULES,
            "owners": roll,
            "motions": [
                {"id": name, "title": name, "kind": _KINDS[number % 2]}
                for number, name in enumerate(names)
            ],
            "ballots": ballots,
        }
    )


def _owner(number: int, dice: random.Random) -> dict[str, Any]:
    units = 1 if dice.random() < 0.9 else 2
    return {
        "id": f"o{number}",
        "units": [
            {"id": f"u{number}-{unit}", "area": f"{dice.randrange(3000, 20000) / 100:.2f}"}
            for unit in range(units)
        ],
    }


def _ballot(number: int, motion: str, choice: str, channel: str, hour: int) -> dict[str, Any]:
    return {
        "owner": f"o{number}",
        "motion": motion,
        "choice": choice,
        "channel": channel,
        "at": f"2026-11-01T0{hour}:00:00+08:00",
    }


def _agrees(found: dict[str, Any], said: list[Counter[str]]) -> bool:
    """Whether the heads of every choice on every motion are those that were written."""
    counts = [one["strict"]["counts"] for one in found["motions"]]
    return all(
        one[choice]["heads"] == expected[choice]
        for one, expected in zip(counts, said, strict=True)
        for choice in _CHOICES
    )


def _report(
    options: argparse.Namespace,
    size: int,
    reading: tuple[float, float],
    times: list[float],
    busy: list[float],
    *,
    is_right: bool,
) -> None:
    middle = statistics.median(times)
    parsed, checked = reading
    is_full = options.owners >= 100_000 and options.motions >= 20
    against = f"≤ {_TARGET:g} s: {verdict(middle <= _TARGET)}" if is_full else "a smaller assembly"
    rounds = ", ".join(f"{one:.2f}" for one in times)
    print(
        Table(
            f"Counting {options.owners:,} owners × {options.motions} motions",
            ("what", "seconds", "remark"),
            (
                ("reading: JSON", f"{parsed:.2f}", f"{size / 1e6:.0f} MB"),
                ("reading: rows checked, filed", f"{checked:.2f}", ""),
                ("counting, median", f"{middle:.2f}", against),
                ("counting, of the processor", f"{statistics.median(busy):.2f}", "median"),
                ("counting, each round", rounds, "figures right" if is_right else "WRONG"),
            ),
        )
    )
