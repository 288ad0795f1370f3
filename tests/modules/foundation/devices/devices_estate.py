"""A small community that gets devices, with people in each role, and what machines say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.facts.api import list_facts
from linli.foundation.mandates.api import grant_mandate
from linli.foundation.people.api import (
    Relation,
    register_person,
    settle,
)
from linli.foundation.places.api import PlaceKind, add_place, create_community
from linli.kernel import Actor, Refused, Role, Words, system

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
YEAR = timedelta(days=365)


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


def found(**changes):
    spec = {"key": "co2", "unit": "ppm", "sensitivity": "open"}
    return {"key": "air", "name": "Air", "vendor": "X", "properties": [spec], **changes}


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


def discover(estate, device="d-1", model=None, **more):
    return devices.discover_device(by=estate.system, device=device, model=model or found(), **more)


def refused(code, call, **given):
    with pytest.raises(Refused) as refusal:
        call(**given)
    assert refusal.value.code == code, refusal.value
    return refusal.value
