"""A building with smoke detectors and a manager, for the tests of rules: through front doors."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from linli.foundation.devices.api import (
    activate_device,
    define_model,
    list_series,
    register_device,
)
from linli.foundation.mandates.api import grant_mandate
from linli.foundation.people.api import register_person
from linli.foundation.places.api import PlaceKind, PlaceLine, create_community, lay_out, list_places
from linli.kernel import Actor, Role, Words, system
from linli.support.rules.api import Transition, define_rule, switch_on

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
T = round(NOW.timestamp() * 1000)
PLATFORM = system("")
DETECTOR = {
    "key": "detector",
    "name": {"zh": "烟感", "en": "Smoke detector"},
    "vendor": "邻里",
    "properties": [
        {"key": "smoke", "name": "smoke", "unit": "", "sensitivity": "open"},
        {"key": "temperature", "name": "temperature", "unit": "Cel", "sensitivity": "open"},
        {"key": "pulse", "name": "pulse", "unit": "beat/min", "sensitivity": "special"},
    ],
}
SMOKE = {"kind": "threshold", "property": "smoke", "above": 0.1, "clear_at": 0.05}
DEFINITION = {"alarm": "fire", "condition": SMOKE}
TEST = {
    "readings": [[0, "a", "smoke", 0.0], [5, "a", "smoke", 0.2], [9, "a", "smoke", 0.0]],
    "expect": [[5, "a", "raised"], [9, "a", "cleared"]],
}


@dataclass
class Estate:
    community: str
    entrance: str
    building: str
    manager: Actor
    owner: str
    mandate: str
    devices: list[str] = field(default_factory=list)

    def actor(self, *roles: Role, person: str | None = "someone") -> Actor:
        return Actor(person=person, roles=frozenset(roles), community=self.community)

    @property
    def platform(self) -> Actor:
        return system(self.community)

    def detector(self, place: str | None = None) -> dict[str, int]:
        """A working detector; its series by property."""
        device = register_device(by=self.manager, model="detector")
        activate_device(
            by=self.manager, device=device, place=place or self.entrance, mandate=self.mandate
        )
        self.devices.append(device)
        cards = list_series(viewer=self.platform, device=device)
        return {card.property: card.number for card in cards}

    def rule(self, **changed) -> str:
        return define_rule(by=self.manager, **{**self.words(), **changed})

    def words(self) -> dict:
        return {
            "name": Words("烟雾报警", "Smoke"),
            "reason": Words("可能有火情", "There may be a fire"),
            "severity": "critical",
            "is_safety": True,
            "owner": self.owner,
            "definition": DEFINITION,
            "test": TEST,
            "escalate_after": (60, 180),
            "floor_percent": 50,
            "floor_verdicts": 4,
        }

    def rule_on(self, **changed) -> str:
        rule = self.rule(**changed)
        switch_on(by=self.manager, rule=rule)
        return rule

    def turn(self, rule, turn, seconds, device=None, version=1, kind="fire", **more) -> Transition:
        return Transition(
            rule=rule,
            version=version,
            community=self.community,
            originator=f"device:{device or self.devices[0]}",
            place=self.entrance,
            kind=kind,
            turn=turn,
            at=T + round(seconds * 1000),
            value=0.2,
            series=1,
            trace=(),
            path=(self.community, self.building, self.entrance),
            **more,
        )


def build() -> Estate:
    """One building with one entrance and four dwellings, one detector in the entrance."""
    community = create_community(by=PLATFORM, name="规则苑")
    manager = Actor(person="m", roles=frozenset({Role.MANAGER}), community=community)
    lay_out(
        by=manager,
        lines=[PlaceLine(building="1", entrance="1", dwelling=f"{n}01", cell="") for n in "1234"],
    )
    entrance = list_places(viewer=manager, kind=PlaceKind.ENTRANCE).items[0]
    define_model(by=manager, model=DETECTOR)
    mandate = grant_mandate(
        by=manager,
        purpose=Words("消防", "Fire safety"),
        series=["detector.*"],
        retention_days=90,
        recipients=["manager"],
        basis_kind="resolution",
        basis_text="2026年第一次业主大会决议",
        basis_date=date(2026, 2, 20),
        valid_from=NOW - timedelta(days=30),
        valid_until=NOW + timedelta(days=365),
    )
    owner = register_person(by=manager, name="李管家")
    estate = Estate(community, entrance.id, str(entrance.parent), manager, owner, mandate)
    estate.detector()
    return estate
