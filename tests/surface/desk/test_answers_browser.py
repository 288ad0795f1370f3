"""What the desk answers to a button: a number shown, a password made, a question asked again."""

from typing import Any

import pytest

from browser import Browser, axe, no_overflow, small_targets
from surface.desk.test_desk_browser import working as working  # noqa: PLC0414

pytestmark = pytest.mark.browser

ANSWERS = (
    (
        "/desk/matters/{working}",
        "/desk/matters/{working}/contact",
        "/contact",
        {"reason": "约上门时间"},
    ),
    ("/desk/matters/{working}", "/desk/matters/{working}/contact", "/contact", {"reason": ""}),
    ("/desk/people/{person}", "/desk/people/{person}/contact", "/contact", {"reason": "核对号码"}),
    ("/desk/people/{worker}", "/desk/people/{worker}/password", "/password", {}),
    ("/desk/calls", "/desk/calls/", "/number", {}),
    ("/desk/clocks", "/desk/clocks/time", "/time", {"accept-number": "soon"}),
    ("/desk/clocks", "/desk/clocks/hours", "/hours", {"from": "18:00"}),
    ("/desk/shift", "/desk/shift/note", "/note", {"text": ""}),
    ("/desk/batch?m={working}", "/desk/batch/check/message", "/message", {"message-text": ""}),
    ("/desk/batch?m={working}", "/desk/batch/check/message", "/message", {"message-text": "您好"}),
    ("/me/tokens", "/me/tokens/make", "/make", {"name": ""}),
)
FACES = {"standard": 48, "elder": 72}
_SEND = """(form, given) => {
  for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
  form.submit();
}"""


def send(page: Any, action: str, given: dict[str, str]) -> None:
    """Send the form that leads there, past what the browser itself would ask."""
    with page.expect_navigation():
        page.locator(f"form[action^='{action}']").first.evaluate(_SEND, given)


@pytest.mark.parametrize("face", FACES)
def test_every_answer_is_for_everyone(browser: Browser, working, face):
    cookies = {"sessionid": working["manager"]}
    for path, action, last, given in ANSWERS:
        page = browser.open(path.format(**working), face=face, cookies=cookies)
        send(page, action.format(**working), given)
        assert last in page.url, path  # the answer itself, not where it leads
        assert axe(page) == [], (path, given)
        assert no_overflow(page), (path, given)
        assert small_targets(page, FACES[face]) == [], (path, given)
        browser.close()
