"""The worker's phone on a flaky staircase, in a real Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Browser
from linli.kernel import Actor
from linli.support.matters import api as matters
from modules.support.matters_estate import Estate, build
from surface.desk.conftest import strong_session

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(transactional_db, browser: Browser) -> Iterator[tuple[Estate, str, Any]]:
    """The plumber's list is open and put by on the phone, with one matter on it."""
    estate = build()
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    cookies = {"sessionid": strong_session(estate.plumber)}
    page = browser.open("/desk/worker", cookies=cookies)
    while len(kept(page)) < 3:
        page.wait_for_timeout(50)
    yield estate, matter, page
    page.context.set_offline(False)


def kept(page: Any) -> set[str]:
    """The pages this phone has put by."""
    script = """() => caches.open("linli-work").then((one) => one.keys())
      .then((all) => all.map((one) => new URL(one.url).pathname))"""
    return set(page.evaluate(script))


def kinds(estate: Estate, matter: str) -> list[str]:
    done = {"set_out", "started", "resolved", "photo"}
    return [one.kind for one in estate.sheet(matter).timeline if one.kind in done]


def states(page: Any) -> list[str]:
    return [one.strip() for one in page.locator("#outbox .tag").all_text_contents()]


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def finish(page: Any, words: str, photo: Path | None = None) -> None:
    fold = page.locator("#do-resolve")
    if not fold.get_attribute("open") and fold.get_attribute("open") != "":
        fold.locator("summary").click()
    fold.locator("textarea").fill(words)
    if photo:
        fold.locator("input[type=file]").set_input_files(photo)
    fold.locator("button").click()


def waits_for(page: Any, *wanted: str) -> None:
    script = """wanted => {
      const tags = [...document.querySelectorAll("#outbox .tag")].map((one) => one.textContent);
      return JSON.stringify(tags) === JSON.stringify(wanted); }"""
    page.wait_for_function(script, arg=list(wanted), timeout=40_000)


def picture(folder: Path) -> Path:
    from PIL import Image

    path = folder / "pipe.png"
    Image.new("RGB", (40, 30), "teal").save(path)
    return path


def test_three_acts_and_a_photo_without_a_signal_arrive_once_and_in_order(walk, tmp_path):
    estate, matter, page = walk
    page.context.set_offline(True)
    page.reload()
    page.locator(f"a[href='/desk/worker/{matter}']").click()
    page.wait_for_url(f"**/desk/worker/{matter}")
    page.locator("#outbox").get_by_text("没有信号").wait_for()
    assert not page.locator("#outbox").get_by_role("link", name="登录").is_visible()
    press(page, "我出发了")
    waits_for(page, "还没发出去")
    press(page, "我到了，开始办")
    finish(page, "换了水管", picture(tmp_path))
    waits_for(page, *["还没发出去"] * 4)
    assert kinds(estate, matter) == []
    page.reload()
    waits_for(page, *["还没发出去"] * 4)
    page.context.set_offline(False)
    waits_for(page, *["已发出"] * 4)
    assert kinds(estate, matter) == ["set_out", "started", "resolved", "photo"]
    assert len(estate.sheet(matter).photos) == 1


def test_killed_in_the_middle_it_is_sent_again_and_done_once(walk):
    estate, matter, page = walk
    page.goto(page.url + f"/{matter}")
    page.route("**/do/*", lambda route: (route.fetch(), route.abort()))  # arrives, unheard
    press(page, "我出发了")
    page.wait_for_function(
        "() => document.querySelector('#outbox p').textContent.includes('没有信号')"
    )
    assert states(page) == ["还没发出去"]
    assert kinds(estate, matter) == ["set_out"]
    page.unroute("**/do/*")
    page.reload()
    waits_for(page, "已发出")
    assert kinds(estate, matter) == ["set_out"]


def test_what_a_colleague_took_is_said_and_nothing_is_lost(walk):
    estate, matter, page = walk
    page.goto(page.url + f"/{matter}")
    page.context.set_offline(True)
    finish(page, "换了水管，垫圈也换了")
    waits_for(page, "还没发出去")
    by, other = estate.clerk, estate.electrician.person
    matters.transfer_matter(by=by, matter=matter, person=other, reason="他在现场")
    page.context.set_offline(False)
    waits_for(page, "没收下")
    assert "同事" in page.locator("#outbox").inner_text()
    assert estate.state(matter) == "assigned"
    page.locator("#outbox button[value=back]").click()
    assert page.locator("#do-resolve textarea").input_value() == "换了水管，垫圈也换了"


def test_an_ended_session_keeps_everything_until_one_is_back(walk):
    estate, matter, page = walk
    page.goto(page.url + f"/{matter}")
    page.context.set_offline(True)
    press(page, "我出发了")
    waits_for(page, "还没发出去")
    _log_in(page, None)
    page.context.set_offline(False)
    page.wait_for_function("() => !document.querySelector('#outbox a').hidden")
    assert "重新登录" in page.locator("#outbox").inner_text()
    assert kinds(estate, matter) == []
    _log_in(page, estate.electrician)  # a colleague on the same phone sends nothing of it
    page.goto(page.url.partition("/desk")[0] + "/desk/worker")
    page.wait_for_function("() => document.querySelector('#outbox p').textContent.includes('同事')")
    assert states(page) == []
    assert kinds(estate, matter) == []
    _log_in(page, estate.plumber)
    page.reload()
    waits_for(page, "已发出")
    assert kinds(estate, matter) == ["set_out"]


def _log_in(page: Any, actor: Actor | None) -> None:
    page.context.clear_cookies(name="sessionid")
    if actor is not None:
        address = page.evaluate("location.origin")
        page.context.add_cookies(
            [{"name": "sessionid", "value": strong_session(actor), "url": address}]
        )


def test_logging_out_says_what_is_not_sent_and_leaves_nothing(walk):
    _, matter, page = walk
    page.goto(page.url + f"/{matter}")
    page.route("**/do/*", lambda route: route.abort())
    press(page, "我出发了")
    waits_for(page, "还没发出去")
    press(page, "退出登录")
    page.wait_for_function("() => document.querySelector('#outbox p').textContent.includes('退出')")
    press(page, "退出登录")
    page.wait_for_url("**/log-in")
    left = "Promise.all([caches.keys(), indexedDB.databases()]).then((all) => all.flat().length)"
    assert page.evaluate(left) == 0
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_an_answer_that_comes_after_the_log_out_is_let_go(walk):
    """The page asks whether it may send while somebody logs out; nothing of it complains."""
    _, _matter, page = walk
    held: list[Any] = []
    page.wait_for_load_state("networkidle")
    for address in ("**/worker/ready", "**/log-out"):
        page.route(address, lambda route: held.append(route))  # noqa: PLW0108 no builtin there
    page.evaluate("dispatchEvent(new Event('online'))")
    while not held:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="退出登录", exact=True).click(no_wait_after=True)
    while len(held) < 2:
        page.wait_for_timeout(50)
    question, leaving = held
    question.abort()
    page.wait_for_timeout(300)
    leaving.fulfill(status=302, headers={"location": "/log-in"})
    page.wait_for_url("**/log-in")


SLOW = """const open = CacheStorage.prototype.open;
CacheStorage.prototype.open = async function (name) {
  window.opens = true;
  await new Promise((done) => { setTimeout(done, 1500); });
  return open.call(this, name);
};
addEventListener("submit", () => {
  setTimeout(() => fetch("/static/shell/linli.js").catch(() => {}), 2500);
}, true);"""
LEFT = """Promise.all([
  caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations(),
]).then((all) => all.flat().length)"""


def test_nothing_comes_back_while_the_log_out_is_still_on_its_way(walk):
    """On a slow phone the page is still putting pages by, and its browser wipes nothing itself."""
    _, matter, page = walk
    held: list[Any] = []
    page.route("**/log-out", lambda route: held.append(route))  # noqa: PLW0108 no builtin there
    page.add_init_script(SLOW)
    page.goto(page.url + f"/{matter}")
    page.wait_for_function("() => window.opens")
    page.get_by_role("button", name="退出登录", exact=True).click(no_wait_after=True)
    for _ in range(80):  # the page lives on; what was begun on it comes to its end
        page.wait_for_timeout(100)
    (leaving,) = held
    leaving.fulfill(status=302, headers={"location": "/log-in"})  # and asks for no wiping
    page.wait_for_url("**/log-in")
    assert page.evaluate(LEFT) == 0


def test_another_tab_lets_go_of_what_is_wiped(walk):
    _, matter, page = walk
    other = page.context.new_page()
    other.goto(page.url + f"/{matter}")
    other.wait_for_function("() => document.getElementById('outbox').later")
    press(page, "退出登录")
    page.wait_for_url("**/log-in")
    assert page.evaluate(LEFT) == 0


def test_what_waited_four_weeks_is_asked_about_before_it_is_sent(walk):
    estate, matter, page = walk
    page.goto(page.url + f"/{matter}")
    page.context.set_offline(True)
    press(page, "我出发了")
    waits_for(page, "还没发出去")
    page.evaluate("""() => new Promise((done) => {
      const opening = indexedDB.open("linli-work", 1);
      opening.onsuccess = () => {
        const acts = opening.result.transaction("acts", "readwrite").objectStore("acts");
        acts.getAll().onsuccess = ({ target }) => {
          for (const act of target.result) acts.put({ ...act, since: act.since - 29 * 86400000 });
        };
        acts.transaction.oncomplete = () => { opening.result.close(); done(); };
      };
    })""")
    page.context.set_offline(False)
    waits_for(page, "没收下")
    assert "四个星期" in page.locator("#outbox").inner_text()
    assert kinds(estate, matter) == []
    page.locator("#outbox button[value=again]").click()
    waits_for(page, "已发出")
    assert kinds(estate, matter) == ["set_out"]


def test_no_other_page_is_kept(walk):
    estate, matter, page = walk
    page.goto(page.url + f"/{matter}")
    page.goto(page.url.partition("/desk")[0] + f"/desk/matters/{matter}")
    assert kept(page) == {"/desk/worker", f"/desk/worker/{matter}", "/desk/worker/no-signal"}
