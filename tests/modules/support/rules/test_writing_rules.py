"""Rules are written, tested and switched by people."""

from types import SimpleNamespace

import pytest

from linli.foundation.people.api import register_person
from linli.foundation.places.api import PlaceKind, PlaceLine, create_community, lay_out, list_places
from linli.kernel import ANYONE, Actor, Refused, Role, Words
from linli.support.rules.api import (
    acknowledge_alarm,
    change_rule,
    compile_rules,
    define_rule,
    get_alarm,
    get_rule,
    give_verdict,
    list_active_definitions,
    list_alarms,
    list_rules,
    list_suggestions,
    start_judge,
    switch_off,
    switch_on,
    try_test,
)
from linli.support.rules.models import Rule, RuleVersion
from modules.support.rules.asking import kinds, raise_one, record, refused
from rules_estate import DEFINITION, PLATFORM, SMOKE, TEST, T

pytestmark = pytest.mark.django_db


def test_every_suggestion_can_be_taken_over_and_switched_on(estate):
    for one in list_suggestions(viewer=estate.manager):
        rule = define_rule(
            by=estate.manager,
            name=one.name,
            reason=one.reason,
            severity=one.severity,
            is_safety=one.is_safety,
            owner=estate.owner,
            definition=one.definition,
            test=one.test,
            escalate_after=one.escalate_after,
            key=one.key,
        )
        switch_on(by=estate.manager, rule=rule)
        detail = get_rule(viewer=estate.manager, rule=rule)
        assert detail.rule.version_on == 1 and detail.versions[0].outcome.has_passed
    assert len(list_active_definitions(viewer=PLATFORM)) == len(
        list_suggestions(viewer=estate.manager)
    )


def test_the_same_key_writes_one_rule(estate):
    assert estate.rule(key="k") == estate.rule(key="k")
    assert Rule.objects.count() == RuleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"severity": "awful"}, "severity"),
        ({"name": Words("", "x")}, "name"),
        ({"reason": Words("好", " ")}, "reason"),
        ({"definition": {"alarm": "x"}}, "condition"),
        ({"test": {"readings": []}}, "test.expect"),
        ({"escalate_after": (60, 60)}, "escalate_after"),
        ({"escalate_after": (10**7,)}, "escalate_after"),
        ({"floor_percent": 101}, "floor_percent"),
        ({"floor_verdicts": 0}, "floor_verdicts"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_whole(estate, changed, field):
    with pytest.raises(Refused) as caught:
        estate.rule(**changed)
    assert caught.value.field == field
    assert Rule.objects.count() == 0 and kinds(estate) == []


def test_owner_and_place_must_be_of_this_community(estate):
    other = build_other()
    refused("not_found", estate.rule, owner=other.owner)
    scope = {**DEFINITION, "scope": {"place": other.entrance}}
    refused("not_found", estate.rule, definition=scope)
    assert Rule.objects.count() == 0


def build_other():
    community = create_community(by=PLATFORM, name="别处")
    manager = Actor(person="o", roles=frozenset({Role.MANAGER}), community=community)
    lay_out(by=manager, lines=[PlaceLine(building="9", entrance="1", dwelling="101", cell="")])
    entrance = list_places(viewer=manager, kind=PlaceKind.ENTRANCE).items[0].id

    owner = register_person(by=manager, name="外人")
    return SimpleNamespace(manager=manager, entrance=entrance, owner=owner)


def test_a_rule_without_a_passing_test_is_not_switched_on(estate):
    untested = estate.rule(test=None)
    assert "with a test" in refused("conflict", switch_on, by=estate.manager, rule=untested)
    assert list_active_definitions(viewer=PLATFORM) == ()


def test_a_rule_that_does_not_pass_its_own_test_is_not_written(estate):
    late = {**TEST, "expect": [[7, "a", "raised"], [9, "a", "cleared"]]}
    assert "expected a to be raised at 7 s" in refused("invalid", estate.rule, test=late)
    assert not try_test(by=estate.manager, definition=DEFINITION, test=late).has_passed
    assert Rule.objects.count() == 0
    rule = estate.rule()
    blunt = {**DEFINITION, "condition": {**SMOKE, "above": 0.9}}
    refused("invalid", change_rule, by=estate.manager, rule=rule, definition=blunt)
    assert get_rule(viewer=estate.manager, rule=rule).rule.version == 1


def test_one_test_may_hold_several_cases_each_at_a_place_of_its_own(estate):
    cases = {
        "readings": [[0, "a", "smoke", 0.2], [0, "b", "smoke", 0.09]],
        "places": {"a": "there", "b": "elsewhere"},
        "said": {"calls": "0.2", "quiet": "0.09"},
        "expect": [[0, "there", "raised"]],
    }
    rule = estate.rule_on(definition={**DEFINITION, "per": "room"}, test=cases)
    assert get_rule(viewer=estate.manager, rule=rule).rule.version_on == 1
    wrong = {**cases, "places": {"a": ["there"]}}
    refused("invalid", change_rule, by=estate.manager, rule=rule, test=wrong)


@pytest.mark.parametrize("role", [Role.WORKER, Role.CLERK, Role.RESIDENT, Role.COUNCIL])
def test_only_a_manager_writes_and_switches(estate, role):
    rule = estate.rule()
    other = estate.actor(role)
    refused("forbidden", change_rule, by=other, rule=rule, severity="low")
    refused("forbidden", switch_on, by=other, rule=rule)
    refused("forbidden", switch_off, by=other, rule=rule, reason="x")
    assert kinds(estate) == ["rule_defined"]


def test_the_platform_never_switches_a_rule_off(estate):
    rule = estate.rule_on()
    refused("forbidden", switch_off, by=estate.platform, rule=rule, reason="too loud")
    refused("forbidden", switch_on, by=estate.platform, rule=rule)
    assert len(list_active_definitions(viewer=PLATFORM)) == 1


def test_a_change_is_a_new_version_and_the_old_goes_on_until_switched(estate):
    rule = estate.rule_on()
    alarm = raise_one(estate, rule)
    assert change_rule(by=estate.manager, rule=rule, severity="high") == 2
    assert list_active_definitions(viewer=PLATFORM)[0].version == 1
    switch_on(by=estate.manager, rule=rule)
    assert list_active_definitions(viewer=PLATFORM)[0].version == 2
    card = get_alarm(viewer=estate.manager, alarm=alarm).alarm
    assert (card.rule_version, card.severity) == (1, "critical")
    detail = get_rule(viewer=estate.manager, rule=rule)
    assert [one.number for one in detail.versions] == [2, 1]
    assert [(one.version, one.is_on) for one in detail.switches] == [(2, True), (1, True)]
    assert detail.series == 1


def test_switching_off_needs_a_reason_and_ends_the_alarms_of_the_rule(estate):
    rule = estate.rule_on()
    alarm = raise_one(estate, rule)
    refused("invalid", switch_off, by=estate.manager, rule=rule, reason="  ")
    switch_off(by=estate.manager, rule=rule, reason="装修期间误报")
    detail = get_alarm(viewer=estate.manager, alarm=alarm)
    assert not detail.alarm.is_active and "装修" in detail.why_cleared[0].words.zh
    assert get_rule(viewer=estate.manager, rule=rule).switches[0].reason == "装修期间误报"
    assert kinds(estate)[-2:] == ["rule_switched_off", "alarm_cleared"]


def test_other_communities_and_visitors_see_nothing(estate):
    rule = estate.rule_on()
    alarm = raise_one(estate, rule)
    other = build_other().manager
    refused("not_found", get_rule, viewer=other, rule=rule)
    refused("not_found", get_alarm, viewer=other, alarm=alarm)
    refused("not_found", acknowledge_alarm, by=other, alarm=alarm)
    refused("not_found", change_rule, by=other, rule=rule)
    refused("not_found", give_verdict, by=other, alarm=alarm, verdict="real")
    assert len(list_rules(viewer=other)) == len(list_alarms(viewer=other)) == 0
    for viewer in (ANYONE, estate.actor(Role.RESIDENT)):
        refused("forbidden", list_rules, viewer=viewer)
        refused("forbidden", list_alarms, viewer=viewer)
        refused("forbidden", get_alarm, viewer=viewer, alarm=alarm)


def test_a_judge_goes_on_after_a_restart_even_without_its_memory(estate):
    rule = estate.rule_on()
    compiled = compile_rules(viewer=PLATFORM)
    (plan,) = compiled.groups
    number = plan.series[0][0].number
    judge = start_judge(viewer=PLATFORM, at=T)
    found = judge.judge([(number, T + 1000, 0.3, 0)])
    record(estate, *found)
    assert found[0].trace[0].words.zh.endswith("smoke 0.3，高于 0.1")
    for state in (judge.export(), None):
        again = start_judge(viewer=PLATFORM, at=T + 2000, state=state)
        (turn,) = again.judge([(number, T + 3000, 0.0, 0)])
        assert (turn.turn, turn.rule, turn.at) == ("cleared", rule, T + 3000)


def test_definitions_are_for_the_platform_alone(estate):
    refused("forbidden", list_active_definitions, viewer=estate.manager)
    refused("forbidden", compile_rules, viewer=estate.manager)
