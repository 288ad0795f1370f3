"""An alarm is one however often it is told, and ends when a person or a reading says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.places.api import PlaceKind, list_places
from linli.kernel import Ref, Role
from linli.kernel.clock import held
from linli.support.rules.api import (
    acknowledge_alarm,
    clear_alarm,
    escalate_due,
    get_alarm,
    link_matter,
    list_active_definitions,
    list_alarms,
    record_transitions,
)
from linli.support.rules.models import Alarm
from modules.support.rules.asking import kinds, raise_one, record, refused
from rules_estate import NOW, PLATFORM

pytestmark = pytest.mark.django_db


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
