"""The gate: what passes, and under which name everything else is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.perception.gate import Gate, GateProperty
from linli.perception.judging import MAX_TEXT, judge
from linli.perception.reading import NO_TIME, SKEWED, Accepted, Reading
from linli.perception.timing import YEAR_2000
from linli.perception.units import SENML, conversion
from perception.house import NOW, SECRET, digest, entry


def judged(value=21.5, key="temperature", at=NOW, unit=None, **changes):
    return judge(entry(**changes), Reading("d1", key, at, value, unit), NOW)


def test_a_mandated_reading_becomes_a_row_of_its_series():
    assert judged() == Accepted(1, NOW, 21.5, "", 0, NOW)
    assert judged(True, "smoke") == Accepted(2, NOW, 1.0, "", 0, NOW)
    assert judged("门开了", "note") == Accepted(3, NOW, 0.0, "门开了", 0, NOW)


@pytest.mark.parametrize("reason", ["not_active", "no_mandate", "closed_household",
                                    "vendor_blocked"])  # fmt: skip
def test_a_refused_device_is_refused_with_its_reason(reason):
    assert judged(refusal=reason) == reason


def test_a_property_of_the_model_without_a_mandate_differs_from_an_unknown_one():
    known = frozenset({"temperature", "smoke", "note", "camera"})
    assert judged(key="camera", known=known) == "no_mandate"
    assert judged(key="nonsense", known=known) == "unknown_property"


def test_a_mandate_holds_from_its_first_to_before_its_last_moment():
    properties = {"t": GateProperty(1, valid_from=NOW - 10, valid_until=NOW)}
    found = [judged(key="t", at=at, properties=properties) for at in
             (NOW - 11, NOW - 10, NOW - 1, NOW)]  # fmt: skip
    assert [row if isinstance(row, str) else row.at for row in found] == [
        "no_mandate", NOW - 10, NOW - 1, "no_mandate"]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "key", "outcome"),
    [
        (math.nan, "temperature", "not_a_number"),
        (math.inf, "temperature", "not_a_number"),
        (-40.1, "temperature", "out_of_range"),
        (100.1, "temperature", "out_of_range"),
        ("hot", "temperature", "wrong_kind"),
        (True, "temperature", "wrong_kind"),
        ("yes", "smoke", "wrong_kind"),
        (2, "smoke", "wrong_kind"),
        (math.nan, "smoke", "wrong_kind"),
        (3.0, "note", "wrong_kind"),
        (True, "note", "wrong_kind"),
        ("x" * (MAX_TEXT + 1), "note", "too_large"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(value, key, outcome):
    assert judged(value, key) == outcome


def test_a_device_without_booleans_may_say_0_and_1():
    assert judged(1, "smoke").value == 1.0
    assert judged(0.0, "smoke").value == 0.0


def test_units_are_converted_and_strange_ones_refused():
    assert judged(212.0, unit="°F").value == pytest.approx(100.0)
    assert judged(20.0, unit="°C").value == 20.0
    assert judged(293.15, unit="K").value == pytest.approx(20.0)
    assert judged(20.0, unit="V") == "wrong_unit"


@given(st.sampled_from(sorted(SENML)), st.sampled_from(sorted(SENML)), st.floats(-1e6, 1e6))
def test_a_conversion_and_its_inverse_give_the_value_back(one, other, value):
    there, back = conversion(one, other), conversion(other, one)
    assert (there is None) == (back is None)
    if there and back:
        again = (value * there[0] + there[1]) * back[0] + back[1]
        assert again == pytest.approx(value, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("at", "stored", "flags"),
    [
        (NOW - 86_400_000, NOW - 86_400_000, 0),
        (NOW + 600_000, NOW + 600_000, 0),
        (NOW + 600_001, NOW, SKEWED),
        (YEAR_2000, YEAR_2000, 0),
        (YEAR_2000 - 1, NOW, SKEWED),
        (10**17, NOW, SKEWED),
        (0, NOW, NO_TIME),
        (-5_000, NOW - 5_000, NO_TIME),
        (700_000, NOW, NO_TIME | SKEWED),
        (-(10**17), NOW, NO_TIME | SKEWED),
    ],
)
def test_an_absurd_clock_is_set_to_the_arrival_and_marked(at, stored, flags):
    row = judged(at=at)
    assert (row.at, row.flags) == (stored, flags)


def test_two_secrets_are_live_while_rotating_and_nothing_else():
    gate = Gate([entry(secrets=(digest(b"old"), digest(b"new"))), entry("d2", secrets=())])
    assert gate.admit("d1", b"old") == digest(b"old")
    assert gate.admit("d1", b"new") == digest(b"new")
    assert gate.admit("d1", SECRET) is None
    assert gate.admit("d2", b"") is None
    assert gate.admit("d3", b"old") is None
    assert gate.is_live("d1", digest(b"old"))
    gate.replace([entry(secrets=(digest(b"new"),))])
    assert not gate.is_live("d1", digest(b"old")) and not gate.is_live("d2", b"")
