"""A rule that cannot be used is refused with a sentence that says what and where."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.support.rules.domain.definition import Combination, Threshold
from linli.support.rules.domain.example import read_example, run_example
from linli.support.rules.domain.hours import Hours, Span
from linli.support.rules.domain.reading import read_definition

LEAF = {"kind": "threshold", "property": "smoke", "above": 0.1}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def rule(condition, **more):
    return {"alarm": "fire", "condition": condition, **more}


def combined(*of, **more):
    return {"kind": "combination", "of": list(of), **more}


@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ([], "rule", "named parts"),
        ({}, "rule.alarm", "short name"),
        (rule(LEAF, per="planet"), "rule.per", "device"),
        (rule(LEAF, wen=1), "rule", "“wen”"),
        (rule(None), "condition", "missing"),
        (rule({"kind": "magic"}), "condition.kind", "threshold"),
        (rule({"kind": ["x"]}), "condition.kind", "threshold"),
        (rule({**LEAF, "below": 1}), "condition", "either"),
        (rule({"kind": "threshold", "property": "p"}), "condition", "either"),
        (rule({**LEAF, "above": "hot"}), "condition.above", "number"),
        (rule({**LEAF, "above": float("nan")}), "condition.above", "ordinary"),
        (rule({**LEAF, "above": True}), "condition.above", "number"),
        (rule({**LEAF, "clear_at": 0.2}), "condition.clear_at", "higher"),
        (rule({**LEAF, "for_seconds": -1}), "condition.for_seconds", "seconds"),
        (rule({**LEAF, "is": True}), "condition.is", "no limits"),
        (rule({**LEAF, "kind": "rate"}), "condition.over_seconds", "number"),
        (rule({**LEAF, "kind": "window", "over_seconds": 9}), "condition.take", "median"),
        (rule({"kind": "silence", "property": "p"}), "condition.after_seconds", "number"),
        (rule(combined()), "condition.of", "1 to 10"),
        (rule(combined(LEAF, needs=2)), "condition.needs", "“any”"),
        (rule(combined(LEAF, needs=0)), "condition.needs", "“any”"),
        (rule(combined(combined(LEAF), count="devices", needs=1)), "condition.count", "single"),
        (rule(combined(LEAF, count="devices")), "condition.needs", "a number"),
        (
            rule(combined(combined(combined(LEAF)))),
            "condition.of[0].of[0]",
            "those hold none",
        ),
        (rule(combined(LEAF, {**LEAF, "abvoe": 2})), "condition.of[1]", "“abvoe”"),
        (rule({"kind": "schedule", "when": LEAF}), "condition", "weekly"),
        (
            rule({"kind": "schedule", "when": LEAF, "weekly": [{"from": "25:00", "until": "6"}]}),
            "condition.weekly[0].from",
            "22:00",
        ),
        (
            rule({"kind": "schedule", "when": LEAF, "dates": [{"from": "2026-02-30"}]}),
            "condition.dates[0].from",
            "2026-10-01",
        ),
        (rule(LEAF, scope={"devices": "all"}), "scope.devices", "list"),
    ],
)
def test_what_cannot_be_used_is_named(data, field, says):
    with pytest.raises(Refused) as caught:
        read_definition(data)
    assert caught.value.code == "invalid"
    assert caught.value.field == field
    assert says in str(caught.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "alarm",
                    "per",
                    "scope",
                    "condition",
                    "kind",
                    "property",
                    "above",
                    "below",
                    "of",
                    "needs",
                    "when",
                    "weekly",
                    "days",
                    "from",
                    "until",
                    "dates",
                    "is",
                    "take",
                    "model",
                    "devices",
                    "count",
                    "over_seconds",
                    "for_seconds",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(["threshold", "rate", "window", "silence", "combination", "schedule"])


@given(ANYTHING, KINDS)
def test_any_json_is_read_or_refused_never_worse(data, kind):
    if isinstance(data, dict):
        data = rule({**data, "kind": kind, "property": "p"})
    for read in (read_definition, read_example):
        try:
            read(data)
        except Refused as refused:
            assert refused.code == "invalid" and refused.field


def test_is_true_means_on():
    condition = read_definition(rule({"kind": "threshold", "property": "p", "is": True})).condition
    assert isinstance(condition, Threshold) and condition.limit.is_above


def test_all_and_any_are_numbers_in_the_end():
    everyone = read_definition(rule(combined(LEAF, LEAF))).condition
    anyone = read_definition(rule(combined(LEAF, LEAF, needs="any"))).condition
    assert isinstance(everyone, Combination) and everyone.needs == 2
    assert isinstance(anyone, Combination) and anyone.needs == 1


def at(text, zone=SHANGHAI):
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def test_hours_past_midnight_belong_to_the_day_they_begin_on():
    friday = Hours((Span(frozenset({5}), 22 * 3_600_000, 6 * 3_600_000),))
    assert friday.contain(at("2026-01-09T22:00"), SHANGHAI)
    assert friday.contain(at("2026-01-10T05:59:59"), SHANGHAI)
    assert not friday.contain(at("2026-01-10T06:00"), SHANGHAI)
    assert not friday.contain(at("2026-01-09T03:00"), SHANGHAI)


@pytest.mark.parametrize("name", ["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe"])
@given(start=st.integers(0, 86_399), length=st.integers(1, 86_399), hour=st.integers(0, 8760))
def test_nothing_changes_before_the_next_edge(name, start, length, hour):
    zone = ZoneInfo(name)
    span = Span(frozenset({1, 3, 6, 7}), start * 1000, (start + length) % 86_400 * 1000)
    hours = Hours((span,))
    moment = round(datetime(2026, 1, 1, tzinfo=UTC).timestamp() + hour * 3600) * 1000
    edge = hours.next_edge(moment, zone)
    assert edge > moment
    now = hours.contain(moment, zone)
    steps = range(moment, edge, max(1, (edge - moment) // 40))
    assert all(hours.contain(one, zone) == now for one in [*steps, edge - 1])


def test_a_test_that_expects_something_else_says_what():
    definition = read_definition(rule({**LEAF, "for_seconds": 5}))
    example = read_example(
        {
            "readings": [[0, "a", "smoke", 0.2], [20, "a", "smoke", 0]],
            "expect": [[0, "a", "raised"], [20, "a", "cleared"]],
        }
    )
    outcome = run_example(definition, example, SHANGHAI)
    assert not outcome.has_passed
    assert [problem.en for problem in outcome.problems] == [
        "expected a to be raised at 0 s; it was not",
        "a was raised at 5 s, which was not expected",
    ]


@pytest.mark.parametrize(
    ("test", "field"),
    [
        ({}, "test.readings"),
        ({"readings": [[0, "a", "p"]], "expect": []}, "test.readings[0]"),
        ({"readings": [[0, "a", "p", "x"]], "expect": []}, "test.readings[0]"),
        ({"readings": [[0, "a", "p", 1]], "expect": []}, "test.expect"),
        ({"readings": [], "expect": [[0, "a", "exploded"]]}, "test.expect[0]"),
        ({"readings": [], "expect": [[5, "a", "raised"]], "until": 1}, "test.until"),
        ({"readings": [], "expect": [[5, "a", "raised"]], "start": "soon"}, "test.start"),
    ],
)
def test_a_test_that_cannot_be_used_is_named(test, field):
    with pytest.raises(Refused) as caught:
        read_example(json.loads(json.dumps(test)))
    assert caught.value.field == field
