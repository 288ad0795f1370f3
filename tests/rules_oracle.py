"""A second, naive way to judge: every second, everything anew from the whole history.

It shares nothing with the real judge but the shape of a rule. Times are whole seconds.
"""

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from statistics import median

from linli.support.rules.domain.definition import (
    Combination,
    Rate,
    Schedule,
    Silence,
    Threshold,
    Window,
)

ZONE = timezone(timedelta(hours=8))


class Oracle:
    """Judges one rule at one originator; `series` maps number to (property, device)."""

    def __init__(self, condition, series, start, covered=()):
        self.condition, self.series, self.start = condition, series, start
        self.covered = covered
        self.history = {number: [] for number in series}
        self.memo = {}

    def run(self, rows, until):
        rows = sorted((at // 1000, number, value) for number, at, value, flags in rows if not flags)
        turns, raised, held_back = [], False, False
        for t in range(self.start, until + 1):
            for at, number, value in rows:
                if at == t and number in self.history:
                    self.history[number].append((at, value))
            holds = self.holds(self.condition, t, ())
            if holds and not raised:
                if any(since <= t < end for since, end in self.covered):
                    if not held_back:
                        turns.append((t, "suppressed"))
                    held_back = True
                else:
                    raised, held_back = True, False
                    turns.append((t, "raised"))
            elif not holds:
                held_back = False
                if raised:
                    raised = False
                    turns.append((t, "cleared"))
        return turns

    # Every signal is a list of booleans, one for each second from the start until now.

    def holds(self, condition, t, path):
        return self.signal(condition, t, path)[t - self.start]

    def signal(self, condition, t, path):
        past = self.memo.setdefault(path, [])
        while len(past) <= t - self.start:
            past.append(self.compute(condition, self.start + len(past), path, past))
        return past

    def compute(self, condition, t, path, past):
        if isinstance(condition, Combination):
            return self.held(path, condition.hold, t, self.together(condition, t, path))
        if isinstance(condition, Schedule):
            inner = self.holds(condition.when, t, (*path, 0))
            is_open = within(condition.hours, t) != condition.is_outside
            return self.held(path, condition.hold, t, inner and is_open)
        return any([self.leaf(condition, number, t, path) for number in self.of(condition)])

    def of(self, leaf):
        return [n for n, (name, _) in self.series.items() if name == leaf.where.property]

    def held(self, path, hold, t, raw):
        pressed = self.memo.setdefault((*path, "raw"), [])
        pressed.append(raw)
        wanted = hold // 1000 + 1
        return len(pressed) >= wanted and all(pressed[-wanted:])

    def together(self, condition, t, path):
        voters = set()
        for place, part in enumerate(condition.of):
            inner = (*path, place)
            self.signal(part, t, inner)
            if condition.counts_devices:
                for number in self.of(part):
                    past = self.memo[(*inner, number, "out")]
                    if self.lately(past, condition.within):
                        voters.add(self.series[number][1])
            elif self.lately(self.memo[inner], condition.within):
                voters.add(place)
        return len(voters) >= condition.needs

    def lately(self, past, within):
        """Whether it held at some moment of (t - within, t]; a second's value lasts to the next."""
        return any(past[-(within // 1000) - 1 :]) if within else past[-1]

    def leaf(self, leaf, number, t, path):
        past = self.memo.setdefault((*path, number, "out"), [])
        past.append(self.leaf_now(leaf, number, t, path, past))
        return past[-1]

    def leaf_now(self, leaf, number, t, path, past):
        readings = self.history[number]
        if isinstance(leaf, Silence):
            last = max([self.start, *(at for at, _ in readings)])
            return t - last >= leaf.after // 1000
        measured = self.measure(leaf, readings, t)
        beyond_now = measured is not None and beyond(leaf.limit, leaf.limit.raise_at, measured)
        pressed = self.memo.setdefault((*path, number, "beyond"), [])
        if past and past[-1]:
            pressed.append(True)
            if measured is None:
                still = isinstance(leaf, Rate)
            else:
                still = beyond(leaf.limit, leaf.limit.clear_at, measured)
            if not still:
                pressed.clear()
                pressed.append(False)
            return still
        pressed.append(beyond_now)
        wanted = leaf.hold // 1000 + 1
        return len(pressed) >= wanted and all(pressed[-wanted:])

    def measure(self, leaf, readings, t):
        if isinstance(leaf, Threshold):
            return readings[-1][1] if readings else None
        span = leaf.span // 1000
        if isinstance(leaf, Rate):
            return rate(readings, span)
        assert isinstance(leaf, Window)
        kept = [value for at, value in readings if t - span < at <= t]
        if len(kept) < leaf.at_least:
            return None
        if leaf.take in ("count", "sum") and not leaf.limit.is_above and t < self.start + span:
            return None
        return aggregate(leaf.take, kept)


def beyond(limit, edge, measured):
    return measured > edge if limit.is_above else measured < edge


def rate(readings, span):
    if not readings:
        return None
    at, value = readings[-1]
    before = [row for row in readings if row[0] <= at - span]
    first, was = before[-1] if before else readings[0]
    if (at - first) * 2 < span:
        return None
    return (value - was) * 60_000 / ((at - first) * 1000)


def aggregate(take, kept):
    if take == "count":
        return len(kept)
    if take == "sum":
        return float(sum(map(Fraction, kept)))
    if take == "mean":
        return float(sum(map(Fraction, kept))) / len(kept)
    if take == "median":
        return median(kept)
    return min(kept) if take == "min" else max(kept)


def within(hours, t):
    """By walking over yesterday's and today's spans, on a clock without summer time."""
    local = datetime.fromtimestamp(t, ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for span in hours.weekly:
        for day in (midnight - timedelta(days=1), midnight):
            begin = day + timedelta(milliseconds=span.start)
            end = day + timedelta(milliseconds=span.until)
            if span.until < span.start:
                end += timedelta(days=1)
            dated = not hours.dates or any(a <= day.date() <= b for a, b in hours.dates)
            barred = any(a <= day.date() <= b for a, b in hours.except_dates)
            if begin <= local < end and day.isoweekday() in span.days and dated and not barred:
                return True
    return False
