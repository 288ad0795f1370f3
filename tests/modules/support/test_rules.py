"""Rules are written, tested and switched by people; alarms are one, kept, seen and judged."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.facts.api import list_facts
from linli.foundation.people.api import Relation, mark_confidential, register_person, settle
from linli.foundation.places.api import (
    PlaceKind,
    PlaceLine,
    create_community,
    lay_out,
    list_places,
)
from linli.kernel import ANYONE, Actor, Ref, Refused, Role, Words
from linli.kernel.clock import held
from linli.support.rules.api import (
    acknowledge_alarm,
    change_rule,
    clear_alarm,
    close_maintenance,
    compile_rules,
    decide_review,
    define_rule,
    escalate_due,
    get_alarm,
    get_maintenance,
    get_rule,
    give_verdict,
    link_matter,
    list_active_definitions,
    list_alarms,
    list_maintenance,
    list_reviews,
    list_rules,
    list_suggestions,
    list_suppressed,
    open_maintenance,
    quieten_closed_homes,
    record_transitions,
    start_judge,
    switch_off,
    switch_on,
    try_test,
)
from linli.support.rules.models import Alarm, Review, Rule, RuleVersion, Suppressed, Verdict
from rules_estate import DEFINITION, NOW, PLATFORM, SMOKE, TEST, T, build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def estate():
    return build()


def record(estate, *turns):
    return record_transitions(by=estate.platform, transitions=turns)


def kinds(estate):
    facts = list_facts(viewer=estate.platform, limit=1000)
    return [fact.kind.removeprefix("rules.") for fact in facts if fact.kind.startswith("rules.")]


def refused(code, call, **given):
    with pytest.raises(Refused) as caught:
        call(**given)
    assert caught.value.code == code, caught.value
    return str(caught.value)


def raise_one(estate, rule, seconds=0.0, **more):
    return record(estate, estate.turn(rule, "raised", seconds, **more))[0]


# -- writing and switching ------------------------------------------------------------------


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


# -- alarms ---------------------------------------------------------------------------------


def test_an_alarm_is_raised_and_cleared_once_however_often_it_is_told(estate):
    rule = estate.rule_on()
    told = [estate.turn(rule, "raised", 1), estate.turn(rule, "cleared", 9)]
    for _ in range(3):
        record(estate, *told)
    (card,) = list_alarms(viewer=estate.manager)
    assert not card.is_active and card.repeats == 0
    assert card.raised_at == NOW + timedelta(seconds=1)
    assert card.cleared_at == NOW + timedelta(seconds=9)
    assert kinds(estate)[-2:] == ["alarm_raised", "alarm_cleared"]


def test_an_older_turn_than_the_last_changes_nothing(estate):
    rule = estate.rule_on()
    record(estate, estate.turn(rule, "raised", 10), estate.turn(rule, "cleared", 20))
    assert record(estate, estate.turn(rule, "raised", 15)) == ()
    assert not list_alarms(viewer=estate.manager).items[0].is_active


def test_an_alarm_that_comes_back_before_anyone_looked_is_the_same_alarm(estate):
    rule = estate.rule_on()
    for at in range(0, 2000, 20):
        record(estate, estate.turn(rule, "raised", at), estate.turn(rule, "cleared", at + 10))
    (card,) = list_alarms(viewer=estate.manager)
    assert card.repeats == 99
    assert kinds(estate).count("alarm_raised") == 1
    assert kinds(estate).count("alarm_repeated") == 99


def test_after_someone_has_seen_it_or_an_hour_has_passed_it_is_a_new_alarm(estate):
    rule = estate.rule_on()
    first = raise_one(estate, rule)
    acknowledge_alarm(by=estate.manager, alarm=first)
    record(estate, estate.turn(rule, "cleared", 5))
    second = raise_one(estate, rule, 10)
    record(estate, estate.turn(rule, "cleared", 20))
    third = raise_one(estate, rule, 20 + 3601)
    assert len({first, second, third}) == 3
    assert record(estate, estate.turn(rule, "raised", 10)) == ()


def test_many_turns_of_many_devices_in_one_go_end_where_the_last_says(estate):
    rule = estate.rule_on()
    for _ in range(30):
        estate.detector()
    turns = [
        estate.turn(rule, turn, at, device)
        for device in estate.devices
        for at, turn in ((1, "raised"), (2, "cleared"), (4000, "raised"))
    ]
    with CaptureQueriesContext(connection) as caught:
        record(estate, *turns)
    plain = [one for one in caught if "facts_" not in one["sql"]]
    assert len(plain) < 20
    cards = list_alarms(viewer=estate.manager, limit=200, is_active=True)
    assert len(cards) == 31 and all(card.repeats == 0 for card in cards)
    assert Alarm.objects.count() == 62


def test_two_rules_hold_one_alarm_until_both_let_go(estate):
    one, two = estate.rule_on(), estate.rule_on(severity="high", is_safety=False)
    record(estate, estate.turn(two, "raised", 1), estate.turn(one, "raised", 2))
    (card,) = list_alarms(viewer=estate.manager)
    assert (card.severity, card.is_safety, card.repeats) == ("critical", True, 1)
    record(estate, estate.turn(two, "cleared", 3))
    assert list_alarms(viewer=estate.manager).items[0].is_active
    record(estate, estate.turn(one, "cleared", 4))
    assert not list_alarms(viewer=estate.manager).items[0].is_active


def test_only_the_platform_records_and_only_for_its_community(estate):
    rule = estate.rule_on()
    turn = estate.turn(rule, "raised", 1)
    refused("forbidden", record_transitions, by=estate.manager, transitions=[turn])
    elsewhere = replace(turn, community="elsewhere")
    refused("invalid", record_transitions, by=estate.platform, transitions=[elsewhere])
    assert record_transitions(by=PLATFORM, transitions=[elsewhere]) == ()
    assert Alarm.objects.count() == 0


def test_who_saw_the_alarm_and_how_is_kept_and_the_first_counts(estate):
    rule = estate.rule_on()
    alarm = raise_one(estate, rule)
    refused("forbidden", acknowledge_alarm, by=estate.actor(Role.RESIDENT), alarm=alarm)
    refused("forbidden", acknowledge_alarm, by=estate.platform, alarm=alarm)
    acknowledge_alarm(by=estate.actor(Role.WORKER, person="w"), alarm=alarm)
    acknowledge_alarm(by=estate.manager, alarm=alarm)
    card = get_alarm(viewer=estate.manager, alarm=alarm).alarm
    assert card.is_acknowledged and card.is_active
    assert (card.acknowledged_by, card.acknowledged_via) == ("w", "web")
    assert kinds(estate).count("alarm_acknowledged") == 1


def test_an_alarm_nobody_sees_escalates_level_by_level(estate):
    rule = estate.rule_on()
    alarm = raise_one(estate, rule)
    levels = []
    for after in (59, 60, 61, 179, 180, 10_000):
        with held(NOW + timedelta(seconds=after)):
            escalate_due(by=PLATFORM)
        levels.append(get_alarm(viewer=estate.manager, alarm=alarm).alarm.level)
    assert levels == [0, 1, 1, 1, 2, 2]
    assert kinds(estate).count("alarm_escalated") == 2


def test_levels_missed_meanwhile_are_announced_as_one(estate):
    raise_one(estate, estate.rule_on())
    with held(NOW + timedelta(hours=1)):
        assert escalate_due(by=estate.platform) == 1
        assert escalate_due(by=estate.platform) == 0
    assert list_alarms(viewer=estate.manager).items[0].level == 2


def test_a_rule_that_protects_lives_always_tells_more_people_when_nobody_answers(estate):
    said = "protects lives"
    assert said in refused("invalid", estate.rule, escalate_after=())
    usual = estate.rule(escalate_after=None, severity="normal")
    quiet = estate.rule(escalate_after=None, severity="normal", is_safety=False)
    assert said in refused("invalid", change_rule, by=estate.manager, rule=usual, escalate_after=())
    waits = {one.id: one.escalate_after for one in list_rules(viewer=estate.manager)}
    assert waits == {usual: (900, 3600), quiet: ()}


def test_who_answers_and_the_floor_change_with_a_new_version_or_not_at_all(estate):
    rule = estate.rule()
    other = register_person(by=estate.manager, name="赵管家")
    wrong = {"owner": other, "floor_percent": 101}
    refused("invalid", change_rule, by=estate.manager, rule=rule, **wrong)
    kept = get_rule(viewer=estate.manager, rule=rule).rule
    assert (kept.owner, kept.floor_percent, kept.version) == (estate.owner, 50, 1)
    change_rule(by=estate.manager, rule=rule, owner=other, floor_percent=80, floor_verdicts=3)
    card = get_rule(viewer=estate.manager, rule=rule).rule
    assert (card.owner, card.floor_percent, card.floor_verdicts) == (other, 80, 3)


def test_what_was_seen_does_not_escalate(estate):
    acknowledge_alarm(by=estate.manager, alarm=raise_one(estate, estate.rule_on()))
    with held(NOW + timedelta(hours=1)):
        assert escalate_due(by=PLATFORM) == 0


@pytest.mark.parametrize(("is_safety", "count"), [(True, 1), (False, 0)])
def test_a_safety_alarm_escalates_even_when_it_cleared_unseen(estate, is_safety, count):
    rule = estate.rule_on(is_safety=is_safety)
    raise_one(estate, rule)
    record(estate, estate.turn(rule, "cleared", 5))
    with held(NOW + timedelta(hours=1)):
        assert escalate_due(by=PLATFORM) == count


def test_a_person_can_end_an_alarm_no_reading_will_end(estate):
    rule = estate.rule_on()
    alarm = raise_one(estate, rule)
    before = get_alarm(viewer=estate.manager, alarm=alarm)
    refused("invalid", clear_alarm, by=estate.manager, alarm=alarm, reason="")
    for role in (Role.WORKER, Role.CLERK, Role.RESIDENT):
        refused("forbidden", clear_alarm, by=estate.actor(role), alarm=alarm, reason="太吵")
    assert get_alarm(viewer=estate.manager, alarm=alarm) == before
    for _ in range(2):
        clear_alarm(by=estate.manager, alarm=alarm, reason="探头已拆除")
    detail = get_alarm(viewer=estate.manager, alarm=alarm)
    assert (detail.alarm.is_active, detail.alarm.cleared_by) == (False, "m")
    assert detail.alarm.is_acknowledged and "探头已拆除" in detail.why_cleared[0].words.zh
    assert kinds(estate).count("alarm_cleared") == 1
    with held(NOW + timedelta(hours=1)):
        assert escalate_due(by=PLATFORM) == 0
    assert list_active_definitions(viewer=PLATFORM)[0].open_originators == frozenset()


def test_any_member_of_staff_ends_an_alarm_that_is_not_about_lives(estate):
    alarm = raise_one(estate, estate.rule_on(is_safety=False))
    clear_alarm(by=estate.actor(Role.WORKER, person="w"), alarm=alarm, reason="探头已拆除")
    assert get_alarm(viewer=estate.manager, alarm=alarm).alarm.cleared_by == "w"


def test_a_matter_is_linked_by_the_platform(estate):
    alarm = raise_one(estate, estate.rule_on())
    refused("forbidden", link_matter, by=estate.manager, alarm=alarm, matter=Ref("matter", "1"))
    link_matter(by=estate.platform, alarm=alarm, matter=Ref("matter", "1"))
    assert get_alarm(viewer=estate.manager, alarm=alarm).alarm.matter == Ref("matter", "1")


def test_alarms_are_listed_by_state_place_and_page(estate):
    rule = estate.rule_on()
    for _ in range(4):
        estate.detector()
    for device in estate.devices:
        raise_one(estate, rule, device=device)
    one = list_alarms(viewer=estate.manager, limit=2)
    two = list_alarms(viewer=estate.manager, limit=10, cursor=one.next)
    assert len(one) == 2 and len(two) == 3 and two.next is None
    assert len({card.id for card in (*one, *two)}) == 5
    assert len(list_alarms(viewer=estate.manager, place=estate.building)) == 5
    home = list_places(viewer=estate.manager, kind=PlaceKind.DWELLING).items[0].id
    assert len(list_alarms(viewer=estate.manager, place=home)) == 0
    assert len(list_alarms(viewer=estate.manager, is_acknowledged=True)) == 0


def test_alarms_from_a_protected_household_are_for_its_keeper_alone(estate):
    rule = estate.rule_on()
    home = list_places(viewer=estate.manager, kind=PlaceKind.DWELLING).items[0]
    turn = replace(estate.turn(rule, "raised", 1), place=home.id, path=home.path)
    (alarm,) = record(estate, turn)
    keeper = estate.actor(Role.KEEPER, person=register_person(by=estate.manager, name="保管"))
    settle(by=estate.manager, person=estate.owner, dwelling=home.id, relation=Relation.OWNER)
    mark_confidential(by=keeper, dwelling=home.id, reason="court order")
    assert len(list_alarms(viewer=estate.manager)) == 0
    refused("not_found", get_alarm, viewer=estate.manager, alarm=alarm)
    assert len(list_alarms(viewer=keeper)) == 1


def closed_home(estate) -> str:
    """A dwelling with a detector whose household has just become protected."""
    home = list_places(viewer=estate.manager, kind=PlaceKind.DWELLING).items[0]
    estate.detector(home.id)
    keeper = estate.actor(Role.KEEPER, person=register_person(by=estate.manager, name="保管"))
    settle(by=estate.manager, person=estate.owner, dwelling=home.id, relation=Relation.OWNER)
    mark_confidential(by=keeper, dwelling=home.id, reason="court order")
    return home.id


def test_rules_neither_hear_a_closed_household_nor_miss_it(estate):
    suggestions = {one.key: one for one in list_suggestions(viewer=estate.manager)}
    silence = suggestions["smoke-detector-silent"]
    estate.rule_on(definition=silence.definition, test=silence.test)
    home = closed_home(estate)
    watched = compile_rules(viewer=PLATFORM).groups
    assert {group.device for group in watched} == {estate.devices[0]}
    judge = start_judge(viewer=PLATFORM, at=T)
    raised = [turn for turn in judge.tick(T + 4_000_000) if turn.turn == "raised"]
    assert raised and all(home not in turn.path for turn in raised)


def test_the_alarm_of_a_household_that_becomes_closed_ends_without_a_word(estate):
    rule = estate.rule_on(escalate_after=(60, 180))
    home = list_places(viewer=estate.manager, kind=PlaceKind.DWELLING).items[0]
    turn = replace(estate.turn(rule, "raised", 1), place=home.id, path=home.path)
    (alarm,) = record(estate, turn, estate.turn(rule, "raised", 1, device="other"))[:1]
    assert closed_home(estate) == home.id
    keeper = estate.actor(Role.KEEPER)
    before = list_facts(viewer=estate.platform, limit=1000).items
    assert quieten_closed_homes(by=estate.platform) == 1
    assert quieten_closed_homes(by=estate.platform) == 0
    card = get_alarm(viewer=keeper, alarm=alarm).alarm
    assert not card.is_active and card.matter is None
    with held(NOW + timedelta(hours=1)):
        assert escalate_due(by=estate.platform) == 1, "the other one alone"
    later = [replace(turn, turn=one, at=turn.at + 9) for one in ("cleared", "raised")]
    assert record(estate, *later) == ()
    assert not get_alarm(viewer=keeper, alarm=alarm).alarm.is_active
    told = list_facts(viewer=estate.platform, limit=1000).items
    assert [one.kind for one in told if one not in before] == ["rules.alarm_escalated"]
    refused("forbidden", quieten_closed_homes, by=estate.manager)


# -- maintenance ----------------------------------------------------------------------------


def test_maintenance_holds_alarms_back_and_says_so(estate):
    rule = estate.rule_on()
    series = compile_rules(viewer=PLATFORM).groups[0].series[0][0].number
    window = open_maintenance(
        by=estate.manager, place=estate.building, reason="清洗烟感", holds_safety=True
    )
    judge = start_judge(viewer=PLATFORM, at=T)
    record(estate, *judge.judge([(series, T + 1, 0.3, 0)]))
    assert len(list_alarms(viewer=estate.manager)) == 0
    (card,) = list_suppressed(viewer=estate.manager, maintenance=window)
    assert card.rule == rule and "清洗烟感" in card.trace[0].words.zh
    (listed,) = list_maintenance(viewer=estate.manager, is_open=True)
    assert (listed.suppressed, listed.opened_by) == (1, "m")
    assert get_maintenance(viewer=estate.manager, maintenance=window) == listed
    with held(NOW + timedelta(minutes=5)):
        close_maintenance(by=estate.manager, maintenance=window)
        found = judge.replace(compile_rules(viewer=PLATFORM), at=T + 300_000)
    record(estate, *found)
    assert len(list_alarms(viewer=estate.manager, is_active=True)) == 1
    assert Suppressed.objects.count() == 1


def test_an_alarm_that_protects_lives_sounds_in_spite_of_ordinary_maintenance(estate):
    rule, lesser = estate.rule_on(), estate.rule_on(is_safety=False)
    series = compile_rules(viewer=PLATFORM).groups[0].series[0][0].number
    worker = estate.actor(Role.WORKER, person="w")
    window = open_maintenance(by=worker, place=estate.building, reason="清洗烟感")
    found = start_judge(viewer=PLATFORM, at=T).judge([(series, T + 1, 0.3, 0)])
    assert {one.rule: one.turn for one in found} == {rule: "raised", lesser: "suppressed"}
    record(estate, *found)
    (card,) = list_suppressed(viewer=worker, maintenance=window)
    assert (card.rule, card.is_safety) == (lesser, False)


def test_holding_back_alarms_that_protect_lives_is_a_managers_act_and_bounded(estate):
    given = {"by": estate.manager, "reason": "清洗烟感", "holds_safety": True}
    for role in (Role.WORKER, Role.CLERK, Role.OPERATOR):
        other = {**given, "by": estate.actor(role), "place": estate.building}
        refused("forbidden", open_maintenance, **other)
    refused("invalid", open_maintenance, place=estate.community, **given)
    late = NOW + timedelta(hours=8, seconds=1)
    refused("invalid", open_maintenance, place=estate.building, until=late, **given)
    assert len(list_maintenance(viewer=estate.manager)) == 0
    open_maintenance(place=estate.building, **given)
    (card,) = list_maintenance(viewer=estate.manager)
    assert (card.holds_safety, card.until) == (True, NOW + timedelta(hours=8))


def test_what_was_held_back_at_a_protected_household_is_for_its_keeper_alone(estate):
    rule = estate.rule_on()
    home = list_places(viewer=estate.manager, kind=PlaceKind.DWELLING).items[0]
    window = open_maintenance(by=estate.manager, place=estate.building, reason="清洗")
    turn = estate.turn(rule, "suppressed", 1, maintenance=window)
    record(estate, replace(turn, place=home.id, path=home.path), replace(turn, at=turn.at + 1))
    keeper = estate.actor(Role.KEEPER, person=register_person(by=estate.manager, name="保管"))
    settle(by=estate.manager, person=estate.owner, dwelling=home.id, relation=Relation.OWNER)
    mark_confidential(by=keeper, dwelling=home.id, reason="court order")
    for viewer, count in ((estate.manager, 1), (keeper, 2)):
        assert len(list_suppressed(viewer=viewer, maintenance=window)) == count
        assert get_maintenance(viewer=viewer, maintenance=window).suppressed == count


def test_maintenance_says_where_why_and_until_when(estate):
    worker = estate.actor(Role.WORKER)
    device = estate.devices[0]
    for given in (
        {"reason": ""},
        {"reason": "x", "place": estate.building, "device": device},
        {"reason": "x"},
        {"reason": "x", "device": device, "until": NOW - timedelta(1)},
        {"reason": "x", "device": device, "until": NOW + timedelta(99)},
    ):
        refused("invalid", open_maintenance, by=worker, **given)
    refused("not_found", open_maintenance, by=worker, reason="x", device="nowhere")
    refused("forbidden", open_maintenance, by=estate.platform, reason="x", device=device)
    given = {"by": worker, "reason": "x", "device": device, "key": "k"}
    assert open_maintenance(**given) == open_maintenance(**given)
    assert len(list_maintenance(viewer=estate.manager)) == 1


# -- judging, restart -----------------------------------------------------------------------


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


# -- verdicts and reviews -------------------------------------------------------------------


def judged(estate, rule, *verdicts):
    alarms = []
    for place, verdict in enumerate(verdicts):
        device = f"d{Alarm.objects.count()}-{place}"
        alarm = raise_one(estate, rule, device=device)
        give_verdict(by=estate.actor(Role.WORKER), alarm=alarm, verdict=verdict)
        alarms.append(alarm)
    return alarms


def precision(estate, rule):
    one = get_rule(viewer=estate.manager, rule=rule).rule.precision
    return one.real, one.false_alarms, one.unclear


def test_verdicts_keep_the_measured_precision_and_the_last_word_counts(estate):
    rule = estate.rule_on()
    first, *_ = judged(estate, rule, "false_alarm", "real", "unclear")
    assert precision(estate, rule) == (1, 1, 1)
    for _ in range(2):
        give_verdict(by=estate.manager, alarm=first, verdict="real", note="锅烧干了")
    assert precision(estate, rule) == (2, 0, 1)
    detail = get_alarm(viewer=estate.manager, alarm=first)
    assert [one.verdict for one in detail.verdicts] == ["real", "false_alarm"]
    assert detail.alarm.verdict == "real" and Verdict.objects.count() == 4
    card = list_rules(viewer=estate.manager).items[0]
    assert card.precision.low == 342 and card.precision.high == 1000


def test_a_rule_below_its_floor_is_put_up_for_review_and_goes_on(estate):
    rule = estate.rule_on()
    judged(estate, rule, "real", "false_alarm", "false_alarm")
    assert len(list_reviews(viewer=estate.manager)) == 0
    judged(estate, rule, "false_alarm", "false_alarm")
    (review,) = list_reviews(viewer=estate.manager, is_open=True)
    assert (review.rule, review.precision.real, review.precision.false_alarms) == (rule, 1, 3)
    assert kinds(estate).count("rule_put_up_for_review") == 1
    card = list_rules(viewer=estate.manager).items[0]
    assert card.is_under_review and card.version_on == 1
    assert len(list_active_definitions(viewer=PLATFORM)) == 1


def test_unclear_verdicts_put_no_rule_up_for_review(estate):
    judged(estate, estate.rule_on(), *["unclear"] * 9)
    assert Review.objects.count() == 0


def test_a_review_is_decided_by_a_person_with_a_reason(estate):
    rule = estate.rule_on(is_safety=False)
    judged(estate, rule, *["false_alarm"] * 4)
    (review,) = list_reviews(viewer=estate.manager)
    given = {"review": review.id, "reason": "太吵", "decision": "switched_off"}
    refused("forbidden", decide_review, by=estate.platform, **given)
    refused("forbidden", decide_review, by=estate.actor(Role.WORKER), **given)
    refused("invalid", decide_review, by=estate.manager, **{**given, "decision": "silenced"})
    refused("invalid", decide_review, by=estate.manager, **{**given, "reason": ""})
    assert list_active_definitions(viewer=PLATFORM)
    decide_review(by=estate.manager, **given)
    assert list_active_definitions(viewer=PLATFORM) == ()
    assert list_reviews(viewer=estate.manager).items[0].decision == "switched_off"
    refused("conflict", decide_review, by=estate.manager, **given)


def test_a_review_never_switches_a_safety_rule_off(estate):
    rule = estate.rule_on()
    judged(estate, rule, *["false_alarm"] * 4)
    (review,) = list_reviews(viewer=estate.manager)
    given = {"by": estate.manager, "review": review.id, "reason": "x", "decision": "switched_off"}
    refused("conflict", decide_review, **given)
    assert list_active_definitions(viewer=PLATFORM) and not review.decision
    switch_off(by=estate.manager, rule=rule, reason="更换型号")
    decide_review(**given)
    assert list_reviews(viewer=estate.manager, is_open=False).items[0].decided_by == "m"


def test_a_rule_that_was_kept_comes_back_only_after_as_many_new_verdicts(estate):
    rule = estate.rule_on()
    judged(estate, rule, *["false_alarm"] * 4)
    (review,) = list_reviews(viewer=estate.manager)
    decide_review(by=estate.manager, review=review.id, decision="kept", reason="宁可多跑")
    judged(estate, rule, *["false_alarm"] * 3)
    assert Review.objects.count() == 1
    judged(estate, rule, "false_alarm")
    assert Review.objects.count() == 2


def test_a_new_version_begins_with_a_clean_sheet(estate):
    rule = estate.rule_on()
    judged(estate, rule, *["false_alarm"] * 3)
    milder = {**DEFINITION, "condition": {**SMOKE, "above": 0.15}}
    change_rule(by=estate.manager, rule=rule, definition=milder)
    switch_on(by=estate.manager, rule=rule)
    assert precision(estate, rule) == (0, 0, 0)
    give_verdict(
        by=estate.manager, alarm=list_alarms(viewer=estate.manager).items[0].id, verdict="real"
    )
    versions = get_rule(viewer=estate.manager, rule=rule).versions
    assert [one.precision.judged for one in versions] == [0, 3]


def test_lists_ask_a_fixed_number_of_questions(estate):
    def asked(call, **given):
        with CaptureQueriesContext(connection) as caught:
            call(viewer=estate.manager, **given)
        return len(caught)

    counts = []
    for size in (2, 8):
        for _ in range(size):
            judged(estate, estate.rule_on(is_safety=False), *["false_alarm"] * 4)
        counts.append([asked(call) for call in (list_rules, list_alarms, list_reviews)])
    assert counts[0] == counts[1] and max(counts[0]) <= 7
