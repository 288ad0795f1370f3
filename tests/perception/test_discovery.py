"""Home Assistant discovery: both forms, abbreviations, removal, and what is not understood."""

import contextlib
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.perception.codecs.discovery import (
    Discovered,
    NotUnderstood,
    Removed,
    read_config,
    read_state,
    read_states,
)

SINGLE = {
    "~": "zigbee/hall",
    "name": "Temperature",
    "uniq_id": "0x01_temperature",
    "obj_id": "hall_temperature",
    "stat_t": "~",
    "unit_of_meas": "°C",
    "dev_cla": "temperature",
    "val_tpl": "{{ value_json.temperature }}",
    "dev": {"ids": ["zigbee_0x01"], "name": "Hall", "mf": "Aqara", "mdl": "WSDCGQ11LM"},
    "o": {"name": "bridge"},
}
WHOLE = {
    "dev": {"ids": "ea334450945afc", "name": "Kitchen", "mf": "Bla electronics", "mdl": "xya"},
    "o": {"name": "bla2mqtt", "sw": "2.1"},
    "cmps": {
        "temp": {"p": "sensor", "dev_cla": "temperature", "unit_of_meas": "°C",
                 "val_tpl": "{{ value_json['temperature'] }}", "uniq_id": "t"},
        "smoke": {"p": "binary_sensor", "dev_cla": "smoke", "uniq_id": "s", "stat_t": "x/smoke",
                  "pl_on": "1", "pl_off": "0"},
        "mode": {"p": "sensor", "dev_cla": "enum", "uniq_id": "m",
                 "val_tpl": "{{ value_json.a.b | upper }}"},
        "press": {"p": "button", "uniq_id": "b", "cmd_t": "x/press"},
    },
    "stat_t": "sensor/kitchen/state",
}  # fmt: skip


def read(config, topic="homeassistant/sensor/node/temp/config"):
    payload = config if isinstance(config, bytes) else orjson.dumps(config)
    return read_config(topic, payload)


def test_a_single_component_with_abbreviations():
    found = read(SINGLE)
    assert isinstance(found, Discovered)
    assert (found.device, found.name, found.manufacturer, found.model) == (
        "zigbee_0x01", "Hall", "Aqara", "WSDCGQ11LM")  # fmt: skip
    (one,) = found.properties
    assert (one.key, one.kind, one.unit) == ("temp", "number", "°C")  # alike on all such devices
    assert (one.device_class, one.state_topic) == ("temperature", "zigbee/hall")
    assert one.json_field == "temperature"
    assert found.state_topic == "zigbee/hall" and found.raw == SINGLE
    assert read_state(one, b'{"temperature": 21.5}') == 21.5


def test_without_a_node_the_configuration_names_the_property():
    (one,) = read(SINGLE, "homeassistant/sensor/0x01_temperature/config").properties
    assert one.key == "hall_temperature"


def test_one_message_tells_of_several_properties_and_may_leave_some_out():
    whole = read(WHOLE, "homeassistant/device/ea334450945afc/config").properties
    temp, smoke, _ = whole
    readings, problems = read_states("d1", [temp, replace(smoke, json_field="smoke")], (
        b'{"temperature": 21.5, "smoke": "1", "linkquality": 100}'
    ))  # fmt: skip
    assert [(r.device, r.property, r.at, r.value, r.unit) for r in readings] == [
        ("d1", "temp", 0, 21.5, "°C"),
        ("d1", "smoke", 0, True, None),
    ]
    assert read_states("d1", [temp], b'{"temperature": null}') == ([], problems) == ([], [])
    readings, problems = read_states("d1", [temp], b"warm")
    assert not readings and [(p.reason, p.field, p.raw) for p in problems] == [
        ("malformed", "temp", b"warm")
    ]


def test_a_whole_device_with_components():
    found = read(WHOLE, "homeassistant/device/ea334450945afc/config")
    assert (found.device, found.name, found.state_topic) == (
        "ea334450945afc", "Kitchen", "sensor/kitchen/state")  # fmt: skip
    temp, smoke, mode = found.properties  # a button measures nothing
    assert (temp.state_topic, temp.json_field) == ("sensor/kitchen/state", "temperature")
    assert (smoke.kind, smoke.state_topic, smoke.json_field) == ("boolean", "x/smoke", None)
    assert read_state(smoke, b"1") is True and read_state(smoke, b"0") is False
    assert mode.kind == "text" and "template" in mode.not_understood
    with pytest.raises(NotUnderstood, match="template"):
        read_state(mode, b"{}")


def test_an_empty_payload_takes_it_back():
    topic = "homeassistant/binary_sensor/garden/config"
    assert read(b"", topic) == Removed(topic, "garden")


@pytest.mark.parametrize(
    "topic",
    [
        "homeassistant/sensor/config",
        "homeassistant/status",
        "x/y/z/config",
        "homeassistant/a/b/c/d/config",
        "homeassistant/sen sor/x/config",
        "homeassistant/sensor//config",
    ],
)
def test_other_topics_are_not_understood(topic):
    with pytest.raises(NotUnderstood, match="topic"):
        read(SINGLE, topic)


MANY = {"o": {}, "cmps": {str(number): {} for number in range(300)}}
HALF = [{}, {"o": {}}, {"o": {}, "cmps": {}}, {"o": {}, "cmps": {"a": 1}}, MANY]


@pytest.mark.parametrize("config", [b"{", b"[]", b"7", *HALF])
def test_a_device_without_the_needed_parts_is_not_understood(config):
    with pytest.raises(NotUnderstood):
        read(config, "homeassistant/device/x/config")


@pytest.mark.parametrize("payload", [b"", b"warm", b"nan", b"inf", b"\xff"])
def test_a_state_that_is_no_number_is_not_understood(payload):
    (one,) = read({"stat_t": "x"}).properties
    assert read_state(one, b" 21.5 ") == 21.5
    with pytest.raises(NotUnderstood):
        read_state(one, payload)


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"{}", b'{"temperature":true}',
                                     b'{"temperature":null}'])  # fmt: skip
def test_a_state_without_the_field_is_not_understood(payload):
    with pytest.raises(NotUnderstood):
        read_state(read(SINGLE).properties[0], payload)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["~", "dev", "ids", "o", "cmps", "p", "stat_t", "val_tpl", "name",
                             "uniq_id", "dev_cla", "unit_of_meas", "obj_id", "pl_on"]),
            inner, max_size=5,
        ),
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.sampled_from(["device", "sensor", "binary_sensor"]), st.binary(max_size=30))
def test_any_configuration_is_read_or_not_understood(config, component, state):
    try:
        found = read(orjson.dumps(config), f"homeassistant/{component}/x/config")
    except NotUnderstood:
        return
    read_states("d1", [one for one in found.properties if not one.not_understood], state)
    for one in found.properties:
        with contextlib.suppress(NotUnderstood):
            read_state(one, state)
