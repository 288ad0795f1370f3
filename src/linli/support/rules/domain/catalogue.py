"""Rules to begin with, read from data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from linli.kernel import Words

_FILE = Path(__file__).resolve().parent.parent / "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule a community may take over: everything `define_rule` asks for, but its owner.

    `definition` and `test` are JSON values.
    """

    key: str
    name: Words
    reason: Words
    severity: str
    is_safety: bool
    escalate_after: tuple[int, ...]
    definition: dict[str, Any]
    test: dict[str, Any]


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """The catalogue, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(
        Suggestion(
            row["key"],
            Words(**row["name"]),
            Words(**row["reason"]),
            row["severity"],
            row["is_safety"],
            tuple(row.get("escalate_after", ())),
            row["definition"],
            row["test"],
        )
        for row in rows
    )
