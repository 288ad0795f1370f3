"""`pip install .` brings everything the program needs: no file of the package is left behind."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from architecture.guards.papers import kept
from architecture.planted import ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PATTERNS = CONFIG["tool"]["setuptools"]["package-data"]["*"]


def sources(root: Path) -> set[str]:
    """The files of the package, from `linli/` on."""
    src = root / "src"
    paths = (path for path in kept(root) if path.is_relative_to(src / "linli"))
    return {path.relative_to(src).as_posix() for path in paths if path.suffix != ".pyc"}


def left_behind(names: set[str], patterns: list[str]) -> list[str]:
    """Files the patterns do not take: they hold for every folder whose name has no dot."""
    return sorted(
        name
        for name in names
        if "." in name.rpartition("/")[0]
        or not any(fnmatch(name.rpartition("/")[2], pattern) for pattern in ("*.py", *patterns))
    )


def test_every_file_of_the_package_is_taken_along():
    find = CONFIG["tool"]["setuptools"]["packages"]["find"]
    assert find == {"where": ["src"]}  # so that folders without `__init__.py` count as well
    names = sources(ROOT)
    assert len(names) > 500 and "linli/surface/shell/locale/zh_Hans/LC_MESSAGES/django.mo" in names
    assert left_behind(names, PATTERNS) == []


def test_a_file_that_would_be_left_behind_is_found():
    names = {"linli/a.py", "linli/x/y.html", "linli/x/y.woff", "linli/v1.2/z.html"}
    assert left_behind(names, PATTERNS) == ["linli/v1.2/z.html", "linli/x/y.woff"]


def test_the_command_it_brings_is_there():
    (script,) = CONFIG["project"]["scripts"].items()
    assert script[0] == "linli"
    assert callable(EntryPoint(script[0], script[1], "console_scripts").load())


@pytest.mark.long
def test_a_wheel_that_is_built_holds_every_file(tmp_path):
    tree = tmp_path / "tree"
    for path in kept(ROOT):
        if path.parent == ROOT or path.is_relative_to(ROOT / "src"):
            to = tree / path.relative_to(ROOT)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, to)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "-q"]
    done = subprocess.run(
        [*pip, "-w", str(tmp_path), str(tree)], capture_output=True, text=True, check=False
    )
    if "setuptools" in done.stderr and "No matching distribution" in done.stderr:
        pytest.skip("the package index, where setuptools is, cannot be reached")
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("linli-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert sources(ROOT) - held == set()
