"""Figures over a place and a time that tell of many homes and never of a few."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from linli.foundation.devices.api import SeriesCard, list_series
from linli.foundation.people.api import countable_homes
from linli.foundation.places.api import (
    PlaceCard,
    PlaceKind,
    get_community,
    get_place,
    get_places,
)
from linli.foundation.telemetry import policy
from linli.foundation.telemetry.domain import (
    HOWS,
    MOST_CELLS,
    Aggregate,
    Cell,
    Partial,
    from_ms,
    rounded_readings,
    to_ms,
)
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Refused, now, system

_COUNTED = ("open", "household")
_CHUNK = 2_000
_HOUR_S = 3_600
_LONG = timedelta(days=2)

_RAW = """
    SELECT bucket, count(), sum(n), sum(mean), min(low), max(high) FROM (
        SELECT intDiv(toUnixTimestamp64Milli(at) - {start:Int64}, {every:Int64}) AS bucket, place,
            count() AS n, avg(value) AS mean, min(value) AS low, max(value) AS high
        FROM readings
        WHERE series IN {series:Array(UInt32)} AND place IN {places:Array(String)}
            AND at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
            AND at < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
            AND text = '' AND isFinite(value)
        GROUP BY bucket, place
    ) GROUP BY bucket
"""
_HOURLY = """
    SELECT bucket, count(), sum(readings), sum(mean), min(low), max(high) FROM (
        SELECT intDiv(toUnixTimestamp(hour) * 1000 - {start:Int64}, {every:Int64}) AS bucket,
            place, sum(h.n) AS readings, sum(h.sum) / readings AS mean, min(h.min) AS low,
            max(h.max) AS high
        FROM hourly AS h FINAL
        WHERE series IN {series:Array(UInt32)} AND place IN {places:Array(String)}
            AND hour >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
            AND hour < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
        GROUP BY bucket, place
    ) GROUP BY bucket
"""
_COMPUTED = "SELECT toUnixTimestamp64Milli(max(computed)) FROM hourly"


def aggregate(
    *,
    viewer: Actor,
    place: str,
    property: str,
    since: datetime,
    until: datetime,
    every: timedelta,
    how: str = "mean",
) -> Aggregate:
    """A property over all that lies in a place, in stretches of `every` from `since` on.

    `how` is mean, sum, low or high. Of homes whole groups are counted, for days that are over; a
    stretch that must wait for its day, or with fewer than five homes, is hidden. Personal and
    special readings are never added up.
    """
    policy.check_member(viewer)
    _check(since, until, every, how)
    top = get_place(viewer=viewer, place=place)
    figures = _figures(top, property)
    asked = _Asked(since, until, every, is_hourly=_is_hourly(since, until, every))
    cells: dict[int, Partial] = defaultdict(Partial)
    asked.add_all(cells, figures.others, range(asked.count), are_homes=False)
    runs = _runs(top, figures.homes, asked)
    for homes, stretches in runs:
        counted = {home: figures.homes[home] for home in homes}
        asked.add_all(cells, counted, stretches, are_homes=True)
    for number in range(runs[-1][1].stop if runs else asked.count, asked.count):
        cells[number].must_wait = True
    shown = asked.cells(cells, how)
    return Aggregate(
        place=top.id,
        property=property,
        how=how,
        unit=figures.unit,
        since=since,
        until=until,
        every_s=every // timedelta(seconds=1),
        cells=shown,
        definition=f"{HOWS[how]}. Homes count in groups of five, once the day is over, and are"
        " rounded; protected households are left out in groups, and others drawn beside them.",
        source=asked.source,
        places=len(figures.others),
        homes_at_least=max((len(homes) for homes, _stretches in runs), default=0),
        readings=rounded_readings(cells.values()),
        hidden=sum(cell.is_hidden for cell in shown),
        as_of=asked.as_of,
    )


_ByPlace = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class _Figures:
    """The series to be added up, by home and by other place."""

    unit: str
    homes: _ByPlace
    others: _ByPlace


@dataclass(frozen=True, slots=True)
class _Asked:
    since: datetime
    until: datetime
    every: timedelta
    is_hourly: bool

    @property
    def count(self) -> int:
        """How many stretches there are."""
        return -(-(self.until - self.since) // self.every)

    def stretch(self, number: int) -> tuple[datetime, datetime]:
        """From when to when one stretch lasts."""
        start = self.since + number * self.every
        return start, min(start + self.every, self.until)

    def add_all(
        self,
        cells: Mapping[int, Partial],
        by_place: _ByPlace,
        stretches: range,
        *,
        are_homes: bool,
    ) -> None:
        """Add these places to the cells of some neighbouring stretches."""
        if not stretches:
            return
        since, until = self.stretch(stretches[0])[0], self.stretch(stretches[-1])[1]
        for places, series in _chunks(by_place):
            self.add(cells, places, series, since, until, are_homes=are_homes)

    def add(
        self,
        cells: Mapping[int, Partial],
        places: Sequence[str],
        series: Sequence[int],
        since: datetime,
        until: datetime,
        *,
        are_homes: bool,
    ) -> None:
        """Add some places to the cells of the stretches between two moments."""
        given = {
            "series": list(series),
            "places": list(places),
            "start": to_ms(self.since),
            "since": to_ms(since),
            "until": to_ms(until),
            "every": self.every // timedelta(milliseconds=1),
        }
        sql = _HOURLY if self.is_hourly else _RAW
        for bucket, count, n, means, low, high in engine.store().ask(sql, given):
            cells[int(bucket)].add(
                homes=int(count) if are_homes else 0,
                others=0 if are_homes else int(count),
                readings=int(n),
                means=float(means),
                low=float(low),
                high=float(high),
            )

    def cells(self, cells: Mapping[int, Partial], how: str) -> tuple[Cell, ...]:
        """Every stretch in order, also the empty ones."""
        empty = Partial()
        partials = ((number, cells.get(number, empty)) for number in range(self.count))
        return tuple(
            Cell(self.since + number * self.every, partial.value(how), partial.is_hidden)
            for number, partial in partials
        )

    @property
    def as_of(self) -> datetime:
        if not self.is_hourly:
            return now()
        return from_ms(int(engine.store().ask(_COMPUTED)[0][0]))

    @property
    def source(self) -> str:
        if self.is_hourly:
            return "Hourly figures computed from the stored readings of the devices."
        return "The stored readings of the devices."


def _check(since: datetime, until: datetime, every: timedelta, how: str) -> None:
    if how not in HOWS:
        raise Refused("invalid", "A figure is a mean, a sum, a low or a high.", field="how")
    if every < timedelta(seconds=1):
        raise Refused("invalid", "A stretch lasts at least one second.", field="every")
    if until <= since:
        raise Refused("invalid", "The end must come after the beginning.", field="until")
    if (until - since) / every > MOST_CELLS:
        raise Refused(
            "too_large",
            "At most %(most)s stretches can be shown; choose longer ones.",
            field="every",
            most=MOST_CELLS,
        )


def _figures(top: PlaceCard, property: str) -> _Figures:
    # What the viewer may not see singly may well be counted, so the platform asks.
    platform = system(top.community)
    cards = [
        card
        for card in list_series(viewer=platform, property=property)
        if card.sensitivity in _COUNTED and card.kind != "text" and card.place is not None
    ]
    lines = _lines(platform, {card.place for card in cards if card.dwelling is None})
    homes, others = _split(top, cards, lines)
    counted = {
        number for part in (homes, others) for numbers in part.values() for number in numbers
    }
    return _Figures(_unit([card for card in cards if card.number in counted]), homes, others)


def _split(
    top: PlaceCard, cards: Sequence[SeriesCard], lines: Mapping[str, tuple[str, ...]]
) -> tuple[_ByPlace, _ByPlace]:
    """Series by measured home, of the whole community, and by other place inside `top`."""
    homes: _ByPlace = defaultdict(list)
    others: _ByPlace = defaultdict(list)
    for card in cards:
        if card.dwelling is not None:
            homes[card.dwelling].append(card.number)
        elif top.id in lines.get(str(card.place), ()):
            others[str(card.place)].append(card.number)
    return dict(homes), dict(others)


def _runs(top: PlaceCard, homes: _ByPlace, asked: _Asked) -> list[tuple[frozenset[str], range]]:
    """The homes to be counted, for each run of stretches that count the same; up to the last
    stretch whose days are over, for until then a home may still become protected. None at all
    where no homes are ever counted."""
    platform = system(top.community)
    zone = ZoneInfo(get_community(viewer=platform, community=top.community).timezone)
    today = _midnight(now(), zone)
    spans = [_days(*asked.stretch(number), zone) for number in range(asked.count)]
    over = [span for span in spans if span[1] <= today]
    asks = [*over, (today, today + timedelta(days=1))]
    counted = countable_homes(viewer=platform, under=top.id, measured=homes, spans=asks)
    runs: list[tuple[frozenset[str], range]] = []
    if not any(counted):
        return runs
    runs.append((frozenset(), range(0)))  # where the waiting begins when no day is over yet
    for number, counts in enumerate(counted[: len(over)]):
        if runs[-1][0] == counts:
            runs[-1] = counts, range(runs[-1][1].start, number + 1)
        else:
            runs.append((counts, range(number, number + 1)))
    return runs


def _days(since: datetime, until: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The whole days of the community's calendar that a stretch touches."""
    last = _midnight(until - timedelta(milliseconds=1), zone)
    return _midnight(since, zone), last + timedelta(days=1)


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _unit(cards: Sequence[SeriesCard]) -> str:
    units = {card.unit for card in cards}
    if len(units) > 1:
        raise Refused(
            "invalid",
            "These devices measure in different units (%(units)s) and cannot be added up.",
            field="property",
            units=", ".join(sorted(units)),
        )
    return units.pop() if units else ""


def _lines(platform: Actor, places: Iterable[str | None]) -> dict[str, tuple[str, ...]]:
    """For each place the ids from the community over its grid cell down to itself."""
    wanted = sorted(place for place in places if place is not None)
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(wanted), _CHUNK):
        cards = get_places(viewer=platform, places=wanted[start : start + _CHUNK])
        found |= {place: _line(card) for place, card in cards.items()}
    return found


def _line(card: PlaceCard) -> tuple[str, ...]:
    if len(card.path) == 1 or card.kind is PlaceKind.CELL:
        return card.path
    return (card.path[0], card.cell or "", *card.path[1:])


def _chunks(by_place: _ByPlace) -> Iterator[tuple[list[str], list[int]]]:
    places = sorted(by_place)
    for start in range(0, len(places), _CHUNK):
        some = places[start : start + _CHUNK]
        yield some, [series for place in some for series in by_place[place]]


def _is_hourly(since: datetime, until: datetime, every: timedelta) -> bool:
    in_utc = since.astimezone(UTC)
    is_on_the_hour = not (in_utc.minute or in_utc.second or in_utc.microsecond)
    return is_on_the_hour and until - since > _LONG and not every % timedelta(seconds=_HOUR_S)
