"""`linli demo` as a newcomer meets it: started, lived in for some minutes, started again."""

import re
import time

import pytest

from installation import Installation, eventually, is_alive
from linli.wiring.asking import ask
from linli.wiring.ports import any_free

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.timeout(900)]

SOAK = 150.0
"""Seconds in which people and machines are left at work; an hour is left to a person."""


def troubles(house):
    """Lines of the log that say something went wrong."""
    lines = house.errors.read_text().splitlines()
    return [line for line in lines if re.search(r"ERROR|CRITICAL|Traceback", line)]


def test_the_demo_lives_without_an_error_and_comes_back_in_seconds(tmp_path):
    house = Installation(tmp_path, any_free(), "demo")
    try:
        printed = house.start()
        people = [line for line in printed if "login " in line or "phone " in line]
        assert len(people) >= 12 and any("王敏" in line for line in people)
        living = house.running()["life"]
        living.kill()
        eventually(lambda: not is_alive(living) and "life" in house.running())
        end = time.monotonic() + SOAK
        while time.monotonic() < end:
            _visit(house)
            time.sleep(5)
        assert house.is_well()
        assert troubles(house) == []
        assert "a recorded fire test" in house.errors.read_text()
        assert house.stop() == 0
        before = len(house.errors.read_text())
        house.start()
        assert house.is_well() and house.stop() == 0
        assert "importing" not in house.errors.read_text()[before:]  # the estate is there already
        assert troubles(house) == []
    finally:
        house.end()


def _visit(house):
    for path in ("/", "/demo/mailbox", "/log-in", "/log-in/staff", "/help", "/style"):
        status, _ = ask(house.port, path, timeout=20)
        assert status == 200, path
