"""Figures over a place and a time that tell of many homes and never of a few."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linli.foundation.devices.api import SeriesCard, list_series
from linli.foundation.people.api import countable_dwellings
from linli.foundation.places.api import PlaceCard, PlaceKind, get_place, get_places
from linli.foundation.telemetry import policy
from linli.foundation.telemetry.domain import (
    HOWS,
    MOST_CELLS,
    Aggregate,
    Cell,
    Partial,
    from_ms,
    may_show,
    rounded_down,
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
        SELECT intDiv(toUnixTimestamp64Milli(at) - {since:Int64}, {every:Int64}) AS bucket, place,
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
        SELECT intDiv(toUnixTimestamp(hour) * 1000 - {since:Int64}, {every:Int64}) AS bucket,
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

    `how` is mean, sum, low or high. Of homes only those that may be counted are, and a stretch
    with fewer than five of them is hidden; personal and special readings are never added up.
    """
    policy.check_member(viewer)
    _check(since, until, every, how)
    top = get_place(viewer=viewer, place=place)
    figures = _figures(top, property)
    asked = _Asked(since, until, every, is_hourly=_is_hourly(since, until, every))
    cells: dict[int, Partial] = defaultdict(Partial)
    for by_place, are_homes in ((figures.homes, True), (figures.others, False)):
        for places, series in _chunks(by_place):
            asked.add(cells, places, series, are_homes=are_homes)
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
        definition=f"{HOWS[how]}. Homes count only in groups of five or more;"
        " protected households and others chosen at random beside them are left out.",
        source=asked.source,
        places=len(figures.others),
        homes_at_least=rounded_down(len(figures.homes)),
        readings=sum(cell.readings for cell in cells.values() if not cell.is_hidden),
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

    def add(
        self,
        cells: Mapping[int, Partial],
        places: Sequence[str],
        series: Sequence[int],
        *,
        are_homes: bool,
    ) -> None:
        given = {
            "series": list(series),
            "places": list(places),
            "since": to_ms(self.since),
            "until": to_ms(self.until),
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
        count, empty = -(-(self.until - self.since) // self.every), Partial()
        partials = ((number, cells.get(number, empty)) for number in range(count))
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
    lines = _lines(platform, {place for card in cards for place in (card.place, card.dwelling)})
    homes, others = _split(top, cards, lines)
    counted = {
        number for part in (homes, others) for numbers in part.values() for number in numbers
    }
    return _Figures(_unit([card for card in cards if card.number in counted]), homes, others)


def _split(
    top: PlaceCard, cards: Sequence[SeriesCard], lines: Mapping[str, tuple[str, ...]]
) -> tuple[_ByPlace, _ByPlace]:
    """Series by home and by other place; no homes at all when their neighbours forbid it."""
    platform = system(top.community)
    countable = countable_dwellings(viewer=platform, under=top.community)
    measured = {card.dwelling or "" for card in cards} & countable & lines.keys()
    inside: frozenset[str] = frozenset()
    if may_show(_line(top), [lines[home] for home in measured]):
        inside = countable_dwellings(viewer=platform, under=top.id)
    homes: _ByPlace = defaultdict(list)
    others: _ByPlace = defaultdict(list)
    for card in cards:
        if card.dwelling in inside:
            homes[str(card.dwelling)].append(card.number)
        elif card.dwelling is None and top.id in lines.get(str(card.place), ()):
            others[str(card.place)].append(card.number)
    return dict(homes), dict(others)


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
