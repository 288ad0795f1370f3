"""Devices are switched on by people, under mandates, and prove who they are; nobody sees more
of them than they may."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.devices import api as devices
from linli.foundation.devices.api import RejectedItem
from linli.foundation.devices.domain import quarantine as limits
from linli.foundation.devices.models import Device, DeviceSecret, OutcomeCount, Rejected, Series
from linli.foundation.facts.api import list_facts
from linli.foundation.mandates.api import grant_mandate, revoke_mandate
from linli.foundation.people.api import (
    Relation,
    mark_confidential,
    register_person,
    set_private,
    settle,
)
from linli.foundation.places.api import PlaceKind, add_place, create_community
from linli.kernel import ANYONE, Actor, Refused, Role, Words, system
from linli.kernel.clock import held
from linli.perception.gate import Gate

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


def ms(moment):
    return int(moment.timestamp() * 1000)


def detector(**changes):
    return {
        "key": "smoke-detector",
        "name": {"zh": "烟感", "en": "Smoke detector"},
        "vendor": "安居",
        "properties": [
            {"key": "smoke", "unit": "%", "device_class": "smoke", "minimum": 0, "maximum": 30},
            {"key": "battery", "unit": "%EL", "sensitivity": "open"},
        ],
        **changes,
    }


class Estate:
    """A small community with two flats, a hall, people in each role, a model and a mandate."""

    def __init__(self):
        self.id = create_community(by=system(""), name="测试苑")
        self.system = system(self.id)
        self.manager = self.actor(Role.MANAGER, person=self.person("经理"))
        self.council = self.actor(Role.COUNCIL, person=self.person("业委"))
        self.keeper = self.actor(Role.KEEPER, person=self.person("保管"))
        add = {"by": self.manager}
        self.building = add_place(kind=PlaceKind.BUILDING, parent=self.id, number="1", **add)
        self.flat, self.other_flat = (
            add_place(kind=PlaceKind.DWELLING, parent=self.building, number=number, **add)
            for number in ("101", "102")
        )
        self.hall = add_place(kind=PlaceKind.FACILITY, parent=self.id, number="hall", **add)
        self.resident = self.lives_in(self.flat, "甲")
        self.neighbour = self.lives_in(self.other_flat, "乙")
        devices.define_model(by=self.manager, model=detector())
        self.mandate = self.grant()

    def actor(self, *roles, person):
        return Actor(person=person, roles=frozenset(roles), community=self.id)

    def person(self, name):
        return register_person(by=self.system, name=name)

    def lives_in(self, flat, name):
        person = self.person(name)
        settle(by=self.system, person=person, dwelling=flat, relation=Relation.OWNER)
        return self.actor(Role.OWNER, Role.RESIDENT, person=person)

    def grant(self, **changes):
        parts = {
            "purpose": Words("火灾预警", "Fire warning"),
            "series": ["smoke-detector.*"],
            "retention_days": 180,
            "recipients": ["manager"],
            "basis_kind": "resolution",
            "basis_text": "大会决议",
            "basis_date": date(2026, 5, 20),
            "valid_from": NOW - timedelta(days=1),
            "valid_until": NOW + YEAR,
        }
        return grant_mandate(by=self.council, **{**parts, **changes})

    def register(self, device, **more):
        return devices.register_device(
            by=self.manager, device=device, model="smoke-detector", **more
        )

    def activate(self, device, place=None, mandate=None):
        self.register(device)
        devices.activate_device(
            by=self.manager,
            device=device,
            place=place or self.hall,
            mandate=mandate or self.mandate,
        )
        return device

    def entry(self, device):
        entries = devices.list_gate_entries(viewer=self.system)
        return next(entry for entry in entries if entry.device == device)

    def facts(self, prefix="devices."):
        rows = list_facts(viewer=self.system, limit=1000).items
        return [row.kind for row in rows if row.kind.startswith(prefix)]


@pytest.fixture
def estate():
    return Estate()


def refused(code, call, **given):
    with pytest.raises(Refused) as refusal:
        call(**given)
    assert refusal.value.code == code, refusal.value
    return refusal.value


# Models


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


# Registration


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


# Discovery


def found(**changes):
    spec = {"key": "co2", "unit": "ppm", "sensitivity": "open"}
    return {"key": "air", "name": "Air", "vendor": "X", "properties": [spec], **changes}


def discover(estate, device="d-1", model=None, **more):
    return devices.discover_device(by=estate.system, device=device, model=model or found(), **more)


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


# Devices behind a gateway


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


def test_quarantine_is_bounded(estate, monkeypatch):
    from linli.foundation.devices.services import discover as quarantine

    monkeypatch.setattr(quarantine, "MOST_FOUND", 2)
    discover(estate), discover(estate, device="d-2")
    refused("too_many", devices.discover_device, by=estate.system, device="d-3", model=found())
    assert Device.objects.count() == 2


def test_only_the_platform_brings_in_what_was_discovered(estate):
    refused("forbidden", devices.discover_device, by=estate.manager, device="d", model=found())


# Activation


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


# Silence and retirement


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


# Secrets


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


# Who sees what


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


# The gate


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


# Closed households


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


# Outcomes and quarantine


def test_counts_add_up_by_device_outcome_and_the_communitys_own_day(estate):
    estate.activate("s-1")
    for _ in range(2):
        devices.count_outcomes(
            by=estate.system, counts={("s-1", "accepted"): 10, ("s-1", "late"): 1, ("s-1", "x"): 0}
        )
    with held(datetime(2026, 6, 1, 17, tzinfo=UTC)):  # the second of June in Shanghai
        devices.count_outcomes(by=estate.system, counts={("s-1", "accepted"): 5})
    figures = devices.list_outcomes(viewer=estate.manager, since=date(2026, 6, 1))
    assert [(row.day.day, row.outcome, row.count) for row in figures.rows] == [
        (2, "accepted", 5),
        (1, "accepted", 20),
        (1, "late", 2),
    ]
    assert figures.totals == (("accepted", 25), ("late", 2))
    refused("forbidden", devices.count_outcomes, by=estate.manager, counts={("a", "b"): 1})
    refused("forbidden", devices.list_outcomes, viewer=estate.resident)


def test_strangers_with_ever_new_names_fill_no_table(estate, monkeypatch):
    from linli.foundation.devices.services import quarantine

    monkeypatch.setattr(quarantine, "MOST_STRANGERS_A_DAY", 3)
    estate.activate("s-1")
    for start in (0, 10):
        counts = {(f"x{start + n}", "unknown_device"): 1 for n in range(5)}
        devices.count_outcomes(by=estate.system, counts={**counts, ("s-1", "accepted"): 1})
    assert OutcomeCount.objects.count() == 5
    assert OutcomeCount.objects.get(device="").count == 7
    assert OutcomeCount.objects.get(device="s-1").count == 2


def rejected(**changes):
    parts = {
        "device": "s-1",
        "received_at": NOW,
        "reason": "malformed",
        "detail": "no bracket at the end",
        "raw": b'{"n":"smoke","v":7',
        "transport": "mqtt",
        "topic": "linli/s-1/up",
    }
    return RejectedItem(**{**parts, **changes})


def kept(estate, *items):
    devices.keep_rejected(by=estate.system, items=items)
    return devices.list_rejected(viewer=estate.keeper).items


def test_what_was_refused_under_a_mandate_is_kept_for_a_look(estate):
    estate.activate("s-1")
    (card,) = kept(estate, rejected(raw=b"x" * 9000))
    assert card.raw == b"x" * limits.MOST_RAW and card.size == 9000
    assert (card.reason, card.detail, card.topic) == (
        "malformed",
        "no bracket at the end",
        "linli/s-1/up",
    )


@pytest.mark.parametrize("reason", sorted(limits.WITHOUT_MANDATE))
def test_a_reading_without_mandate_leaves_only_who_why_and_when(estate, reason):
    estate.activate("s-1")
    (card,) = kept(estate, rejected(reason=reason))
    assert (card.device, card.received_at) == ("s-1", NOW)
    assert (card.raw, card.size, card.detail, card.topic) == (b"", 0, "", "")


def test_no_bytes_are_kept_of_a_device_whose_data_no_mandate_allows(estate):
    estate.register("waiting")
    ended = estate.activate("ended")
    partly = estate.activate("partly", mandate=estate.grant(series=["smoke-detector.smoke"]))
    closed = estate.activate("closed", place=estate.flat)
    mark_confidential(by=estate.keeper, dwelling=estate.flat, reason="保密")
    late = NOW + YEAR
    cards = kept(
        estate,
        *(rejected(device=one) for one in ("waiting", "stranger", partly, closed)),
        rejected(device=ended, received_at=late),
        rejected(device=partly, property="battery"),
        rejected(device=partly, property="smoke", raw=b"7x"),
    )
    assert [card.raw for card in cards] == [b"7x", *[b""] * 6]
    assert not Rejected.objects.exclude(raw=b"").exclude(device=partly).exists()


def test_quarantine_keeps_the_newest_of_each_device_and_of_all(estate, monkeypatch):
    from linli.foundation.devices.services import quarantine

    monkeypatch.setattr(quarantine, "MOST_PER_DEVICE", 3)
    monkeypatch.setattr(quarantine, "MOST_PER_COMMUNITY", 5)
    estate.activate("s-1"), estate.activate("s-2")
    cards = kept(estate, *(rejected(detail=str(number)) for number in range(5)))
    assert [card.detail for card in cards] == ["4", "3", "2"]
    cards = kept(estate, *(rejected(device="s-2", detail=str(number)) for number in range(5)))
    assert [(card.device, card.detail) for card in cards] == [
        ("s-2", "4"),
        ("s-2", "3"),
        ("s-2", "2"),
        ("s-1", "4"),
        ("s-1", "3"),
    ]


def test_what_was_refused_is_forgotten_after_a_week_and_stays_counted(estate):
    estate.activate("s-1")
    devices.count_outcomes(by=estate.system, counts={("s-1", "malformed"): 2})
    old = rejected(received_at=NOW - timedelta(days=8), raw=b"old")
    (young,) = (card for card in kept(estate, old, rejected(raw=b"new")) if card.raw == b"new")
    assert devices.forget_rejected(by=estate.system) == 1
    assert devices.list_rejected(viewer=estate.manager).items == (young,)
    assert devices.list_outcomes(viewer=estate.manager).totals == (("malformed", 2),)
    refused("forbidden", devices.forget_rejected, by=estate.manager)


def test_quarantine_is_for_a_manager_the_operator_and_the_keeper(estate):
    estate.activate("s-1")
    (card,) = kept(estate, rejected())
    operator = estate.actor(Role.OPERATOR, person="o")
    assert devices.get_rejected(viewer=operator, number=card.number).raw == card.raw
    worker = estate.actor(Role.WORKER, person="w")
    for viewer in (estate.resident, estate.council, worker):
        refused("forbidden", devices.list_rejected, viewer=viewer)
        refused("forbidden", devices.get_rejected, viewer=viewer, number=card.number)
    other = create_community(by=system(""), name="别处")
    stranger = Actor(person="x", roles=frozenset({Role.MANAGER}), community=other)
    refused("not_found", devices.get_rejected, viewer=stranger, number=card.number)
    refused("forbidden", devices.keep_rejected, by=estate.manager, items=[])


def test_quarantine_is_filtered_and_turned_over(estate):
    estate.activate("s-1"), estate.activate("s-2")
    kept(estate, *(rejected() for _ in range(3)), rejected(device="s-2", reason="too_large"))
    ask = {"viewer": estate.manager}
    assert len(devices.list_rejected(**ask, device="s-1")) == 3
    assert len(devices.list_rejected(**ask, reason="too_large")) == 1
    first = devices.list_rejected(**ask, limit=3)
    assert len(devices.list_rejected(**ask, limit=3, cursor=first.next)) == 1
