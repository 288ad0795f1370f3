"""How long readings are kept that were recorded under one mandate after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Promise:
    """From `since` on, readings are kept for so many days; for none once consent is withdrawn."""

    mandate: str
    since: datetime
    days: int


def due(promises: Sequence[Promise], moment: datetime) -> tuple[Promise, datetime]:
    """Before when everything is to be erased, and by whose promise; promises oldest first.

    Readings keep the term they were recorded under: a later mandate may shorten it, never prolong.
    """
    shortest, until = promises[-1].days, moment
    for promise in reversed(promises):
        shortest = min(shortest, promise.days)
        before = min(until, moment - timedelta(days=shortest))
        if before > promise.since:
            break
        until = promise.since
    return promise, before
