"""Whether a notice of the viewer's house says that water or power is off today or tomorrow.

Only a notice that names the day is believed; nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from linli.kernel import Actor, Refused, Words, now
from linli.kernel.written import Side, read_day
from linli.support.notify.api import BulletinCard, list_posted
from linli.surface.resident.nearby import home_cards

_LATELY = timedelta(days=30)
_NAMED = re.compile(
    r"今[天日晚]|明[天日晚]|后[天日]|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}-\d{1,2}-\d{1,2}|"
    r"(?:下周|下星期|下礼拜|周|星期|礼拜)[一二三四五六日天]"
)
_DAYS = {0: Words("今天", "Today"), 1: Words("明天", "Tomorrow")}


@dataclass(frozen=True, slots=True)
class CutOff:
    """What is off (`what`), when (today or tomorrow), and the notice that says so."""

    what: Words
    when: Words
    notice: BulletinCard


def cut_off(viewer: Actor, signs: dict[str, Words]) -> CutOff | None:
    """The first cut-off of today or tomorrow at the viewer's home; `signs` are the words that say
    one, with what it is called."""
    told = [
        found
        for notice in list_posted(viewer=viewer, since=now() - _LATELY)
        if (found := _said_by(notice, signs))
    ]
    places = {step for home in home_cards(viewer) for step in home.path} if told else set()
    return next((one for one in told if one.notice.place in places), None)


def _said_by(notice: BulletinCard, signs: dict[str, Words]) -> CutOff | None:
    today = timezone.localtime(now()).date()
    text = f"{notice.title.zh} {notice.text.zh}"
    what = next((name for sign, name in signs.items() if sign in text), None)
    if what is None:
        return None
    ahead = {(day - today).days for day in _days_of(notice, text)}
    return next((CutOff(what, _DAYS[days], notice) for days in _DAYS if days in ahead), None)


def _days_of(notice: BulletinCard, text: str) -> set[date]:
    """The days a notice names, counted from the day on which it was put up."""
    posted = timezone.localtime(notice.at).date()
    found: set[date] = set()
    for named in _NAMED.findall(text):
        try:
            meant = read_day(named.replace("晚", "天"), today=posted, side=Side.FUTURE)
        except Refused:
            continue
        found |= {one.value for one in meant.meanings} if meant.is_clear else set()
    return found
