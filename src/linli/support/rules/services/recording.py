"""Take up what the judge found: many turns at once, each exactly once."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from linli.foundation.facts.api import publish
from linli.foundation.people.api import list_closed_dwellings
from linli.kernel import Actor, Fact, Refused, system
from linli.support.rules import policy
from linli.support.rules.domain.definition import SEVERITIES
from linli.support.rules.domain.trace import Transition, to_json
from linli.support.rules.facts import AlarmCleared, AlarmRaised, AlarmRepeated
from linli.support.rules.models import Alarm, MaintenanceWindow, RuleVersion, Suppressed
from linli.support.rules.services.clearing import CLEARED, RAISED, end, is_held

REJOINS = timedelta(hours=1)
_AT_ONCE = 500
_Key = tuple[str, str, str]


def record_transitions(*, by: Actor, transitions: Iterable[Transition]) -> tuple[str, ...]:
    """Raise and clear alarms as the judge said; returns the alarms that changed, in order.

    A turn told again, or older than the last one of its rule at its originator, changes nothing;
    so the judge's words may be repeated after a crash. One transaction. Of households that are
    closed to devices nothing is taken up.
    """
    policy.check_is_platform(by)
    listed = _without_closed(sorted(transitions, key=lambda turn: turn.at))
    if by.community and any(turn.community != by.community for turn in listed):
        raise Refused("invalid", "These alarms belong to another community.")
    changed: list[str] = []
    with transaction.atomic():
        for start in range(0, len(listed), _AT_ONCE):
            book = _Book(listed[start : start + _AT_ONCE])
            book.write()
            changed += book.changed
    return tuple(dict.fromkeys(changed))


def _without_closed(turns: list[Transition]) -> list[Transition]:
    closed = {
        home
        for community in {turn.community for turn in turns}
        for home in list_closed_dwellings(viewer=system(community))
    }
    return [turn for turn in turns if closed.isdisjoint(turn.path)]


class _Book:
    """The open alarms that some turns are about, and what becomes of them."""

    def __init__(self, turns: list[Transition]) -> None:
        self.turns = turns
        self.versions = _versions(turns)
        self.alarms = _newest(turns)
        self.new: dict[str, Alarm] = {}
        self.touched: dict[str, Alarm] = {}
        self.suppressed: list[Suppressed] = []
        self.facts: list[Fact] = []
        self.changed: list[str] = []

    def write(self) -> None:
        """Take every turn in order, then write all rows and announce what happened."""
        for turn in self.turns:
            version = self.versions.get((turn.rule, turn.version))
            if version is None or version.rule.community != turn.community:
                continue
            self._take(turn, version)
        Alarm.objects.bulk_update(self.touched.values(), _CHANGING, batch_size=100)
        Alarm.objects.bulk_create(self.new.values())
        Suppressed.objects.bulk_create(self.suppressed, ignore_conflicts=True)
        for fact in self.facts:
            publish(fact)

    def _take(self, turn: Transition, version: RuleVersion) -> None:
        if turn.turn == "suppressed":
            self.suppressed.append(_suppressed(turn, version))
            return
        key = (turn.community, turn.originator, turn.kind)
        alarm = self.alarms.get(key)
        if alarm is not None and alarm.sources.get(turn.rule, [CLEARED, -1])[1] >= turn.at:
            return
        if turn.turn == CLEARED:
            if alarm is not None:
                self._clear(alarm, turn)
        elif alarm is None or not _is_open(alarm, turn):
            self._open(key, alarm, turn, version)
        else:
            self._repeat(alarm, turn, version)

    def _open(
        self, key: _Key, before: Alarm | None, turn: Transition, version: RuleVersion
    ) -> None:
        alarm = _raised(turn, version)
        earlier = before.sources if before else {}
        alarm.sources = {**earlier, turn.rule: [RAISED, turn.at]}
        self.alarms[key] = self.new[alarm.pk] = alarm
        self.changed.append(alarm.pk)
        self.facts.append(
            AlarmRaised(
                community=alarm.community,
                alarm=alarm.pk,
                rule=turn.rule,
                number=turn.version,
                originator=turn.originator,
                alarm_kind=turn.kind,
                severity=alarm.severity,
                is_safety=alarm.is_safety,
                place=turn.place,
            )
        )

    def _repeat(self, alarm: Alarm, turn: Transition, version: RuleVersion) -> None:
        alarm.sources[turn.rule] = [RAISED, turn.at]
        alarm.repeats += 1
        alarm.is_active, alarm.cleared_at = True, None
        alarm.cleared_by = alarm.cleared_via = ""
        alarm.last_transition_at = max(alarm.last_transition_at, _moment(turn))
        alarm.severity = max(alarm.severity, version.severity, key=SEVERITIES.index)
        alarm.is_safety = alarm.is_safety or version.rule.is_safety
        if alarm.acknowledged_at is None and alarm.escalates_at is None:
            alarm.escalates_at = _escalation(turn, alarm.rule_version, alarm.level)
        self._touch(alarm)
        self.facts.append(
            AlarmRepeated(
                community=alarm.community, alarm=alarm.pk, rule=turn.rule, repeats=alarm.repeats
            )
        )

    def _clear(self, alarm: Alarm, turn: Transition) -> None:
        alarm.sources[turn.rule] = [CLEARED, turn.at]
        self._touch(alarm)
        if alarm.is_active and not is_held(alarm):
            end(alarm, _moment(turn), to_json(turn.trace))
            self.facts.append(
                AlarmCleared(community=alarm.community, alarm=alarm.pk, rule=turn.rule)
            )

    def _touch(self, alarm: Alarm) -> None:
        self.changed.append(alarm.pk)
        if alarm.pk not in self.new:
            self.touched[alarm.pk] = alarm


_CHANGING = (
    "severity",
    "is_safety",
    "is_active",
    "cleared_at",
    "cleared_by",
    "cleared_via",
    "last_transition_at",
    "repeats",
    "escalates_at",
    "sources",
    "why_cleared",
)


def _versions(turns: list[Transition]) -> dict[tuple[str, int], RuleVersion]:
    rows = RuleVersion.objects.select_related("rule").filter(
        rule__in={turn.rule for turn in turns}, number__in={turn.version for turn in turns}
    )
    return {(row.rule_id, row.number): row for row in rows}


def _newest(turns: list[Transition]) -> dict[_Key, Alarm]:
    same = Alarm.objects.filter(
        community=OuterRef("community"), originator=OuterRef("originator"), kind=OuterRef("kind")
    ).order_by("-is_active", "-last_transition_at", "-pk")
    rows = Alarm.objects.select_for_update(of=("self",)).filter(
        community__in={turn.community for turn in turns},
        originator__in={turn.originator for turn in turns},
        kind__in={turn.kind for turn in turns},
        pk=Subquery(same.values("pk")[:1]),
    )
    rows = rows.select_related("rule_version")
    return {(row.community, row.originator, row.kind): row for row in rows}


def _is_open(alarm: Alarm, turn: Transition) -> bool:
    """Active, or cleared so lately that nobody has looked at it yet."""
    if alarm.is_active or alarm.cleared_at is None:
        return True
    return alarm.acknowledged_at is None and _moment(turn) - alarm.cleared_at <= REJOINS


def _raised(turn: Transition, version: RuleVersion) -> Alarm:
    moment = _moment(turn)
    return Alarm(
        community=turn.community,
        originator=turn.originator,
        kind=turn.kind,
        place_id=turn.place,
        path=_path(turn),
        rule_version=version,
        severity=version.severity,
        is_safety=version.rule.is_safety,
        raised_at=moment,
        last_transition_at=moment,
        escalates_at=_escalation(turn, version, 0),
        value=turn.value,
        series=turn.series,
        why_raised=to_json(turn.trace),
    )


def _suppressed(turn: Transition, version: RuleVersion) -> Suppressed:
    known = MaintenanceWindow.objects.filter(pk=turn.maintenance).exists()
    return Suppressed(
        community=turn.community,
        rule_version=version,
        originator=turn.originator,
        kind=turn.kind,
        at=_moment(turn),
        path=_path(turn),
        trace=to_json(turn.trace),
        maintenance_id=turn.maintenance if known else None,
    )


def _escalation(turn: Transition, version: RuleVersion, level: int) -> datetime | None:
    later = version.escalate_after[level:]
    return _moment(turn) + timedelta(seconds=later[0]) if later else None


def _path(turn: Transition) -> str:
    return f"/{'/'.join(turn.path)}/" if turn.path else ""


def _moment(turn: Transition) -> datetime:
    return datetime.fromtimestamp(turn.at // 1000, UTC) + timedelta(milliseconds=turn.at % 1000)
