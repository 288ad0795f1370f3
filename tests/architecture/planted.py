"""A small tree to plant violations in, so that every guard is seen to bite."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"


def plant(folder: Path, files: dict[str, str]) -> Path:
    """Write files under `folder/src/linli`, each package with its `__init__`; returns `src`."""
    src = folder / "src"
    for name, text in files.items():
        path = src / "linli" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if path.suffix == ".py":
            for package in path.relative_to(src).parents[:-1]:
                (src / package / "__init__.py").touch()
    return src


def cases(**named: tuple[dict[str, str] | str, str]):
    """Parameters `(files or text, expected words)` under readable names."""
    return [pytest.param(*case, id=name.replace("_", " ")) for name, case in named.items()]
