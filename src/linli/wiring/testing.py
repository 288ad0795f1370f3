"""`linli test`: has what the tests need, then runs them on two cores."""

import argparse
import os
import subprocess
import sys

from linli.wiring import tools
from linli.wiring.checking import root

_WITHOUT_BROWSER = "not browser"


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
    return subprocess.run(  # noqa: S603  (pytest, with the words of whoever runs it)
        [
            sys.executable,
            "-P",
            "-m",
            "pytest",
            "-n",
            "2",
            "--dist",
            "loadfile",
            "--no-loadscope-reorder",
            *rest,
        ],
        cwd=root(),
        env=_environment(),
        check=False,
    ).returncode


def _environment() -> dict[str, str]:
    # The tests choose their own data folders and ports; what this command settled is not theirs.
    ours = {"LINLI_DATA", "LINLI_PORT", "LINLI_HUB_PORT", "LINLI_MQTT_PORT", "LINLI_DEMO"}
    ours.add("DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in ours}
