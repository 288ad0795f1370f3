"""What every page promises: who is asking, errors in plain words, forms that act once."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polib
import pyotp
import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.people.api import (
    enrol_totp,
    give_password,
    grant_role,
    register_person,
    set_password,
    settle,
    use_code_sender,
)
from linli.foundation.people.domain import limits
from linli.foundation.places.api import PlaceKind, add_place, create_community
from linli.kernel import Refused, Role, Words, system
from linli.kernel.clock import held
from linli.support.matters.api import get_matter, list_matters
from linli.surface import shell as package
from linli.surface.shell import api as shell
from linli.surface.shell import catalogues, speech
from linli.surface.shell.drawing import Point, draw, runs, scale, share, spark
from surface.shell import pages

FOLDER = Path(package.__path__[0])
BANNED = ("非法", "无效", "错误代码", "参数", "系统异常", "格式错误", "必填项")
site = pytest.mark.usefixtures("community", "urls")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def text(response) -> str:
    return response.content.decode()


@site
@pytest.mark.parametrize("face", ["standard", "elder"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"/refuse/{code}", status) for code, status in pages.REFUSALS.items()),
        ("/nowhere", 404),
        ("/crash", 500),
        ("/locked", 503),
        ("/full", 503),
    ],
)
def test_every_no_is_a_page_with_a_next_step_a_number_and_the_foot(client, path, status, face):
    client.cookies["face"] = face
    response = client.get(path)
    body = text(response)
    assert response.status_code == status
    assert f'data-face="{face}"' in body
    assert 'href="tel:02812345678"' in body
    assert "1 号楼一层服务台" in body
    assert "叫人帮我" in body
    assert "回首页" in body
    assert "您什么都没有丢" in body
    assert response["X-Request-Id"] in body
    assert not any(word in body for word in BANNED)


@site
def test_a_form_without_its_token_gets_a_page_in_plain_words():
    response = Client(enforce_csrf_checks=True).post("/make")
    assert response.status_code == 403
    assert "这一页打开太久了" in text(response)
    assert "叫人帮我" in text(response)


@site
def test_a_form_that_is_too_large_is_refused_before_it_is_read(client):
    response = client.post("/make", CONTENT_LENGTH=str(10**9))
    assert response.status_code == 413
    assert "叫人帮我" in text(response)


@site
def test_what_one_wrote_is_called_safe_only_when_it_is(client):
    assert "您写的还在" not in text(client.post("/crash"))
    assert "您写的还在" in text(client.post("/crash?kept"))
    assert "说不准" in text(client.post("/crash"))
    assert "什么都没有改动" in text(client.post("/refuse/conflict"))


@site
@pytest.mark.parametrize("code", pages.REFUSALS)
def test_a_no_to_a_form_keeps_what_was_written_and_leads_back_to_it(client, code):
    page = f"/refuse/{code}"
    body = text(client.post(page, {"once": "w1", "words": "夜里漏水"}))
    assert "您写的还在" in body and f'href="{page}"' in body and "回去接着写" in body
    body = text(client.post(page))
    assert "什么都没有改动" in body or "没有害处" in body
    assert f'href="{page}"' in body and "回到那一页" in body


@site
def test_an_accident_is_logged_under_the_number_on_the_page(client, caplog):
    response = client.get("/crash")
    lines = [record for record in caplog.records if record.name == "linli.shell"]
    assert len(lines) == 1
    assert response["X-Request-Id"] in lines[0].getMessage()
    assert "a fault made for this test" in str(lines[0].exc_info[1])


@site
@pytest.mark.parametrize("path", ["/locked", "/full"])
def test_a_locked_database_or_a_full_disk_is_said_plainly_and_is_one_line_in_the_log(
    client, caplog, path
):
    response = client.post(path)
    assert "现在还办不了" in text(response)
    assert "什么都没有改动" in text(response)
    assert response["Retry-After"] == "60"
    (line,) = [record for record in caplog.records if record.levelname != "INFO"]
    assert (line.name, line.levelname, line.exc_info) == ("linli.shell", "WARNING", None)
    assert response["X-Request-Id"] in line.getMessage()


@site
def test_a_part_of_a_page_gets_a_fragment(client):
    body = text(client.get("/crash", headers={"HX-Request": "true"}))
    assert "<html" not in body
    assert 'role="alert"' in body


@site
@pytest.mark.parametrize("path", ["/log-in", "/nowhere", "/static/none.css"])
def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"


@site
@pytest.mark.parametrize("path", ["/log-in", "/log-in/staff", "/help", "/style", "/nowhere"])
def test_pages_carry_no_inline_style_or_script(client, path):
    body = text(client.get(path))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", body)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", body)
    assert body.count("<h1") == 1


def test_the_stylesheet_and_the_script_keep_to_their_size():
    assert (FOLDER / "static/shell/linli.css").stat().st_size <= 20 * 1024
    assert (FOLDER / "static/shell/linli.js").stat().st_size <= 8 * 1024
    css = (FOLDER / "static/shell/linli.css").read_text()
    assert "gradient" not in css
    assert "shadow" not in css


@site
def test_the_language_is_chinese_until_another_is_chosen(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en"
    assert "您的手机号" in text(client.get("/log-in"))
    client.post("/language", {"language": "en", "next": "/log-in"})
    assert "Your phone number" in text(client.get("/log-in"))
    client.post("/language", {"language": "tlh", "next": "/log-in"})
    assert "Your phone number" in text(client.get("/log-in"))


@site
@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_a_switch_never_leads_to_another_site(client, away):
    response = client.post("/face", {"face": "elder", "next": away})
    assert response["Location"] == "/"
    assert response.cookies["face"].value == "elder"


@site
def test_a_form_sent_twice_acts_once_and_leads_to_the_same_place(client):
    pages.made.clear()
    first = client.post("/make", {"once": "abc123"})
    again = client.post("/make", {"once": "abc123"})
    other = client.post("/make", {"once": "def456"})
    assert len(pages.made) == len(set(pages.made)) == 2
    assert first["Location"] == again["Location"] != other["Location"]


@site
def test_a_notice_is_said_once_with_a_way_back(client):
    client.get("/tell")
    heard = text(client.get("/style"))
    assert heard.count("已经交上去了") - text(client.get("/style")).count("已经交上去了") == 1
    assert 'action="/made/undo"' in heard


@site
def test_who_is_not_logged_in_logs_in_first_and_comes_back(client):
    assert client.get("/mine?a=1")["Location"] == "/log-in?next=/mine%3Fa%3D1"
    assert client.get("/keepers")["Location"].startswith("/log-in")


@pytest.fixture
def codes():
    sent: list[str] = []
    use_code_sender(lambda **given: sent.append(given["code"]))
    yield sent
    use_code_sender(None)


def resident(community: str, name: str, phone: str) -> str:
    desk = system(community)
    building = add_place(by=desk, kind=PlaceKind.BUILDING, parent=community, number=str(len(name)))
    home = add_place(by=desk, kind=PlaceKind.DWELLING, parent=building, number="101")
    person = register_person(by=desk, name=name, phone=phone)
    settle(by=desk, person=person, dwelling=home, relation="owner")
    return person


@site
def test_a_resident_comes_in_with_a_phone_and_a_code(client, community, codes):
    person = resident(community, "张秀英", "13812345678")
    asked = client.post("/log-in", {"phone": "138 1234 5678", "next": "/mine"})
    assert asked["Location"] == "/log-in/code"
    page = text(client.get("/log-in/code"))
    assert 'autocomplete="one-time-code"' in page
    wrong = client.post("/log-in/code", {"code": "000000" if codes[0] != "000000" else "111111"})
    assert wrong.status_code == 422
    assert client.get("/mine").status_code == 302
    done = client.post("/log-in/code", {"code": codes[0]})
    assert done["Location"] == "/mine"
    assert client.get("/mine").status_code == 200
    assert client.session["person"] == person
    assert client.get("/keepers").status_code == 403
    left = client.post("/log-out")
    assert left["Location"] == "/log-in"
    assert client.get("/mine").status_code == 302


@site
def test_a_code_may_be_sent_again(client, community, codes):
    resident(community, "张秀英", "13812345678")
    client.post("/log-in", {"phone": "13812345678"})
    client.post("/log-in/code/again")
    assert len(codes) == 2
    assert client.post("/log-in/code", {"code": codes[1]})["Location"] == "/"


@site
def test_two_people_with_one_phone_say_who_they_are(client, community, codes):
    resident(community, "张秀英", "13812345678")
    husband = resident(community, "李大山川", "13812345678")
    client.post("/log-in", {"phone": "13812345678", "next": "/mine"})
    asked = client.post("/log-in/code", {"code": codes[0]})
    assert asked["Location"] == "/log-in/community"
    page = text(client.get("/log-in/community"))
    assert "张秀英" in page
    number = re.search(r'value="(\d)"[^>]*>(?:(?!value=).)*李大山川', page, re.S)[1]
    assert client.post("/log-in/community", {"who": "9"}).status_code == 422
    assert client.post("/log-in/community", {"who": number})["Location"] == "/mine"
    assert client.session["person"] == husband


def keeper(community: str) -> str:
    desk = system(community)
    person = register_person(by=desk, name="王芳", phone="13900000001")
    grant_role(by=desk, person=person, role=Role.KEEPER)
    set_password(by=desk, person=person, password="a long enough phrase", login="wangfang")
    return person


@site
def test_staff_come_in_with_password_and_second_factor(client, community):
    person = keeper(community)
    secret = enrol_totp(by=system(community), person=person).secret
    form = {"login": "wangfang", "password": "a long enough phrase", "next": "/keepers"}
    assert client.post("/log-in/staff", {**form, "totp": "000"}).status_code == 422
    assert client.get("/keepers").status_code == 302
    done = client.post("/log-in/staff", {**form, "totp": pyotp.TOTP(secret).now()})
    assert done["Location"] == "/keepers"
    assert client.get("/keepers").status_code == 200


@site
def test_staff_set_up_their_second_factor_on_the_first_day(client, community):
    keeper(community)
    form = {"login": "wangfang", "password": "a long enough phrase"}
    page = text(client.post("/log-in/staff", {**form, "next": "/keepers"}))
    secret = re.search(r"<b>([A-Z2-7 ]{20,})</b>", page)[1].replace(" ", "")
    assert client.get("/keepers").status_code == 302
    password = {"password": form["password"]}
    assert client.post("/log-in/second", {**password, "totp": "1"}).status_code == 422
    code = pyotp.TOTP(secret).now()
    assert client.post("/log-in/second", {**password, "totp": code})["Location"] == "/keepers"
    assert client.get("/keepers").status_code == 200


@site
def test_a_one_time_password_ends_in_one_of_ones_own(client, community):
    person = keeper(community)
    home = system(community)
    secret = enrol_totp(by=home, person=person).secret
    given = give_password(by=home, person=person)
    code = pyotp.TOTP(secret).now()
    form = {"login": "wangfang", "password": given, "totp": code, "next": "/keepers"}
    assert client.get("/log-in/password")["Location"] == "/log-in/staff"
    assert client.post("/log-in/staff", form)["Location"] == "/log-in/password"
    assert client.get("/keepers").status_code == 302
    assert "现在的密码" in text(client.get("/log-in/password"))
    own = {"current": given, "password": "one of my own"}
    for wrong in ({"current": "x"}, {"password": "short"}, {"password": given}):
        assert client.post("/log-in/password", {**own, **wrong}).status_code == 422
    assert client.get("/keepers").status_code == 302
    assert client.post("/log-in/password", own)["Location"] == "/keepers"
    assert client.get("/keepers").status_code == 200
    again = {"current": "one of my own", "password": "and yet another one"}
    assert client.post("/log-in/password", again).status_code == 302


@site
def test_who_has_left_is_nobody_any_more(client, community):
    session = client.session
    session.update({"person": "0" * 20, "community": community})
    session.save()
    assert client.get("/mine").status_code == 302


@site
def test_with_several_communities_one_chooses_whose_desk_to_see(client, community):
    other = create_community(by=system(""), name="银杏苑", phone="010-8888")
    assert 'href="tel:' not in text(client.get("/log-in"))
    assert "银杏苑" in text(client.get("/help"))
    client.post("/community", {"community": other, "next": "/help"})
    assert 'href="tel:0108888"' in text(client.get("/help"))


def wishes(community: str) -> list[str]:
    page = list_matters(viewer=system(community))
    return [matter.category for matter in page]


@site
def test_help_is_asked_for_without_logging_in_and_carries_the_page(client, community):
    assert "028-1234-5678" in text(client.get("/help?page=/style"))
    empty = client.post("/help", {"phone": " ", "words": "灯不亮", "page": "/style"})
    assert empty.status_code == 422
    assert "灯不亮" in text(empty)
    assert wishes(community) == []
    form = {"phone": "8888 0000", "words": "灯不亮", "page": "/style", "once": "k1"}
    done = text(client.post("/help", form, follow=True))
    (matter,) = list_matters(viewer=system(community))
    assert matter.number in done
    assert (matter.category, matter.is_public) == ("call_back", False)
    again = text(client.post("/help", form, follow=True))
    assert matter.number in again
    assert wishes(community) == ["call_back"]
    sheet = get_matter(viewer=system(community), matter=matter.id)
    assert "灯不亮" in sheet.description
    assert "/style" in sheet.description


@site
def test_who_is_logged_in_need_not_type_anything_to_be_called_back(client, community, codes):
    person = resident(community, "张秀英", "13812345678")
    client.post("/log-in", {"phone": "13812345678"})
    client.post("/log-in/code", {"code": codes[0]})
    client.post("/help", {"once": "k2"})
    (matter,) = list_matters(viewer=system(community))
    assert (matter.category, matter.reporter, matter.is_public) == ("call_back", person, False)


@site
def test_a_phone_at_the_door_is_said_back_and_a_short_one_is_counted(client, community, codes):
    resident(community, "张秀英", "13812345678")
    short = client.post("/log-in", {"phone": "１３８１２３４５６７"})
    assert short.status_code == 422
    assert "少了1位" in text(short) and "１３８１２３４５６７" in text(short)
    assert codes == []
    page = text(client.post("/log-in", {"phone": "手机：+86 138-1234-5678"}, follow=True))
    assert "138 1234 5678" in page and len(codes) == 1


@site
def test_who_wants_a_call_hears_the_number_back(client, community):
    wrong = client.post("/help", {"phone": "3-2-401", "words": "x", "once": "k8"})
    assert wrong.status_code == 422 and wishes(community) == []
    page = client.post("/help", {"phone": "０２８ 8888-0000转12", "once": "k9"}, follow=True)
    assert "028-88880000 转 12" in text(page)


@site
def test_strangers_cannot_ask_without_end(client, community):
    from django.core.cache import cache

    cache.clear()
    answers = [
        client.post("/help", {"phone": "8888 0000", "words": str(n), "once": f"n{n}"}).status_code
        for n in range(22)
    ]
    cache.clear()
    assert answers == [302] * 20 + [422] * 2


def test_a_refusal_is_said_in_the_readers_language(settings):
    from django.utils import translation

    refused = Refused("too_many", "You are helping %(name)s", name="张阿姨")
    with translation.override("zh-hans"):
        assert shell.said(refused) == "您在替张阿姨办事"


def test_every_sentence_of_the_shell_is_translated_and_compiled():
    ours = [line for line in catalogues.check() if line.startswith("shell:")]
    assert [line for line in ours if "(surface/shell/" in line or "compiled" in line] == []


@site
def test_every_limit_at_the_door_is_said_in_chinese(client, community, codes):
    from django.utils import translation

    for limit in (one for one in vars(limits).values() if isinstance(one, limits.Limit)):
        with translation.override("zh-hans"):
            assert shell.said(Refused("too_many", limit.message, most=5, minutes=7)).isascii() is (
                False
            ), limit.kind
    client.cookies["language"] = "zh-hans"
    for n in range(limits.CODES_PER_PHONE.most + 1):
        page = client.post("/log-in", {"phone": "13900000001", "once": f"o{n}"})
    said = page.content.decode()
    assert page.status_code == 422 and "codes an hour" not in said
    assert "一个手机号一小时最多发11次验证码" in said


def test_a_sentence_has_one_translation_in_all_catalogues(tmp_path, monkeypatch):
    for app, word in (("desk", "住处"), ("resident", "首页")):
        book = polib.POFile()
        book.append(polib.POEntry(msgid="Home", msgstr=word))
        book.save(str(tmp_path / f"{app}.po"))
    monkeypatch.setattr(catalogues, "path_of", lambda app, _language: tmp_path / f"{app}.po")
    found = [line for line in catalogues.check() if "'Home' is" in line]
    assert found == ["resident: 'Home' is “首页”, and “住处” in desk"] * len(catalogues.LANGUAGES)


def test_chinese_sentences_blame_nobody():
    catalogue = polib.pofile(str(catalogues.path_of("shell", "zh_Hans")))
    said = [entry.msgstr for entry in catalogue]
    assert not [words for words in said if any(banned in words for banned in BANNED)]


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("2026-11-23T09:12", "今天 09:12", "today 09:12"),
        ("2026-11-22T16:20", "昨天 16:20", "yesterday 16:20"),
        ("2026-11-24T00:05", "明天 00:05", "tomorrow 00:05"),
        ("2026-11-30T09:00", "11月30日 星期一 上午9点", "Monday 30 November, 09:00"),
        ("2026-01-02T21:05", "1月2日 星期五 晚上9点05分", "Friday 2 January, 21:05"),
        ("2025-12-31T12:00", "2025年12月31日 星期三 中午12点", "Wednesday 31 December 2025, 12:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(at, zh, en):
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime(2026, 11, 23, 18, tzinfo=zone)
    moment = datetime.fromisoformat(at).replace(tzinfo=zone)
    assert speech.moment(moment, now=now, language="zh-hans") == zh
    assert speech.moment(moment, now=now, language="en") == en


def test_a_period_that_ends_with_a_day_names_that_day():
    now = datetime(2026, 4, 20, 9, 0)
    for end, zh, en in (
        (datetime(2026, 4, 25), "4月24日 星期五 24点", "Friday 24 April, 24:00"),
        (datetime(2027, 1, 1), "12月31日 星期四 24点", "Thursday 31 December, 24:00"),
        (datetime(2026, 4, 25, 0, 1), "4月25日 星期六 凌晨0点01分", "Saturday 25 April, 00:01"),
        (datetime(2026, 4, 25, 9, 0), "4月25日 星期六 上午9点", "Saturday 25 April, 09:00"),
    ):
        assert speech.deadline(end, now=now, language="zh-hans") == zh
        assert speech.deadline(end, now=now, language="en") == en


@pytest.mark.parametrize(
    ("minutes", "zh"),
    [(0, "不到 1 分"), (40, "40 分"), (130, "2 小时 10 分"), (1500, "1 天 1 小时")],
)
def test_a_span_is_said_in_its_two_largest_units(minutes, zh):
    assert speech.span(timedelta(minutes=minutes), language="zh-hans") == zh


def test_the_filters_show_the_communitys_own_time():
    from django.utils import timezone, translation

    from linli.surface.shell.templatetags.shell import moment, words

    with (
        timezone.override(ZoneInfo("Asia/Shanghai")),
        translation.override("zh-hans"),
        held(datetime(2026, 11, 23, 10, tzinfo=UTC)),
    ):
        assert moment(datetime(2026, 11, 22, 17, tzinfo=UTC)) == "今天 01:00"
        assert words(Words("电梯", "lift")) == "电梯"


START = datetime(2026, 11, 23, tzinfo=UTC)


def points(values: list[float | None], minutes: int = 10) -> list[Point]:
    return [Point(START + timedelta(minutes=minutes * i), v) for i, v in enumerate(values)]


def test_a_missing_value_and_a_long_silence_are_holes():
    assert [len(run) for run in runs(points([1, 2, None, 4, 5]))] == [2, 2]
    late = [*points([1, 2, 3]), Point(START + timedelta(hours=3), 4.0)]
    assert [len(run) for run in runs(late)] == [3, 1]
    drawing = draw(late)
    assert drawing is not None
    assert len(drawing.gaps) == 1
    assert drawing.path.count("M") == 2
    assert drawing.dots


def test_nothing_known_draws_nothing():
    assert draw([]) is None
    assert draw(points([None, None])) is None
    assert spark([None, None]) == ""


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_a_line_stays_inside_its_box(values):
    drawing = draw(points(list(values)))
    assert drawing is not None
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", drawing.path)]
    assert all(-0.1 <= x <= 600.1 for x in numbers[::2])
    assert all(-0.1 <= y <= 200.1 for y in numbers[1::2])


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_a_scale_encloses_what_it_measures(low, room):
    ticks = scale(low, low + room)
    slack = 1e-6 * max(abs(low), room, 1)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + room - slack
    assert 2 <= len(ticks) <= 7


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_share_is_never_more_than_all(part, whole):
    assert 0 <= float(share(part, whole).rstrip("%")) <= 100


def test_no_number_is_torn_at_the_end_of_a_line_and_nothing_is_escaped_twice():
    told = Template("{% wait title %}{% notice words %}").render(
        Context(
            {
                "title": "王 & 李，请打100-0000-0000",
                "words": mark_safe("编号2026-1127-02 &amp; 更多"),
            }
        )
    )
    assert "100-\u20600000-\u20600000" in told and "2026-\u20601127-\u206002" in told
    assert "王 &amp; 李" in told and "&amp;amp;" not in told
