"""Who hears of which fact: decided for every kind there is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from linli.application.announcements import api as announcements
from linli.foundation.facts.api import FactCard, list_facts
from linli.foundation.people import api as people
from linli.kernel import Actor, Role, Words, system
from linli.support.matters import api as matters
from linli.surface.shell.hearers import is_ruled
from linli.surface.shell.hearing import Eyes, list_news
from linli.wiring.documents import kinds_of
from linli.wiring.modules import MODULES
from modules.support.matters_estate import build

NAMING = ("matters.matter_messaged", "matters.confirmation_asked")
KINDS = [kind for module in MODULES for kind in kinds_of(module)]


def test_it_is_decided_of_every_kind_of_fact_who_hears_of_it():
    assert len(KINDS) > 100
    assert [one.kind for one in KINDS if not is_ruled(one.kind)] == []


def test_what_nobody_has_decided_nobody_hears():
    assert not is_ruled("kettles.kettle_boiled")
    assert not Eyes().may_see(somebody(*Role), card("kettles.kettle_boiled"))


@pytest.mark.parametrize(
    "name", ["ballot_received", "head_disputed", "proxy_given", "leaf_written"]
)
def test_of_single_ballots_nobody_is_told(name):
    assert not Eyes().may_see(somebody(*Role), card(f"assembly.{name}", assembly="a", person="p"))


@pytest.mark.parametrize(
    ("name", "residents", "council"),
    [("voting_opened", True, True), ("result_published", True, True), ("council_due", False, True)],
)
def test_the_stages_of_an_assembly_are_for_all_and_its_duties_for_those_who_run_it(
    name, residents, council
):
    told, eyes = card(f"assembly.{name}", assembly="a"), Eyes()
    assert eyes.may_see(somebody(Role.RESIDENT), told) is residents
    assert eyes.may_see(somebody(Role.COUNCIL), told) is council
    elsewhere = replace(somebody(Role.COUNCIL), community="elsewhere")
    assert not eyes.may_see(elsewhere, told)


def test_an_announcement_is_told_to_those_who_may_read_it(db):
    estate = build()
    announcements.publish_announcement(
        by=estate.manager,
        kind="ordinary",
        audience=announcements.Audience((estate.building,), owners_only=True),
        title=Words("只给业主", "For owners"),
        text=Words("请看", "Please read"),
        key="one",
    )
    (news,) = [
        one
        for one in list_facts(viewer=system(estate.community), limit=1000)
        if one.kind == "announcements.announcement_published"
    ]
    eyes = Eyes()
    assert eyes.may_see(estate.auntie, news)
    tenant = replace(estate.auntie, person="nobody", roles=frozenset({Role.RESIDENT}))
    assert not eyes.may_see(tenant, news)


@pytest.mark.parametrize("is_protected", [True, False])
def test_no_fact_of_a_masked_matter_names_who_reported_it(db, is_protected):
    estate = build()
    matter = estate.resolved()
    matters.post_message(by=estate.auntie, matter=matter, text="谢谢")
    assert names(estate.clerk, estate.auntie) == set(NAMING)
    if is_protected:
        people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="保护令")
    else:
        people.set_private(by=estate.auntie, dwelling=estate.dwelling, is_private=True)
    for viewer in (estate.clerk, estate.plumber, estate.street):
        assert names(viewer, estate.auntie) == set()
    assert names(estate.keeper, estate.auntie) == set(NAMING)
    every, eyes = list_facts(viewer=system(estate.community), limit=1000), Eyes()
    assert any(eyes.may_see(estate.auntie, one) for one in every if one.kind in NAMING)


def names(viewer: Actor, person: Actor) -> set[str]:
    """The kinds of facts about matters that tell this viewer of a person."""
    listed = list_news(viewer=viewer, limit=1000)
    return {
        one.kind
        for one in listed
        if one.kind.startswith("matters.") and person.person in one.body.values()
    }


def somebody(*roles: Role) -> Actor:
    return Actor("p", frozenset(roles) - {Role.SYSTEM}, "c")


def card(kind: str, **body: str) -> FactCard:
    return FactCard(1, kind, 1, "c", datetime(2026, 1, 1, tzinfo=UTC), body)
