"""The import contracts hold, and each is seen to break on a planted import."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.planted import ROOT, SRC

PLANTED = {
    "Layers: each knows only those below it": (
        "foundation/places/services.py",
        "import linli.support.matters.api",
    ),
    "Support, from the top down": ("support/rules/services.py", "import linli.support.matters.api"),
    "Foundation, from the top down": (
        "foundation/places/policy.py",
        "import linli.foundation.people.api",
    ),
    "Pure: no Django in kernel, perception or any domain": (
        "support/matters/domain.py",
        "import linli.support.matters.models",
    ),
    "Surfaces share only the shell": (
        "surface/desk/planted.py",
        "import linli.surface.resident",
    ),
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    call = "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", call, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree")
    only_python = shutil.ignore_patterns(
        "__pycache__", "*.csv", "*.gz", "*.html", "*.po", "*.mo", "static", "recordings"
    )
    shutil.copytree(SRC / "linli", tree / "src" / "linli", ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def test_the_contracts_hold(copy):
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_breaks_on_a_planted_import(copy):
    for where, line in PLANTED.values():
        path = copy / "src" / "linli" / where
        if path.with_suffix("").is_dir():  # a file that has grown into a package
            path = path.with_suffix("") / "planted.py"
        for package in path.relative_to(copy / "src").parents[:-1]:
            (copy / "src" / package / "__init__.py").touch()
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    for name in PLANTED:
        assert f"{name} BROKEN" in done.stdout, done.stdout


def test_a_module_nobody_has_placed_breaks_the_build(copy):
    stray = copy / "src" / "linli" / "support" / "stray"
    stray.mkdir()
    (stray / "__init__.py").touch()
    done = lint(copy)
    shutil.rmtree(stray)
    assert done.returncode != 0
    assert "stray" in done.stdout + done.stderr
