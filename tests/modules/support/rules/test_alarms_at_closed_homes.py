"""A protected household is neither judged nor told of, and not missed by its absence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.foundation.facts.api import list_facts
from linli.foundation.people.api import Relation, mark_confidential, register_person, settle
from linli.foundation.places.api import PlaceKind, list_places
from linli.kernel import Role
from linli.kernel.clock import held
from linli.support.rules.api import (
    compile_rules,
    escalate_due,
    get_alarm,
    get_maintenance,
    list_alarms,
    list_suggestions,
    list_suppressed,
    open_maintenance,
    quieten_closed_homes,
    start_judge,
)
from modules.support.rules.asking import record, refused
from rules_estate import NOW, PLATFORM, T

pytestmark = pytest.mark.django_db


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
