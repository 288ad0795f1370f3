"""What people write is understood, or asked back, or refused: never silently taken for another."""

import sys
import tomllib
from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.kernel.written import (
    Address,
    Side,
    numerals_to_digits,
    read_address,
    read_day,
    read_moment,
    read_money,
    read_phone,
    read_time,
    value_of,
)

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 10, 30)
CORPUS = tomllib.loads(
    (Path(__file__).parent / "written" / "corpus.toml").read_text(encoding="utf-8")
)
READERS = {
    "address": read_address,
    "phone": read_phone,
    "day": lambda text: read_day(text, today=TODAY),
    "time": read_time,
    "moment": lambda text: read_moment(text, now=NOW),
    "money": read_money,
}
DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"


def said(value: Any) -> str:
    """A value the way the corpus writes it."""
    if isinstance(value, Address):
        return f"{value.building or ''}-{value.entrance or ''}-{value.dwelling or ''}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def outcome(kind: str, text: str) -> str:
    try:
        read = READERS[kind](text)
    except Refused:
        return "refuse"
    return said(read.meanings[0].value) if read.is_clear else "ask"


def test_the_corpus_is_understood_and_nothing_is_silently_wrong() -> None:
    tally: Counter[str] = Counter()
    amiss, silent = [], []
    for kind, variants in CORPUS.items():
        for text, meant in variants:
            got = outcome(kind, text)
            tally[kind] += 1
            if got != meant:
                amiss.append((kind, text, meant, got))
                silent += [amiss[-1]] if got not in ("ask", "refuse") else []
    count = tally.total()
    right = count - len(amiss)
    sys.stdout.write(
        f"{right} of {count} right ({right / count:.1%}), {len(silent)} silently wrong: {tally}\n"
    )
    assert count >= 240 and set(tally) == set(READERS)
    assert silent == []
    assert right / count >= 0.98, amiss


@pytest.mark.parametrize("kind", READERS)
@given(text=st.text(max_size=120))
def test_no_text_breaks_a_reader(kind: str, text: str) -> None:
    outcome(kind, text)


def test_what_is_missing_is_said() -> None:
    with pytest.raises(Refused, match="missing here: 1") as refused:
        read_phone("1380000123")
    assert refused.value.field == "phone"
    with pytest.raises(Refused, match="too many here: 1"):
        read_phone("138000012345")
    with pytest.raises(Refused, match="no day 30"):
        read_day("2月30号", today=TODAY)


def test_what_can_mean_two_things_is_asked_back_with_both() -> None:
    with pytest.raises(Refused) as refused:
        read_time("3点").sure("at")
    assert refused.value.field == "at"
    assert {str(refused.value.params[one]) for one in ("first", "second")} == {"03:00", "15:00"}


def test_what_was_understood_is_echoed_in_both_languages() -> None:
    (meaning,) = read_address("三号楼二单元401室").meanings
    assert (meaning.words.zh, meaning.words.en) == ("3号楼2单元401", "Building 3, Entrance 2, 401")
    assert read_phone("+86 13800001234").sure().words.zh == "138 0000 1234"
    assert read_day("昨天", today=TODAY).sure().words.zh == "2026年11月25日 星期三"
    assert read_money("三百块五").sure().words.en == "300.50 yuan"
    assert read_moment("今晚8点", now=NOW).sure().words.zh == "2026年11月26日 星期四 20:00"


def test_a_side_settles_what_was_not_said() -> None:
    def on(text: str, side: Side) -> date:
        return read_day(text, today=TODAY, side=side).sure().value

    assert on("周三", Side.PAST) == date(2026, 11, 25)
    assert on("周三", Side.FUTURE) == date(2026, 12, 2)
    assert on("6月1日", Side.PAST) == date(2026, 6, 1)
    assert on("6月1日", Side.FUTURE) == date(2027, 6, 1)
    assert on("10号", Side.FUTURE) == date(2026, 12, 10)


# -- rendered in many ways, read back the same ---------------------------------------------------


def chinese(number: int) -> str:
    """Our own spelling of 0 to 99 999, to check reading against."""
    if number < 10:
        return DIGITS[number]
    for size, unit in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        head, rest = divmod(number, size)
        if head:
            first = "" if size == 10 and head == 1 else chinese(head)
            gap = "零" if 0 < rest < size // 10 else ""
            tail = chinese(rest) if rest else ""
            return f"{first}{unit}{gap}{'一' + tail if tail.startswith('十') else tail}"
    raise AssertionError(number)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" else c for c in text)


NUMERALS = st.sampled_from([str, chinese, lambda n: f"{n:02}", lambda n: wide(str(n))])
GAPS = st.sampled_from(["", " ", "　"])


@given(
    st.integers(1, 99),
    st.integers(1, 20),
    st.integers(101, 3604),
    st.sampled_from(["号楼", "栋", "幢", "座", "號樓"]),
    st.sampled_from(["单元", "门", "單元"]),
    st.sampled_from(["", "室", "号", "户"]),
    NUMERALS,
    NUMERALS,
    GAPS,
)
def test_an_address_in_words(building, entrance, dwelling, house, stair, flat, one, two, gap):
    text = f"{one(building)}{house}{gap}{one(entrance)}{stair}{gap}{two(dwelling)}{flat}"
    expected = Address(str(building), str(entrance), str(dwelling))
    assert [each.value for each in read_address(text).meanings] == [expected]


@given(
    st.integers(1, 99), st.integers(1, 20), st.integers(101, 3604), st.sampled_from("-－—./ 　，")
)
def test_an_address_in_three_parts(building, entrance, dwelling, dash):
    text = dash.join(map(str, (building, entrance, dwelling)))
    expected = Address(str(building), str(entrance), str(dwelling))
    assert [each.value for each in read_address(text).meanings] == [expected]


@given(
    st.integers(13_000_000_000, 19_999_999_999).map(str),
    st.sampled_from(["", "+86", "86", "0086", "+86 ", "＋86-", "(+86)", "电话：", "手机号 "]),
    st.sampled_from(["", " ", "-", "‐", "－", " - ", "."]),
    st.booleans(),
)
def test_a_mobile_number(number, prefix, gap, is_wide):
    text = prefix + number[:3] + gap + number[3:7] + gap + number[7:]
    assert read_phone(wide(text) if is_wide else text).sure().value == number


@given(
    st.sampled_from(["010", "021", "0571", "0351"]),
    st.integers(2_000_000, 89_999_999).map(str),
    st.sampled_from(["", "-", " ", "("]),
    st.sampled_from(["", "转", "-", " ext. "]),
    st.integers(1, 9999),
)
def test_a_landline(area, number, by, ext, extension):
    head = f"({area})" if by == "(" else f"{area}{by}"
    text = f"{head}{number}{ext}{extension}" if ext else f"{head}{number}"
    expected = f"{area}{number}-{extension}" if ext else f"{area}{number}"
    assert read_phone(text).sure().value == expected


@given(
    st.dates(date(1950, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["{y}-{m}-{d}", "{y}.{m:02}.{d:02}", "{y}/{m}/{d}", "{y}年{m}月{d}日", "{zh}",
                     "{y}年{m}月{d}号", "{y}{m:02}{d:02}", "{d} {en} {y}", "{en} {d}, {y}"]),
    st.booleans(),
)  # fmt: skip
def test_a_day_in_full(day, form, is_wide):
    years = "".join(DIGITS[int(digit)] for digit in str(day.year))
    text = form.format(
        y=day.year,
        m=day.month,
        d=day.day,
        en=day.strftime("%B"),
        zh=f"{years}年{chinese(day.month)}月{chinese(day.day)}日",
    )
    read = read_day(wide(text) if is_wide else text, today=TODAY)
    assert [each.value for each in read.meanings] == [day]


@given(st.integers(-60, 60), st.sampled_from(["{m}月{d}日", "{m}月{d}号", "{m}.{d}"]))
def test_a_day_near_today_needs_no_year(distance, form):
    day = TODAY + timedelta(distance)
    text = form.format(m=day.month, d=day.day)
    assert read_day(text, today=TODAY).sure().value == day


@given(st.times(), st.sampled_from(["{h:02}:{m:02}", "{h}:{m:02}", "{part}{n}点{m}分", "{n} {ap}"]))
def test_a_time_of_day(at, form):
    at = at.replace(second=0, microsecond=0, minute=0 if form.endswith("{ap}") else at.minute)
    noon = at.hour % 12 or 12
    ends = ((6, "凌晨"), (12, "上午"), (13, "中午"), (24, "下午"))
    part = next(word for end, word in ends if at.hour < end)
    text = form.format(h=at.hour, m=at.minute, n=noon, part=part, ap="am" if at.hour < 12 else "pm")
    assert read_time(text).sure().value == at


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.sampled_from([" ", "T", ""]),
    st.sampled_from(["{:%Y-%m-%d}", "{:%Y年%m月%d日}"]),
)
def test_a_moment(day, at, gap, form):
    gap = gap or (" " if "年" not in form else "")
    text = f"{form.format(day)}{gap}{at:%H:%M}"
    expected = datetime.combine(day, at.replace(second=0, microsecond=0))
    assert read_moment(text, now=NOW).sure().value == expected


@given(
    st.integers(0, 99_999_999),
    st.sampled_from(["{:.2f}", "{:,.2f}", "{:,.2f}元", "¥{:.2f}", "RMB {:,.2f}", "{:.2f} yuan"]),
    st.booleans(),
)
def test_a_sum_in_digits(fen, form, is_wide):
    amount = Decimal(fen) / 100
    text = form.format(amount)
    assert read_money(wide(text) if is_wide else text).sure().value == amount


@given(st.integers(1, 99_999), st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_a_sum_in_words(yuan, jiao, fen, is_formal):
    small = f"{DIGITS[jiao]}角" * bool(jiao) + f"{DIGITS[fen]}分" * bool(fen)
    text = f"{chinese(yuan)}元{small}"
    if is_formal:
        text = text.translate(str.maketrans(DIGITS + "十百千", FORMAL + "拾佰仟"))
    assert read_money(text).sure().value == yuan + Decimal(jiao) / 10 + Decimal(fen) / 100


@given(st.integers(1, 99_999))
def test_a_number_in_words(number):
    assert value_of(chinese(number)) == number


@given(st.integers(1, 99))
def test_chinese_numerals_are_read(number):
    assert numerals_to_digits(chinese(number)) == str(number)


def test_large_and_positional_numerals_are_read():
    assert numerals_to_digits("一百零三") == "103"
    assert numerals_to_digits("一千二百") == "1200"
    assert numerals_to_digits("四〇一") == "401"
    assert numerals_to_digits("两") == "2"
