"""No page blames, threatens, hurries or asks "are you sure"."""

import re
from pathlib import Path

import polib
import pytest

import linli
from linli.foundation.people.domain import limits
from linli.wiring import settings

SURFACE = Path(linli.__file__).parent / "surface"
BANNED = ("非法", "无效", "错误代码", "参数", "系统异常", "格式错误", "必填项")
DIALOGS = re.compile(r"\b(confirm|alert|prompt)\s*\(|<dialog|showModal|beforeunload|setInterval")
COUNTDOWN = re.compile(r"countdown|倒计时|http-equiv=.?refresh", re.I)
WALL = "machines_wall.html"
"""A screen on a wall that nobody types at: without scripts it renews itself once a minute."""
TWENTY_HOURS = 20 * 60 * 60


def catalogues() -> list[Path]:
    return sorted(SURFACE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))


def said() -> list[tuple[str, str]]:
    """Every Chinese sentence of the pages, with where it stands."""
    found = []
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                found.append((f"{path.parts[-5]}: {entry.msgid[:60]}", text))
    return found


def sources(*endings: str) -> list[Path]:
    return [path for path in SURFACE.rglob("*") if path.suffix in endings and path.is_file()]


def test_no_sentence_uses_a_word_that_frightens():
    sentences = said()
    assert len(sentences) > 500
    assert [where for where, text in sentences if any(word in text for word in BANNED)] == []


def test_no_template_and_no_data_does_either():
    bad = [
        (path.name, word)
        for path in sources(".html", ".py", ".js")
        for word in BANNED
        if word in path.read_text(encoding="utf-8")
    ]
    assert bad == []


def test_the_linter_sees_a_banned_word():
    assert any(word in "输入的手机号无效" for word in BANNED)
    assert DIALOGS.search("if (confirm('真的吗')) go()") and not DIALOGS.search("confirmed(x)")


def test_nothing_asks_are_you_sure_and_nothing_counts_down():
    pages = sources(".html", ".js")
    assert len(pages) > 100
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not DIALOGS.search(text), path
        assert path.name == WALL or not COUNTDOWN.search(text), path


def test_no_time_limit_is_shorter_than_twenty_hours_but_the_code_of_the_log_in():
    assert settings.SESSION_COOKIE_AGE >= TWENTY_HOURS
    assert limits.CODE_LASTS.total_seconds() >= 10 * 60
    assert limits.CODES_PER_PHONE.most > 10  # ten times as many minutes more


@pytest.mark.parametrize("title", ["Please change:"])
def test_a_page_to_be_changed_says_so_in_its_title(title):
    shell = polib.pofile(str(SURFACE / "shell/locale/zh_Hans/LC_MESSAGES/django.po"))
    assert shell.find(title).msgstr.startswith("要改")
