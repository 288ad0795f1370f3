"""Write a rule, change it into a new version, switch it on once its test has passed, or off."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.db import IntegrityError, transaction

from linli.foundation.facts.api import publish
from linli.foundation.people.api import get_person
from linli.foundation.places.api import get_community, get_place
from linli.kernel import Actor, Refused, Words, now, system
from linli.support.rules import policy
from linli.support.rules.domain.definition import SEVERITIES, Definition
from linli.support.rules.domain.escalation import usual_escalation
from linli.support.rules.domain.example import ExampleOutcome, read_example, run_example
from linli.support.rules.domain.reading import read_definition
from linli.support.rules.domain.trace import Step, to_json
from linli.support.rules.facts import RuleChanged, RuleDefined, RuleSwitchedOff, RuleSwitchedOn
from linli.support.rules.models import Alarm, Rule, RuleVersion, Switch
from linli.support.rules.services.clearing import clear_rows

_LARGEST = 512 * 1024
_MOST_LEVELS = 6
_LONGEST_ESCALATION = 7 * 86_400


def define_rule(
    *,
    by: Actor,
    name: Words,
    reason: Words,
    severity: str,
    is_safety: bool,
    owner: str,
    definition: Mapping[str, Any],
    test: Mapping[str, Any] | None = None,
    escalate_after: tuple[int, ...] | None = None,
    floor_percent: int = 50,
    floor_verdicts: int = 10,
    key: str | None = None,
) -> str:
    """Write a rule, switched off, and return its id; the same `key` does it once.

    `definition` and `test`, which it must pass, are JSON (see `list_suggestions`);
    `escalate_after` holds seconds without acknowledgement, growing (None: the usual). Below
    `floor_percent` of real alarms after `floor_verdicts` verdicts the rule is put up for review.
    """
    policy.check_may_write(by)
    if known := _by_key(by.community, key):
        return known
    get_person(viewer=system(by.community), person=owner)
    _check_range(floor_percent, "floor_percent", 0, 100)
    _check_range(floor_verdicts, "floor_verdicts", 1, 10_000)
    rule = Rule(
        community=by.community,
        key=key,
        owner_id=owner,
        is_safety=is_safety,
        floor_percent=floor_percent,
        floor_verdicts=floor_verdicts,
        made_at=now(),
    )
    version = _version(
        by,
        rule,
        1,
        name=name,
        reason=reason,
        severity=severity,
        definition=definition,
        test=test,
        escalate_after=(
            usual_escalation(severity, is_safety) if escalate_after is None else escalate_after
        ),
    )
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
            version.save(force_insert=True)
            publish(RuleDefined(community=by.community, rule=rule.pk))
    except IntegrityError:
        if known := _by_key(by.community, key):
            return known
        raise
    return rule.pk


def change_rule(
    *,
    by: Actor,
    rule: str,
    name: Words | None = None,
    reason: Words | None = None,
    severity: str | None = None,
    owner: str | None = None,
    definition: Mapping[str, Any] | None = None,
    test: Mapping[str, Any] | None = None,
    escalate_after: tuple[int, ...] | None = None,
    floor_percent: int | None = None,
    floor_verdicts: int | None = None,
) -> int:
    """Make a new version of a rule and return its number; what is None stays as it was.

    The version that is on goes on until the new one is switched on; alarms keep theirs.
    """
    policy.check_may_write(by)
    with transaction.atomic():
        row = own_rule(by, rule)
        last = RuleVersion.objects.get(rule=row, number=row.version)
        version = _version(
            by,
            row,
            row.version + 1,
            name=name or Words(last.name_zh, last.name_en),
            reason=reason or Words(last.reason_zh, last.reason_en),
            severity=severity or last.severity,
            definition=last.definition if definition is None else definition,
            test=last.test if test is None else test,
            escalate_after=_kept(last, row) if escalate_after is None else escalate_after,
        )
        _entrust(by, row, owner, floor_percent, floor_verdicts)
        row.version += 1
        row.save(update_fields=["version", "owner", "floor_percent", "floor_verdicts"])
        version.save(force_insert=True)
        publish(RuleChanged(community=row.community, rule=row.pk, number=row.version))
    return row.version


def switch_on(*, by: Actor, rule: str, version: int | None = None) -> None:
    """Have a version (the newest unless given) judged from now on; its test must pass."""
    policy.check_may_switch(by)
    with transaction.atomic():
        row = own_rule(by, rule)
        number = version or row.version
        what = RuleVersion.objects.filter(rule=row, number=number).first()
        if what is None:
            raise Refused("not_found", "There is no such version of this rule.", field="version")
        if row.version_on == number:
            return
        outcome = outcome_of(what, row.community)
        if outcome is None:
            raise Refused(
                "conflict",
                "A rule can be switched on only with a test: example readings and what is expected"
                " of them.",
                field="test",
            )
        _check_holds(outcome, "conflict")
        row.version_on = number
        row.save(update_fields=["version_on"])
        _note(by, row, number, is_on=True, reason="")
        publish(RuleSwitchedOn(community=row.community, rule=row.pk, number=number))


def switch_off(*, by: Actor, rule: str, reason: str) -> None:
    """Stop judging a rule; a person says why. Alarms only this rule holds up are cleared."""
    policy.check_may_switch(by)
    why = checked_reason(reason)
    with transaction.atomic():
        row = own_rule(by, rule)
        if row.version_on is None:
            return
        number, row.version_on = row.version_on, None
        row.save(update_fields=["version_on"])
        _note(by, row, number, is_on=False, reason=why)
        publish(RuleSwitchedOff(community=row.community, rule=row.pk))
        step = Step(Words(f"规则已停用：{why}", f"the rule was switched off: {why}"))
        rows = Alarm.objects.select_for_update().filter(
            community=row.community, is_active=True, sources__has_key=row.pk
        )
        clear_rows(rows, row.pk, to_json((step,)), by)


def try_test(
    *, by: Actor, definition: Mapping[str, Any], test: Mapping[str, Any]
) -> ExampleOutcome:
    """Run a test against a definition without keeping either, while a rule is being written."""
    policy.check_may_write(by)
    return run_example(read_definition(definition), read_example(test), zone_of(by.community))


def own_rule(by: Actor, rule: str) -> Rule:
    """A rule of the actor's community, locked."""
    row = Rule.objects.select_for_update().filter(pk=rule, community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such rule.", field="rule")
    return row


def zone_of(community: str) -> ZoneInfo:
    """The time zone of a community's wall clocks."""
    return ZoneInfo(get_community(viewer=system(community), community=community).timezone)


def outcome_of(version: RuleVersion, community: str) -> ExampleOutcome | None:
    """What a version's test comes to; None when it has none."""
    if version.test is None:
        return None
    definition = read_definition(version.definition)
    return run_example(definition, read_example(version.test), zone_of(community))


def checked_reason(reason: str) -> str:
    """A reason someone can read: 1 to 500 characters."""
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 500:
        raise Refused("invalid", "Please say why, in up to 500 characters.", field="reason")
    return reason


def _by_key(community: str, key: str | None) -> str | None:
    if key is None:
        return None
    return Rule.objects.filter(community=community, key=key).values_list("pk", flat=True).first()


def _kept(last: RuleVersion, rule: Rule) -> tuple[int, ...]:
    """The escalation as it was; a safety rule from before it had to have one takes the usual."""
    had = tuple(last.escalate_after)
    return had or (usual_escalation(last.severity, is_safety=True) if rule.is_safety else ())


def _entrust(
    by: Actor, row: Rule, owner: str | None, percent: int | None, verdicts: int | None
) -> None:
    """Who answers for the rule, and below what it is put up for review; None changes nothing."""
    if owner is not None:
        get_person(viewer=system(by.community), person=owner)
        row.owner_id = owner
    if percent is not None:
        _check_range(percent, "floor_percent", 0, 100)
        row.floor_percent = percent
    if verdicts is not None:
        _check_range(verdicts, "floor_verdicts", 1, 10_000)
        row.floor_verdicts = verdicts


def _note(by: Actor, row: Rule, number: int, *, is_on: bool, reason: str) -> None:
    Switch.objects.create(
        rule=row,
        version=number,
        is_on=is_on,
        by=by.person or by.subject or "",
        via=by.via.value,
        at=now(),
        reason=reason,
    )


def _version(
    by: Actor,
    rule: Rule,
    number: int,
    *,
    name: Words,
    reason: Words,
    severity: str,
    definition: Mapping[str, Any],
    test: Mapping[str, Any] | None,
    escalate_after: tuple[int, ...],
) -> RuleVersion:
    if severity not in SEVERITIES:
        raise Refused("invalid", "A severity is low, normal, high or critical.", field="severity")
    read = _checked(by, definition)
    _check_size(definition, test)
    if test is not None:
        _check_holds(run_example(read, read_example(test), zone_of(by.community)), "invalid")
    return RuleVersion(
        rule=rule,
        number=number,
        alarm=read.alarm,
        name_zh=_words(name.zh, "name", 120),
        name_en=_words(name.en, "name", 120),
        reason_zh=_words(reason.zh, "reason", 500),
        reason_en=_words(reason.en, "reason", 500),
        severity=severity,
        definition=definition,
        test=test,
        escalate_after=_levels(escalate_after, rule.is_safety),
        made_by=by.person or "",
        made_via=by.via.value,
        made_at=now(),
    )


def _checked(by: Actor, definition: Mapping[str, Any]) -> Definition:
    read = read_definition(definition)
    if read.scope.place is not None:
        get_place(viewer=system(by.community), place=read.scope.place)
    return read


def _check_holds(outcome: ExampleOutcome, code: str) -> None:
    if not outcome.has_passed:
        raise Refused(
            code,
            "The rule does not pass its own test: %(problem)s.",
            field="test",
            problem=outcome.problems[0].en,
        )


def _check_size(*parts: Mapping[str, Any] | None) -> None:
    try:
        size = sum(len(orjson.dumps(part)) for part in parts)
    except TypeError:
        raise Refused("invalid", "A rule holds only plain JSON values.", field="rule") from None
    if size > _LARGEST:
        raise Refused("too_large", "A rule and its test may hold 512 KB.", field="rule")


def _words(text: str, field: str, most: int) -> str:
    text = " ".join(text.split())
    if not 1 <= len(text) <= most:
        raise Refused(
            "invalid",
            "Please say it in plain words, in both languages, up to %(most)s characters.",
            field=field,
            most=most,
        )
    return text


def _levels(escalate_after: tuple[int, ...], is_safety: bool) -> list[int]:
    levels = list(escalate_after)
    if is_safety and not levels:
        raise Refused(
            "invalid",
            "A rule that protects lives has to tell more people when nobody answers.",
            field="escalate_after",
        )
    grows = all(one < other for one, other in zip([0, *levels], levels, strict=False))
    if not grows or len(levels) > _MOST_LEVELS or (levels and levels[-1] > _LONGEST_ESCALATION):
        raise Refused(
            "invalid",
            "Escalation needs up to %(most)s growing numbers of seconds, within a week.",
            field="escalate_after",
            most=_MOST_LEVELS,
        )
    return levels


def _check_range(value: int, field: str, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Refused(
            "invalid",
            "Here a number from %(least)s to %(most)s is needed.",
            field=field,
            least=least,
            most=most,
        )
