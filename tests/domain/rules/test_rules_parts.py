"""Maintenance of devices, changes of rules, precision, and why a rule did not fire."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Words
from linli.support.rules.domain.compiled import ActiveRule, Maintenance, SeriesAt, bind
from linli.support.rules.domain.explaining import explain
from linli.support.rules.domain.judging import LATE, Judge
from linli.support.rules.domain.precision import Precision
from linli.support.rules.domain.reading import read_definition
from linli.support.rules.domain.rehearsing import by_week, rehearse
from rules_oracle import ZONE

T = 1_767_600_000_000
SMOKE = {"kind": "threshold", "property": "smoke", "above": 0.1, "clear_at": 0.05}
TWO = {"kind": "combination", "of": [SMOKE], "count": "devices", "needs": 2}


def series(number, device, place="e1", name="smoke"):
    path = (("community", "c"), ("building", "b"), ("entrance", place))
    return SeriesAt(number, device, "m", name, "c", path, device, Words("烟雾", "smoke"), "1/m")


A, B = series(1, "a"), series(2, "b")


def rule(condition=SMOKE, per="device", version=1, **more):
    definition = read_definition({"alarm": "fire", "per": per, "condition": condition, **more})
    return ActiveRule("r", version, "c", Words("烟雾报警", "Smoke"), definition, ZONE)


def on(device, since, until, place=None):
    return Maintenance(f"m-{device}", "c", place, device, T + since, T + until, "test", "p")


def turns(found):
    return [(turn.originator, turn.turn, turn.at - T) for turn in found]


def test_an_alarm_is_raised_per_place_of_a_kind_or_else_per_own_place():
    far = replace(series(3, "x"), path=(("community", "c"), ("facility", "f")))
    plans = bind([rule(per="entrance")], [A, B, far]).groups
    assert [plan.originator for plan in plans] == ["place:e1", "place:f"]


def test_scope_is_a_place_with_all_below_a_model_or_named_devices():
    other = series(3, "x", "e2")
    listed = [A, B, other]
    scopes = {"place": "e1"}, {"devices": ["a", "x"]}, {"model": "m"}, {"place": "b", "model": "q"}
    found = [
        [plan.originator[-1] for plan in bind([rule(scope=scope)], listed).groups]
        for scope in scopes
    ]
    assert found == [["a", "b"], ["a", "x"], ["a", "b", "x"], []]


def test_two_detectors_under_maintenance_do_not_confirm_a_fire():
    judge = Judge(bind([rule(TWO, "entrance")], [A, B], [on("a", 0, 60), on("b", 0, 60)]), start=T)
    found = judge.judge([(1, T + 10, 0.2, 0), (2, T + 20, 0.2, 0)])
    assert turns(found) == [("place:e1", "suppressed", 20)]
    assert "maintenance" in found[0].trace[0].words.en and found[0].maintenance == "m-a"
    assert turns(judge.tick(T + 61)) == [("place:e1", "raised", 60)]


def test_one_detector_under_maintenance_does_not_hide_a_real_one():
    judge = Judge(bind([rule(TWO, "entrance")], [A, B], [on("a", 0, 60)]), start=T)
    found = judge.judge([(1, T + 10, 0.2, 0), (2, T + 20, 0.2, 0)])
    assert turns(found) == [("place:e1", "raised", 20)]


def test_closing_maintenance_early_sounds_what_is_still_wrong():
    judge = Judge(bind([rule()], [A], [on("a", 0, 3_600_000)]), start=T)
    assert turns(judge.judge([(1, T + 10, 0.2, 0)])) == [("device:a", "suppressed", 10)]
    assert turns(judge.maintain((), at=T + 50)) == [("device:a", "raised", 50)]


def test_an_alarm_of_an_earlier_version_is_cleared_by_the_new_one():
    judge = Judge(bind([rule()], [A]), start=T)
    judge.judge([(1, T + 10, 0.2, 0)])
    milder = {**SMOKE, "above": 0.5, "clear_at": 0.4}
    assert judge.replace(bind([rule(milder, version=2)], [A]), at=T + 20) == []
    found = judge.judge([(1, T + 30, 0.3, 0)])
    assert turns(found) == [("device:a", "cleared", 30)] and found[0].version == 2


def test_an_alarm_of_an_earlier_version_stays_while_the_new_one_agrees():
    judge = Judge(bind([rule()], [A]), start=T)
    judge.judge([(1, T + 10, 0.2, 0)])
    judge.replace(bind([rule(version=2)], [A]), at=T + 20)
    assert judge.judge([(1, T + 30, 0.2, 0)]) == []
    assert turns(judge.judge([(1, T + 40, 0.01, 0)])) == [("device:a", "cleared", 40)]


def test_an_alarm_whose_series_is_gone_is_cleared():
    judge = Judge(bind([rule()], [A, B]), start=T)
    judge.judge([(1, T + 10, 0.2, 0)])
    assert turns(judge.replace(bind([rule()], [B]), at=T + 20)) == [("device:a", "cleared", 20)]


def test_what_is_unchanged_keeps_its_state_when_rules_change():
    held = {**SMOKE, "for_seconds": 10}
    judge = Judge(bind([rule(held)], [A]), start=T)
    judge.judge([(1, T + 10, 0.2, 0)])
    other = replace(rule(), rule="s")
    assert judge.replace(bind([rule(held), other], [A]), at=T + 20) == []
    assert turns(judge.tick(T + 10_011)) == [("device:a", "raised", 10_010)]


def test_without_a_memory_an_alarm_known_to_be_raised_is_cleared_by_the_next_calm_reading():
    known = replace(rule(), open_originators=frozenset({"device:a"}))
    judge = Judge(bind([known], [A]), start=T)
    assert turns(judge.judge([(1, T + 10, 0.01, 0)])) == [("device:a", "cleared", 10)]
    judge = Judge(bind([known], [A]), start=T)
    assert judge.judge([(1, T + 10, 0.3, 0)]) == []


def test_the_platforms_own_absence_is_not_a_silence_of_devices():
    silence = {"kind": "silence", "property": "smoke", "after_seconds": 60}
    judge = Judge(bind([rule(silence)], [A]), start=T)
    judge.judge([(1, T + 10, 0.0, 0)])
    judge.resume(T + 500_000)
    assert judge.tick(T + 559_000) == []
    assert turns(judge.tick(T + 560_001)) == [("device:a", "raised", 560_000)]


def test_readings_of_one_moment_are_judged_together():
    hot = {"kind": "threshold", "property": "heat", "above": 50}
    both = {"kind": "combination", "of": [SMOKE, hot], "needs": "all"}
    heat = series(9, "a", name="heat")
    judge = Judge(bind([rule(both)], [A, heat]), start=T)
    judge.judge([(9, T, 60.0, 0)])
    assert judge.judge([(1, T + 5, 0.2, 0), (9, T + 5, 20.0, 0)]) == []


def test_garbage_is_no_memory():
    judge = Judge(bind([rule()], [A]), start=T)
    for garbage in (b"", b"x" * 40, judge.export()[:-9]):
        with pytest.raises(ValueError):
            judge.restore(garbage)


def told(condition, rows, until=100_000, **more):
    return [
        step.words.en
        for step in explain(rule(condition), [A], rows, since=T, until=T + until, **more)
    ]


def test_why_a_rule_did_not_fire_can_be_read():
    held = {**SMOKE, "for_seconds": 10}
    rows = [(1, T, 0.02, 0), (1, T + 5000, 0.4, 0), (1, T + 9000, 0.02, 0), (1, T, 9.0, LATE)]
    assert told(held, rows) == [
        "rule “Smoke”, version 1",
        "a: smoke: 1 readings came late or out of order and are not judged",
        "a: smoke: 3 readings, the highest 0.4 1/m; asked is above 0.1 1/m; did not hold",
        "a: smoke: broke off after 4 s at most; 10 s are asked for",
        "so no alarm was raised",
    ]


def test_why_a_rule_did_fire_can_be_read():
    rows = [(1, T, 0.02, 0), (1, T + 5000, 0.4, 0)]
    assert told(SMOKE, rows)[-2:] == ["the alarm was raised", "a: smoke 0.4 1/m, above 0.1 1/m"]


def test_a_rule_outside_its_hours_says_so():
    never = {"kind": "schedule", "weekly": [{"from": "02:00", "until": "02:01"}], "when": SMOKE}
    words = told(never, [(1, T, 0.4, 0)], until=1000)
    assert "the condition held, but outside the hours in which the rule counts" in words
    assert words[-1] == "so no alarm was raised"


def test_maintenance_shows_in_the_explanation():
    words = told(SMOKE, [(1, T + 10, 0.4, 0)], maintenance=[on("a", 0, 10**7)])
    assert "no alarm was raised, because of maintenance" in words


def test_a_rule_that_sees_nothing_says_so():
    assert "nothing here measures what the rule looks at" in [
        step.words.en for step in explain(rule(), [], [], since=T, until=T + 1)
    ]


def test_a_rehearsal_gives_each_alarm_its_peak_and_its_week():
    rows = [(1, T, 0.2, 0), (1, T + 10, 0.7, 0), (1, T + 20, 0.01, 0), (1, T + 30, 0.3, 0)]
    done = rehearse([rule()], [A], rows, since=T, until=T + 1000)["r"]
    assert [(one.since - T, one.until and one.until - T, one.peak) for one in done] == [
        (0, 20, 0.7),
        (30, None, 0.3),
    ]
    assert by_week(done, ZONE) == (("2026-W02", 2),)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_wilson_interval_holds_the_measured_share_and_is_rounded_outwards(real, false):
    precision = Precision(real, false, 7)
    if not real + false:
        assert precision.low is precision.high is None
        return
    n, p, z = real + false, real / (real + false), 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert precision.low is not None and precision.high is not None
    assert precision.low <= Fraction(1000 * real, n) <= precision.high
    assert abs(precision.low - 1000 * max(0.0, middle - half)) <= 1.0001
    assert abs(precision.high - 1000 * min(1.0, middle + half)) <= 1.0001


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 100))
def test_a_floor_is_compared_in_whole_numbers(real, false, floor):
    below = real + false > 0 and Fraction(real, real + false) < Fraction(floor, 100)
    assert Precision(real, false, 0).is_below(floor) == below
