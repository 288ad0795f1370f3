"""What is said is said in the reader's language, with moments and spans as people say them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polib
import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from linli.foundation.people.domain import limits
from linli.kernel import Refused, Words
from linli.kernel.clock import held
from linli.surface.shell import api as shell
from linli.surface.shell import catalogues, speech
from surface.shell.promises.visiting import BANNED, site


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
