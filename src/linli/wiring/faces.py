"""`linli faces`: measures every page in a real Chromium and keeps the figures."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from linli.wiring import testing, tools
from linli.wiring.checking import fixes, report

_PROOF = "linli.surface.shell.proof"
_HELD = {"most": max, "least": min}
_WHERE = 12
_NOTHING = "Nowhere."
Line = dict[str, Any]


def describe(parser: argparse.ArgumentParser) -> None:
    """The word has no options."""


def run(options: argparse.Namespace) -> int:
    """Run the whole matrix, keep its figures, write the report; the matrix' exit code is ours."""
    tools.ensure_browser()
    tools.ensure_fonts()
    ready()
    with tempfile.TemporaryDirectory() as folder:
        code = testing.measure("tests/faces", "--long", "--whole", FACES_FIGURES=folder)
        lines = [json.loads(line) for path in _files(folder) for line in path.open("rb")]
    if not lines:
        sys.stdout.write("nothing was measured\n")
        return code or 1
    _proof().FIGURES.write_text(_as_text(summed_up(lines)), encoding="utf-8")
    return report([step for step in fixes() if step.name == "generated pages"]) or code


def ready() -> None:
    """Load what the figures are written with; now, for half an hour of measuring hangs on it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings_test")
    django.setup()
    _proof()


def summed_up(lines: Iterable[Line]) -> dict[str, Any]:
    """What proof.json holds: conditions, how much was seen, and each check's worst figures."""
    kept = list(lines)
    conditions = import_module("linli.bench._conditions").conditions()
    asked = import_module("tomllib").loads(_proof().CHECKS.read_text(encoding="utf-8"))
    return {
        "at": dict(conditions)["when"],
        "conditions": [*conditions, *_more(kept)],
        "states": sum("language" in line for line in kept),
        "routes": len({line["route"] for line in kept if "language" in line}),
        "checks": {name: _check(name, entry, kept) for name, entry in asked.items()},
    }


def _check(name: str, entry: dict[str, Any], lines: list[Line]) -> dict[str, Any]:
    seen = [line for line in lines if name in line["figures"]]
    wrong = [line for line in seen if name in line["wrong"]]
    where = sorted({_place(line) for line in wrong})
    faces = {face: _worst(name, entry, seen, face) for face in ("standard", "elder")}
    return {"seen": len(seen), "wrong": len(wrong), **faces, "where": _short(where)}


def _place(line: Line) -> str:
    if "route" not in line:
        return str(line.get("about", ""))
    return f"/{line['route']} ({line['face']}, {line['state']})"


def _worst(name: str, entry: dict[str, Any], seen: list[Line], face: str) -> str:
    hold = _HELD.get(entry.get("worst", ""))
    found = [line["figures"][name] for line in seen if line.get("face", face) == face]
    if hold is None or not found:
        return ""
    rows = [one if isinstance(one, list) else [one] for one in found]
    if name == "U7":  # right, wrong, worst: the middle one is worst when it is most
        right, astray, least = zip(*rows, strict=True)
        return f"{min(right):.1%} · {max(astray):.2%} · {min(least):.0%}"
    return " · ".join(f"{hold(column):g}" for column in zip(*rows, strict=True))


def _short(where: list[str]) -> list[str]:
    more = len(where) - _WHERE
    return [*where[:_WHERE], f"+ {more}"] if more > 0 else where


def _more(lines: list[Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        yield from (tuple(pair) for pair in line.get("conditions", ()))


def _as_text(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _files(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*.jsonl"))


def _proof() -> Any:
    return import_module(_PROOF)


# -- docs/faces.md -----------------------------------------------------------------------------


def page() -> str:
    """docs/faces.md: each check, what it asks, the figures of the last run, failures too."""
    proof = _proof()
    last, found = proof.measured(), proof.checks()
    return "\n".join(
        [
            "# Faces",
            "",
            "What the pages are asked, and what was measured when `./linli faces` last ran: it"
            " walks the product as everybody who uses it, and opened"
            f" {last['routes']} pages in {last['states']} states: both faces, Chinese and English;"
            " the first day of a community, the middle of its life, every form sent empty, and"
            " every word as long as it may be. A new page is found by its links; nobody has to name"
            " it. The same page in plain words is `/style/proof`. What only people can tell is not"
            " claimed: [with-people.md](with-people.md) is the script, and it is not used yet.",
            "",
            "Figures are the worst of all page-states: U2, U3 contrast (U2 with the share of"
            " letters); U4 smallest and median px; U5 line height and share; U6 lowest px and share"
            " of targets; U7 taps that land right, on something else, and right on the hardest"
            " target; U12 seconds to the first words and to the end; U13 KB of a resident's page"
            " as sent and packed, and of the staff's packed.",
            "",
            "| | asks | standard | 长辈版 | seen | short | proved by |",
            "|---|---|---|---|---|---|---|",
            *(_row(one) for one in found),
            "",
            "## Where it falls short",
            "",
            *(
                [f"- {one.id}: {', '.join(one.where)}" for one in found if one.where]
                or [_NOTHING if last["states"] else "Nothing was measured yet."]
            ),
            "",
            "## Conditions",
            "",
            "| | |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in last["conditions"]),
        ]
    )


def _row(one: Any) -> str:
    proved = {
        "people": "**not done yet**: [with-people.md](with-people.md)",
        "outside": "measured apart: [measuring.md](measuring.md#lighthouse)",
        "matrix": "`tests/faces/`",
        "words": "`tests/faces/`",
        "journeys": "`tests/faces/test_five_journeys.py`",
    }.get(one.way) or "<br>".join(f"`{test}`" for test in one.tests)
    seen = str(one.seen) if one.seen else ""
    short = str(one.wrong) if one.seen else ""
    cells = (f"**{one.id}** {one.about.en}", one.asks.en, one.standard, one.elder, seen, short)
    return "| " + " | ".join([*cells, proved or "not yet"]) + " |"
