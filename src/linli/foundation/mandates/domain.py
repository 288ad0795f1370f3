"""What a mandate allows: which series, where, for how long; and what one must say to be granted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from linli.kernel import Refused, Words

MOST_SERIES = 100
MOST_RECIPIENTS = 20
MOST_ID = 20
LONGEST_RETENTION_DAYS = 3650

_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.(\*|[A-Za-z0-9][A-Za-z0-9_:./-]{0,59})")


class Basis(StrEnum):
    """What kind of decision a mandate rests on."""

    RESOLUTION = "resolution"
    LAW = "law"
    CONSENT = "consent"
    CONTRACT = "contract"


class State(StrEnum):
    """Whether the grant stands or was taken back."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class MandateCard:
    """A mandate (授权): what may be measured, where, why, for whom, how long, by which decision.

    `series` are patterns `model.property` or `model.*`; `place` is the top of the subtree it
    holds for, None for the whole community; `valid_until` is exclusive, None for no end. `decision`
    is the id of the motion by which the owners decided it, empty when none is named.
    """

    id: str
    community: str
    purpose: Words
    series: tuple[str, ...]
    place: str | None
    retention_days: int
    recipients: tuple[str, ...]
    basis_kind: str
    basis_text: str
    basis_date: date
    valid_from: datetime
    valid_until: datetime | None
    state: str
    granted_by: str | None
    granted_for: str | None
    granted_via: str
    granted_at: datetime
    revoked_by: str | None
    revoked_at: datetime | None
    revoked_why: str
    decision: str = ""

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether it stands at a moment."""
        return is_valid_at(
            moment, state=self.state, valid_from=self.valid_from, valid_until=self.valid_until
        )

    def covers(self, series: str) -> bool:
        """Whether it names a series, written `model.property`."""
        return covers(self.series, series)

    def holds_at(self, path: Iterable[str]) -> bool:
        """Whether it holds at a place, given the ids from the community down to it."""
        return self.place is None or self.place in path


def is_valid_at(
    moment: datetime, *, state: str, valid_from: datetime, valid_until: datetime | None
) -> bool:
    """Whether a grant stands at a moment: not revoked, begun, and not over."""
    begun = valid_from <= moment
    over = valid_until is not None and valid_until <= moment
    return state == State.ACTIVE and begun and not over


def covers(patterns: Iterable[str], series: str) -> bool:
    """Whether one of the patterns names the series `model.property`."""
    model = series.partition(".")[0]
    return any(pattern in (series, f"{model}.*") for pattern in patterns)


def checked_series(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns, each once, in order; refused when empty, malformed or for every model."""
    unique = tuple(dict.fromkeys(pattern.strip() for pattern in patterns))
    if not 1 <= len(unique) <= MOST_SERIES:
        raise Refused(
            "invalid",
            "A mandate must name between 1 and %(most)s kinds of data.",
            field="series",
            most=MOST_SERIES,
        )
    for pattern in unique:
        if not _PATTERN.fullmatch(pattern):
            raise Refused(
                "invalid",
                "“%(pattern)s” does not name data; write the model and the property, "
                "for example smoke-detector.smoke or smoke-detector.*.",
                field="series",
                pattern=pattern[:80],
            )
    return unique


def checked_recipients(recipients: Iterable[str]) -> tuple[str, ...]:
    """Who may receive the data, in words residents read; at least one."""
    unique = tuple(dict.fromkeys(checked_text(one, "recipients", 80) for one in recipients))
    if not 1 <= len(unique) <= MOST_RECIPIENTS:
        raise Refused(
            "invalid",
            "A mandate must name between 1 and %(most)s recipients of the data.",
            field="recipients",
            most=MOST_RECIPIENTS,
        )
    return unique


def checked_purpose(purpose: Words) -> Words:
    """The purpose in both languages."""
    return Words(checked_text(purpose.zh, "purpose", 200), checked_text(purpose.en, "purpose", 200))


def checked_retention(days: int) -> int:
    """How many days readings are kept: 1 to ten years."""
    if isinstance(days, bool) or not 1 <= days <= LONGEST_RETENTION_DAYS:
        raise Refused(
            "invalid",
            "Data may be kept between 1 and %(most)s days.",
            field="retention_days",
            most=LONGEST_RETENTION_DAYS,
        )
    return days


def checked_basis(kind: str) -> Basis:
    """The kind of decision, by its name."""
    if kind not in tuple(Basis):
        raise Refused(
            "invalid",
            "A mandate rests on a resolution, a law, a consent or a contract.",
            field="basis_kind",
        )
    return Basis(kind)


def check_term(basis: Basis, valid_from: datetime, valid_until: datetime | None) -> None:
    """Every mandate has a term, so that it comes up for renewal; only a law may stand without."""
    for field, moment in (("valid_from", valid_from), ("valid_until", valid_until)):
        if moment is not None and moment.tzinfo is None:
            raise Refused("invalid", "A moment must say its time zone.", field=field)
    if valid_until is None:
        if basis is not Basis.LAW:
            raise Refused(
                "invalid",
                "A mandate must say when it ends; only one that rests on a law may stay open.",
                field="valid_until",
            )
    elif valid_until <= valid_from:
        raise Refused("invalid", "A mandate must end after it begins.", field="valid_until")


def check_decided(basis_date: date, today: date) -> None:
    """A decision that has not been taken yet allows nothing (one day of grace for time zones)."""
    if basis_date > today + timedelta(days=1):
        raise Refused("invalid", "The decision must have been taken already.", field="basis_date")


def checked_decision(decision: str, basis: Basis) -> str:
    """The id of a passed motion; only a resolution has one."""
    if len(decision) > MOST_ID or (decision and basis is not Basis.RESOLUTION):
        raise Refused(
            "invalid", "Only what the owners decided can name their motion.", field="decision"
        )
    return decision


def checked_text(text: str, field: str, most: int) -> str:
    """A text without outer blanks, neither empty nor longer than `most` characters."""
    bare = text.strip()
    if not bare:
        raise Refused("invalid", "This must not be empty.", field=field)
    if len(bare) > most:
        raise Refused(
            "invalid", "This may have at most %(most)s characters.", field=field, most=most
        )
    return bare
