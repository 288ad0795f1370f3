"""Plain words, and that nobody is hurried (U24, U32)."""

import re
from itertools import chain
from pathlib import Path

import polib
import pytest
from django.conf import settings as ours

import linli.surface
from faces.figures import note
from linli.foundation.people.domain.limits import CODE_LASTS

SURFACE = Path(linli.surface.__file__).parent
FOR_RESIDENTS = ("resident", "shell")
FOR_PROGRAMS = ("wiring/", "foundation/telemetry/", "surface/cli/", "surface/rest/")
BANNED = "非法 无效 错误代码 参数 系统异常 格式错误 必填项".split()  # noqa: SIM905
JARGON = (
    *("工单", "赋能", "闭环", "抓手", "颗粒度", "触达", "链路", "痛点", "研判", "处置", "派单"),
    *("办结", "报事报修", "用户", "后台", "前端", "接口", "数据库", "服务器", "缓存", "字段"),
    *("登录态", "鉴权", "点击", "模块", "权限", "异常", "提交成功", "操作失败"),
)
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\{?[^}]*\}?\}|<[^>]*>")
_ENDS = re.compile(r"[。！？；：\n]|——")
_BREAKS = re.compile(r"[.!?;:]\s|[.!?;:]$|\n")


def sentences(app: str, *, language: str) -> list[str]:
    path = SURFACE / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    entries = [one for one in polib.pofile(str(path)) if not one.obsolete and is_on_pages(one)]
    texts = [one.msgstr if language == "zh" else one.msgid for one in entries]
    plural = [list(one.msgstr_plural.values()) for one in entries if language == "zh"]
    ends = _ENDS if language == "zh" else _BREAKS
    parts = (ends.split(_PLACE.sub("某某", text)) for text in [*texts, *chain(*plural)] if text)
    return [part.strip() for part in chain(*parts) if part.strip()]


def is_on_pages(entry: polib.POEntry) -> bool:
    """Whether a sentence is said on pages, not only at a console or to programs."""
    return not all(file.startswith(FOR_PROGRAMS) for file, _ in entry.occurrences)


def length(sentence: str) -> int:
    """Characters as they are read: a word of letters or digits counts as one."""
    return len(re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9.%+-]+", sentence))


@pytest.mark.parametrize("app", FOR_RESIDENTS)
def test_chinese_sentences_are_short(app):
    found = sentences(app, language="zh")
    whole = [one for one in found if length(one) >= 5]  # labels are no sentences
    mean = sum(map(length, whole)) / len(whole)
    most = max(map(length, whole))
    is_wrong = mean > 20 or most > 35
    note("U24", app, [round(mean, 1), most], is_wrong=is_wrong)
    assert [one for one in whole if length(one) > 35] == []
    assert mean <= 20


@pytest.mark.parametrize("app", FOR_RESIDENTS)
def test_no_banned_word_is_said(app):
    said = sentences(app, language="zh")
    assert [(word, one) for one in said for word in (*BANNED, *JARGON) if word in one] == []


@pytest.mark.parametrize("app", FOR_RESIDENTS)
def test_english_is_read_after_seven_years_of_school(app):
    found = [one for one in sentences(app, language="en") if len(words(one)) >= 4]
    count = sum(len(words(one)) for one in found)
    beats = sum(syllables(word) for one in found for word in words(one))
    grade = 0.39 * count / len(found) + 11.8 * beats / count - 15.59  # Flesch and Kincaid
    assert grade <= 7, grade


def words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z']+", sentence)


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


@pytest.mark.parametrize(("word", "beats"), [("water", 2), ("these", 1), ("table", 2), ("I", 1)])
def test_syllables_are_counted_as_spoken(word, beats):
    assert syllables(word) == beats


def test_nobody_is_hurried():
    assert ours.SESSION_COOKIE_AGE >= 20 * 60 * 60
    assert CODE_LASTS.total_seconds() >= 10 * 60
