"""What a user installs with Linli: name, version, licence, size and reason of every package."""

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

_PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\?$")
_VIA = re.compile(r"^    #(?: via|  ) (?P<name>[a-z0-9-]+)(?: \(.*\))?$")
_ROW = re.compile(r"^\| (?P<pin>\S+ \| [^|]+) \| [^|]+ \| (?P<size>[^|]+) \|")
_OURS = "linli"


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of the lock file and who asked for it."""

    name: str
    version: str
    marker: str
    asked_by: tuple[str, ...]


def pins(lock: str) -> list[Pin]:
    """The packages of a lock file."""
    found: list[tuple[str, str, str, list[str]]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            found.append((pin["name"], pin["version"], pin["marker"] or "", []))
        elif (via := _VIA.match(line)) and found:
            found[-1][3].append(via["name"])
    return [Pin(name, version, marker, tuple(by)) for name, version, marker, by in found]


def page(root: Path) -> str:
    """The page; sizes measured here where a package is installed, else as the page had them."""
    folder = root / "requirements"
    about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
    known = _known_sizes(root / "docs" / "dependencies.md")
    lock = pins((folder / "run.txt").read_text(encoding="utf-8"))
    rows = [_row(pin, about, known) for pin in lock]
    return "\n".join(
        [
            "# Dependencies",
            "",
            "Everything `./linli up` installs, pinned and checked by hash. Licences are permissive,"
            " or weak copyleft on the package's own files (MPL-2.0, LGPL, OFL). Sizes are those of"
            " an installation on Linux x86-64 with Python 3.11.",
            "",
            "| package | version | licence | size | why |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )


def _row(pin: Pin, about: dict[str, dict[str, str]], known: dict[str, str]) -> str:
    named = f"{pin.name} | {_version(pin)}"
    licence = about["licence"].get(pin.name, "UNKNOWN")
    return (
        f"| {named} | {licence} | {known.get(named) or _size(pin.name)} |"
        f" {_why(pin, about['why'])} |"
    )


def _known_sizes(path: Path) -> dict[str, str]:
    # A size differs between machines, so it is measured once and then kept.
    if not path.is_file():
        return {}
    rows = map(_ROW.match, path.read_text(encoding="utf-8").splitlines())
    return {row["pin"]: row["size"] for row in rows if row}


def _version(pin: Pin) -> str:
    return f"{pin.version}{f' ({pin.marker})' if 'full_version' in pin.marker else ''}"


def _why(pin: Pin, why: dict[str, str]) -> str:
    if _OURS in pin.asked_by:
        return why.get(pin.name, "UNKNOWN")
    return f"needed by {', '.join(pin.asked_by)}"


def _size(name: str) -> str:
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return "not on this machine"
    total = sum(file.size or 0 for file in files) / 1_000_000
    return f"{total:.0f} MB" if total >= 1 else "under 1 MB"
