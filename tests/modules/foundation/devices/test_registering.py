"""A device and its kind are known before anything is measured; twice is once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.devices import api as devices
from linli.foundation.devices.models import Device, Series
from linli.foundation.places.api import create_community
from linli.kernel import system
from modules.foundation.devices.devices_estate import detector, refused

pytestmark = pytest.mark.django_db


def test_the_same_model_again_changes_nothing_and_another_is_the_next_version(estate):
    first = devices.define_model(by=estate.manager, model=detector())
    assert first == devices.define_model(by=estate.manager, model=detector(version=9))
    later = detector(name={"zh": "烟感二代", "en": "Smoke detector II"})
    assert devices.define_model(by=estate.manager, model=later) != first
    card = devices.get_model(viewer=estate.resident, model="smoke-detector")
    assert card.model.version == 2 and card.model.name.zh == "烟感二代"
    assert [one.model.version for one in devices.list_models(viewer=estate.resident)] == [2]
    old = devices.get_model(viewer=estate.resident, model="smoke-detector", version=1)
    assert old.id == first and estate.facts() == ["devices.model_defined"] * 2


def test_a_version_that_would_make_history_lie_is_refused(estate):
    changed = detector(properties=[{"key": "smoke", "unit": "ppm"}])
    refused("conflict", devices.define_model, by=estate.manager, model=changed)
    assert devices.get_model(viewer=estate.manager, model="smoke-detector").model.version == 1


def test_residents_define_no_models(estate):
    refused("forbidden", devices.define_model, by=estate.resident, model=detector(key="x"))
    refused("not_found", devices.get_model, viewer=estate.manager, model="x")


def test_a_registered_device_has_its_series_but_measures_nothing(estate):
    estate.register("s-1", serial="SN1", owner="全体业主")
    card = devices.get_device(viewer=estate.manager, device="s-1")
    assert (card.state, card.mandate, card.vendor, card.owner) == (
        "registered",
        None,
        "安居",
        "全体业主",
    )
    series = devices.list_series(viewer=estate.manager, device="s-1")
    assert [(one.property, one.unit, one.sensitivity) for one in series] == [
        ("smoke", "%", "household"),
        ("battery", "%EL", "open"),
    ]
    assert estate.entry("s-1").refusal == "not_active"


def test_registering_twice_is_once_and_another_device_under_the_number_is_refused(estate):
    assert estate.register("s-1") == estate.register("s-1") == "s-1"
    refusal = refused(
        "conflict",
        devices.register_device,
        by=estate.manager,
        device="s-1",
        model="smoke-detector",
        serial="other",
    )
    assert refusal.field == "serial"
    one = estate.register(None, key="k")
    assert estate.register(None, key="k") == one
    assert Device.objects.count() == 2 and Series.objects.count() == 4


def test_a_batch_reports_row_by_row_loses_no_good_row_and_twice_is_once(estate):
    rows = [
        {"device": "a-1", "model": "smoke-detector", "batch": "2026-1", "place": "1号楼101"},
        {"device": "a 2", "model": "smoke-detector"},
        {"device": "a-3", "model": "unheard-of"},
        {"device": "a-4", "model": "smoke-detector", "place": "99号楼"},
        {"device": "a-1", "model": "smoke-detector"},
        {"device": "a-5", "model": "smoke-detector", "place": estate.hall},
    ]
    dry = devices.list_batch(by=estate.manager, rows=rows, dry_run=True)
    assert not Device.objects.exists()
    report = devices.list_batch(by=estate.manager, rows=rows)
    assert report == dry and (report.added, report.unchanged, report.refused) == (2, 1, 3)
    assert [row.outcome for row in report.rows] == [
        "added",
        "refused",
        "refused",
        "refused",
        "unchanged",
        "added",
    ]
    assert [row.column for row in report.rows if row.outcome == "refused"] == [
        "device",
        "model",
        "place",
    ]
    cards = devices.get_devices(viewer=estate.manager, devices=["a-1", "a-5"])
    assert cards["a-1"].place == cards["a-1"].dwelling == estate.flat
    assert cards["a-5"].place == estate.hall and cards["a-5"].dwelling is None
    again = devices.list_batch(by=estate.manager, rows=rows)
    assert (again.added, again.unchanged) == (0, 3) and Device.objects.count() == 2
    assert estate.facts().count("devices.device_registered") == 2


def test_a_long_batch_takes_a_bounded_number_of_questions(estate):
    def questions(prefix, number):
        rows = [{"device": f"{prefix}{n}", "model": "smoke-detector"} for n in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            devices.list_batch(by=estate.manager, rows=rows)
        return sum(query["sql"].startswith("SELECT") for query in seen.captured_queries)

    assert questions("a", 3) == questions("b", 60)


def test_residents_register_nothing(estate):
    row = [{"device": "x", "model": "smoke-detector"}]
    refused("forbidden", devices.list_batch, by=estate.resident, rows=row)
    refused(
        "forbidden", devices.register_device, by=estate.resident, device="x", model="smoke-detector"
    )
    assert not Device.objects.exists()


def test_a_number_of_another_community_is_taken(estate):
    estate.register("s-1")
    other = create_community(by=system(""), name="别处")
    devices.define_model(by=system(other), model=detector())
    refused(
        "conflict",
        devices.register_device,
        by=system(other),
        device="s-1",
        model="smoke-detector",
    )
