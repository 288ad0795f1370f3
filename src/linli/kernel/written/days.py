"""Days as people write and say them; a year or a month that was not said is the likeliest one,
and asked back when two are likely."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from linli.kernel.refused import Refused
from linli.kernel.words import Words
from linli.kernel.written.characters import simple
from linli.kernel.written.meaning import Meaning, Read
from linli.kernel.written.numerals import numerals_to_digits

FIRST_YEAR, LAST_YEAR = 1900, 2100
_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NAMED = {
    **{"今天": 0, "今日": 0, "今儿": 0, "当天": 0, "TODAY": 0},
    **{"明天": 1, "明日": 1, "明儿": 1, "TOMORROW": 1, "后天": 2, "大后天": 3},
    **{"DAY AFTER TOMORROW": 2, "THE DAY AFTER TOMORROW": 2},
    **{"昨天": -1, "昨日": -1, "昨儿": -1, "YESTERDAY": -1, "前天": -2, "大前天": -3},
    **{"DAY BEFORE YESTERDAY": -2, "THE DAY BEFORE YESTERDAY": -2},
}
_WEEKS = {"上上": -14, "上": -7, "这": 0, "本": 0, "下": 7, "下下": 14}
_EN_WEEKDAY = "|".join(f"{name[:3].upper()}(?:{name[3:].upper()})?" for name in _EN_DAYS)
_EN_MONTH = "|".join(f"{name[:3].upper()}(?:{name[3:].upper()})?" for name in _MONTHS)
_LEAD = re.compile(r"^(?:截止到?|截至|到|至|ON|UNTIL|BY)\s*(?=\S)")
_TAIL = re.compile(
    rf"[\s,(]*(?:(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])|(?P<en>{_EN_WEEKDAY}))\)?$"
)
_HEAD = re.compile(rf"^(?P<en>{_EN_WEEKDAY})[\s,]+(?=[0-9A-Z])")
_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4}|[0-9]{2}(?=年))(?:[-./\s]\s?|\s*年\s*)"
    r"(?P<m>[0-9]{1,2})(?:[-./\s]\s?|\s*月\s*(?:份)?)(?P<d>[0-9]{1,2})\s*(?:日|号)?"
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_THREE = re.compile(
    r"(?P<a>[0-9]{1,2})\s?[-./]\s?(?P<b>[0-9]{1,2})\s?[-./]\s?(?P<c>[0-9]{4}|[0-9]{2})"
)
_MONTH_DAY = re.compile(r"(?P<m>[0-9]{1,2})\s*月\s*(?P<d>[0-9]{1,2})\s*(?:日|号)?")
_SAID_MONTH = re.compile(
    r"(?P<when>今年|明年|去年|本月|这(?:个|)月|下(?:个|)月|上(?:个|)月)\s*"
    r"(?:(?P<m>[0-9]{1,2})\s*月\s*)?(?P<d>[0-9]{1,2})\s*(?:日|号)"
)
_TWO = re.compile(r"(?P<a>[0-9]{1,2})\s?(?P<by>[-./])\s?(?P<b>[0-9]{1,2})")
_DAY = re.compile(r"(?P<d>[0-9]{1,2})\s*(?:日|号)")
_DISTANCE = re.compile(
    r"(?P<n>[0-9]{1,3})\s*个?(?P<unit>天|日|周|星期|礼拜)\s*(?:之|以)?(?P<way>前|后)"
)
_EN_DISTANCE = re.compile(
    r"(?:IN (?P<ahead>[0-9]{1,3}) (?P<u1>DAY|WEEK)S?|(?P<ago>[0-9]{1,3}) (?P<u2>DAY|WEEK)S? AGO)"
)
_WEEKDAY = re.compile(
    r"(?P<week>上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)(?P<day>[1-7一二三四五六日天])"
)
_EN_WEEKDAY_SAID = re.compile(rf"(?:(?P<week>THIS|NEXT|LAST)\s+)?(?P<day>{_EN_WEEKDAY})")
_EN_DATE = re.compile(
    rf"(?:THE\s+)?(?P<d>[0-9]{{1,2}})(?:ST|ND|RD|TH)?(?:\s+OF)?\s+(?P<m>{_EN_MONTH})\.?"
    r"(?:[\s,]+(?P<y>[0-9]{4}))?|"
    rf"(?P<m2>{_EN_MONTH})\.?\s+(?P<d2>[0-9]{{1,2}})(?:ST|ND|RD|TH)?(?:[\s,]+(?P<y2>[0-9]{{4}}))?"
)


class Side(StrEnum):
    """Where a day that was not said in full is looked for."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"


def read_day(text: str, *, today: date, side: Side = Side.EITHER) -> Read[date]:
    """A day: "今天", "上周三", "11月23号", "2026.11.23", "23 Nov"; "5/6" can mean two."""
    short = _LEAD.sub("", simple(text.replace("\0", "")[:60]))
    if short in _NAMED:
        return _read([today + timedelta(_NAMED[short])])
    said, weekday = _without_weekday(short)
    short = numerals_to_digits(said)
    for form in (_in_full, _backwards, _with_month, _of_month, _by_distance, _by_weekday):
        found = list(dict.fromkeys(form(short, today, side)))
        if found:
            return _read(_on(found, weekday))
    raise Refused("invalid", "Please write a day such as 2026-11-23 or 23 November.", field="day")


def say_day(day: date) -> Words:
    """A day with its year and its day of the week."""
    return Words(
        f"{day.year}年{day.month}月{day.day}日 星期{_ZH_DAYS[day.weekday()]}",
        f"{_EN_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}",
    )


def _read(days: Iterable[date]) -> Read[date]:
    return Read(tuple(Meaning(day, say_day(day)) for day in days))


def _without_weekday(text: str) -> tuple[str, int | None]:
    """The text without a day of the week beside a date, and which one it was."""
    for form in (_TAIL, _HEAD):
        found = form.search(text)
        rest = form.sub("", text).strip() if found else ""
        if found and re.search(r"[0-9一二三四五六七八九十]", rest):
            said = found.groupdict()
            return rest, _weekday(said.get("zh") or said["en"] or "")
    return text, None


def _on(days: list[date], weekday: int | None) -> list[date]:
    """Those that fall on a day of the week that was said beside them."""
    fitting = [day for day in days if weekday is None or day.weekday() == weekday]
    if not fitting:
        raise Refused(
            "invalid",
            "%(day)s is not the day of the week you wrote. Please write one of them only.",
            field="day",
            day=say_day(days[0]),
        )
    return fitting


def _in_full(text: str, today: date, side: Side) -> Iterator[date]:
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        yield _date(_year(found["y"]), int(found["m"]), int(found["d"]))


def _backwards(text: str, today: date, side: Side) -> Iterator[date]:
    """Three short numbers: with the year last day or month may come first, with two digits for it
    the year may be the first too."""
    if not (found := _THREE.fullmatch(text)):
        return
    first, second, last = found["a"], int(found["b"]), found["c"]
    year = _year(last)
    orders = [(year, second, int(first)), (year, int(first), second)]
    if len(last) == 2:
        orders.insert(0, (_year(first), second, int(last)) if len(first) == 2 else orders[0])
    fitting = [_date(*each) for each in orders if _is_date(*each)]
    yield from fitting or [_date(*orders[0])]


def _with_month(text: str, today: date, side: Side) -> Iterator[date]:
    if found := _MONTH_DAY.fullmatch(text):
        yield from _near_year(int(found["m"]), int(found["d"]), today, side)
    elif found := _EN_DATE.fullmatch(text):
        month, day = found["m"] or found["m2"], int(found["d"] or found["d2"])
        number = next(i for i, name in enumerate(_MONTHS, 1) if name[:3].upper() == month[:3])
        if year := found["y"] or found["y2"]:
            yield _date(int(year), number, day)
        else:
            yield from _near_year(number, day, today, side)
    elif found := _SAID_MONTH.fullmatch(text):
        yield from _in_said_month(found, today)
    elif found := _TWO.fullmatch(text):
        yield from _two(int(found["a"]), int(found["b"]), found["by"], today, side)


def _in_said_month(found: re.Match[str], today: date) -> Iterator[date]:
    when, month, day = found["when"], found["m"], int(found["d"])
    if when.endswith("年") != bool(month):
        return
    step = {"去": -1, "上": -1, "明": 1, "下": 1}.get(when[0], 0)
    if month:
        yield _date(today.year + step, int(month), day)
        return
    count = today.year * 12 + today.month - 1 + step
    yield _date(count // 12, count % 12 + 1, day)


def _two(first: int, second: int, by: str, today: date, side: Side) -> Iterator[date]:
    """Month and day with a dot or dash; with a stroke either may come first."""
    is_month_day = _is_date(2024, first, second)
    if is_month_day:
        yield from _near_year(first, second, today, side)
    if _is_date(2024, second, first) and (by == "/" or not is_month_day):
        yield from _near_year(second, first, today, side)


def _of_month(text: str, today: date, side: Side) -> Iterator[date]:
    """Only a number of the day: of this month, the one before or the next."""
    if not (found := _DAY.fullmatch(text)):
        return
    months = [divmod(today.year * 12 + today.month - 1 + step, 12) for step in (-1, 0, 1, -2, 2)]
    day = int(found["d"])
    days = [date(y, m + 1, day) for y, m in months if _is_date(y, m + 1, day)]
    yield from _nearest(days or [_date(today.year, today.month, day)], today, side)


def _by_distance(text: str, today: date, side: Side) -> Iterator[date]:
    if found := _DISTANCE.fullmatch(text):
        days = int(found["n"]) * (1 if found["unit"] in "天日" else 7)
        yield today + timedelta(days if found["way"] == "后" else -days)
    elif found := _EN_DISTANCE.fullmatch(text):
        unit = found["u1"] or found["u2"]
        count = int(found["ahead"] or found["ago"]) * (7 if unit == "WEEK" else 1)
        yield today + timedelta(count if found["ahead"] else -count)


def _by_weekday(text: str, today: date, side: Side) -> Iterator[date]:
    found = _WEEKDAY.fullmatch(_in_chinese(text)) or _EN_WEEKDAY_SAID.fullmatch(text)
    if not found:
        return
    here = today + timedelta(_weekday(found["day"]) - today.weekday())
    week = found["week"]
    if week in _WEEKS:
        yield here + timedelta(_WEEKS[week])
    elif week == "THIS":
        yield here
    elif week == "NEXT":  # the coming one to some, the one of next week to others
        yield from (day for day in (here, here + timedelta(7)) if day > today)
    elif week == "LAST":
        yield from (day for day in (here, here - timedelta(7)) if day < today)
    elif side is Side.EITHER and here != today:
        yield from sorted((here, here + timedelta(7 if here < today else -7)))
    else:
        yield from _nearest([here - timedelta(7), here, here + timedelta(7)], today, side)


def _in_chinese(text: str) -> str:
    return re.sub(r"(?<=[周期拜])0(?=$)", "日", text)


def _weekday(text: str) -> int:
    if text[:3] in (names := [name[:3].upper() for name in _EN_DAYS]):
        return names.index(text[:3])
    return int(text) - 1 if text.isdigit() else _ZH_DAYS.index("日" if text == "天" else text)


def _near_year(month: int, day: int, today: date, side: Side) -> list[date]:
    years = [today.year + step for step in (-1, 0, 1)]
    days = [date(year, month, day) for year in years if _is_date(year, month, day)]
    if not days:
        _date(2024, month, day)  # refuses what no year has
        days = [date(y, 2, 29) for y in range(today.year - 4, today.year + 9) if _is_date(y, 2, 29)]
    return _nearest(days, today, side)


def _nearest(days: list[date], today: date, side: Side) -> list[date]:
    """The likeliest of days that differ in what was not said; two when neither is much nearer."""
    sided = {
        Side.PAST: [day for day in days if day <= today],
        Side.FUTURE: [day for day in days if day >= today],
        Side.EITHER: days,
    }[side]
    near = sorted(sided or days, key=lambda day: abs((day - today).days))[:2]
    if side is not Side.EITHER or len(near) == 1:
        return near[:1]
    first, second = (abs((day - today).days) for day in near)
    return near[:1] if first * 3 <= second else near


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return FIRST_YEAR <= year <= LAST_YEAR


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("invalid", "Please check the year: %(year)s.", field="day", year=year)
    if not 1 <= month <= 12:
        raise Refused("invalid", "There is no month %(month)s.", field="day", month=month)
    if not _is_date(year, month, day):
        raise Refused("invalid", "That month has no day %(day)s.", field="day", day=day)
    return date(year, month, day)
