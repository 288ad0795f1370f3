"""The recordings as if they were made here this week: each value at its own weekday and hour.

Nothing is smoothed or filled in: where the recorder was off, nothing is said.
"""

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from linli.perception.units import conversion

FOLDER = Path(__file__).resolve().parent / "recordings"
ZONE = ZoneInfo("Asia/Shanghai")
"""Minutes of a week, counted from Monday 00:00."""

Values = Mapping[str, float | bool]


@dataclass(frozen=True, slots=True)
class Tape:
    """One week of a recording: values by minute of the week, taken every `step` minutes."""

    step: int
    rows: Mapping[int, Values]

    def at(self, moment: datetime) -> Values | None:
        """What was recorded at this weekday and minute, None when nothing was."""
        return self.rows.get(minute_of_week(moment.astimezone(ZONE)))

    def between(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, Values]]:
        """Every recorded minute in [since, until), in order."""
        moment = since.astimezone(UTC).replace(second=0, microsecond=0)
        while moment < since:
            moment += timedelta(minutes=1)
        while moment < until:
            values = self.at(moment)
            if values is not None:
                yield moment, values
            moment += timedelta(minutes=1)


def minute_of_week(moment: datetime) -> int:
    """Minutes since Monday 00:00 of the moment's own clock."""
    return (moment.weekday() * 24 + moment.hour) * 60 + moment.minute


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _french(day: str, clock: str) -> datetime:
    """A day written 28/2/2007; quicker than `strptime` by far."""
    number, month, year = map(int, day.split("/"))
    hour, minute, _ = map(int, clock.split(":"))
    return datetime(year, month, number, hour, minute, tzinfo=UTC)


@cache
def room() -> Tape:
    """An office in February 2015, each minute (UCI, Candanedo and Feldheim)."""
    rows: dict[int, Values] = {}
    for name in ("datatraining.txt", "datatest.txt"):
        path = FOLDER / "occupancy-uci" / name
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            next(lines)
            for _, at, temperature, humidity, light, co2, _, occupied in lines:
                # Seconds waver around the minute (14:19:59), so the nearest one is meant.
                moment = _moment(at) + timedelta(seconds=30)
                rows[minute_of_week(moment)] = {
                    "temperature": float(temperature),
                    "humidity": float(humidity),
                    "light": float(light),
                    "co2": float(co2),
                    "occupancy": occupied == "1",
                }
    return Tape(1, rows)


@cache
def household(week: int) -> Tape:
    """One of four weeks of a household's power in W, each minute (UCI, Hebrail and Berard)."""
    rows: dict[int, Values] = {}
    for moment, power in _power():
        if (moment.day - 1) // 7 == week:
            rows[minute_of_week(moment)] = {"power": power}
    return Tape(1, rows)


@cache
def _power() -> tuple[tuple[datetime, float], ...]:
    path = FOLDER / "household-power-uci" / "2007-02.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return tuple(
            (
                _french(row["date"], row["time"]),
                float(row["global_active_power"]) * 1000,
            )
            for row in csv.DictReader(file)
            if row["global_active_power"] not in ("", "?", "NA")
        )


def household_minutes(since: int) -> Iterator[float]:
    """The whole month's power in W minute by minute, from a minute on, over and over."""
    minutes = _power()
    while True:
        yield minutes[since % len(minutes)][1]
        since += 1


@cache
def plant(monday: str) -> Tape:
    """A week of a machine room's temperature in Cel, each hour (NAB); some weeks hold its
    labelled failures."""
    first = _moment(monday)
    change = conversion("degF", "Cel")
    assert change is not None
    rows: dict[int, Values] = {}
    path = FOLDER / "nab" / "ambient_temperature_system_failure.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            moment = _moment(row["timestamp"])
            if first <= moment < first + timedelta(days=7):
                celsius = float(row["value"]) * change[0] + change[1]
                rows[minute_of_week(moment)] = {"temperature": round(celsius, 3)}
    return Tape(60, rows)


# -- fires -----------------------------------------------------------------------------------------

FIRES = ("02", "05", "07", "10")


@dataclass(frozen=True, slots=True)
class Fire:
    """A full-scale fire test (NIST): for each of three rooms (second since ignition, smoke as
    light extinction, temperature in Cel). The first room is where it burns."""

    name: str
    rooms: tuple[str, str, str]
    rows: tuple[tuple[float, tuple[Values, ...]], ...]

    @property
    def quiet(self) -> tuple[Values, ...]:
        """What the three rooms showed at ignition."""
        return self.rows[0][1]


_ROOMS = {
    "02": ("E", "C", "A"),
    "05": ("E", "C", "A"),
    "07": ("B", "C", "A"),
    "10": ("D", "B", "A"),
}
"""Of the test house's rooms the one whose detector saw the fire first, and two on the way out."""


@cache
def fire(name: str) -> Fire:
    """One of the four tests."""
    rooms = _ROOMS[name]
    path = FOLDER / "fire-nist" / f"NIST_Smoke_Alarms_SDC{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = tuple(
            (float(row["TIME"]), tuple(_room(row, one) for one in rooms))
            for row in csv.DictReader(file)
            if row["TIME"]
        )
    return Fire(name, rooms, rows)


def _room(row: Mapping[str, str], one: str) -> Values:
    found: dict[str, float | bool] = {}
    for key, column in (("smoke", f"SM{one}_1"), ("temperature", f"TC{one}_1")):
        if row.get(column):
            found[key] = max(float(row[column]), 0.0) if key == "smoke" else float(row[column])
    return found
