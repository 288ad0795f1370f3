"""People act only as far as they may: by their homes, by what was granted, by trust."""

from datetime import timedelta

import pytest

from linli.foundation.people.api import (
    ChannelKind,
    HelpScope,
    Relation,
    accept_help,
    actor_for,
    allow_help,
    get_person,
    get_phone,
    grant_role,
    has_consent,
    list_channels,
    list_consents,
    list_help,
    list_people,
    list_staff,
    record_consent,
    revoke_role,
    set_channels,
    settle,
    stop_help,
)
from linli.foundation.places.api import create_community, resolve_place
from linli.kernel import ANYONE, Actor, Role, Via, now, system
from linli.kernel.clock import held
from modules.foundation.people.people_estate import flat_at, living, new_person, refused, staff

pytestmark = pytest.mark.django_db


def test_roles_come_from_homes_grants_and_help(home, flat):
    person = new_person(home)
    assert actor_for(person=person, community=home.community).roles == frozenset()
    settle(by=home, person=person, dwelling=flat, relation=Relation.TENANT)
    grant_role(by=home, person=person, role=Role.WORKER, skills=("水电", "电梯"))
    plain = actor_for(person=person, community=home.community)
    strong = actor_for(person=person, community=home.community, strong=True)
    assert plain.roles == {Role.RESIDENT}
    assert strong.roles == {Role.RESIDENT, Role.WORKER}
    other = create_community(by=system(""), name="别处")
    refused("not_found", lambda: actor_for(person=person, community=other))


def test_a_role_ends_on_its_day_or_when_taken_back(home):
    person = new_person(home)
    today = now().date()
    grant = grant_role(by=home, person=person, role=Role.CLERK, until=today)
    with held(now() + timedelta(days=2)):
        assert actor_for(person=person, community=home.community, strong=True).roles == frozenset()
    again = grant_role(by=home, person=person, role=Role.CLERK)
    assert again == grant
    revoke_role(by=home, grant=grant)
    assert list_staff(viewer=home) == ()
    refused("not_found", lambda: revoke_role(by=home, grant=grant))


@pytest.mark.parametrize(
    ("by", "role", "may"),
    [
        (Role.MANAGER, Role.WORKER, True),
        (Role.MANAGER, Role.MANAGER, False),
        (Role.MANAGER, Role.KEEPER, False),
        (Role.OPERATOR, Role.MANAGER, True),
        (Role.OPERATOR, Role.KEEPER, False),
        (Role.COMMITTEE, Role.GRID_WORKER, True),
        (Role.KEEPER, Role.KEEPER, True),
        (Role.CLERK, Role.WORKER, False),
        (Role.OPERATOR, Role.SYSTEM, False),
        (Role.OPERATOR, Role.OWNER, False),
    ],
)
def test_each_role_is_given_by_those_above_it(home, by, role, may):
    granter = staff(home, by)
    person = new_person(home)
    if may:
        grant_role(by=granter, person=person, role=role)
    else:
        refused("forbidden", lambda: grant_role(by=granter, person=person, role=role))
    assert len([c for c in list_staff(viewer=home) if c.person.id == person]) == may


def test_staff_are_found_by_role_and_place(home, flat):
    building = resolve_place(viewer=home, text="3号楼")[0].id
    one, two = new_person(home, "甲"), new_person(home, "乙")
    grant_role(by=home, person=one, role=Role.GRID_WORKER, place=building)
    grant_role(by=home, person=two, role=Role.WORKER, skills=["电梯"])
    (card,) = list_staff(viewer=home, role=Role.GRID_WORKER)
    assert (card.person.name, card.place) == ("甲", building)
    both = list_staff(viewer=home, place=flat)
    assert {card.person.name for card in both} == {"甲", "乙"}
    (worker,) = list_staff(viewer=home, role=Role.WORKER)
    assert worker.skills == ("电梯",)
    refused("not_signed_in", lambda: list_staff(viewer=ANYONE))


def test_channels_are_the_persons_own_choice(home, flat):
    own = living(home, "张三", "13800001234", flat)
    usual = [card.kind for card in list_channels(viewer=own, person=own.person)]
    assert usual == [ChannelKind.APP, ChannelKind.SMS, ChannelKind.PHONE, ChannelKind.PAPER]
    set_channels(by=own, person=own.person, kinds=[ChannelKind.PAPER, ChannelKind.PHONE])
    chosen = list_channels(viewer=home, person=own.person)
    assert [(card.kind, card.rank) for card in chosen] == [
        (ChannelKind.PAPER, 1),
        (ChannelKind.PHONE, 2),
    ]
    neighbour = living(home, "王五", "", flat_at(home, "402"))
    refused("forbidden", lambda: list_channels(viewer=neighbour, person=own.person))
    refused("forbidden", lambda: set_channels(by=neighbour, person=own.person, kinds=[]))
    assert list_channels(viewer=own, person=own.person) == chosen
    without = [c.kind for c in list_channels(viewer=home, person=neighbour.person)]
    assert without == [ChannelKind.APP, ChannelKind.PAPER]
    assert get_phone(viewer=home, person=own.person) == "13800001234"
    refused("forbidden", lambda: get_phone(viewer=own, person=own.person))


def test_the_latest_word_on_a_consent_counts(home, flat):
    own = living(home, "张三", "", flat)
    clerk = staff(home, Role.CLERK)
    assert not has_consent(viewer=home, person=own.person, purpose="energy")
    record_consent(by=own, person=own.person, purpose="energy", is_given=True)
    assert has_consent(viewer=home, person=own.person, purpose="energy")
    at_desk = actor_for(
        person=clerk.person,
        community=home.community,
        via=Via.COUNTER,
        on_behalf_of=own.person,
        strong=True,
    )
    record_consent(by=at_desk, person=own.person, purpose="energy", is_given=False)
    (card,) = list_consents(viewer=own, person=own.person)
    assert (card.is_given, card.via, card.by) == (False, Via.COUNTER, clerk.person)
    worker = staff(home, Role.WORKER)
    refused(
        "forbidden",
        lambda: record_consent(by=worker, person=own.person, purpose="energy", is_given=True),
    )
    assert not has_consent(viewer=home, person=own.person, purpose="energy")


def test_a_helper_acts_with_the_others_roles_within_the_trust_given(home, flat):
    mother = living(home, "张奶奶", "13800001111", flat)
    trust = allow_help(by=mother, name="张女儿", phone="139 0000 2222")
    (card,) = list_help(viewer=mother)
    assert (card.id, card.helper_name, card.scope) == (trust, "张女儿", HelpScope.EVERYDAY)
    helper = card.helper
    accept_help(by=actor_for(person=helper, community=home.community), help_id=trust)
    acting = actor_for(person=helper, community=home.community, on_behalf_of=mother.person)
    assert acting.subject == mother.person and acting.person == helper
    assert acting.roles == {Role.OWNER, Role.RESIDENT, Role.HELPER}
    assert get_person(viewer=acting, person=mother.person).name == "张奶奶"
    assert actor_for(person=helper, community=home.community).roles == {Role.HELPER}
    assert (acting.trust, acting.looks_only) == (trust, False)
    refused("forbidden", lambda: allow_help(by=acting, name="某人", phone="13711112222"))
    stop_help(by=mother, help_id=trust)
    refused(
        "forbidden",
        lambda: actor_for(person=helper, community=home.community, on_behalf_of=mother.person),
    )
    assert list_help(viewer=mother) == ()


def test_help_ends_on_its_day_and_the_helper_may_end_it(home, flat):
    mother = living(home, "张奶奶", "13800001111", flat)
    allow_help(by=mother, name="女儿", phone="13900002222", until=now().date())
    helper = list_help(viewer=mother)[0].helper
    with held(now() + timedelta(days=2)):
        refused(
            "forbidden",
            lambda: actor_for(person=helper, community=home.community, on_behalf_of=mother.person),
        )
    trust = allow_help(by=mother, name="女儿", phone="13900002222", scope=HelpScope.SEE)
    (card,) = list_help(viewer=mother)
    assert card.id == trust and card.scope is HelpScope.SEE
    neighbour = living(home, "王五", "", flat_at(home, "402"))
    refused("not_found", lambda: stop_help(by=neighbour, help_id=trust))
    refused("forbidden", lambda: list_help(viewer=neighbour, person=mother.person))
    stop_help(by=actor_for(person=helper, community=home.community), help_id=trust)
    assert list_help(viewer=mother) == ()


def test_nobody_is_their_own_helper(home, flat):
    own = living(home, "张三", "13800001111", flat)
    refused("invalid", lambda: allow_help(by=own, name="张三", phone="13800001111"))
    assert list_help(viewer=own) == ()


@pytest.mark.parametrize(
    ("role", "via", "may"),
    [
        (Role.CLERK, Via.COUNTER, True),
        (Role.CLERK, Via.PHONE, True),
        (Role.GRID_WORKER, Via.PAPER, True),
        (Role.CLERK, Via.WEB, False),
        (Role.WORKER, Via.COUNTER, False),
        (Role.OPERATOR, Via.COUNTER, False),
    ],
)
def test_staff_act_for_people_at_the_counter_only(home, flat, role, via, may):
    own = living(home, "张三", "13800001111", flat)
    member = staff(home, role)

    def act():
        return actor_for(
            person=member.person,
            community=home.community,
            via=via,
            on_behalf_of=own.person,
            strong=True,
        )

    if may:
        assert (act().subject, act().person, act().via) == (own.person, member.person, via)
        assert act().is_staff
    else:
        refused("forbidden", act)


def test_an_actor_made_by_hand_for_another_community_finds_nothing(home, flat):
    own = living(home, "张三", "", flat)
    forged = Actor(own.person, frozenset({Role.MANAGER}), "elsewhere")
    refused("not_found", lambda: get_person(viewer=forged, person=own.person))
    assert len(list_people(viewer=forged)) == 0
