"""The resident's face in Chromium: few targets, large steps, practice, pages read aloud."""

import pytest
from django.test import Client

from browser import Browser, axe, no_overflow, text_sizes
from linli.kernel import Ref, Words
from linli.support.notify import api as notify
from surface.resident.community import Life, session_of

pytestmark = pytest.mark.browser

MOST_TARGETS = 8
VOICES = """
window.said = [];
const voices = %s.map((lang) => ({ lang, name: lang }));
const engine = {
  getVoices: () => voices,
  cancel() { this.queue = []; },
  queue: [],
  speak(one) {
    said.push([one.text, one.rate, one.lang]);
    this.queue.push(one);
    if (one.onstart) one.onstart();
  },
};
Object.defineProperty(window, "speechSynthesis", { value: engine });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
MAIN_TEXT = """() => {
  const main = document.getElementById("main").cloneNode(true);
  document.body.append(main);
  const noise = "button,.btn,.acts,select,textarea,input,.away,.noprint,.onpaper";
  for (const one of main.querySelectorAll(noise)) one.remove();
  const text = main.innerText;
  main.remove();
  return text;
}"""


def cookies_of(life: Life) -> dict[str, str]:
    return {"sessionid": session_of(life.estate.auntie)}


def begun(life: Life) -> dict[str, str]:
    client = Client()
    client.cookies["sessionid"] = session_of(life.estate.auntie)
    client.post("/report", {"category": "lighting"})
    return {"sessionid": client.cookies["sessionid"].value}


def fresh(life: Life) -> dict[str, str]:
    return {"sessionid": session_of(life.estate.neighbour)}


def long_words(life: Life) -> dict[str, str]:
    notify.tell(
        by=life.estate.platform,
        person=life.estate.auntie.person,
        text=Words("明天 9 点到 11 点停水，" * 12, "No water tomorrow, " * 12),
        about=Ref("place", life.estate.community),
        key="long",
    )
    return begun(life)


@pytest.mark.parametrize("state", [fresh, cookies_of, begun, long_words])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_large_home_has_at_most_eight_things_to_press(
    browser: Browser, living, state, language
):
    page = browser.open("/", face="elder", language=language, cookies=state(living))
    targets = page.locator("main a:visible, main button:visible")
    assert 5 <= targets.count() <= MOST_TARGETS
    assert no_overflow(page)


@pytest.mark.long
@pytest.mark.parametrize(("size", "least"), [("large", 27), ("largest", 30)])
def test_the_large_steps_are_large_and_fit(browser: Browser, living, size, least):
    cookies = {**begun(living), "look": f"{size}.normal.auto"}
    for path in ("/", "/report", "/look", f"/matters/{living.waiting}", "/practice/check"):
        page = browser.open(path, face="elder", cookies=cookies, width=390)
        body = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert body >= least and text_sizes(page)[0] >= least, path
        assert no_overflow(page), path
        browser.close()
        page = browser.open(path, face="elder", cookies=cookies, width=320)
        assert no_overflow(page), path
        browser.close()


def test_size_is_chosen_without_a_script_and_shows_at_once(browser: Browser, living):
    page = browser.open("/log-in", javascript=False)
    page.locator("footer").get_by_role("link", name="字大小和颜色").click()
    page.get_by_label("特大").check()
    page.get_by_role("button", name="就这样").click()
    assert page.url.endswith("/log-in")
    assert page.locator("html").get_attribute("data-size") == "largest"


def listen(browser: Browser, path: str, cookies: dict[str, str], voices: str, **more):
    page = browser.open("/nowhere", cookies=cookies, **more)
    page.context.add_init_script(VOICES % voices)
    page.goto(browser.address + path)
    return page


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["/", "/report", "/matters/{working}", "/measured", "/practice"])
def test_a_page_is_read_in_order_and_without_its_buttons(browser: Browser, living, path, language):
    voices = '["fr-FR", "zh-CN", "en-GB"]'
    address = path.format(**vars(living))
    page = listen(browser, address, cookies_of(living), voices, language=language)
    page.locator("[data-aloud]").click()
    said = page.evaluate("said")
    assert plain("".join(words for words, _rate, _lang in said)) != ""
    heard, shown = "".join(plain(one[0]) for one in said), plain(page.evaluate(MAIN_TEXT))
    rest = iter(shown)
    assert all(sign in rest for sign in heard), "in the order of the page"
    assert [sign for sign in shown if sign.isalnum()] == [sign for sign in heard if sign.isalnum()]
    assert {one[1] for one in said} == {0.9}
    assert {one[2] for one in said} == {"zh-CN" if language == "zh-hans" else "en-GB"}


def test_the_sentence_being_read_is_marked_and_reading_stops(browser: Browser, living):
    page = listen(browser, f"/matters/{living.working}", cookies_of(living), '["zh-CN"]')
    button = page.locator("[data-aloud]")
    assert button.inner_text().strip() == "听我念"
    button.click()
    assert button.inner_text().strip() == "不念了"
    last = page.evaluate("said")[-1][0]
    assert plain(page.evaluate("getSelection().toString()")) == plain(last)
    button.click()
    assert button.inner_text().strip() == "听我念"
    assert page.evaluate("[getSelection().toString(), speechSynthesis.queue.length]") == ["", 0]


@pytest.mark.parametrize("voices", ["[]", '["fr-FR", "en-GB"]'])
def test_without_a_voice_the_telephone_is_offered(browser: Browser, living, voices):
    page = listen(browser, "/", cookies_of(living), voices, face="elder")
    assert page.locator("[data-aloud]").is_hidden()
    call = page.get_by_role("link", name="打电话让人念")
    assert call.is_visible() and call.get_attribute("href").startswith("tel:")


def test_without_a_script_too(browser: Browser, living):
    page = browser.open("/", cookies=cookies_of(living), javascript=False)
    assert page.locator("[data-aloud]").is_hidden()
    assert page.get_by_role("link", name="打电话让人念").is_visible()


@pytest.mark.parametrize("face", ["standard", "elder"])
def test_a_lesson_from_home_and_out_again_without_script(browser: Browser, living, face):
    page = browser.open("/", face=face, javascript=False, cookies=cookies_of(living))
    page.locator("footer").get_by_role("link", name="练一练").click()
    page.get_by_role("link", name="第一次报修").click()
    page.get_by_label("水管、漏水").check()
    for _step in range(4):
        page.get_by_role("button", name="下一步", exact=True).click()
    page.get_by_role("button", name="交上去").click()
    assert "会报修了" in page.locator("h1").inner_text()
    page.locator(".band").get_by_role("link", name="不练了").click()
    assert page.url == browser.address + "/" and page.locator(".band").count() == 0


def test_the_band_of_practice_is_for_everyone(browser: Browser, living):
    for scheme in ("light", "dark"):
        page = browser.open("/practice", cookies=cookies_of(living), color_scheme=scheme)
        assert axe(page) == [], scheme


@pytest.mark.parametrize(("face", "least"), [("standard", 16), ("elder", 24)])
def test_a_receipt_reads_well_on_paper(browser: Browser, living, face, least):
    cookies = cookies_of(living)
    page = browser.open(f"/matters/{living.working}/receipt", face=face, cookies=cookies, width=794)
    assert page.locator(".onpaper").is_hidden()
    page.emulate_media(media="print")
    browser.shot(page, "receipt")
    assert page.locator(".onpaper svg").is_visible()
    assert "有疑问" in page.locator("main").inner_text()
    assert page.locator("main .btn:visible").count() == 0
    assert no_overflow(page) and text_sizes(page)[0] >= least
