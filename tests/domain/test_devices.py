"""Thing models are checked where they come in; of what was refused no more is kept than allowed."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.devices.domain import RejectedItem, Sensitivity, reading, thing
from linli.foundation.devices.domain.quarantine import (
    MOST_RAW,
    WITHOUT_MANDATE,
    clean,
    kept_of,
    may_keep,
)
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.domain.rows import checked_device, folded, read_row
from linli.foundation.devices.domain.secrets import digest_of, free_slot, new_secret
from linli.foundation.devices.domain.thing import body_of
from linli.foundation.devices.domain.units import canonical_unit
from linli.kernel import Refused, Words

AT = datetime(2026, 1, 1, tzinfo=UTC)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
PLACES = ["key", "name", "kind", "unit", "device_class", "sensitivity", "minimum", "maximum"]


def smoke(**changes):
    spec = {
        "key": "smoke",
        "name": {"zh": "烟雾", "en": "Smoke"},
        "kind": "number",
        "unit": "%",
        "device_class": "smoke",
        "sensitivity": "household",
        "minimum": 0,
        "maximum": 30,
    }
    return {**spec, **changes}


def model(**changes):
    return {
        "key": "smoke-detector",
        "name": {"zh": "烟感", "en": "Smoke detector"},
        "vendor": "安居",
        "properties": [smoke()],
        **changes,
    }


def test_a_model_reads_back_as_it_was_written():
    given_one = model(
        functions=[{"key": "silence", "name": "消音", "inputs": [{"key": "s", "unit": "s"}]}],
        events=[{"key": "alarm", "name": "报警", "level": "urgent", "outputs": [{"key": "n"}]}],
    )
    read = read_model(given_one)
    assert read_model(body_of(read)) == read
    assert read.functions[0].inputs[0].unit == "s" and read.events[0].level == "urgent"
    assert read.events[0].name == Words("报警", "报警")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"unit": "furlong"}, "properties[0].unit"),
        ({"device_class": "unicorn"}, "properties[0].device_class"),
        ({"sensitivity": "secret"}, "properties[0].sensitivity"),
        ({"kind": "blob"}, "properties[0].kind"),
        ({"key": "a b"}, "properties[0].key"),
        ({"key": "x" * 61}, "properties[0].key"),
        ({"minimum": 31}, "properties[0].minimum"),
        ({"minimum": "0"}, "properties[0].minimum"),
        ({"maximum": float("nan")}, "properties[0].maximum"),
        ({"maximum": float("inf")}, "properties[0].maximum"),
        ({"kind": "boolean"}, "properties[0].minimum"),
        ({"name": 3}, "properties[0].name"),
        ({"name": {"zh": "x" * 81}}, "properties[0].name"),
        ({"unit": 5}, "properties[0].unit"),
    ],
)
def test_a_bad_property_is_refused_and_the_refusal_says_where(changes, where):
    with pytest.raises(Refused) as refused:
        read_model(model(properties=[smoke(**changes)]))
    assert refused.value.field == where


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "Smoke Detector"},
        {"key": ""},
        {"version": 0},
        {"version": True},
        {"properties": []},
        {"properties": "smoke"},
        {"properties": [smoke(), smoke()]},
        {"properties": [smoke(key=f"p{n}") for n in range(reading.MOST_PROPERTIES + 1)]},
        {"properties": ["smoke"]},
        {"events": [{"key": "a", "name": "n", "level": "loud"}]},
        {"functions": [{"key": "a", "inputs": [{"key": "b", "unit": "furlong"}]}]},
        {"name": ""},
        {"vendor": "v" * 81},
        {"padding": "x" * 70_000},
        {"padding": object()},
    ],
)
def test_a_bad_model_is_refused(changes):
    with pytest.raises(Refused):
        read_model(model(**changes))


@given(st.sampled_from(PLACES), json_values)
def test_whatever_stands_in_a_property_the_answer_is_a_model_or_a_refusal(place, value):
    try:
        read = read_model(model(properties=[smoke(**{place: value})]))
    except Refused:
        return
    assert read_model(body_of(read)) == read


@given(st.dictionaries(st.sampled_from([*model(), "functions", "events", "version"]), json_values))
def test_whatever_a_model_holds_the_answer_is_a_model_or_a_refusal(given_one):
    try:
        read = read_model(given_one)
    except Refused:
        return
    assert read_model(body_of(read)) == read


def test_units_are_senml_however_they_are_written():
    assert canonical_unit("°C") == "Cel"
    assert canonical_unit("%RH") == "%RH"
    assert canonical_unit("furlong") is None


def test_a_later_version_keeps_kind_and_unit_of_what_it_shares():
    old = read_model(model())
    thing.check_compatible(old, read_model(model(properties=[smoke(), smoke(key="heat")])))
    thing.check_compatible(old, read_model(model(properties=[smoke(key="heat")])))
    with pytest.raises(Refused):
        thing.check_compatible(old, read_model(model(properties=[smoke(unit="ppm")])))
    with pytest.raises(Refused):
        changed = smoke(kind="text", minimum=None, maximum=None)
        thing.check_compatible(old, read_model(model(properties=[changed])))


def test_nothing_a_machine_declares_of_itself_is_open():
    specs = [smoke(key=level, sensitivity=level) for level in Sensitivity]
    found = thing.distrusted(read_model(model(properties=specs)))
    assert [spec.sensitivity for spec in found.properties] == [
        "household",
        "household",
        "personal",
        "special",
    ]


def test_a_found_device_speaks_a_model_that_knows_all_it_measures():
    known = read_model(model(properties=[smoke(), smoke(key="heat")]))
    assert thing.speaks(known, read_model(model()))
    assert not thing.speaks(known, read_model(model(properties=[smoke(key="sound")])))
    assert not thing.speaks(known, read_model(model(properties=[smoke(unit="ppm")])))


def test_secrets_are_long_different_and_kept_as_a_digest():
    one, other = new_secret(), new_secret()
    assert one != other and len(one) == 43
    assert digest_of(one) == hashlib.sha256(one.encode()).digest()


def test_there_are_two_slots():
    assert [free_slot(live) for live in ([], ["a"], ["b"], ["a", "b"])] == ["a", "b", "a", None]


@pytest.mark.parametrize("number", ["", "a/b", "a+", "#", "a b", "烟", "-a", "x" * 65, None, 7])
def test_a_device_number_can_stand_in_a_topic(number):
    with pytest.raises(Refused):
        checked_device(number)


def test_a_row_needs_little_and_is_bounded():
    row = read_row({"device": " s-1 ", "model": "m", "vendor": None})
    assert (row.device, row.name, row.vendor) == ("s-1", Words("s-1", "s-1"), "")
    with pytest.raises(Refused) as refused:
        read_row({"device": "s-1", "serial": "x" * 65})
    assert refused.value.field == "serial"


def test_vendors_are_the_same_whatever_their_case_and_blanks():
    assert folded("  ACME  Ltd ") == folded("acme ltd")


def item(**changes):
    parts = {
        "device": "d",
        "received_at": AT,
        "reason": "malformed",
        "detail": "at 3",
        "raw": b'{"v": 7',
        "topic": "t",
        "transport": "mqtt",
        "property": "smoke",
    }
    return RejectedItem(**{**parts, **changes})


@pytest.mark.parametrize("reason", sorted(WITHOUT_MANDATE))
def test_of_a_reading_without_mandate_only_who_why_and_when_are_kept(reason):
    kept = kept_of(item(reason=reason, size=99), mandated=True)
    assert kept == RejectedItem("d", AT, reason, transport="mqtt")


def test_of_a_device_without_mandate_no_bytes_are_kept_whatever_the_reason():
    assert kept_of(item(), mandated=False) == RejectedItem("d", AT, "malformed", transport="mqtt")


@pytest.mark.parametrize("reason", ["no_mandate", "closed_household", "not_active"])
def test_the_reasons_the_mission_names_are_among_them(reason):
    assert reason in WITHOUT_MANDATE


@given(st.binary(max_size=9000), st.text(max_size=400))
def test_what_is_kept_is_bounded_and_says_how_long_it_was(raw, text):
    kept = kept_of(item(raw=raw, detail=text, device=text, topic=text), mandated=True)
    assert kept.raw == raw[:MOST_RAW] and kept.size == len(raw)
    assert len(kept.detail) <= 300 and len(kept.device) <= 64 and len(kept.topic) <= 200
    assert (kept.detail + kept.device + kept.topic).isprintable()


def test_bytes_are_kept_only_if_all_they_may_hold_is_mandated():
    whole, part = item(property=""), item(property="smoke")
    assert may_keep(part, {"smoke", "sound"}, {"smoke"})
    assert not may_keep(part, {"smoke", "sound"}, {"sound"})
    assert not may_keep(whole, {"smoke", "sound"}, {"smoke"})
    assert may_keep(whole, {"smoke", "sound"}, {"smoke", "sound"})


def test_text_from_a_stranger_is_made_printable():
    assert clean("a\x00b\u202ec\n", 10) == "a�b�c�"
