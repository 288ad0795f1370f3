"""my pages only"""

import os
import pytest
from browser import Browser, axe, no_overflow, small_targets, text_sizes, browser, chromium
from surface.desk.test_desk_browser import working
from surface.desk_machines.conftest import living
from surface.desk_machines.machinery import session_of

pytestmark = pytest.mark.browser
MINE = (
    "/desk/",
    "/desk/shift",
    "/desk/keys",
    "/desk/batch?m={working}&m={alarm}",
    "/desk/batch",
    "/desk/batch/done",
    "/desk/matters/{working}",
    "/desk/matters/{working}?answer=comes",
    "/desk/worker",
    "/desk/worker/{working}",
    "/desk/worker/no-signal",
)
MACH = (
    "/desk/overview",
    "/desk/overview?wall=1",
    "/desk/overview?place={cell}",
    "/desk/overview?place={building}",
    "/desk/overview?place={building}&wall=1",
    "/desk/overview/trends",
)
FACES = {"standard": (48, 16), "elder": (72, 24)}


def go(browser, paths, names, cookies):
    wrong = []
    for path in paths:
        for face, width, language in (
            ("standard", 390, "zh-hans"),
            ("standard", 1280, "zh-hans"),
            ("standard", 1280, "en"),
            ("elder", 390, "zh-hans"),
        ):
            page = browser.open(
                path.format(**names), face=face, language=language, width=width, cookies=cookies
            )
            page.wait_for_timeout(150)
            name = path.strip("/").replace("/", "_").replace("?", "_").replace("&", "_")
            page.screenshot(
                path=f"/tmp/deskwork/shots/{face}-{language}-{width}-{name}.png", full_page=True
            )
            wrong += [(path, face, width, language, x) for x in axe(page)]
            if not no_overflow(page):
                wrong.append((path, face, width, "overflow"))
            if width == 390:
                wrong += [(path, face, x) for x in small_targets(page, FACES[face][0])]
                if text_sizes(page)[0] < FACES[face][1]:
                    wrong.append((path, face, "text", text_sizes(page)[0]))
            browser.close()
    for w in wrong:
        print("WRONG", w)
    assert wrong == []


def test_desk(browser, working):
    go(browser, MINE, working, {"sessionid": working["manager"]})


def test_mach(browser, living):
    go(browser, MACH, vars(living), {"sessionid": session_of(living.estate.manager)})
