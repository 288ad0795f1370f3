"""`linli test`: has what the tests need, then runs them side by side."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from linli.wiring import tools
from linli.wiring.checking import root
from linli.wiring.own_postgres import own_postgres

_WITHOUT_BROWSER = "not browser"
_LONG = "--long"
_WORKERS = "3"
"""For two cores: a third fills the time in which others wait for a timer or a browser."""
_WORKERS_LONG = "2"  # matrices and soaks wait for nothing
_ON_THE_DATABASE = ("tests/modules", "tests/journeys", "tests/processes/test_on_postgres.py")


def run(options: argparse.Namespace) -> int:
    """Run pytest with what follows the word; its exit code is ours, its last line is the last."""
    rest: list[str] = options.rest
    if {"-h", "--help"} & set(rest):
        sys.stdout.write("linli test [--long] [what pytest understands: paths, -k, -m, -x …]\n")
        return 0
    if not any(_WITHOUT_BROWSER in argument for argument in rest):
        tools.ensure_browser()
        tools.ensure_fonts()
    missing = tools.ensure_mosquitto()
    if missing:
        tools.say(missing)
    is_whole = _LONG in rest and all(word.startswith("-") for word in rest)
    first = _on_postgres() if is_whole else 0
    return _pytest(rest) or first


def measure(*words: str, **settings: str) -> int:
    """Run tests for what they find out; their exit code."""
    return _pytest(words, **settings)


def _on_postgres() -> int:
    # What stands on the database is tested on the engine a community grows into as well.
    tools.say("the modules on PostgreSQL first; everything on the embedded engines then")
    with own_postgres() as url:
        return _pytest(_ON_THE_DATABASE, LINLI_DATABASE_URL=url)


def _pytest(words: Sequence[str], **settings: str) -> int:
    workers = _WORKERS_LONG if _LONG in words else _WORKERS
    command = [sys.executable, "-P", "-m", "pytest", "-n", workers]
    return subprocess.run(  # noqa: S603  (pytest, with the words of whoever runs it)
        [*command, "--dist", "loadfile", "--no-loadscope-reorder", *words],
        cwd=root(),
        env={**_environment(), **settings},
        check=False,
    ).returncode


def _environment() -> dict[str, str]:
    # The tests choose their own data folders and ports; what this command settled is not theirs.
    ours = {"LINLI_DATA", "LINLI_PORT", "LINLI_HUB_PORT", "LINLI_MQTT_PORT", "LINLI_DEMO"}
    ours |= {"DJANGO_SETTINGS_MODULE", "LINLI_DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours}
