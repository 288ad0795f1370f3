"""Rules, alarms, maintenance and reviews as other modules see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.kernel import Ref, Words
from linli.support.rules.domain.example import ExampleOutcome
from linli.support.rules.domain.precision import Precision
from linli.support.rules.domain.trace import Trace


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule in its newest version; `version_on` is the one that is judged now, None when off.

    `definition` is JSON; `precision` speaks of the version that is on, else of the newest.
    `owner` is a person's id; `escalate_after` holds seconds without acknowledgement, by level.
    """

    id: str
    community: str
    name: Words
    reason: Words
    alarm: str
    severity: str
    is_safety: bool
    owner: str
    version: int
    version_on: int | None
    definition: dict[str, Any]
    escalate_after: tuple[int, ...]
    floor_percent: int
    floor_verdicts: int
    precision: Precision
    open_alarms: int
    is_under_review: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of a rule, its test, what the test came to, and its measured precision."""

    number: int
    name: Words
    reason: Words
    severity: str
    definition: dict[str, Any]
    test: dict[str, Any] | None
    outcome: ExampleOutcome | None
    precision: Precision
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SwitchCard:
    """A rule was switched on or off: which version, by whom, when, why."""

    version: int
    is_on: bool
    by: str
    via: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RuleDetail:
    """A rule with all its versions (newest first), its switches, and how many series it sees,
    those in homes that are not shown left out."""

    rule: RuleCard
    versions: tuple[VersionCard, ...]
    switches: tuple[SwitchCard, ...]
    series: int


@dataclass(frozen=True, slots=True)
class AlarmCard:
    """One alarm: an originator (`device:…` or `place:…`) and a kind.

    `is_active` until it clears, by itself or `cleared_by` a person; `is_acknowledged` once a person
    has seen it; `repeats` counts how often it came back while it was open; `matter` is what was
    opened because of it.
    """

    id: str
    community: str
    originator: str
    kind: str
    rule: str
    rule_version: int
    name: Words
    severity: str
    is_safety: bool
    place: str | None
    is_active: bool
    is_acknowledged: bool
    raised_at: datetime
    cleared_at: datetime | None
    cleared_by: str | None
    cleared_via: str | None
    acknowledged_by: str | None
    acknowledged_via: str | None
    acknowledged_at: datetime | None
    last_transition_at: datetime
    repeats: int
    level: int
    value: float | None
    series: int | None
    matter: Ref | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class AlarmDetail:
    """An alarm with why it came, why it went, and every verdict on it, newest first."""

    alarm: AlarmCard
    reason: Words
    why_raised: Trace
    why_cleared: Trace
    verdicts: tuple["VerdictCard", ...]


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """What a person found: real, false_alarm or unclear."""

    alarm: str
    verdict: str
    by: str
    via: str
    at: datetime
    note: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MaintenanceCard:
    """Announced work that holds alarms back, those that protect lives too when it `holds_safety`;
    `suppressed` counts those it did hold back."""

    id: str
    community: str
    place: str | None
    device: str | None
    since: datetime
    until: datetime | None
    reason: str
    opened_by: str
    closed_by: str | None
    suppressed: int
    holds_safety: bool


@dataclass(frozen=True, slots=True)
class SuppressedCard:
    """An alarm that maintenance held back, with the trace that says so."""

    number: int
    originator: str
    kind: str
    rule: str
    name: Words
    severity: str
    is_safety: bool
    at: datetime
    trace: Trace


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A rule put up for a person's review; `decision` is kept, changed, switched_off or None."""

    id: str
    rule: str
    version: int
    name: Words
    is_safety: bool
    opened_at: datetime
    precision: Precision
    floor_percent: int
    decision: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class RehearsedAlarm:
    """An alarm a rule would have raised; `until` is None when it would still be raised."""

    originator: str
    place: str | None
    since: datetime
    until: datetime | None
    series: int | None
    peak: float | None
    peak_at: datetime | None
    trace: Trace


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a definition would have raised over history, beside the version that is on.

    `present` is None when there is nothing to compare with; weeks are ISO weeks of the community's
    calendar ("2026-W05"). Series that the viewer may not read are left out, uncounted.
    """

    since: datetime
    until: datetime
    series: int
    readings: int
    alarms: tuple[RehearsedAlarm, ...]
    by_week: tuple[tuple[str, int], ...]
    present: tuple[RehearsedAlarm, ...] | None
    present_by_week: tuple[tuple[str, int], ...]
