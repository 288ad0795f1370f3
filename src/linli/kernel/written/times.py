"""Times of day as people write and say them."""

import re
from datetime import time

from linli.kernel.refused import Refused
from linli.kernel.words import Words
from linli.kernel.written.characters import simple
from linli.kernel.written.meaning import Meaning, Read
from linli.kernel.written.numerals import numerals_to_digits

_PART = "凌晨|清晨|早上|早晨|一早|早|上午|中午|正午|下午|午后|傍晚|晚上|夜里|夜间|半夜|深夜|午夜|晚"
_NUMBER = "[0-9]{1,2}|[零〇一二两三四五六七八九十]{1,3}"
_SPOKEN = re.compile(
    rf"(?P<part>{_PART})?\s*(?P<hour>{_NUMBER})\s*(?:点钟|点整|点|时)\s*"
    rf"(?:(?P<half>半)|(?P<quarter>[一三13])刻|(?:零|过)?(?P<minute>{_NUMBER})分?)?(?:左右)?"
)
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?\s*(?P<hour>[0-9]{{1,2}})[:.](?P<minute>[0-9]{{2}})(?::[0-9]{{2}}(?:\.[0-9]+)?)?"
    r"\s*(?P<half_day>[AP]\.?M\.?)?"
)
_ENGLISH = re.compile(r"(?P<hour>[0-9]{1,2})\s*(?P<half_day>[AP]\.?M\.?|O'?CLOCK)")
_BARE = re.compile(r"(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])")
_NAMED = {
    **{"中午": time(12), "正午": time(12), "NOON": time(12), "MIDDAY": time(12)},
    **{"午夜": time(0), "MIDNIGHT": time(0)},
}
_EARLY = frozenset(["凌晨", "清晨", "早上", "早晨", "一早", "早", "上午"])
_LATE = frozenset(["下午", "午后", "傍晚", "晚上", "夜里", "夜间", "半夜", "深夜", "晚"])
FORMS = (_SPOKEN, _CLOCK, _ENGLISH)
"""How a time can be written behind a day; four bare digits count only when they stand alone."""


def read_time(text: str) -> Read[time]:
    """A time of day to the minute: "15:00", "下午三点半", "3 pm"; "3点" can mean two."""
    short = simple(text.replace("\0", "")[:60])
    if short in _NAMED:
        return _read(_NAMED[short])
    for form in (*FORMS, _BARE):
        if found := form.fullmatch(short):
            return Read(tuple(Meaning(at, say_time(at)) for at in times_of(found)))
    raise Refused("invalid", "Please write a time such as 15:00 or 3 pm.", field="time")


def say_time(at: time) -> Words:
    """A time on the 24-hour clock."""
    return Words(f"{at:%H:%M}", f"{at:%H:%M}")


def times_of(found: re.Match[str]) -> tuple[time, ...]:
    """What a matched time can mean; refused when no clock shows it."""
    said = found.groupdict()
    hour, minute = _whole(said["hour"]), _minute(said)
    part, half_day = said.get("part") or "", (said.get("half_day") or "").replace(".", "")
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Refused("invalid", "A day has 24 hours, an hour 60 minutes.", field="time")
    if part or half_day[:1] in ("A", "P"):
        return (_by_part(hour, minute, part, half_day),)
    if hour == 24:
        return (time(0, 0),)
    is_spoken = found.re in (_SPOKEN, _ENGLISH)
    if is_spoken and 1 <= hour <= 11 and not said["hour"].startswith("0"):
        return (time(hour, minute), time(hour + 12, minute))
    return (time(hour, minute),)


def _by_part(hour: int, minute: int, part: str, half_day: str) -> time:
    is_late = part in _LATE or half_day == "PM"
    is_night = part in ("半夜", "深夜", "夜里", "夜间") and hour < 6
    if half_day and hour > 12:
        raise Refused("invalid", "A time with am or pm has at most 12 hours.", field="time")
    if hour == 12 and (half_day == "AM" or part in ("凌晨", "晚上", "半夜", "深夜", "夜里", "晚")):
        return time(0, minute)
    if is_late and not is_night and hour < 12:
        return time(hour + 12, minute)
    if part in ("中午", "正午") and hour < 4:
        return time(hour + 12, minute)
    if part in _EARLY and hour > 12:
        raise Refused("invalid", "Morning ends at 12; which time is meant?", field="time")
    return time(hour % 24, minute)


def _read(at: time) -> Read[time]:
    return Read((Meaning(at, say_time(at)),))


def _minute(said: dict[str, str | None]) -> int:
    if said.get("half"):
        return 30
    if quarter := said.get("quarter"):
        return 15 if quarter in "一1" else 45
    return _whole(said.get("minute") or "0")


def _whole(text: str) -> int:
    return int(numerals_to_digits(text))
