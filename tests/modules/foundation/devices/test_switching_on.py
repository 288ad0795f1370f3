"""Only a person switches a device on, under a mandate that holds where it hangs."""

from datetime import timedelta

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.models import Device
from linli.foundation.mandates.api import revoke_mandate
from modules.foundation.devices.devices_estate import NOW, found, refused

pytestmark = pytest.mark.django_db


def test_a_person_switches_a_device_on_under_a_mandate(estate):
    estate.activate("s-1")
    card = devices.get_device(viewer=estate.resident, device="s-1")
    assert (card.state, card.mandate, card.place) == ("active", estate.mandate, estate.hall)
    devices.activate_device(
        by=estate.manager, device="s-1", place=estate.hall, mandate=estate.mandate
    )
    assert estate.facts().count("devices.device_activated") == 1


def test_neither_the_platform_nor_a_resident_switches_anything_on(estate):
    estate.register("s-1")
    for by in (estate.system, estate.resident, estate.council, estate.keeper):
        refused(
            "forbidden",
            devices.activate_device,
            by=by,
            device="s-1",
            place=estate.hall,
            mandate=estate.mandate,
        )
    assert devices.get_device(viewer=estate.manager, device="s-1").state == "registered"


def test_without_a_mandate_that_stands_covers_and_holds_nothing_is_switched_on(estate):
    estate.register("s-1")
    future = estate.grant(valid_from=NOW + timedelta(days=1))
    revoked = estate.grant()
    revoke_mandate(by=estate.council, mandate=revoked, why="so")
    elsewhere = estate.grant(place=estate.building)
    foreign = estate.grant(series=["camera.*", "smoke-detector.heat"])
    for mandate in (future, revoked, elsewhere, foreign):
        refused(
            "conflict",
            devices.activate_device,
            by=estate.manager,
            device="s-1",
            place=estate.hall,
            mandate=mandate,
        )
    for parts in ({"mandate": "nothing"}, {"place": "nowhere"}, {"device": "s-9"}):
        given = {"device": "s-1", "place": estate.hall, "mandate": estate.mandate, **parts}
        refused("not_found", devices.activate_device, by=estate.manager, **given)
    row = Device.objects.get()
    assert (row.state, row.place_id, row.mandate_id) == ("registered", None, None)


def test_the_database_itself_refuses_a_device_at_work_without_mandate(estate):
    from django.db import IntegrityError, transaction

    estate.register("s-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Device.objects.update(state="active")


def test_a_blocked_vendor_connects_nothing(estate):
    estate.activate("s-1")
    estate.register("s-2")
    devices.block_vendor(by=estate.manager, vendor=" 安居 ", why="泄露数据")
    devices.block_vendor(by=estate.manager, vendor="安居", why="again")
    assert [one.why for one in devices.list_blocked_vendors(viewer=estate.resident)] == ["泄露数据"]
    entry = estate.entry("s-1")
    assert entry.refusal == "vendor_blocked" and not entry.properties
    refused(
        "conflict",
        devices.activate_device,
        by=estate.manager,
        device="s-2",
        place=estate.hall,
        mandate=estate.mandate,
    )
    report = devices.list_batch(
        by=estate.manager, rows=[{"device": "s-3", "model": "smoke-detector"}]
    )
    assert report.refused == 1
    refused(
        "forbidden",
        devices.discover_device,
        by=estate.system,
        device="d",
        model=found(vendor="安居"),
    )
    devices.unblock_vendor(by=estate.manager, vendor="安居")
    assert estate.entry("s-1").refusal is None
    assert estate.facts()[-1] == "devices.vendor_unblocked"


def test_a_renewed_mandate_is_given_to_all_devices_or_none(estate):
    estate.activate("s-1"), estate.activate("s-2")
    renewed, narrow = estate.grant(), estate.grant(place=estate.building)
    both = ["s-1", "s-2"]
    assert devices.assign_mandate(by=estate.manager, devices=both, mandate=renewed) == 2
    assert devices.assign_mandate(by=estate.manager, devices=both, mandate=renewed) == 0
    refused("conflict", devices.assign_mandate, by=estate.manager, devices=both, mandate=narrow)
    refused(
        "not_found",
        devices.assign_mandate,
        by=estate.manager,
        devices=["s-1", "s-9"],
        mandate=estate.mandate,
    )
    assert set(Device.objects.values_list("mandate", flat=True)) == {renewed}
    assert estate.facts().count("devices.mandate_assigned") == 2


def test_a_device_is_moved_only_where_its_mandate_holds(estate):
    narrow = estate.grant(place=estate.building)
    estate.activate("s-1", place=estate.flat, mandate=narrow)
    devices.move_device(by=estate.manager, device="s-1", place=estate.other_flat)
    refused("conflict", devices.move_device, by=estate.manager, device="s-1", place=estate.hall)
    card = devices.get_device(viewer=estate.manager, device="s-1")
    assert card.place == card.dwelling == estate.other_flat
