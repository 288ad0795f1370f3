"""What announces itself waits for a person, and changes nothing that people decided."""

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.domain import quarantine as limits
from linli.foundation.devices.models import Device
from modules.foundation.devices.devices_estate import (
    detector,
    discover,
    found,
    refused,
)

pytestmark = pytest.mark.django_db


def test_a_device_that_announces_itself_waits_for_a_person(estate):
    discover(estate, raw=b"{" * 5000)
    card = devices.get_device(viewer=estate.manager, device="d-1")
    assert (card.state, card.origin, card.place, card.mandate) == (
        "registered",
        "discovered",
        None,
        None,
    )
    seen = devices.get_discovery(viewer=estate.manager, device="d-1")
    assert seen.raw == b"{" * limits.MOST_RAW and seen.size == 5000
    assert estate.entry("d-1").refusal == "not_active"
    refused("not_found", devices.get_device, viewer=estate.resident, device="d-1")
    refused("forbidden", devices.get_discovery, viewer=estate.resident, device="d-1")


def test_what_a_machine_declares_is_a_model_of_its_own_and_nothing_in_it_is_open(estate):
    discover(estate)
    discover(estate, device="d-2")
    one, other = devices.list_series(viewer=estate.manager, device="d-1") + devices.list_series(
        viewer=estate.manager, device="d-2"
    )
    assert one.model == other.model and one.model.startswith("found-air-")
    assert one.sensitivity == "household"
    assert devices.get_model(viewer=estate.manager, model=one.model).is_found


def test_a_machine_cannot_change_a_model_that_people_defined(estate):
    lie = detector(properties=[{"key": "smoke", "unit": "%"}, {"key": "voice", "kind": "text"}])
    discover(estate, model=lie)
    honest = detector(properties=[{"key": "smoke", "unit": "%"}])
    discover(estate, device="d-2", model=honest)
    cards = devices.get_devices(viewer=estate.manager, devices=["d-1", "d-2"])
    assert cards["d-1"].model.startswith("found-smoke-detector-")
    assert cards["d-2"].model == "smoke-detector"
    assert devices.get_model(viewer=estate.manager, model="smoke-detector").model.version == 1


def test_announcing_again_changes_nothing_not_even_a_working_device(estate):
    estate.activate("s-1")
    assert discover(estate, device="s-1") == "s-1"
    discover(estate), discover(estate, model=found(vendor="Y"))
    cards = devices.get_devices(viewer=estate.manager, devices=["s-1", "d-1"])
    assert cards["s-1"].model == "smoke-detector" and cards["d-1"].vendor == "X"


def test_quarantine_is_bounded(estate, monkeypatch):
    from linli.foundation.devices.services import discover as quarantine

    monkeypatch.setattr(quarantine, "MOST_FOUND", 2)
    discover(estate), discover(estate, device="d-2")
    refused("too_many", devices.discover_device, by=estate.system, device="d-3", model=found())
    assert Device.objects.count() == 2


def test_only_the_platform_brings_in_what_was_discovered(estate):
    refused("forbidden", devices.discover_device, by=estate.manager, device="d", model=found())
