"""The judge agrees with brute force on every kind of rule, and remembers exactly."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.support.rules.domain.compiled import Maintenance, bind
from linli.support.rules.domain.judging import LATE, Judge
from rules_oracle import Oracle
from rules_streams import LENGTH, SERIES, START, batches, moment_of, rules, streams

KINDS = ("threshold", "rate", "window", "silence", "combination", "schedule")
END = START + LENGTH
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(rule_list, rows, maintenance=(), ticks=()):
    judge = Judge(bind(rule_list, SERIES.values(), maintenance), start=START * 1000)
    turns = []
    ticks = sorted(ticks)
    for batch in batches(rows):
        while ticks and ticks[0] <= (moment_of(batch) or 0):
            turns += judge.tick(ticks.pop(0))
        turns += judge.judge(batch)
    return turns + judge.tick(END * 1000 + 1)


def by_originator(turns):
    found = {}
    for turn in turns:
        found.setdefault(turn.originator, []).append((turn.at // 1000, turn.turn))
    return found


def expected(rule, rows, covered=None):
    plans = bind([rule], SERIES.values()).groups
    found = {}
    for plan in plans:
        numbers = {one.number for part in plan.series for one in part}
        series = {n: (SERIES[n].property, SERIES[n].device) for n in numbers}
        cover = (covered or {}).get(plan.originator, ())
        turns = Oracle(rule.definition.condition, series, START, cover).run(rows, END)
        if turns:
            found[plan.originator] = turns
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_agrees_with_brute_force(kind):
    @SLOW
    @given(rules(kind=kind), streams())
    def check(rule, rows):
        assert by_originator(judged([rule], rows)) == expected(rule, rows)

    check()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_agrees_with_brute_force_on_thousands_of_streams(kind):
    @settings(SLOW, max_examples=1500)
    @given(rules(kind=kind), streams())
    def check(rule, rows):
        assert by_originator(judged([rule], rows)) == expected(rule, rows)

    check()


@SLOW
@given(rules(), streams(), st.integers(0, 200), st.integers(1, 200))
def test_maintenance_holds_an_alarm_back_until_it_ends(rule, rows, since, length):
    covered = (START + since, START + since + length)
    window = Maintenance("w", "c", "e", None, covered[0] * 1000, covered[1] * 1000, "cleaning", "p")
    plans = bind([rule], SERIES.values()).groups
    cover = {plan.originator: [covered] for plan in plans}
    assert by_originator(judged([rule], rows, [window])) == expected(rule, rows, cover)


@SLOW
@given(rules(), streams(), st.lists(st.integers(0, LENGTH * 1000), max_size=30))
def test_when_the_clock_ticks_makes_no_difference(rule, rows, ticks):
    always = judged([rule], rows, ticks=[START * 1000 + tick for tick in ticks])
    assert by_originator(always) == by_originator(judged([rule], rows))


@SLOW
@given(st.lists(rules(), min_size=1, max_size=4), streams(), st.data())
def test_a_restart_anywhere_changes_nothing(listed, rows, data):
    listed = [replace(rule, rule=f"r{place}") for place, rule in enumerate(listed)]
    compiled = bind(listed, SERIES.values())
    cuts = list(batches(rows))
    whole, cut = Judge(compiled, start=START * 1000), Judge(compiled, start=START * 1000)
    for batch in cuts:
        want, have = whole.judge(batch), cut.judge(batch)
        assert have == want
        if data.draw(st.booleans()):
            exported = cut.export()
            later = data.draw(st.sampled_from([START * 1000, batch[0][1], END * 1000]))
            cut = Judge(compiled, start=later)
            cut.restore(exported)
            assert cut.states() == whole.states()
    assert cut.tick(END * 1000 + 1) == whole.tick(END * 1000 + 1)


@SLOW
@given(st.lists(rules(), min_size=1, max_size=4), streams(), st.data())
def test_hearing_a_stretch_of_the_journal_again_changes_nothing(listed, rows, data):
    listed = [replace(rule, rule=f"r{place}") for place, rule in enumerate(listed)]
    compiled = bind(listed, SERIES.values())
    cuts = list(batches(rows))
    judge = Judge(compiled, start=START * 1000)
    once = [turn for batch in cuts for turn in judge.judge(batch)]
    again = Judge(compiled, start=START * 1000)
    twice = []
    at = data.draw(st.integers(0, len(cuts)))
    back = data.draw(st.integers(0, at))
    for batch in [*cuts[:at], *cuts[back:]]:
        twice += again.judge(batch)
    assert twice == once


@SLOW
@given(rules(), streams())
def test_late_readings_never_change_an_alarm(rule, rows):
    prompt = [row for row in rows if not row[3]]
    assert judged([rule], rows) == judged([rule], prompt)


@SLOW
@given(rules(), streams())
def test_a_turn_is_always_the_opposite_of_the_one_before_and_later(rule, rows):
    last = {}
    for turn in judged([rule], rows):
        before = last.get(turn.originator)
        assert turn.turn == ("cleared" if before and before.turn == "raised" else "raised")
        assert before is None or turn.at > before.at
        assert turn.trace and all(step.words.zh and step.words.en for step in turn.trace)
        last[turn.originator] = turn


@SLOW
@given(rules(), streams(), st.integers(0, 3))
def test_values_that_are_no_numbers_are_passed_over(rule, rows, number):
    at = (START + 1) * 1000
    odd = [(number, at, value, 0) for value in (math.nan, math.inf, -math.inf)]
    assert by_originator(judged([rule], odd + rows)) == by_originator(judged([rule], rows))


def test_late_is_a_flag_and_nothing_else():
    assert LATE == 1
