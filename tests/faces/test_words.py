"""Plain words, and that nobody is hurried (U24, U32)."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import polib
import pytest
from django.conf import settings as ours

import linli.surface
from faces.figures import note
from linli.foundation.people.domain.limits import CODE_LASTS

SURFACE = Path(linli.surface.__file__).parent
HOUSE = SURFACE.parent
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


def written_in_code() -> Iterator[str]:
    """The Chinese of every `Words(…)` written out in the code."""
    for file in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words":
                named = (one.value for one in node.keywords if one.arg == "zh")
                yield from literals(next(named, node.args[0] if node.args else None))


def literals(node: ast.expr | None) -> Iterator[str]:
    """The text of a literal, what is filled in left open; nothing for a name or a call."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (getattr(one, "value", "") for one in node.values)
        yield "".join(part if isinstance(part, str) else "某某" for part in parts)


def written_in_data() -> Iterator[str]:
    """Everything said in Chinese in the files of data."""
    for file in sorted(HOUSE.rglob("*.toml")):
        yield from said_in(tomllib.loads(file.read_text("utf-8")))


def said_in(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (text for key, text in data.items() if key == "zh" and isinstance(text, str))
        yield from chain.from_iterable(map(said_in, data.values()))
    elif isinstance(data, list):
        yield from chain.from_iterable(map(said_in, data))


@pytest.mark.parametrize("written", [written_in_code, written_in_data])
def test_what_is_written_in_code_and_data_is_plain_and_short_too(written):
    texts = list(written())
    assert len(texts) > 300
    assert [(word, one) for one in texts for word in (*BANNED, *JARGON) if word in one] == []
    parts = chain.from_iterable(_ENDS.split(_PLACE.sub("某某", one)) for one in texts)
    assert [one for one in parts if length(one) > 35] == []


def test_texts_in_code_and_data_are_found_wherever_they_stand():
    call = ast.parse('Words(f"{who}研判了", "x"); Words(zh="派单"); Words(text, "x")').body
    found = [list(literals(one.value.args[0] if one.value.args else None)) for one in call]
    assert found == [["某某研判了"], [], []]
    assert list(said_in({"a": [{"zh": "甲", "en": "A"}], "zh": "乙"})) == ["乙", "甲"]


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
