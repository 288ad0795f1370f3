"""Maintenance holds alarms back where somebody answers for it, and says so."""

from datetime import timedelta

import pytest

from linli.kernel import Role
from linli.kernel.clock import held
from linli.support.rules.api import (
    close_maintenance,
    compile_rules,
    get_maintenance,
    list_alarms,
    list_maintenance,
    list_suppressed,
    open_maintenance,
    start_judge,
)
from linli.support.rules.models import Suppressed
from modules.support.rules.asking import record, refused
from rules_estate import NOW, PLATFORM, T

pytestmark = pytest.mark.django_db


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
