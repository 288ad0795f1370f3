"""The living style page: every component in every state, in the face that is on.

What is long, empty, late or wrong stands beside what is ordinary, and the core of it once more in
each palette: light, dark, and both in high contrast.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sin
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import Refused, Words, now
from linli.surface.shell.drawing import Point
from linli.surface.shell.form import Answer, Choice, Field, Problem
from linli.surface.shell.request import Request
from linli.surface.shell.table import Cell, Column, Photo, Sound, Table, Way
from linli.surface.shell.templatetags.charts import Bar

ICONS = (
    *("home", "fix", "speak", "list", "vote", "bell", "door", "money", "eye", "phone", "person"),
    *("people", "clock", "done", "alert", "fire", "water", "power", "lift", "building", "place"),
    *("camera", "device", "chart", "rule", "search", "paper", "print", "key", "shield", "back"),
    *("next", "undo", "add", "help", "leave", "map", "hands"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    said: Words
    at: datetime
    who: str = ""
    via: str = ""
    href: str = ""
    link: str = ""
    words: str = ""
    photos: tuple[Photo, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class _Message:
    who: str
    words: str
    at: datetime
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class _Palette:
    """One of the four ways a page is coloured, with questions whose ids are its own."""

    name: str
    theme: str
    contrast: str
    fields: tuple[Field, ...]


def show(request: Request) -> HttpResponse:
    """Everything there is to build pages from."""
    return render(request, "shell/style.html", _everything())


def _everything() -> dict[str, Any]:
    moment = now().replace(second=0, microsecond=0)
    return {
        "title": _("Components"),
        "ways": (
            Way("/style", _("Overview"), is_current=True),
            Way("/style?2", _("Matters"), count=12),
            Way("/style?3", _("Devices")),
        ),
        "lanes": (
            Way("/style", _("Late"), is_current=True, count=3),
            Way("/style?2", _("Due today"), count=7),
            Way("/style?3", _("Waiting for the resident"), count=0),
        ),
        "entries": _entries(moment),
        "messages": (
            _Message("李建国", "导靴磨损，配件 10:30 到。", moment - timedelta(hours=2)),
            _Message("张秀英", "好的，我下午在家。", moment - timedelta(minutes=31), is_mine=True),
        ),
        "fields": _fields(),
        "problems": (Problem(_("Please choose where it is."), "f-where-wrong-1"),),
        "answers": (
            Answer(_("Where is it?"), "3号楼2单元401", "/style?where"),
            Answer(_("What is broken?"), "电梯异响", "/style?what"),
        ),
        "pairs": (("编号", "2026-1123-07"), ("地点", "3号楼 电梯"), ("谁负责", "李建国")),
        "table": _table(),
        "equal": replace(_table(), caption=_("The last 90 days")),
        "nothing": Table(_("Devices"), (Column(_("Matter")),), ()),
        "palettes": _palettes(),
        "photos": _photos(),
        "recordings": (Sound("/style", _("Voice note")),),
        "over": _entries(moment)[:1] + (replace(_entries(moment)[-1], is_over=True),),
        "long": _LONG,
        "none": (),
        "points": _points(moment),
        "sparks": (3, 4, 4, 6, None, None, 5, 7, 9, 8),
        "bars": (Bar("3号楼", 12, "/style"), Bar("7号楼", 8), Bar("12号楼", 3)),
        "buildings": _buildings(),
        "icons": ICONS,
        "refused": Refused("invalid", gettext_noop("Please choose where it is."), field="where"),
        "until": moment + timedelta(days=5),
        "next": "more",
    }


_LONG = (
    "三号楼二单元地下一层水泵房东侧的排水管从上周开始每天夜里都有水声，"
    "住在楼上的老人睡不好，已经说过两回了"
)


def _palettes() -> tuple[_Palette, ...]:
    named = (
        (_("Light"), "light", ""),
        (_("Dark"), "dark", ""),
        (_("Light, high contrast"), "light", "high"),
        (_("Dark, high contrast"), "dark", "high"),
    )
    return tuple(
        _Palette(name, theme, contrast, _few_fields(f"{theme}{contrast}"))
        for name, theme, contrast in named
    )


def _few_fields(key: str) -> tuple[Field, ...]:
    where, wrong, _when, what = _fields()[:4]
    return (
        replace(where, name=f"where-{key}", choices=where.choices[:2]),
        replace(what, name=f"what-{key}", value=("灯一闪一闪的",)),
        replace(what, name=f"wrong-{key}", why=wrong.why),
    )


def _photos() -> tuple[Photo, ...]:
    picture = static("shell/mark.svg")
    return tuple(Photo("/style", picture, f"{_('Photos')} {number}") for number in (1, 2))


def _entries(moment: datetime) -> tuple[_Entry, ...]:
    found = moment - timedelta(days=1, hours=3)
    return (
        _Entry(
            Words("电梯振动超过平时 3 倍", "The lift shakes three times as much as usual"),
            found,
            who="传感器自动发现",
            href="/style",
            link=_("See the readings"),
        ),
        _Entry(
            Words("您也报了这件事，已合在一起", "You reported it too; the two are one now"),
            found + timedelta(minutes=8),
            via="您用手机",
            words="咣当咣当响，老人不敢坐。",
        ),
        _Entry(
            Words("李师傅接手，带配件 10:30 到", "Mr Li took it on and comes at 10:30"),
            found + timedelta(minutes=19),
        ),
        _Entry(
            Words("导靴磨损，正在更换", "A guide shoe is worn and is being replaced"),
            moment - timedelta(minutes=40),
            who="李建国",
            photos=_photos(),
        ),
    )


def _fields() -> tuple[Field, ...]:
    where = Field(
        name="where",
        label=_("Where is it?"),
        kind="radio",
        hint=_("One is enough."),
        value=("home",),
        choices=(
            Choice("home", _("At my home"), hint="3号楼2单元401", icon="home"),
            Choice("stairs", _("On the stairs"), icon="building"),
            Choice("lift", _("In the lift"), icon="lift"),
            Choice("unsure", _("Hard to say, please contact me"), icon="phone"),
        ),
    )
    return (
        where,
        replace(where, name="where-wrong", value=(), why=_("Please choose where it is.")),
        Field(
            name="when",
            label=_("When are you in?"),
            kind="checkbox",
            value=("day",),
            choices=(Choice("day", _("By day")), Choice("evening", _("In the evening"))),
        ),
        Field(name="what", label=_("What is broken?"), hint=_("In your own words.")),
        Field(name="more", label=_("Anything else?"), kind="textarea", value=("灯一闪一闪的",)),
        Field(
            name="code",
            label=_("The code"),
            kind="code",
            value=("12345",),
            size="code",
            why=_("One digit is missing."),
        ),
        Field(
            name="kind",
            label=_("Which building?"),
            kind="select",
            choices=(Choice("3", "3号楼"), Choice("7", "7号楼")),
        ),
        Field(name="day", label=_("Which day?"), kind="date", size="mid"),
        Field(name="photo", label=_("Photos"), kind="file", accept="image/*", multiple=True),
    )


def _table() -> Table:
    return Table(
        _("Waiting longest"),
        (Column(_("Matter")), Column(_("Who answers")), Column(_("Waiting")), Column("件", True)),
        (
            (Cell("7号楼水管漏水", "/style"), "王师傅", Cell("2 小时 10 分", tone="late"), "2"),
            (Cell("地库照明", "/style"), "赵电工", Cell("1 小时 05 分", tone="wait"), "1"),
            (Cell("噪音，5号楼", "/style"), "网格员小陈", Cell("等您确认", tone="ok"), "1"),
        ),
    )


def _points(moment: datetime) -> tuple[Point, ...]:
    start = moment - timedelta(hours=24)
    return tuple(
        Point(
            start + timedelta(minutes=30 * step),
            None if 20 <= step < 27 else 21.5 + 2.5 * sin(step / 7),
            20.8 + 2.5 * sin(step / 7),
            22.4 + 2.5 * sin(step / 7),
        )
        for step in range(49)
    )


def _buildings() -> list[dict[str, Any]]:
    counts = (0, 1, 4, 12, 2, 0)
    return [
        {"number": index + 1, "count": count, "x": 30 + index * 100, "mid": 68 + index * 100}
        for index, count in enumerate(counts)
    ]
