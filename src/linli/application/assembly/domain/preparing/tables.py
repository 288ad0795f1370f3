"""The questions, papers and tasks that stand in `preparing.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from linli.application.assembly.domain.preparing.candidates import Question
from linli.application.assembly.domain.preparing.offices import Paper
from linli.kernel import Words

_FILE = Path(__file__).resolve().parents[2] / "preparing.toml"


def questions_of(packs: Sequence[str]) -> tuple[Question, ...]:
    """What candidates are asked under these packs, the lowest first."""
    table = _read()["questions"]
    return tuple(
        Question(key, _words(one), one["article"], one["must_be"])
        for pack in packs
        for key, one in table.get(pack, {}).items()
    )


@cache
def papers() -> Mapping[str, Paper]:
    """The documents of a filing package, by name."""
    return {key: Paper(key, _words(one)) for key, one in _read()["papers"].items()}


@cache
def tasks() -> Mapping[str, Words]:
    """What a preparing body has to do, in order."""
    return {key: _words(one) for key, one in _read()["tasks"].items()}


def _words(one: Mapping[str, Any]) -> Words:
    return Words(one["zh"], one["en"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
