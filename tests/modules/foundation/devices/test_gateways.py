"""What stands behind a gateway: one device however it is announced, and nobody else's."""

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.models import Device
from linli.foundation.places.api import create_community
from linli.kernel import system
from modules.foundation.devices.devices_estate import discover, found, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(estate):
    estate.activate("gw")
    devices.allow_discovery(by=estate.manager, device="gw", allowed=True)
    return "gw"


def entity(estate, key, *, gateway="gw", device="d-1", **changes):
    """One entity of a device, announced by itself as most gateways do."""
    topic = changes.pop("topic", f"zigbee2mqtt/{device}")
    state = devices.StateSpec(property=key, topic=topic, json_field=key)
    model = found(properties=[{"key": key, **changes}])
    raw = key.encode()
    return discover(estate, device, model, gateway=gateway, states=[state], raw=raw)


def measured(estate, device="d-1"):
    return {
        card.property: card for card in devices.list_series(viewer=estate.system, device=device)
    }


def topics(estate, gateway="gw"):
    states = estate.entry(gateway).states
    return {topic: (one.device, [p.key for p in one.properties]) for topic, one in states.items()}


def test_entities_announced_one_by_one_make_one_device(estate, gateway):
    entity(estate, "temperature", unit="°C", device_class="temperature")
    entity(estate, "humidity", unit="%RH", device_class="humidity")
    entity(estate, "humidity", unit="%RH", device_class="humidity")
    both = measured(estate)
    assert {key: (card.unit, card.device_class) for key, card in both.items()} == {
        "temperature": ("Cel", "temperature"),
        "humidity": ("%RH", "humidity"),
    }
    assert topics(estate) == {"zigbee2mqtt/d-1": ("d-1", ["temperature", "humidity"])}
    seen = devices.get_discovery(viewer=estate.manager, device="d-1")
    assert seen.raw == b"temperature\nhumidity" and seen.size == len(seen.raw)
    assert estate.facts().count("devices.device_announced") == 1


def test_alike_devices_share_a_model_in_whatever_order_they_speak(estate, gateway):
    for key in ("temperature", "humidity", "battery"):
        entity(estate, key)
    for key in ("battery", "temperature", "humidity"):
        entity(estate, key, device="d-2")
    cards = devices.get_devices(viewer=estate.manager, devices=["d-1", "d-2"])
    assert cards["d-1"].model == cards["d-2"].model
    models = [m.model.key for m in devices.list_models(viewer=estate.manager) if m.is_found]
    assert models == [cards["d-1"].model]  # what was known of them half way is gone


def test_what_nobody_knows_leaves_the_property_in(estate, gateway):
    entity(estate, "linkquality", unit="lqi", device_class="future_class", name="Link quality")
    card = measured(estate)["linkquality"]
    assert (card.unit, card.device_class, card.name.en) == ("", "", "Link quality (lqi)")


def test_a_device_that_works_learns_no_new_property_but_may_move_its_topic(estate, gateway):
    entity(estate, "smoke", unit="%")
    model = devices.get_device(viewer=estate.manager, device="d-1").model
    devices.activate_device(
        by=estate.manager, device="d-1", place=estate.hall,
        mandate=estate.grant(series=[f"{model}.*"]),
    )  # fmt: skip
    entity(estate, "voice", kind="text")
    entity(estate, "smoke", unit="%", topic="zigbee2mqtt/renamed")
    assert set(measured(estate)) == {"smoke"}
    assert topics(estate) == {"zigbee2mqtt/renamed": ("d-1", ["smoke"])}


def test_nobody_speaks_for_a_device_another_has_announced_or_that_was_listed(estate, gateway):
    estate.activate("gw-2"), estate.activate("s-1")
    devices.allow_discovery(by=estate.manager, device="gw-2", allowed=True)
    entity(estate, "co2")
    entity(estate, "co2", gateway="gw-2", topic="x/co2")
    entity(estate, "voice", gateway="gw-2", kind="text")
    entity(estate, "smoke", device="s-1", unit="%")
    assert set(measured(estate)) == {"co2"}
    assert topics(estate, "gw-2") == {}
    assert topics(estate) == {"zigbee2mqtt/d-1": ("d-1", ["co2"])}


def test_a_topic_tells_of_one_device_and_of_none_that_are_others(estate, gateway):
    entity(estate, "co2", topic="home/all")
    entity(estate, "co2", device="d-2", topic="home/all")
    for number, topic in enumerate(
        ("linli/s-1/readings", "home/#", "+/x", "$SYS/x", "", "x" * 201)
    ):
        entity(estate, "co2", device=f"e-{number}", topic=topic)
    assert topics(estate) == {"home/all": ("d-1", ["co2"])}


def test_a_gateway_that_may_not_announce_any_more_passes_nothing_on(estate, gateway):
    entity(estate, "co2")
    devices.allow_discovery(by=estate.manager, device="gw", allowed=False)
    assert topics(estate) == {}
    devices.allow_discovery(by=estate.manager, device="gw", allowed=True)
    devices.retire_device(by=estate.manager, device="d-1", why="so")
    assert topics(estate) == {}
    entity(estate, "temperature")
    assert set(measured(estate)) == {"co2"}


def test_a_gateway_of_another_community_announces_nothing_here(estate, gateway):
    other = create_community(by=system(""), name="别处")
    refused(
        "not_found",
        devices.discover_device,
        by=system(other),
        device="d-9",
        model=found(),
        gateway="gw",
    )
    assert not Device.objects.filter(pk="d-9").exists()
