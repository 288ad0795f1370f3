"""Moments, spans and numbers the way people say them, in Chinese and English."""

from datetime import datetime, timedelta
from decimal import Decimal

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NEAR = {
    -1: ("昨天", "yesterday"),
    0: ("今天", "today"),
    1: ("明天", "tomorrow"),
}


def moment(at: datetime, *, now: datetime, language: str) -> str:
    """`今天 09:12`, `昨天 16:20`, `11月23日 星期一 上午9点`; both times in the zone to be shown."""
    near = _NEAR.get((at.date() - now.date()).days)
    zh = language.startswith("zh")
    if near:
        return f"{near[0 if zh else 1]} {at:%H:%M}"
    if zh:
        return f"{day(at, now=now, language=language)} {_zh_hour(at)}"
    return f"{day(at, now=now, language=language)}, {at:%H:%M}"


def deadline(at: datetime, *, now: datetime, language: str) -> str:
    """The end of a period; one that ends with a day names that day: `4月24日 星期五 24点`."""
    if at.hour or at.minute:
        return moment(at, now=now, language=language)
    last = day(at - timedelta(minutes=1), now=now, language=language)
    return f"{last} 24点" if language.startswith("zh") else f"{last}, 24:00"


def day(at: datetime, *, now: datetime, language: str) -> str:
    """`11月23日 星期一`, with the year when it is not this one."""
    if language.startswith("zh"):
        year = "" if at.year == now.year else f"{at.year}年"
        return f"{year}{at.month}月{at.day}日 星期{_ZH_DAYS[at.weekday()]}"
    year = "" if at.year == now.year else f" {at.year}"
    return f"{_EN_DAYS[at.weekday()]} {at.day} {_EN_MONTHS[at.month - 1]}{year}"


def _zh_hour(at: datetime) -> str:
    part = next(
        word
        for end, word in ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
        if at.hour < end
    )
    hour = at.hour if at.hour <= 12 else at.hour - 12
    return f"{part}{hour}点" + (f"{at.minute:02}分" if at.minute else "")


def span(length: timedelta, *, language: str) -> str:
    """`2 小时 10 分`: the two largest units that matter; the sign is left to the sentence."""
    zh = language.startswith("zh")
    minutes = int(abs(length).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = [(days, "天", "d"), (hours, "小时", "h")]
    else:
        parts = [(hours, "小时", "h"), (rest, "分", "min")]
    said = [f"{count} {unit if zh else short}" for count, unit, short in parts if count]
    return " ".join(said) or ("不到 1 分" if zh else "under 1 min")


def number(value: float | Decimal, places: int | None = None) -> str:
    """`1,204`, `21.5`: thousands grouped, no needless zeros unless `places` says how many."""
    if places is not None:
        return f"{value:,.{places}f}"
    text = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
