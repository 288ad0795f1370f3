"""The public holidays of mainland China, year by year, as the State Council's notices say them."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from linli.kernel import Refused

_FILE = Path(__file__).resolve().parent.parent / "calendar-cn.toml"
_YEAR = re.compile(r"20\d\d")
_MOST_OFF, _MOST_WORK, _LONGEST, _MOST_WORDS = 20, 40, 15, 80
_AROUND = timedelta(days=31)  # New Year's days may begin in December


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """What one notice announced: days off as (first, last, name), and days worked instead."""

    year: int
    notice: str
    issued: date
    off: tuple[tuple[date, date, str], ...]
    work: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Announced days off and make-up working days, and the years they are known for."""

    off: frozenset[date]
    work: frozenset[date]
    years: frozenset[int]


@cache
def announced() -> tuple[HolidayYear, ...]:
    """The years this version of Linli came with."""
    return read_years(_FILE.read_text(encoding="utf-8"))


def read_years(text: str) -> tuple[HolidayYear, ...]:
    """The years of a holiday file, earliest first; Refused("invalid") with what is wrong in it."""
    try:
        table = tomllib.loads(text)["year"]
        years = [_year(key, row) for key, row in sorted(table.items())]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(
            "invalid",
            "This is no list of holidays as docs/holidays.md describes it: %(why)s.",
            field="files",
            why=str(error)[:200],
        ) from error
    return tuple(years)


def write_years(years: Iterable[HolidayYear]) -> str:
    """The file `read_years` reads."""
    return "\n".join(_text(one) for one in years)


def joined(*lists: Iterable[HolidayYear]) -> tuple[HolidayYear, ...]:
    """Several lists as one, earliest first; the last list that knows a year is believed."""
    known = {one.year: one for years in lists for one in years}
    return tuple(known[year] for year in sorted(known))


def holidays_of(years: Iterable[HolidayYear]) -> Holidays:
    """The days of all these years."""
    years = tuple(years)
    off = {day for one in years for first, last, _ in one.off for day in days(first, last)}
    work = {day for one in years for day in one.work}
    return Holidays(frozenset(off), frozenset(work), frozenset(one.year for one in years))


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _year(key: str, row: Mapping[str, Any]) -> HolidayYear:
    if not _YEAR.fullmatch(key):
        raise ValueError(f"{key} is not a year")
    notice, issued = row["notice"], row["issued"]
    if not isinstance(notice, str) or not 0 < len(notice) <= _MOST_WORDS:
        raise ValueError(f"{key} does not say in which notice it was announced")
    if type(issued) is not date:
        raise ValueError(f"{key} does not say when it was announced")
    off = tuple(_off(int(key), *one) for one in row["off"])
    work = tuple(_near(int(key), day) for day in row["work"])
    if not 0 < len(off) <= _MOST_OFF or len(work) > _MOST_WORK:
        raise ValueError(f"{key} has too few days, or too many")
    if {day for first, last, _ in off for day in days(first, last)} & set(work):
        raise ValueError(f"{key} has a day that is off and worked at once")
    return HolidayYear(int(key), notice, issued, off, work)


def _off(year: int, first: str, last: str, name: str) -> tuple[date, date, str]:
    begins, ends = _near(year, first), _near(year, last)
    if not timedelta() <= ends - begins <= timedelta(days=_LONGEST):
        raise ValueError(f"{first} to {last} is no span of days off")
    if not isinstance(name, str) or not 0 < len(name) <= _MOST_WORDS:
        raise ValueError(f"{first} has no name")
    return begins, ends, name


def _near(year: int, text: str) -> date:
    day = date.fromisoformat(text)
    if not date(year, 1, 1) - _AROUND <= day <= date(year, 12, 31) + _AROUND:
        raise ValueError(f"{text} is not in {year}")
    return day


def _text(one: HolidayYear) -> str:
    off = "".join(f'  ["{first}", "{last}", {_quoted(name)}],\n' for first, last, name in one.off)
    work = ", ".join(f'"{day}"' for day in one.work)
    return (
        f"[year.{one.year}]\nnotice = {_quoted(one.notice)}\nissued = {one.issued}\n"
        f"off = [\n{off}]\nwork = [{work}]\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
