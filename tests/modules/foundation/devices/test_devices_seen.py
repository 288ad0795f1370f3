"""Nobody sees more of the devices than they may, and a list asks a bounded number of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.devices import api as devices
from linli.foundation.places.api import create_community
from linli.kernel import ANYONE, Actor, Role, system
from modules.foundation.devices.devices_estate import refused

pytestmark = pytest.mark.django_db


def test_residents_see_common_devices_and_their_own_and_no_one_elses(estate):
    estate.activate("hall-1")
    estate.activate("mine-1", place=estate.flat)
    estate.activate("theirs-1", place=estate.other_flat)
    estate.register("waiting-1", place=estate.hall)
    seen = [card.id for card in devices.list_devices(viewer=estate.resident)]
    assert seen == ["hall-1", "mine-1"]
    assert {one.device for one in devices.list_series(viewer=estate.resident)} == set(seen)
    hidden = devices.list_series(viewer=estate.manager, device="theirs-1")[0].number
    for device in ("theirs-1", "waiting-1", "nothing"):
        refused("not_found", devices.get_device, viewer=estate.resident, device=device)
    refused("not_found", devices.get_series, viewer=estate.resident, number=hidden)
    assert devices.get_devices(viewer=estate.neighbour, devices=["theirs-1", "mine-1"]).keys() == {
        "theirs-1"
    }
    worker = estate.actor(Role.WORKER, person=estate.person("工"))
    assert len(devices.list_devices(viewer=worker)) == 4
    refused("not_signed_in", devices.list_devices, viewer=ANYONE)


def test_another_community_sees_nothing_of_ours(estate):
    estate.activate("hall-1")
    other = create_community(by=system(""), name="别处")
    stranger = Actor(person="x", roles=frozenset({Role.MANAGER}), community=other)
    assert list(devices.list_devices(viewer=stranger)) == []
    assert devices.list_gate_entries(viewer=system(other)) == ()
    refused("not_found", devices.get_device, viewer=stranger, device="hall-1")
    for call, more in (
        (devices.retire_device, {"why": "so"}),
        (devices.issue_secret, {}),
        (devices.move_device, {"place": other}),
    ):
        refused("not_found", call, by=stranger, device="hall-1", **more)


def test_whose_a_device_is_by_name_only_staff_and_the_owner_see(estate):
    devices.register_device(
        by=estate.manager,
        device="hall-1",
        model="smoke-detector",
        owner="一户业主",
        owner_person=estate.resident.person,
    )
    devices.activate_device(
        by=estate.manager, device="hall-1", place=estate.hall, mandate=estate.mandate
    )
    owners = [
        devices.get_device(viewer=viewer, device="hall-1").owner_person
        for viewer in (estate.manager, estate.resident, estate.neighbour)
    ]
    assert owners == [estate.resident.person, estate.resident.person, None]


def test_lists_are_narrowed_and_turned_over(estate):
    for number in range(5):
        estate.activate(f"hall-{number}")
    estate.activate("flat-1", place=estate.flat)
    ask = {"viewer": estate.manager}
    first = devices.list_devices(**ask, limit=4)
    rest = devices.list_devices(**ask, limit=4, cursor=first.next)
    assert len(first) == 4 and len(rest) == 2 and rest.next is None
    assert [one.id for one in devices.list_devices(**ask, place=estate.building)] == ["flat-1"]
    assert [one.id for one in devices.list_devices(**ask, search="FLAT")] == ["flat-1"]
    assert len(devices.list_devices(**ask, state="silent")) == 0
    assert len(devices.list_devices(**ask, model="smoke-detector")) == 6
    batteries = devices.list_series(**ask, place=estate.building, property="battery")
    assert [one.device for one in batteries] == ["flat-1"]


def test_a_list_of_devices_takes_as_many_queries_for_two_as_for_forty(estate):
    def questions(viewer):
        with CaptureQueriesContext(connection) as seen:
            devices.list_devices(viewer=viewer, limit=100)
            devices.list_series(viewer=viewer)
        return len(seen)

    estate.activate("a-1"), estate.activate("a-2", place=estate.flat)
    few = [questions(viewer) for viewer in (estate.manager, estate.resident)]
    for number in range(40):
        estate.activate(f"b-{number}", place=(estate.hall, estate.flat)[number % 2])
    assert [questions(viewer) for viewer in (estate.manager, estate.resident)] == few
