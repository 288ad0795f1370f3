"""A small invented estate whose owners can meet: two buildings, joint owners, a developer."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from built_once import built_once
from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft, UnitNote
from linli.foundation.facts.api import list_facts
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Role, Words, system
from linli.kernel.clock import held

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
OPENS = START + timedelta(days=20)
CLOSES = OPENS + timedelta(days=10)
DURING = OPENS + timedelta(days=1)
AFTER = CLOSES + timedelta(minutes=2)

VALUES = {
    "modes": ["own", "official", "paper"],
    "void": "participates",
    "blank": "abstain",
    "duplicates": "first_valid",
    "differing_units": "void",
    "side_units": "not_counted",
    "tie": "larger_area",
    "proxy_cap": 1,
    "proxy_excluded": ["property_company", "developer", "candidate"],
    "window_min_days": 5,
    "window_max_days": 60,
    "extension_max_times": 1,
    "extension_max_days": 5,
    "result_published_days": 3,
    "objection_days": 7,
    "retention_years": 5,
    "candidates_published_days": 15,
    "candidates_shown_days": 7,
    "committee_min": 5,
    "committee_odd": True,
    "term_max_years": 5,
    "handover_days": 10,
    "partial_success": "stands_over_half",
}


def decide(writer: Actor, reader: Actor, **values) -> None:
    """The community's own rules, written down by one and confirmed by both."""
    draft = assembly.draft_rules(by=writer, pack="cn-base", key="rules")
    for name, value in {**VALUES, **values}.items():
        if value is not None:
            assembly.set_rule(by=writer, rules=draft, name=name, value=value, clause="第十二条")
            for by in (writer, reader):
                assembly.confirm_rule(by=by, rules=draft, name=name, value=value)


@dataclass
class Estate:
    """People by name: a owns two flats, b and c one jointly, the developer two, d to h one each."""

    community: str
    buildings: list[str]
    homes: list[str]
    owners: dict[str, Actor]
    council: Actor
    committee: Actor
    clerk: Actor
    second: Actor
    third: Actor
    manager: Actor
    keeper: Actor
    tenant: Actor
    stranger: Actor
    assembly: str = ""
    motions: list[str] = field(default_factory=list)

    @property
    def platform(self) -> Actor:
        return system(self.community)

    def convene(self, *, key="assembly", mode="own", **more) -> str:
        self.assembly = assembly.convene(
            by=self.council,
            convened="regular",
            mode=mode,
            title=Words("2026年业主大会", "Owners' assembly 2026"),
            key=key,
            **more,
        )
        return self.assembly

    def add(self, kind="278.5", title="修电梯", key="", **more) -> str:
        draft = MotionDraft(kind=kind, title=Words(title, title), text=Words("全文", ""), **more)
        made = assembly.add_motion(
            by=self.council, assembly=self.assembly, motion=draft, key=key or title
        )
        self.motions.append(made)
        return made

    def announce(self, *, opens_at=OPENS, closes_at=CLOSES, is_warned=False, **values):
        decide(self.council, self.committee, **values)
        assembly.announce(
            by=self.council,
            assembly=self.assembly,
            opens_at=opens_at,
            closes_at=closes_at,
            is_warned=is_warned,
        )

    def announced(self, *, mode="own", **values) -> str:
        self.convene(mode=mode)
        self.add()
        self.announce(**values)
        return self.assembly

    def tick(self) -> int:
        return assembly.run_votes(by=self.platform)

    def head(self, name: str) -> int:
        """The head that somebody speaks for, the first of several."""
        return assembly.my_ballots(viewer=self.owners[name], assembly=self.assembly)[0].head

    def cast(self, name: str, choice="for", *, key=None, head=None, **more) -> str:
        choices = choice if isinstance(choice, dict) else dict.fromkeys(self.motions, choice)
        return assembly.cast(
            by=self.owners[name],
            assembly=self.assembly,
            head=head or self.head(name),
            choices=choices,
            key=key or f"{name}-{choice}",
            **more,
        )

    def scan(self, key="scan", by=None) -> str:
        return assembly.keep_evidence(
            by=by or self.clerk,
            assembly=self.assembly,
            name="scan.png",
            content=picture(len(key)),
            key=key,
        )

    def paper_of(self, name: str):
        head = self.head(name)
        papers = assembly.papers_for_print(viewer=self.clerk, assembly=self.assembly)
        return next(one for one in papers if one.head == head)

    def enter(self, serial: str, choice="for", *, by=None, scan="", **more) -> str:
        return assembly.enter_paper(
            by=by or self.clerk,
            assembly=self.assembly,
            serial=serial,
            choices=dict.fromkeys(self.motions, choice),
            scan=scan,
            **more,
        )

    def paper(self, name: str, choice="for", **more) -> str:
        """A paper ballot, read twice."""
        serial = self.paper_of(name).serial
        self.enter(serial, choice, scan=self.scan(f"scan {name}"), **more)
        return self.enter(serial, choice, by=self.second)

    def result(self) -> dict:
        """The newest result's first motion."""
        card = assembly.result_of(viewer=self.owners["a"], assembly=self.assembly)
        return card.body["motions"][0]

    def close(self) -> None:
        """To the preliminary result; the clock must be held by the caller behind the close."""
        self.tick()
        assembly.make_preliminary(by=self.council, assembly=self.assembly)

    def facts(self, *kinds: str) -> list[str]:
        wanted = [f"assembly.{one}" for one in kinds]
        found = list_facts(viewer=self.platform, limit=1000)
        return [one.kind.removeprefix("assembly.") for one in found if one.kind in wanted]


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (shade % 255, 100, 50)).save(out, "PNG")
    return out.getvalue()


@built_once
def build(**more) -> Estate:
    community = places.create_community(
        by=system(""), name="梧桐里", phone="021-5550-0000", is_invented=True
    )
    by = system(community)
    buildings = [
        places.add_place(by=by, kind=PlaceKind.BUILDING, number=number) for number in ("1", "2")
    ]
    homes = [
        places.add_place(
            by=by,
            kind=PlaceKind.DWELLING,
            number=str(101 + flat),
            parent=building,
            area=f"{80 + flat}.5",
        )
        for building, flats in zip(buildings, (7, 3), strict=True)
        for flat in range(flats)
    ]

    def person(name: str, *roles: Role, kind=PersonKind.NATURAL) -> Actor:
        one = people.register_person(by=by, name=name, kind=kind)
        for role in roles:
            people.grant_role(by=by, person=one, role=role)
        return Actor(one, frozenset(roles), community)

    owners: dict[str, Actor] = {}
    for name, flats in {
        "a": (0, 7), "b": (1,), "c": (1,), "developer": (2, 8),
        "d": (3,), "e": (4,), "f": (5,), "g": (6,), "h": (9,),
    }.items():  # fmt: skip
        kind = PersonKind.DEVELOPER if name == "developer" else PersonKind.NATURAL
        one = people.register_person(by=by, name=f"王{name}", kind=kind)
        for flat in flats:
            people.settle(by=by, person=one, dwelling=homes[flat], relation=Relation.OWNER)
        owners[name] = Actor(one, frozenset({Role.OWNER, Role.RESIDENT}), community)
    tenant = people.register_person(by=by, name="租客")
    people.settle(by=by, person=tenant, dwelling=homes[0], relation=Relation.TENANT)
    estate = Estate(
        community=community,
        buildings=buildings,
        homes=homes,
        owners=owners,
        council=person("李主任", Role.COUNCIL),
        committee=person("周书记", Role.COMMITTEE),
        clerk=person("陈静", Role.CLERK),
        second=person("林二", Role.CLERK),
        third=person("吴三", Role.GRID_WORKER),
        manager=person("王敏", Role.MANAGER),
        keeper=person("孙卫", Role.KEEPER),
        tenant=Actor(tenant, frozenset({Role.RESIDENT}), community),
        stranger=Actor("nobody", frozenset({Role.OWNER, Role.COUNCIL, Role.CLERK}), "elsewhere"),
    )
    assembly.note_figures(by=estate.clerk, units=[UnitNote(home, "registry") for home in homes])
    return estate


@pytest.fixture
def estate(db):
    with held(START):
        yield build()


def stage(estate: Estate) -> assembly.Stage:
    """How far the assembly at hand is."""
    return assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card.stage
