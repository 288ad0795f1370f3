"""A day with a time of day, as people write and say it."""

import re
from datetime import date, datetime, time, timedelta

from linli.kernel.refused import Refused
from linli.kernel.words import Words
from linli.kernel.written.characters import simple
from linli.kernel.written.days import Side, read_day, say_day
from linli.kernel.written.meaning import Meaning, Read
from linli.kernel.written.numerals import numerals_to_digits
from linli.kernel.written.times import FORMS, say_time, times_of

_NOW = frozenset(["现在", "刚才", "刚刚", "此刻", "NOW", "JUST NOW"])
_SHORT = {
    **{"今早": "今天早上", "今晨": "今天凌晨", "今晚": "今天晚上", "今夜": "今天夜里"},
    **{"明早": "明天早上", "明晚": "明天晚上", "昨晚": "昨天晚上", "昨夜": "昨天夜里"},
    "TONIGHT": "今天晚上",
}
_DISTANCE = re.compile(
    r"(?:(?P<half>半)|(?P<n>[0-9]{1,3}))\s*(?:个|)(?:半|)\s*(?P<unit>小时|钟头|分钟|分)\s*(?:之|以)?(?P<way>前|后)"
)
_EN_DISTANCE = re.compile(
    r"(?:IN (?P<ahead>[0-9]{1,3}) (?P<u1>HOUR|MINUTE)S?|"
    r"(?P<ago>[0-9]{1,3}) (?P<u2>HOUR|MINUTE)S? AGO)"
)
_MIDNIGHT = re.compile(r"(?:晚上?|夜里|半夜|深夜)\s*(?:12|十二)\s*[点时:]|24\s*[点时:]")
_ONLY_NAMED = {"中午": time(12), "正午": time(12), "NOON": time(12)}


def read_moment(text: str, *, now: datetime, side: Side = Side.EITHER) -> Read[datetime]:
    """A moment in the zone of `now`: "昨天下午三点", "11月23号15:00", "两小时后"; a time alone is
    today's. A day without a time is refused."""
    short = simple(text.replace("\0", "")[:80])
    for said, full in _SHORT.items():
        short = short.replace(said, full)
    if short in _NOW:
        return _read([now.replace(second=0, microsecond=0)])
    if found := _at_distance(short, now):
        return _read([found])
    day_text, times, is_end = _split(short)
    if not times:
        raise Refused("invalid", "Please add the time, such as 15:00.", field="moment")
    days = _days(day_text, now.date(), side)
    if is_end and day_text:  # twelve at night: that day's first minute, or its last
        days = [*days, *(day + timedelta(1) for day in days)]
    return _read([datetime.combine(day, at, now.tzinfo) for day in days for at in times])


def say_moment(at: datetime) -> Words:
    """A day and a time in full."""
    day, clock = say_day(at.date()), say_time(at.time())
    return Words(f"{day.zh} {clock.zh}", f"{day.en}, {clock.en}")


def _read(moments: list[datetime]) -> Read[datetime]:
    return Read(tuple(Meaning(at, say_moment(at)) for at in dict.fromkeys(moments)))


def _days(text: str, today: date, side: Side) -> list[date]:
    if not text:
        return [today]
    return [meaning.value for meaning in read_day(text, today=today, side=side).meanings]


def _split(text: str) -> tuple[str, tuple[time, ...], bool]:
    """The words of the day, the times the rest can mean, and whether it is twelve at night."""
    for name, at in _ONLY_NAMED.items():
        if text.endswith(name):
            return text.removesuffix(name).strip(" ,T"), (at,), False
    for form in FORMS:
        for start in range(len(text)):
            found = form.fullmatch(text, start)
            if found and not (start and text[start].isdigit() and text[start - 1].isdigit()):
                day = re.sub(r"[\s,T的在]+$", "", text[:start])
                if not day or not day[-1].isdigit() or start != len(day):
                    return day, times_of(found), bool(_MIDNIGHT.search(text, start))
    return text, (), False


def _at_distance(text: str, now: datetime) -> datetime | None:
    minute = now.replace(second=0, microsecond=0)
    if found := _DISTANCE.fullmatch(numerals_to_digits(text)):
        is_hours = found["unit"] in ("小时", "钟头")
        count = 30 if found["half"] else int(found["n"]) * (60 if is_hours else 1)
        if not found["half"] and "半" in text:
            count += 30
        return minute + timedelta(minutes=count if found["way"] == "后" else -count)
    if found := _EN_DISTANCE.fullmatch(text):
        unit = found["u1"] or found["u2"]
        count = int(found["ahead"] or found["ago"]) * (60 if unit == "HOUR" else 1)
        return minute + timedelta(minutes=count if found["ahead"] else -count)
    return None
