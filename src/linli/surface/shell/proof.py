"""What the faces were asked and what was measured: the page `/style/proof` and docs/faces.md."""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel import Words
from linli.surface.shell.form import Answer
from linli.surface.shell.request import Request
from linli.surface.shell.table import Cell, Column, Table

CHECKS = Path(__file__).with_name("checks.toml")
FIGURES = Path(__file__).with_name("proof.json")
"""What the last `./linli faces` measured."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is about, what it asks, and how it came out.

    `standard` and `elder` are the worst figures of a face as text, `seen` and `wrong` count
    page-states, `where` names the pages that fall short, `tests` the tests that prove it.
    """

    id: str
    about: Words
    asks: Words
    way: str
    tests: tuple[str, ...]
    standard: str = ""
    elder: str = ""
    seen: int = 0
    wrong: int = 0
    where: tuple[str, ...] = ()


def show(request: Request) -> HttpResponse:
    """Every check in plain words, failures too."""
    found, last = checks(), measured()
    context = {
        "title": _("What was measured"),
        "last": last,
        "conditions": [Answer(name, value) for name, value in last["conditions"]],
        "table": _table(found),
        "short": [one for one in found if one.where],
    }
    return render(request, "shell/proof.html", context)


@cache
def checks() -> tuple[Check, ...]:
    """Every check with the figures of the last measurement."""
    asked = tomllib.loads(CHECKS.read_text(encoding="utf-8"))
    figures = measured()["checks"]
    return tuple(_check(name, entry, figures.get(name, {})) for name, entry in asked.items())


@cache
def measured() -> dict[str, Any]:
    """The last measurement: when, under which conditions, how many, and the figures by check."""
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def _check(name: str, entry: dict[str, Any], figures: dict[str, Any]) -> Check:
    return Check(
        id=name,
        about=Words(entry["zh"], entry["en"]),
        asks=Words(entry["asks"]["zh"], entry["asks"]["en"]),
        way=entry["way"],
        tests=tuple(entry.get("tests", ())),
        standard=figures.get("standard", ""),
        elder=figures.get("elder", ""),
        seen=figures.get("seen", 0),
        wrong=figures.get("wrong", 0),
        where=tuple(figures.get("where", ())),
    )


def _table(found: tuple[Check, ...]) -> Table:
    names = (_("What"), _("What is asked"), "标准版", "长辈版", _("How it stands"))
    language = get_language() or ""
    rows = tuple(
        (
            f"{one.about.in_language(language)} ({one.id})",
            one.asks.in_language(language),
            one.standard or "–",
            one.elder or "–",
            _standing(one),
        )
        for one in found
    )
    return Table(_("Every check"), tuple(Column(name) for name in names), rows)


def _standing(check: Check) -> Cell:
    if check.way == "people":
        return Cell(_("Not done yet: only people can tell"), tone="wait")
    if check.way == "outside":
        return Cell(_("Measured apart, with a tool from elsewhere"), tone="wait")
    if check.seen and not check.wrong:
        return Cell(_("Holds on all %(seen)d") % {"seen": check.seen}, tone="ok")
    if check.seen:
        counts = {"wrong": check.wrong, "seen": check.seen}
        return Cell(_("Falls short on %(wrong)d of %(seen)d") % counts, tone="late")
    if check.tests:
        return Cell(_("Proved by a journey in the tests"), tone="ok")
    return Cell(_("Not proved yet"), tone="wait")
