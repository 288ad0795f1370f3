"""A small invented estate in which matters can happen."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from built_once import built_once
from linli.foundation.facts.api import list_facts
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Role, Via, Words, system
from linli.kernel.clock import held
from linli.support.matters import api as matters

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai


@dataclass
class Estate:
    community: str
    building: str
    entrance: str
    dwelling: str
    other_dwelling: str
    garden: str
    cell: str
    auntie: Actor
    neighbour: Actor
    manager: Actor
    clerk: Actor
    electrician: Actor
    plumber: Actor
    street: Actor
    keeper: Actor
    outsider: Actor

    @property
    def platform(self) -> Actor:
        return system(self.community)

    def report(self, by: Actor | None = None, **more) -> str:
        usual = {
            "nature": "demand",
            "category": "water",
            "place": self.dwelling,
            "title": "厨房漏水",
            "description": "水槽下面一直滴水",
        }
        return matters.open_matter(by=by or self.auntie, **{**usual, **more})

    def resolved(self, **more) -> str:
        matter = self.report(**more)
        matters.assign_matter(by=self.clerk, matter=matter, person=self.plumber.person)
        matters.start_work(by=self.plumber, matter=matter)
        matters.resolve_matter(by=self.plumber, matter=matter, words="换了水管")
        return matter

    def alarm(self, **more) -> str:
        usual = {"nature": "alarm", "category": "fire", "place": self.entrance, "title": "烟感报警"}
        return matters.open_matter(by=self.platform, **{**usual, **more})

    def sheet(self, matter: str, viewer: Actor | None = None):
        return matters.get_matter(viewer=viewer or self.manager, matter=matter)

    def state(self, matter: str) -> str:
        return self.sheet(matter).card.state


@built_once
def build() -> Estate:
    founder = system("")
    community = places.create_community(
        by=founder, name="梧桐里", phone="021-5550-0000", is_invented=True
    )
    by = system(community)
    cell = places.add_place(by=by, kind=PlaceKind.CELL, number="1")
    building = places.add_place(by=by, kind=PlaceKind.BUILDING, number="3", cell=cell)
    entrance = places.add_place(by=by, kind=PlaceKind.ENTRANCE, number="2", parent=building)
    dwellings = [
        places.add_place(by=by, kind=PlaceKind.DWELLING, number=str(100 * f + 1), parent=entrance)
        for f in range(1, 25)
    ]
    garden = places.add_place(by=by, kind=PlaceKind.FACILITY, number="花园")

    def person(name: str, phone: str, *roles: Role, skills=(), place=None) -> Actor:
        one = people.register_person(by=by, name=name, phone=phone)
        for role in roles:
            people.grant_role(by=by, person=one, role=role, skills=skills, place=place)
        return Actor(one, frozenset(roles), community)

    def resident(name: str, phone: str, dwelling: str) -> Actor:
        one = people.register_person(by=by, name=name, phone=phone)
        people.settle(by=by, person=one, dwelling=dwelling, relation=Relation.OWNER)
        people.set_channels(by=by, person=one, kinds=(ChannelKind.APP,))
        return Actor(one, frozenset({Role.OWNER, Role.RESIDENT}), community)

    return Estate(
        community=community,
        building=building,
        entrance=entrance,
        dwelling=dwellings[3],
        other_dwelling=dwellings[4],
        garden=garden,
        cell=cell,
        auntie=resident("王秀英", "13900000001", dwellings[3]),
        neighbour=resident("刘洋", "13900000002", dwellings[4]),
        manager=person("王敏", "13900000003", Role.MANAGER),
        clerk=person("陈静", "13900000004", Role.CLERK),
        electrician=person("李建国", "13900000005", Role.WORKER, skills=("电工",)),
        plumber=person("赵强", "13900000006", Role.WORKER, skills=("水暖",)),
        street=person("周倩", "13900000007", Role.STREET),
        keeper=person("孙卫", "13900000008", Role.KEEPER),
        outsider=Actor("nobody", frozenset({Role.OWNER, Role.RESIDENT}), "elsewhere"),
    )


@pytest.fixture
def estate(db):
    with held(MONDAY):
        yield build()


def by_phone(actor: Actor, principal: Actor) -> Actor:
    return actor.for_person(principal.person, via=Via.PHONE)


def words(zh: str = "您好", en: str = "Hello") -> Words:
    return Words(zh, en)


def kinds(estate: Estate, start: str = "matters.") -> list[str]:
    """The kinds of the facts of a module, oldest first."""
    page = list_facts(viewer=estate.platform, limit=1000)
    return [fact.kind.removeprefix(start) for fact in page if fact.kind.startswith(start)]
