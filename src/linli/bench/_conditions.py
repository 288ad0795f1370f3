"""Under what conditions a figure was seen: without these a figure says nothing."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from linli import __version__
from linli.kernel import now


def conditions() -> tuple[tuple[str, str], ...]:
    """The machine, its load and the versions, as rows of a table."""
    one, five, _ = os.getloadavg()
    return (
        ("when", f"{now():%Y-%m-%d %H:%M} UTC"),
        ("linli", __version__),
        ("python", platform.python_version()),
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("memory", f"{_memory_gib():.0f} GiB"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("load before", f"{one:.2f} (1 min), {five:.2f} (5 min)"),
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, column names, rows of text."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        widths = [
            max(len(row[index]) for row in (self.columns, *self.rows))
            for index in range(len(self.columns))
        ]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            for row in (self.columns, *self.rows)
        ]
        rule = "  ".join("-" * width for width in widths)
        return "\n".join([self.heading, lines[0], rule, *lines[1:], ""])


def print_conditions() -> None:
    """Print what every table of figures must be read with."""
    print(Table("Conditions", ("what", "value"), conditions()))
