"""Twelve screens as a screen reader hears them, kept as text (U31).

    FACES_RENEW=1 python -m pytest tests/faces/test_outlines.py --long

writes them anew.
"""

import os
import re
from pathlib import Path

import pytest

from faces.checks import FACES

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(900)]
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
_CHANGING = re.compile(
    r"今天|昨天|明天|星期.|[上下中]午|晚上|凌晨|/url: .*|06[0-9a-z]{18}"
    r"|\d+(?:[-:：]\d+)* ?(?:小时|分|天|月|日|年|点)?"
)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_heard_as_before(sight_seeing, name, face):
    who, route = SCREENS[name]
    seeing = sight_seeing("full", face, "zh-hans")
    looker = seeing.looker
    looker.be(seeing.world, who)
    looker.page.goto(f"{looker.site}/{route}")
    heard = _CHANGING.sub("…", looker.page.locator("body").aria_snapshot()) + "\n"
    path = KEPT / f"{name}-{face}.txt"
    if os.environ.get("FACES_RENEW"):
        path.write_text(heard, encoding="utf-8")
    assert heard == path.read_text(encoding="utf-8"), "FACES_RENEW=1 writes it anew"
