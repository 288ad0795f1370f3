"""Figures on their way to the report; kept only when one was asked for."""

import json
import os
from pathlib import Path
from typing import Any


def keep(line: dict[str, Any]) -> None:
    """Add a line to this worker's file."""
    if folder := os.environ.get("FACES_FIGURES"):
        with (Path(folder) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(line, ensure_ascii=False) + "\n")


def note(check: str, about: Any, figure: Any, *, is_wrong: bool) -> None:
    """The figure of a check that is not of one page."""
    wrong = [check] if is_wrong else []
    keep({"about": about, "figures": {check: figure}, "wrong": wrong})
