"""`linli check` and `linli fix`: everything a machine can say about the sources."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from linli.wiring import house
from linli.wiring.patience import Patience
from linli.wiring.words import is_importable

_SETTINGS = "linli.wiring.settings_test"
_PYTHON = ("src", "tests", "recount")
_CATALOGUES = "linli.surface.shell.catalogues"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is checked; `look` returns what is wrong, "" when nothing is."""

    name: str
    look: Callable[[], str]


def describe(parser: argparse.ArgumentParser) -> None:
    """Neither word has options."""


def run(options: argparse.Namespace) -> int:
    """Check, or fix; 1 when something is wrong."""
    return report(fixes() if options.word == "fix" else steps())


def report(todo: Sequence[Step]) -> int:
    """Take every step, even after one has failed; say what each found and how long it took."""
    failed = []
    for step in todo:
        with Patience(step.name) as waiting:
            wrong = step.look()
        sys.stdout.write(f"{step.name} … {'wrong' if wrong else 'ok'} ({waiting.seconds:.1f} s)\n")
        sys.stdout.flush()
        if wrong:
            failed.append(step.name)
            sys.stdout.write("".join(f"    {line}\n" for line in wrong.splitlines()))
    sys.stdout.write(f"wrong: {', '.join(failed)}\n" if failed else "everything is in order\n")
    return 1 if failed else 0


def steps() -> list[Step]:
    """What `linli check` looks at."""
    return [
        Step("format (ruff)", tool("ruff", "format", "--check", *_PYTHON)),
        Step("style (ruff)", tool("ruff", "check", ".")),
        Step("types (mypy, strict)", tool("mypy", "-p", "linli")),
        Step("types of recount (mypy, strict)", tool("mypy", "-p", "recount")),
        Step("who may know whom (import-linter)", tool("importlinter.cli", "lint_imports_command")),
        Step(
            "migrations",
            tool("django", "makemigrations", "--check", "--dry-run", settings=_SETTINGS),
        ),
        Step("generated pages", _written("check")),
        *([Step("catalogues", _catalogues)] if is_importable(_CATALOGUES) else []),
    ]


def fixes() -> list[Step]:
    """What `linli fix` puts right by itself."""
    return [
        Step("style (ruff)", tool("ruff", "check", "--fix", "--quiet", ".", lenient=True)),
        Step("format (ruff)", tool("ruff", "format", "--quiet", *_PYTHON)),
        Step("generated pages", _written("write")),
    ]


def tool(
    module: str, *arguments: str, settings: str | None = None, lenient: bool = False
) -> Callable[[], str]:
    """A step that runs a tool of this Python over the source tree."""

    def look() -> str:
        done = subprocess.run(  # noqa: S603  (a tool of ours with arguments of ours)
            _command(module, arguments),
            cwd=root(),
            env={**os.environ, **({"DJANGO_SETTINGS_MODULE": settings} if settings else {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 or lenient:
            return ""
        return (done.stdout + done.stderr).strip() or f"{module} ended with {done.returncode}"

    return look


def root() -> Path:
    """The source tree."""
    assert house.ROOT is not None, "this word is only listed in a source tree"
    return house.ROOT


def _command(module: str, arguments: Sequence[str]) -> list[str]:
    if module.endswith(".cli"):  # a tool that is a function, not a program
        call = f"import sys; from {module} import {arguments[0]} as main; sys.exit(main())"
        return [sys.executable, "-P", "-c", call]
    return [sys.executable, "-P", "-m", module, *arguments]


def _written(what: str) -> Callable[[], str]:
    # In a process of its own: reading the facts needs Django with the settings of the tests.
    return tool("linli.wiring.documents", what, settings=_SETTINGS)


def _catalogues() -> str:
    wrong = import_module(_CATALOGUES).check()
    return "\n".join(map(str, wrong)) if wrong else ""
