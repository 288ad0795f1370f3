"""What people in the demo say, read from `stories.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent / "stories.toml"


@dataclass(frozen=True, slots=True)
class Story:
    """A report as a neighbour makes it, and what is said when it is done."""

    category: str
    where: str
    title: str
    text: str
    done: str


@cache
def stories() -> tuple[Story, ...]:
    """Every report there is."""
    return tuple(Story(**row) for row in _read()["story"])


@cache
def words(kind: str) -> tuple[str, ...]:
    """What may be said at a turn: asks, answers, looks, thanks, again, holds, …"""
    return tuple(_read()["words"][kind])


@cache
def on_the_spot(about: str) -> Mapping[str, tuple[str, ...]]:
    """What may be found where an alarm came from, in words, by how it is judged."""
    table = _read()["found"]
    told = table.get(about, table["other"])
    return {judgement: tuple(said) for judgement, said in told.items()}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
