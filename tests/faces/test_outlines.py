"""Twelve screens as a screen reader hears them, kept as text (U31).

    FACES_RENEW=1 python -m pytest tests/faces/test_outlines.py --long

writes them anew.
"""

import os
import re
from pathlib import Path

import pytest

from faces.checks import FACES

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1800)]
KEPT = Path(__file__).with_name("outlines")
SCREENS = {
    "welcome": ("stranger", ""),
    "log-in": ("stranger", "log-in"),
    "help": ("stranger", "help"),
    "home": ("resident", ""),
    "report": ("resident", "report"),
    "matters": ("resident", "matters"),
    "notices": ("resident", "notices"),
    "me": ("resident", "me"),
    "queue": ("manager", "desk/"),
    "desk-entry": ("manager", "desk/entry"),
    "worker": ("worker", "desk/worker"),
    "clocks": ("manager", "desk/clocks"),
}
_ONE = (
    r"(?:今天|昨天|明天|星期.|[上下中]午|晚上|凌晨|/url: .*|06[0-9a-z]{18}"
    r"|(?:不到 )?\d+(?:\u2060?[-:：]\u2060?\d+)*(?: ?(?:小时|分|天|月|日|年|点))?)"
)
_CHANGING = re.compile(rf"{_ONE}(?: ?{_ONE})*")
"""What differs from day to day and hour to hour, however many words it takes to say it."""
_LATE = re.compile(r'(?<= )(?:晚了 …|新来的)(?=":)')
_QUEUE = re.compile(r"(?:^    - listitem:\n      - checkbox .*\n(?:      .*\n)*)+", re.MULTILINE)
_ROW = re.compile(r"(?=^    - listitem:\n)", re.MULTILINE)


def lasting(heard: str) -> str:
    """What is heard, without what the day and the hour make of it.

    The queue stands in the order in which its matters fall due, which is not the same on a day off;
    what is new to a fast run is late to a slow one.
    """
    always = _LATE.sub("…", _CHANGING.sub("…", heard)) + "\n"
    return _QUEUE.sub(lambda rows: "".join(sorted(_ROW.split(rows[0]))), always)


@pytest.mark.parametrize(
    "said", ["今天 09:12", "12月1日 星期二 上午9点", "2027年1月3日 星期日 晚上11点05分"]
)
def test_an_outline_is_the_same_at_every_hour(said):
    assert lasting(f"等到 {said} · 赵强") == "等到 … · 赵强\n"


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_heard_as_before(sight_seeing, name, face):
    who, route = SCREENS[name]
    seeing = sight_seeing("full", face, "zh-hans")
    looker = seeing.looker
    looker.be(seeing.world, who)
    looker.page.goto(f"{looker.site}/{route}")
    heard = lasting(looker.page.locator("body").aria_snapshot())
    path = KEPT / f"{name}-{face}.txt"
    if os.environ.get("FACES_RENEW"):
        path.write_text(heard, encoding="utf-8")
    assert heard == path.read_text(encoding="utf-8"), "FACES_RENEW=1 writes it anew"
