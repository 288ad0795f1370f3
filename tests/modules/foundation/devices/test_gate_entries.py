"""The gate lets in what is mandated, while it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.devices import api as devices
from linli.foundation.devices.models import Device
from linli.foundation.mandates.api import revoke_mandate
from linli.kernel import system
from linli.kernel.clock import held
from modules.foundation.devices.devices_estate import NOW, YEAR, ms, refused

pytestmark = pytest.mark.django_db


def test_the_gate_lets_in_what_is_mandated_while_it_is(estate):
    part = estate.grant(series=["smoke-detector.smoke"])
    estate.activate("s-1", mandate=part)
    entry = estate.entry("s-1")
    (smoke, _) = devices.list_series(viewer=estate.manager, device="s-1")
    assert entry.refusal is None and entry.known == {"smoke", "battery"}
    assert list(entry.properties) == ["smoke"]
    allowed = entry.properties["smoke"]
    assert (allowed.series, allowed.kind, allowed.unit) == (smoke.number, "number", "%")
    assert (allowed.minimum, allowed.maximum) == (0, 30)
    assert allowed.valid_from == ms(NOW - timedelta(days=1))
    assert allowed.valid_until == ms(NOW + YEAR)


def test_an_expired_or_revoked_mandate_lets_nothing_in(estate):
    estate.activate("s-1")
    with held(NOW + YEAR):
        assert estate.entry("s-1").refusal == "no_mandate"
        assert devices.get_device(viewer=estate.resident, device="s-1").mandate is None
    revoke_mandate(by=estate.council, mandate=estate.mandate, why="so")
    entry = estate.entry("s-1")
    assert entry.refusal == "no_mandate" and not entry.properties
    assert devices.get_device(viewer=estate.resident, device="s-1").mandate is None


def test_a_gateway_announces_others_only_when_a_person_allowed_it(estate):
    estate.activate("s-1")
    assert not estate.entry("s-1").may_discover
    devices.allow_discovery(by=estate.manager, device="s-1", allowed=True)
    assert estate.entry("s-1").may_discover
    refused("forbidden", devices.allow_discovery, by=estate.system, device="s-1", allowed=True)
    devices.retire_device(by=estate.manager, device="s-1", why="so")
    assert not estate.entry("s-1").may_discover


def test_only_the_platform_asks_for_the_gate(estate):
    refused("forbidden", devices.list_gate_entries, viewer=estate.manager)
    refused("forbidden", devices.list_gate_entries, viewer=system(""))


def test_the_gate_takes_as_many_queries_for_ten_devices_as_for_three_hundred(estate):
    def listed(prefix, number):
        rows = [{"device": f"{prefix}{n}", "model": "smoke-detector"} for n in range(number)]
        devices.list_batch(by=estate.manager, rows=rows)
        for row in rows:
            devices.issue_secret(by=estate.manager, device=row["device"])
        devices.assign_mandate(
            by=estate.manager, devices=[row["device"] for row in rows], mandate=estate.mandate
        )
        Device.objects.filter(state="registered").update(
            state="active",
            place=estate.flat,
            dwelling=estate.flat,
            path=f"/{estate.id}/{estate.building}/{estate.flat}/",
            activated_at=NOW,
            activated_by="m",
        )
        with CaptureQueriesContext(connection) as seen:
            entries = devices.list_gate_entries(viewer=estate.system)
        assert all(entry.refusal is None and entry.secrets for entry in entries)
        return len(seen), len(entries)

    assert listed("a", 10) == (7, 10)
    assert listed("b", 290) == (7, 300)
