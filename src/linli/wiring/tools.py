"""The system programs the tests need: found, else installed, else asked for in one sentence."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from linli.kernel import Refused
from linli.wiring.patience import Patience

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LONGEST = 900.0  # seconds for an installation


def ensure_browser() -> None:
    """Set LINLI_CHROMIUM to a Chromium that starts."""
    for find in (_present_browser, _browser_by_apt, _browser_by_playwright):
        path = find()
        if path and _starts(path):
            os.environ["LINLI_CHROMIUM"] = path
            return
    raise Refused(
        "unavailable",
        "The tests of pages need Chromium, which is not here and could not be fetched. Install it"
        " (Debian, Ubuntu: sudo apt install chromium) or name one in LINLI_CHROMIUM and start"
        " again; or leave those tests out with -m 'not browser'.",
    )


def ensure_fonts() -> None:
    """See to it that Chinese characters are not boxes."""
    if _has_fonts():
        return
    for package in ("fonts-wqy-microhei", "fonts-noto-cjk"):
        if apt("fontconfig", package) and _has_fonts():
            return
    raise Refused(
        "unavailable",
        "The tests of pages need a Chinese font, which is not here and could not be fetched."
        " Install one (Debian, Ubuntu: sudo apt install fontconfig fonts-wqy-microhei) and start"
        " again; or leave those tests out with -m 'not browser'.",
    )


def ensure_mosquitto() -> str:
    """Have Mosquitto and its clients; returns what to say when they cannot be had, else ""."""
    missing = [name for name in ("mosquitto", "mosquitto_pub") if not _found(name)]
    if not missing or (apt("mosquitto", "mosquitto-clients") and _found("mosquitto")):
        return ""
    return (
        "Mosquitto is not here and could not be fetched: the tests against another's MQTT"
        " programs are left out (Debian, Ubuntu: sudo apt install mosquitto mosquitto-clients)."
    )


def ensure_postgres() -> str | None:
    """The folder of PostgreSQL's own programs; None when they cannot be had."""
    if (found := _postgres()) is None and apt("postgresql"):
        found = _postgres()
    return found


def _postgres() -> str | None:
    # Debian keeps them apart by version, outside of PATH.
    folders = [str(one) for one in Path("/usr/lib/postgresql").glob("*/bin")]
    places = os.pathsep.join([os.environ.get("PATH", ""), *sorted(folders, reverse=True)])
    program = shutil.which("initdb", path=places)
    return str(Path(program).resolve().parent) if program else None


def apt(*packages: str) -> bool:
    """Install system packages where that is allowed without asking; whether it worked."""
    if not shutil.which("apt-get"):
        return False
    admin = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if admin and not (shutil.which("sudo") and _runs([*admin, "true"])):
        return False
    what = f"installing {', '.join(packages)} with apt"
    say(f"{what} …")
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    install = [*admin, *command, "install", "--no-install-recommends", *packages]
    with Patience(what):
        return _runs(install) or (_runs([*admin, *command, "update"]) and _runs(install))


def say(text: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"linli| {text}\n")


def _present_browser() -> str | None:
    given = os.environ.get("LINLI_CHROMIUM")
    return given or next(filter(None, map(_found, _BROWSERS)), None)


def _browser_by_apt() -> str | None:
    return _present_browser() if apt("chromium") else None


def _browser_by_playwright() -> str | None:
    what = "fetching Chromium with Playwright"
    say(f"{what} …")
    with Patience(what):
        fetched = _runs([sys.executable, "-P", "-m", "playwright", "install", "chromium"])
    if not fetched:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return str(playwright.chromium.executable_path)


def _starts(path: str) -> bool:
    return _runs([path, "--version"], longest=30.0)


def _has_fonts() -> bool:
    if not _found("fc-list"):
        return False
    listed = subprocess.run(  # noqa: S603
        ["fc-list", ":lang=zh"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return bool(listed.stdout.strip())


def _found(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def _runs(command: Sequence[str], longest: float = _LONGEST) -> bool:
    try:
        done = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=longest
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
