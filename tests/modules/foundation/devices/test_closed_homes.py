"""What hangs in a closed household looks like what hangs in a private one."""

from datetime import timedelta

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.api import RejectedItem
from linli.foundation.people.api import (
    mark_confidential,
    set_private,
)
from linli.foundation.places.api import PlaceKind, add_place
from linli.kernel import Role
from linli.kernel.clock import held
from modules.foundation.devices.devices_estate import NOW, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(estate):
    """101 is protected, 102 keeps its affairs to itself, 103 does neither."""
    third = add_place(
        kind=PlaceKind.DWELLING, parent=estate.building, number="103", by=estate.manager
    )
    for device, home in (("mine-1", estate.flat), ("theirs-1", estate.other_flat), ("o-1", third)):
        estate.activate(device, place=home)
    heard = dict.fromkeys(("mine-1", "theirs-1", "o-1"), NOW)
    devices.mark_heard(by=estate.system, heard=heard)
    mark_confidential(by=estate.keeper, dwelling=estate.flat, reason="保密")
    set_private(by=estate.neighbour, dwelling=estate.other_flat, is_private=True)
    return estate


def test_nothing_is_taken_from_a_closed_household(closed):
    entry = closed.entry("mine-1")
    assert entry.refusal == "closed_household" and not entry.properties
    assert closed.entry("theirs-1").refusal is None


def test_a_device_of_a_closed_household_looks_like_one_of_a_private_household(closed):
    def looks(viewer, device):
        card = devices.get_device(viewer=viewer, device=device)
        return card.state, card.mandate, card.last_heard_at, card.is_masked

    worker = closed.actor(Role.WORKER, person=closed.person("工"))
    for viewer in (closed.manager, worker):
        assert looks(viewer, "mine-1") == ("active", closed.mandate, None, True)
        assert looks(viewer, "mine-1") == looks(viewer, "theirs-1")
        assert looks(viewer, "o-1") == ("active", closed.mandate, NOW, False)
    for viewer, device in ((closed.keeper, "mine-1"), (closed.resident, "mine-1")):
        assert looks(viewer, device) == ("active", closed.mandate, NOW, False)


def test_no_answer_about_a_mandate_tells_a_closed_household(closed):
    wide, narrow = closed.grant(place=closed.building), closed.grant(place=closed.hall)
    for device in ("mine-1", "theirs-1"):
        ask = {"by": closed.manager, "devices": [device]}
        refused("conflict", devices.assign_mandate, mandate=narrow, **ask)
        assert devices.assign_mandate(mandate=wide, **ask) == 1
    closed.register("new-1")
    ask = {"by": closed.manager, "device": "new-1"}
    devices.activate_device(place=closed.flat, mandate=closed.mandate, **ask)
    assert closed.entry("new-1").refusal == "closed_household"


def test_a_closed_household_is_never_missed_and_no_longer_silent(closed):
    devices.mark_silent(by=closed.system, device="mine-1")
    devices.mark_silent(by=closed.system, device="theirs-1")
    before = closed.facts()
    assert devices.rest_closed_homes(by=closed.system) == 1
    assert devices.rest_closed_homes(by=closed.system) == 0
    assert closed.facts() == before
    assert devices.count_devices(viewer=closed.manager)["silent"] == 1
    with held(NOW + timedelta(days=3)):
        assert devices.list_unheard(viewer=closed.system) == ("o-1",)
    refused("forbidden", devices.rest_closed_homes, by=closed.manager)


def test_counts_and_quarantine_leave_out_homes_that_are_not_shown(closed):
    counts = {
        ("mine-1", "closed_household"): 3,
        ("mine-1", "no_mandate"): 2,
        ("theirs-1", "accepted"): 4,
        ("o-1", "closed_household"): 5,  # it hung in a protected home before
        ("o-1", "accepted"): 7,
    }
    devices.count_outcomes(by=closed.system, counts=counts)
    item = RejectedItem("mine-1", NOW, "closed_household", "smoke 7", b"7", 1, "mqtt", "t")
    devices.keep_rejected(by=closed.system, items=[item])
    figures = devices.list_outcomes(viewer=closed.manager)
    assert figures.totals == (("accepted", 7),)
    assert [(row.device, row.count) for row in figures.rows] == [("o-1", 7)]
    for reason in (None, "no_mandate", "closed_household"):
        assert not len(devices.list_rejected(viewer=closed.manager, reason=reason))
    (kept_one,) = devices.list_rejected(viewer=closed.keeper).items
    assert kept_one.reason == "closed_household"
    refused("not_found", devices.get_rejected, viewer=closed.manager, number=kept_one.number)
    assert dict(devices.list_outcomes(viewer=closed.keeper).totals) == {
        "closed_household": 8,
        "no_mandate": 2,
        "accepted": 11,
    }
