"""A device proves who it is by a secret that nobody can read again."""

import hashlib

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.models import DeviceSecret
from linli.perception.gate import Gate
from modules.foundation.devices.devices_estate import (
    NOW,
    refused,
)

pytestmark = pytest.mark.django_db


def test_a_secret_is_shown_once_kept_as_a_digest_and_lets_the_device_in(estate):
    estate.activate("s-1")
    issued = devices.issue_secret(by=estate.manager, device="s-1", key="k")
    again = devices.issue_secret(by=estate.manager, device="s-1", key="k")
    assert again.slot == issued.slot == "a" and again.secret is None
    assert bytes(DeviceSecret.objects.get().digest) == (
        hashlib.sha256(issued.secret.encode()).digest()
    )
    gate = Gate(devices.list_gate_entries(viewer=estate.system))
    assert gate.admit("s-1", issued.secret.encode()) and not gate.admit("s-1", b"guess")


def test_two_secrets_live_while_a_device_changes_over(estate):
    estate.activate("s-1")
    old = devices.issue_secret(by=estate.manager, device="s-1")
    new = devices.issue_secret(by=estate.manager, device="s-1")
    refused("conflict", devices.issue_secret, by=estate.manager, device="s-1")
    assert (old.slot, new.slot) == ("a", "b") and len(estate.entry("s-1").secrets) == 2
    devices.revoke_secret(by=estate.manager, device="s-1", slot="a")
    devices.revoke_secret(by=estate.manager, device="s-1", slot="a")
    gate = Gate(devices.list_gate_entries(viewer=estate.system))
    assert not gate.admit("s-1", old.secret.encode()) and gate.admit("s-1", new.secret.encode())
    assert estate.facts().count("devices.device_secret_revoked") == 1
    cards = devices.list_secrets(viewer=estate.manager, device="s-1")
    assert [(one.slot, one.revoked_at) for one in cards] == [("b", None), ("a", NOW)]
    assert devices.issue_secret(by=estate.manager, device="s-1").slot == "a"


def test_residents_handle_no_secrets(estate):
    estate.activate("s-1")
    refused("forbidden", devices.issue_secret, by=estate.resident, device="s-1")
    refused("forbidden", devices.revoke_secret, by=estate.resident, device="s-1", slot="a")
    refused("forbidden", devices.list_secrets, viewer=estate.resident, device="s-1")
    refused("invalid", devices.revoke_secret, by=estate.manager, device="s-1", slot="c")
