"""People's verdicts measure a rule, and a weak one is put up for review."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel import Role
from linli.support.rules.api import (
    change_rule,
    decide_review,
    get_alarm,
    get_rule,
    give_verdict,
    list_active_definitions,
    list_alarms,
    list_reviews,
    list_rules,
    switch_off,
    switch_on,
)
from linli.support.rules.models import Alarm, Review, Verdict
from modules.support.rules.asking import kinds, raise_one, refused
from rules_estate import DEFINITION, PLATFORM, SMOKE

pytestmark = pytest.mark.django_db


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
