"""A small estate with meters, for the tests of telemetry: built through front doors only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from linli.foundation.devices.api import (
    activate_device,
    define_model,
    list_series,
    register_device,
)
from linli.foundation.mandates.api import grant_mandate
from linli.foundation.people.api import Relation, register_person, settle
from linli.foundation.places.api import (
    PlaceKind,
    PlaceLine,
    add_place,
    create_community,
    lay_out,
)
from linli.foundation.telemetry.api import Where, record_readings
from linli.kernel import Actor, Role, Via, Words, system
from linli.perception.reading import Accepted

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PLATFORM = system("")

METER = {
    "key": "meter",
    "name": {"zh": "表", "en": "Meter"},
    "vendor": "邻里",
    "properties": [
        {"key": "power", "name": "power", "unit": "W", "sensitivity": "household"},
        {"key": "temperature", "name": "temperature", "unit": "Cel", "sensitivity": "open"},
        {"key": "pulse", "name": "pulse", "unit": "beat/min", "sensitivity": "special"},
        {"key": "mode", "name": "mode", "kind": "text", "sensitivity": "open"},
    ],
}


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@dataclass
class Estate:
    community: str
    dwellings: list[str]
    buildings: list[str]
    facility: str
    mandate: str
    manager: Actor
    devices: dict[str, str] = field(default_factory=dict)

    def actor(self, *roles: Role, person: str | None = "someone") -> Actor:
        return Actor(person=person, roles=frozenset(roles), community=self.community)

    def meter(self, place: str, mandate: str | None = None, **more: str) -> dict[str, int]:
        """A working meter at a place; its series by property."""
        device = register_device(by=self.manager, model="meter", **more)
        activate_device(
            by=self.manager, device=device, place=place, mandate=mandate or self.mandate
        )
        self.devices[place] = device
        cards = list_series(viewer=system(self.community), device=device)
        return {card.property: card.number for card in cards}

    def lives(self, dwelling: str, name: str = "王芳") -> Actor:
        """Someone who lives in a dwelling."""
        clerk = Actor(
            person="clerk", roles=frozenset({Role.MANAGER}), community=self.community,
            via=Via.COUNTER,
        )  # fmt: skip
        person = register_person(by=clerk, name=name)
        settle(by=clerk, person=person, dwelling=dwelling, relation=Relation.OWNER)
        return self.actor(Role.RESIDENT, person=person)

    def record(self, series: int, points, place: str = "", text: str = "") -> list[Accepted]:
        """Store (moment, value) pairs of a series."""
        rows = [Accepted(series, ms(at), value, text, 0, ms(at) + 40) for at, value in points]
        where = {series: Where(self.community, place)}
        record_readings(by=PLATFORM, rows=rows, where=where)
        return rows


def grant(by: Actor, days: int, *recipients: str, basis_kind: str = "resolution") -> str:
    return grant_mandate(
        by=by,
        purpose=Words("节能", "Saving energy"),
        series=["meter.*"],
        retention_days=days,
        recipients=recipients or ("manager",),
        basis_kind=basis_kind,
        basis_text="2026年第一次业主大会决议",
        basis_date=date(2026, 2, 20),
        valid_from=NOW - timedelta(days=5),
        valid_until=NOW + timedelta(days=365),
    )


def build() -> Estate:
    """Two buildings of 24 dwellings in one grid cell, and a pump room."""
    community = create_community(by=PLATFORM, name="读数苑")
    manager = Actor(person="m", roles=frozenset({Role.MANAGER}), community=community)
    add_place(by=manager, kind=PlaceKind.CELL, number="1")
    lines = [
        PlaceLine(building=number, entrance="", dwelling=f"{floor}0{door}", cell="1")
        for number in ("1", "2")
        for floor in range(1, 7)
        for door in range(1, 5)
    ]
    laid = lay_out(by=manager, lines=lines)
    dwellings = [line.dwelling for line in laid if line.dwelling]
    assert len(dwellings) == 48, [line.why for line in laid]
    from linli.foundation.places.api import list_places

    buildings = list_places(viewer=manager, kind=PlaceKind.BUILDING)
    facility = add_place(
        by=manager, kind=PlaceKind.FACILITY, number="泵房", parent=buildings.items[0].id
    )
    define_model(by=manager, model=METER)
    return Estate(
        community,
        dwellings,
        [building.id for building in buildings],
        facility,
        grant(manager, 90),
        manager,
    )
