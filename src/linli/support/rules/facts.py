"""What is announced of rules and alarms."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDefined(Fact):
    """A rule was written; it is off."""

    kind: ClassVar[str] = "rules.rule_defined"
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged(Fact):
    """A rule has a new version; the one that is on stays on."""

    kind: ClassVar[str] = "rules.rule_changed"
    rule: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSwitchedOn(Fact):
    """A version is judged from now on."""

    kind: ClassVar[str] = "rules.rule_switched_on"
    rule: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSwitchedOff(Fact):
    """A person switched a rule off."""

    kind: ClassVar[str] = "rules.rule_switched_off"
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised(Fact):
    """A new alarm; severity is low, normal, high or critical."""

    kind: ClassVar[str] = "rules.alarm_raised"
    alarm: str
    rule: str
    number: int
    originator: str
    alarm_kind: str
    severity: str
    is_safety: bool
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRepeated(Fact):
    """An alarm that was still open came back, or another rule raised it as well."""

    kind: ClassVar[str] = "rules.alarm_repeated"
    alarm: str
    rule: str
    repeats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCleared(Fact):
    """What set the alarm off is no longer so; `by_person` when a person cleared it."""

    kind: ClassVar[str] = "rules.alarm_cleared"
    alarm: str
    rule: str
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAcknowledged(Fact):
    """A person has seen the alarm."""

    kind: ClassVar[str] = "rules.alarm_acknowledged"
    alarm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmEscalated(Fact):
    """Nobody acknowledged the alarm in time; `level` counts from 1."""

    kind: ClassVar[str] = "rules.alarm_escalated"
    alarm: str
    rule: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceOpened(Fact):
    """Alarms of a place or device are held back from some moment on."""

    kind: ClassVar[str] = "rules.maintenance_opened"
    maintenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceClosed(Fact):
    """They are no longer held back."""

    kind: ClassVar[str] = "rules.maintenance_closed"
    maintenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGiven(Fact):
    """A person said whether an alarm was real."""

    kind: ClassVar[str] = "rules.verdict_given"
    alarm: str
    rule: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePutUpForReview(Fact):
    """A rule's measured precision fell below its floor; it goes on until a person decides."""

    kind: ClassVar[str] = "rules.rule_put_up_for_review"
    rule: str
    review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(Fact):
    """A person decided: kept, changed or switched_off."""

    kind: ClassVar[str] = "rules.review_decided"
    rule: str
    review: str
    decision: str
