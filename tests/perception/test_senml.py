"""SenML JSON: the examples of RFC 8428 §5.1 as facts, its rules, and what bad records come to."""

import json
import math

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.perception.codecs.senml import MAX_RECORDS, decode
from linli.perception.reading import RELATIVE_BELOW, Reading


def said(payload, device="d1"):
    pack = decode(payload if isinstance(payload, bytes) else orjson.dumps(payload), device)
    assert not pack.problems, [str(p) for p in pack.problems]
    return [(r.property, r.at, r.value, r.unit) for r in pack.readings]


def problems(payload, device="d1"):
    return decode(payload if isinstance(payload, bytes) else orjson.dumps(payload), device).problems


OW = "urn:dev:ow:10e2073a01080063"


class TestExamplesOfTheRfc:
    def test_single_data_point(self):
        pack = [{"n": OW + ":temp", "u": "Cel", "v": 23.1}]
        assert said(pack, "10e2073a01080063") == [("temp", 0, 23.1, "Cel")]

    def test_multiple_data_points(self):
        pack = [
            {"bn": OW + ":", "n": "voltage", "u": "V", "v": 120.1},
            {"n": "current", "u": "A", "v": 1.2},
        ]
        assert said(pack, OW) == [("voltage", 0, 120.1, "V"), ("current", 0, 1.2, "A")]

    def test_base_time_and_times_relative_to_it(self):
        pack = [
            {"bn": OW + ":", "bt": 1.276020076001e9, "bu": "A", "bver": 5,
             "n": "voltage", "u": "V", "v": 120.1},
            {"n": "current", "t": -5, "v": 1.2},
            {"n": "current", "t": -4, "v": 1.3},
            {"n": "current", "t": -3, "v": 1.4},
            {"n": "current", "t": -2, "v": 1.5},
            {"n": "current", "t": -1, "v": 1.6},
            {"n": "current", "v": 1.7},
        ]  # fmt: skip
        base = 1_276_020_076_001
        assert said(pack, OW) == [
            ("voltage", base, 120.1, "V"),
            ("current", base - 5_000, 1.2, "A"),
            ("current", base - 4_000, 1.3, "A"),
            ("current", base - 3_000, 1.4, "A"),
            ("current", base - 2_000, 1.5, "A"),
            ("current", base - 1_000, 1.6, "A"),
            ("current", base, 1.7, "A"),
        ]

    def test_humidity_and_position_while_moving(self):
        pack = [
            {"bn": OW, "bt": 1.320067464e9, "bu": "%RH", "v": 20},
            {"u": "lon", "v": 24.30621}, {"u": "lat", "v": 60.07965},
            {"t": 60, "v": 20.3},
            {"u": "lon", "t": 60, "v": 24.30622}, {"u": "lat", "t": 60, "v": 60.07965},
            {"t": 120, "v": 20.7},
            {"u": "lon", "t": 120, "v": 24.30623}, {"u": "lat", "t": 120, "v": 60.07966},
            {"u": "%EL", "t": 150, "v": 98},
            {"t": 180, "v": 21.2},
            {"u": "lon", "t": 180, "v": 24.30628}, {"u": "lat", "t": 180, "v": 60.07967},
        ]  # fmt: skip
        base = 1_320_067_464_000
        found = said(pack, "urn:dev:ow")
        assert [row[1] - base for row in found] == [0] * 3 + [60_000] * 3 + [120_000] * 3 + [
            150_000, 180_000, 180_000, 180_000]  # fmt: skip
        assert [row[2:] for row in found if row[3] == "%RH"] == [
            (20, "%RH"), (20.3, "%RH"), (20.7, "%RH"), (21.2, "%RH")]  # fmt: skip
        assert found[9][2:] == (98, "%EL")

    def test_resolved_data(self):
        pack = [
            {"n": OW, "u": "%RH", "t": 1.320067464e9, "v": 20},
            {"n": OW, "u": "lon", "t": 1.320067464e9, "v": 24.30621},
            {"n": OW, "u": "%EL", "t": 1.320067614e9, "v": 98},
        ]
        assert said(pack, "urn:dev:ow") == [
            ("10e2073a01080063", 1_320_067_464_000, 20, "%RH"),
            ("10e2073a01080063", 1_320_067_464_000, 24.30621, "lon"),
            ("10e2073a01080063", 1_320_067_614_000, 98, "%EL"),
        ]

    def test_all_types_of_data(self):
        pack = [
            {"bn": OW + ":", "n": "temp", "u": "Cel", "v": 23.1},
            {"n": "label", "vs": "Machine Room"},
            {"n": "open", "vb": False},
            {"n": "nfv-reader", "vd": "aGkgCg"},
        ]
        assert [row[::2] for row in said(pack, OW)] == [
            ("temp", 23.1), ("label", "Machine Room"), ("open", False), ("nfv-reader", "aGkgCg"),
        ]  # fmt: skip

    def test_collection_of_resources(self):
        pack = [
            {"bn": "2001:db8::2/", "bt": 1.320078429e9, "n": "temperature", "v": 27.2, "u": "Cel"},
            {"n": "humidity", "v": 80, "u": "%RH"},
        ]
        assert said(pack, "2001:db8::2") == [
            ("temperature", 1_320_078_429_000, 27.2, "Cel"),
            ("humidity", 1_320_078_429_000, 80, "%RH"),
        ]

    def test_names_of_several_devices_are_refused_for_all_but_the_sender(self):
        pack = [
            {"bn": "2001:db8::2/", "bt": 1.320078429e9, "n": "temperature", "v": 25.2, "u": "Cel"},
            {"n": "humidity", "v": 30, "u": "%RH"},
            {"bn": "2001:db8::1/", "n": "temperature", "v": 12.3, "u": "Cel"},
            {"n": "humidity", "v": 67, "u": "%RH"},
        ]
        found = decode(orjson.dumps(pack), "2001:db8::1")
        assert [(r.property, r.value) for r in found.readings] == [
            ("temperature", 12.3), ("humidity", 67)]  # fmt: skip
        assert [(p.reason, p.index) for p in found.problems] == [
            ("wrong_device", 0), ("wrong_device", 1)]  # fmt: skip

    def test_setting_an_actuator_has_the_same_form(self):
        pack = [{"bn": "urn:dev:ow:10e2073a01080063:"}, {"n": "r", "v": 9.0}, {"n": "g", "v": 0.0}]
        assert [row[0] for row in said(pack, OW)] == ["r", "g"]


class TestRules:
    def test_a_time_below_two_to_the_28_is_relative(self):
        assert said([{"n": "x", "v": 1, "t": -5}])[0][1] == -5_000
        assert said([{"n": "x", "v": 1, "t": 2**28 - 1}])[0][1] < RELATIVE_BELOW
        assert said([{"n": "x", "v": 1, "t": 2**28}])[0][1] == RELATIVE_BELOW

    def test_base_value_and_base_sum_are_added(self):
        pack = [{"bv": 20, "bs": 100, "n": "x", "v": 1.5, "s": 7}, {"n": "x"}]
        assert [row[::2] for row in said(pack)] == [("x", 21.5), ("x_sum", 107), ("x", 20)]

    def test_a_sum_alone_is_a_reading_of_its_own(self):
        assert said([{"n": "water", "s": 12.5, "u": "l"}]) == [("water_sum", 0, 12.5, None)]

    @pytest.mark.parametrize("before", ["", "d1:", "d1/", "urn:dev:ops:d1:", "linli/d1/"])
    def test_a_name_is_plain_or_says_the_sender(self, before):
        assert said([{"n": before + "temperature", "v": 1}])[0][0] == "temperature"

    @pytest.mark.parametrize("name", ["d2:temperature", "xd1:temperature", "d1:d2/temperature"])
    def test_a_name_of_another_device_is_refused(self, name):
        assert [p.reason for p in problems([{"n": name, "v": 1}])] == ["wrong_device"]

    def test_a_bad_record_leaves_the_others_alone_and_is_named(self):
        pack = [{"n": "a", "v": 1}, {"n": "b", "v": "x"}, {"n": "c", "v": 3}, 7, {"n": "e"}]
        found = decode(orjson.dumps(pack), "d1")
        assert [r.property for r in found.readings] == ["a", "c"]
        assert [(p.index, p.field, p.reason) for p in found.problems] == [
            (1, "v", "malformed"), (3, None, "malformed"), (4, "v", "malformed")]  # fmt: skip
        assert str(found.problems[0]) == "record 1, field 'v': must be a number"

    @pytest.mark.parametrize("payload", [b"", b"{", b"{}", b"3", b"null", b"\xff\xfe", b"[" * 5000,
                                         b'{"n":"a","v":1}', b'[{"n":"a","v":NaN}]'])  # fmt: skip
    def test_what_is_no_pack_is_one_problem(self, payload):
        found = decode(payload, "d1")
        assert not found.readings and [p.reason for p in found.problems] == ["malformed"]

    @pytest.mark.parametrize("record", [
        {"n": "a", "v": True}, {"n": "a", "vb": 1}, {"n": "a", "vs": 1}, {"n": "a", "vd": "!"},
        {"n": 3, "v": 1}, {"n": "", "v": 1}, {"n": "_a", "v": 1}, {"n": "a b", "v": 1},
        {"n": "x" * 300, "v": 1}, {"n": "a", "v": 1, "t": "now"}, {"n": "a", "v": 1, "t": 1e12},
        {"n": "a", "v": 1, "vs": "x"}, {"n": "a", "v": 1, "u": 5}, {"n": "a", "v": 1, "ut": "x"},
        {"n": "a", "v": None}, {"n": "a", "s": "x"}, {"n": "a:", "v": 1}, {"n": "d1:", "v": 1},
    ])  # fmt: skip
    def test_a_field_of_the_wrong_form_is_a_problem(self, record):
        found = decode(orjson.dumps([record]), "d1")
        assert not found.readings and len(found.problems) == 1

    def test_an_unknown_field_is_ignored_unless_it_must_be_understood(self):
        assert said([{"n": "a", "v": 1, "foo": 2}]) == [("a", 0, 1, None)]
        found = decode(b'[{"n":"a","v":1},{"n":"b","v":1,"foo_":2}]', "d1")
        assert not found.readings and found.problems[0].field == "foo_"

    def test_a_later_version_is_refused_whole(self):
        assert problems([{"bver": 11, "n": "a", "v": 1}])[0].field == "bver"
        assert said([{"bver": 10, "n": "a", "v": 1}])

    def test_ten_thousand_records_are_read_and_one_more_is_too_many(self):
        pack = [{"n": "a", "v": n, "t": 1_700_000_000 + n} for n in range(MAX_RECORDS)]
        assert len(said(pack)) == MAX_RECORDS
        assert [p.reason for p in problems([*pack, pack[0]])] == ["too_large"]


NAMES = st.sampled_from(["temperature", "d1:smoke", "x.y-z", "d2/x", "", "!"])
VALUES = st.one_of(st.floats(), st.integers(), st.booleans(), st.text(max_size=5), st.none(),
                   st.lists(st.integers(), max_size=2))  # fmt: skip
FIELDS = st.sampled_from(["bn", "bt", "bu", "bv", "bs", "bver", "n", "u", "v", "vs", "vb", "vd",
                          "s", "t", "ut", "z", "z_"])  # fmt: skip
RECORDS = st.dictionaries(FIELDS, st.one_of(VALUES, NAMES), max_size=5)


class TestAnything:
    @given(st.lists(st.one_of(RECORDS, VALUES), max_size=6))
    def test_any_json_gives_readings_or_problems(self, pack):
        found = decode(json.dumps(pack).encode(), "d1")
        for reading in found.readings:
            assert isinstance(reading.at, int) and isinstance(reading.value, (int, float, str))

    @given(st.binary(max_size=200))
    def test_any_bytes_give_a_pack(self, payload):
        decode(payload, "d1")

    @given(
        st.floats(allow_nan=False, allow_infinity=False, width=32),
        st.integers(2**28, 4_000_000_000),
    )
    def test_the_short_way_and_the_long_way_agree(self, value, at):
        record = {"n": "temperature", "u": "Cel", "v": value, "t": at}
        long = decode(orjson.dumps([{"bver": 10}, record]), "d1").readings
        short = decode(orjson.dumps([record]), "d1").readings
        assert short == long == [Reading("d1", "temperature", at * 1000, value, "Cel")]
        assert math.isfinite(short[0].value)
