"""A device that is not heard is silent until it speaks; a retired one is out for good."""

from datetime import timedelta

import pytest

from linli.foundation.devices import api as devices
from linli.kernel.clock import held
from modules.foundation.devices.devices_estate import NOW, YEAR, detector, refused

pytestmark = pytest.mark.django_db


def test_a_device_falls_silent_and_is_heard_again(estate):
    estate.activate("s-1"), estate.register("s-2")
    devices.mark_heard(by=estate.system, heard={"s-1": NOW, "s-2": NOW, "stranger": NOW})
    with held(NOW + timedelta(hours=23)):
        assert devices.list_unheard(viewer=estate.system) == ()
    later = NOW + timedelta(hours=25)
    with held(later):
        assert devices.list_unheard(viewer=estate.system) == ("s-1",)
        devices.mark_silent(by=estate.system, device="s-1")
        devices.mark_silent(by=estate.system, device="s-1")
        assert devices.get_device(viewer=estate.manager, device="s-1").state == "silent"
        assert estate.entry("s-1").refusal is None, "a silent device may speak again"
        devices.mark_heard(by=estate.system, heard={"s-1": NOW})
        assert devices.get_device(viewer=estate.manager, device="s-1").state == "silent"
        devices.mark_heard(by=estate.system, heard={"s-1": later + YEAR})
    card = devices.get_device(viewer=estate.manager, device="s-1")
    assert (card.state, card.last_heard_at) == ("active", later), "a fast clock is held to now"
    assert estate.facts()[-2:] == ["devices.device_silent", "devices.device_heard_again"]
    assert devices.get_device(viewer=estate.manager, device="s-2").last_heard_at is None


def test_each_kind_of_device_may_be_quiet_for_a_time_of_its_own(estate):
    estate.activate("s-1")
    devices.define_model(by=estate.manager, model=detector(silent_after=30))
    estate.activate("s-2")
    devices.mark_heard(by=estate.system, heard={"s-1": NOW, "s-2": NOW})
    with held(NOW + timedelta(minutes=31)):
        assert devices.list_unheard(viewer=estate.system) == ("s-2",)
    for wrong in (0, -1, True, "30", 10**9):
        model = detector(silent_after=wrong)
        assert refused("invalid", devices.define_model, by=estate.manager, model=model)


def test_only_the_platform_says_who_was_heard(estate):
    estate.activate("s-1")
    refused("forbidden", devices.mark_heard, by=estate.manager, heard={"s-1": NOW})
    refused("forbidden", devices.mark_silent, by=estate.manager, device="s-1")
    estate.register("s-2")
    refused("conflict", devices.mark_silent, by=estate.system, device="s-2")


def test_a_retired_device_is_out_for_good_and_its_secrets_with_it(estate):
    estate.activate("s-1")
    devices.issue_secret(by=estate.manager, device="s-1")
    devices.retire_device(by=estate.manager, device="s-1", why="坏了")
    devices.retire_device(by=estate.manager, device="s-1", why="again")
    entry = estate.entry("s-1")
    assert (entry.state, entry.refusal, entry.secrets) == ("retired", "not_active", ())
    assert estate.facts()[-2:] == ["devices.device_secret_revoked", "devices.device_retired"]
    refused("conflict", devices.issue_secret, by=estate.manager, device="s-1")
    refused(
        "conflict",
        devices.activate_device,
        by=estate.manager,
        device="s-1",
        place=estate.hall,
        mandate=estate.mandate,
    )
    assert devices.count_devices(viewer=estate.manager)["retired"] == 1
