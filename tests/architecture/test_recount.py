"""Recount is a second opinion only while it shares nothing with what it checks."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from architecture.planted import ROOT, SRC

ALLOWED = {*sys.stdlib_module_names, "cryptography", "recount"}
RECOUNT = ROOT / "recount"


def imported(folder: Path) -> set[tuple[str, str]]:
    """`(file, top-level name)` of every import under a folder, inside functions as well."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module if node.module and not node.level else "recount"]
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                given = node.args[0]
                names = [given.value] if isinstance(given, ast.Constant) else []
            found |= {(path.name, name.partition(".")[0]) for name in names}
    return found


def strangers(folder: Path) -> list[tuple[str, str]]:
    return sorted(each for each in imported(folder) if each[1] not in ALLOWED)


def test_recount_knows_the_standard_library_cryptography_and_itself():
    assert len(list(RECOUNT.glob("*.py"))) > 10
    assert strangers(RECOUNT) == []


@pytest.mark.parametrize(
    "line",
    [
        "import linli.kernel",
        "from linli.application.assembly.api import tally",
        "def f():\n    import requests",
        "from importlib import import_module\nimport_module('linli.kernel')",
    ],
)
def test_a_stranger_is_found(tmp_path, line):
    (tmp_path / "planted.py").write_text(line)
    assert len(strangers(tmp_path)) == 1


def test_linli_knows_nothing_of_recount():
    named = {path for path, name in imported(SRC / "linli") if name == "recount"}
    assert named == set()


def test_it_needs_nothing_but_cryptography():
    project = tomllib.loads((RECOUNT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [each.partition(">")[0] for each in project["dependencies"]] == ["cryptography"]
