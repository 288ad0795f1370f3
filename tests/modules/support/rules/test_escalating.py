"""An alarm nobody sees is told to more people, level by level."""

from datetime import timedelta

import pytest

from linli.foundation.people.api import register_person
from linli.kernel.clock import held
from linli.support.rules.api import (
    acknowledge_alarm,
    change_rule,
    escalate_due,
    get_alarm,
    get_rule,
    list_alarms,
    list_rules,
)
from modules.support.rules.asking import kinds, raise_one, record, refused
from rules_estate import NOW, PLATFORM

pytestmark = pytest.mark.django_db


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
