"""Mandates are granted by people, readable by all who live there, and end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from linli.foundation.facts.api import list_facts
from linli.foundation.mandates.api import (
    count_consents,
    get_mandate,
    get_mandates,
    grant_mandate,
    list_expiring,
    list_mandates,
    revoke_mandate,
)
from linli.foundation.mandates.models import Mandate
from linli.foundation.people.api import Relation, mark_confidential, register_person, settle
from linli.foundation.places.api import PlaceKind, add_place, create_community
from linli.kernel import ANYONE, Actor, Refused, Role, Via, Words, system
from linli.kernel.clock import held
from linli.surface.shell.hearing import Eyes

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def home():
    return create_community(by=system(""), name="测试苑")


def someone(home, *roles, via=Via.WEB):
    return Actor(person="p", roles=frozenset(roles), community=home, via=via)


def grant(by, **changes):
    parts = {
        "purpose": Words("火灾预警", "Fire warning"),
        "series": ["smoke-detector.*"],
        "retention_days": 180,
        "recipients": ["manager", "消防站"],
        "basis_kind": "resolution",
        "basis_text": "2026年第一次业主大会决议",
        "basis_date": date(2026, 5, 20),
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=365),
    }
    return grant_mandate(by=by, **{**parts, **changes})


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.MANAGER, Role.OPERATOR])
def test_a_decision_is_recorded_with_who_recorded_it_and_through_what(home, role):
    by = someone(home, role, via=Via.PAPER)
    number = grant(by)
    card = get_mandate(viewer=someone(home, Role.RESIDENT), mandate=number)
    assert (card.granted_by, card.granted_via, card.granted_at) == ("p", "paper", NOW)
    assert card.recipients == ("manager", "消防站") and card.series == ("smoke-detector.*",)
    assert card.is_valid_at(NOW) and card.covers("smoke-detector.smoke")
    facts = list_facts(viewer=system(home)).items
    assert [fact.kind for fact in facts if fact.body.get("mandate") == number] == [
        "mandates.mandate_granted"
    ]


def test_a_consent_says_whose_it_is(home):
    clerk = someone(home, Role.MANAGER).for_person("r", via=Via.COUNTER)
    card = get_mandate(viewer=clerk, mandate=grant(clerk, basis_kind="consent"))
    assert (card.granted_by, card.granted_for, card.granted_via) == ("p", "r", "counter")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OWNER, Role.WORKER, Role.CLERK, Role.KEEPER])
def test_others_grant_and_revoke_nothing(home, role):
    number = grant(someone(home, Role.COUNCIL))
    with pytest.raises(Refused):
        grant(someone(home, role))
    with pytest.raises(Refused):
        revoke_mandate(by=someone(home, role), mandate=number, why="so")
    assert [row.state for row in Mandate.objects.all()] == ["active"]


def test_the_platform_grants_nothing_but_may_take_back(home):
    number = grant(someone(home, Role.COUNCIL))
    with pytest.raises(Refused):
        grant(system(home))
    revoke_mandate(by=system(home), mandate=number, why="the pilot is over")
    assert get_mandate(viewer=system(home), mandate=number).state == "revoked"


def test_the_same_key_grants_once(home):
    by = someone(home, Role.COUNCIL)
    assert grant(by, key="k") == grant(by, key="k", retention_days=7)
    assert Mandate.objects.get().retention_days == 180
    other = create_community(by=system(""), name="别处")
    grant(someone(other, Role.COUNCIL), key="k")
    assert Mandate.objects.count() == 2


def test_revoking_ends_it_at_once_says_why_and_happens_once(home):
    by = someone(home, Role.COUNCIL)
    number = grant(by)
    with pytest.raises(Refused):
        revoke_mandate(by=by, mandate=number, why="  ")
    revoke_mandate(by=by, mandate=number, why="大会撤销")
    revoke_mandate(by=by, mandate=number, why="again")
    card = get_mandate(viewer=by, mandate=number)
    assert not card.is_valid_at(NOW)
    assert (card.revoked_by, card.revoked_why, card.revoked_at) == ("p", "大会撤销", NOW)
    kinds = [fact.kind for fact in list_facts(viewer=system(home)).items]
    assert kinds.count("mandates.mandate_revoked") == 1


def test_everyone_who_lives_here_reads_what_was_decided_for_all_and_no_one_else_does(home):
    number = grant(someone(home, Role.COUNCIL))
    other = create_community(by=system(""), name="别处")
    resident, stranger = someone(home, Role.RESIDENT), someone(other, Role.MANAGER)
    assert [card.id for card in list_mandates(viewer=resident)] == [number]
    assert list(list_mandates(viewer=stranger)) == []
    assert get_mandates(viewer=stranger, mandates=[number]) == {}
    with pytest.raises(Refused) as refused:
        get_mandate(viewer=stranger, mandate=number)
    assert refused.value.code == "not_found"
    with pytest.raises(Refused) as refused:
        revoke_mandate(by=stranger, mandate=number, why="so")
    assert refused.value.code == "not_found"
    with pytest.raises(Refused) as refused:
        list_mandates(viewer=ANYONE)
    assert refused.value.code == "not_signed_in"


def test_a_mandate_for_a_building_is_listed_there_and_below_only(home):
    by = someone(home, Role.MANAGER)
    one, two = (
        add_place(by=by, kind=PlaceKind.BUILDING, parent=home, number=number) for number in "12"
    )
    flat = add_place(by=by, kind=PlaceKind.DWELLING, parent=one, number="101")
    whole, part = grant(by), grant(by, place=one)

    def at(place):
        return {card.id for card in list_mandates(viewer=by, place=place)}

    assert at(flat) == at(one) == {whole, part} and at(two) == at(home) == {whole}


def test_a_mandate_needs_a_lasting_place_of_its_own_community(home):
    by = someone(home, Role.MANAGER)
    cell = add_place(by=by, kind=PlaceKind.CELL, parent=home, number="1")
    other = create_community(by=system(""), name="别处")
    for place in (cell, other, "nowhere"):
        with pytest.raises(Refused):
            grant(by, place=place)
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"series": ["*"]}, "series"),
        ({"recipients": []}, "recipients"),
        ({"retention_days": 0}, "retention_days"),
        ({"basis_kind": "wish"}, "basis_kind"),
        ({"basis_text": ""}, "basis_text"),
        ({"basis_date": date(2026, 7, 1)}, "basis_date"),
        ({"valid_until": NOW}, "valid_until"),
        ({"valid_until": None}, "valid_until"),
        ({"key": "k" * 81}, "key"),
    ],
)
def test_a_bad_mandate_is_refused_and_nothing_is_kept(home, changes, field):
    with pytest.raises(Refused) as refused:
        grant(someone(home, Role.COUNCIL), **changes)
    assert refused.value.field == field and not Mandate.objects.exists()


def test_those_about_to_end_are_listed_first_to_end_first(home):
    by = someone(home, Role.MANAGER)
    soon = grant(by, valid_until=NOW + timedelta(days=20))
    sooner = grant(by, valid_until=NOW + timedelta(days=5))
    grant(by, valid_until=NOW + timedelta(days=40))
    grant(by, valid_from=NOW + timedelta(days=1), valid_until=NOW + timedelta(days=2))
    grant(by, basis_kind="law", valid_until=None)
    revoked = grant(by, valid_until=NOW + timedelta(days=3))
    revoke_mandate(by=by, mandate=revoked, why="so")
    with held(NOW - timedelta(days=9)):
        grant(
            by,
            valid_from=NOW - timedelta(days=9),
            valid_until=NOW - timedelta(days=1),
            basis_date=date(2026, 5, 1),
        )
    assert [card.id for card in list_expiring(viewer=by, within_days=30)] == [sooner, soon]


def test_a_long_list_is_turned_over_page_by_page(home):
    by = someone(home, Role.MANAGER)
    made = [grant(by) for _ in range(5)]
    first = list_mandates(viewer=by, limit=3)
    second = list_mandates(viewer=by, limit=3, cursor=first.next)
    assert {card.id for card in (*first, *second)} == set(made)
    assert len(first) == 3 and second.next is None


def test_only_those_that_stand_at_a_moment(home):
    by = someone(home, Role.MANAGER)
    number = grant(by)
    over = NOW + timedelta(days=365)
    assert [card.id for card in list_mandates(viewer=by, valid_at=NOW)] == [number]
    assert len(list_mandates(viewer=by, valid_at=over)) == 0


@pytest.fixture
def two_homes(home):
    """A building of two dwellings, each with its resident, and what the first agreed to."""
    desk = someone(home, Role.MANAGER)
    house = add_place(by=desk, kind=PlaceKind.BUILDING, parent=home, number="1")
    residents = []
    for number in ("101", "102"):
        flat = add_place(by=desk, kind=PlaceKind.DWELLING, parent=house, number=number)
        person = register_person(by=system(home), name=f"住户{number}")
        settle(by=system(home), person=person, dwelling=flat, relation=Relation.TENANT)
        residents.append((flat, Actor(person, frozenset({Role.RESIDENT}), home)))
    consent = grant(desk, basis_kind="consent", place=residents[0][0])
    return consent, residents[0][1], residents[1][1]


def test_what_a_household_agreed_to_is_read_by_that_household_and_by_staff(home, two_homes):
    consent, own, next_door = two_homes
    council = Actor("c", frozenset({Role.COUNCIL, Role.OWNER}), home)
    for viewer in (own, someone(home, Role.MANAGER), someone(home, Role.WORKER), system(home)):
        assert [card.id for card in list_mandates(viewer=viewer)] == [consent]
        assert get_mandate(viewer=viewer, mandate=consent).id == consent
    for viewer in (next_door, council):
        assert list_mandates(viewer=viewer).items == ()
        assert list_expiring(viewer=viewer, within_days=3650) == ()
        assert get_mandates(viewer=viewer, mandates=[consent]) == {}
        with pytest.raises(Refused) as refused:
            get_mandate(viewer=viewer, mandate=consent)
        assert refused.value.code == "not_found"
        assert count_consents(viewer=viewer) == 1
    with pytest.raises(Refused) as refused:
        revoke_mandate(by=council, mandate=consent, why="so")
    assert refused.value.code == "not_found"
    assert get_mandate(viewer=own, mandate=consent).state == "active"


def test_news_of_a_consent_reaches_nobody_else(home, two_homes):
    consent, own, next_door = two_homes
    news = next(f for f in list_facts(viewer=system(home)).items if f.body.get("mandate"))
    assert news.body["mandate"] == consent
    assert Eyes().may_see(own, news) and not Eyes().may_see(next_door, news)


def test_the_figure_of_households_counts_each_once_and_only_while_its_mandate_stands(
    home, two_homes
):
    consent, own, _next_door = two_homes
    desk = someone(home, Role.MANAGER)
    grant(desk, basis_kind="consent", place=get_mandate(viewer=own, mandate=consent).place)
    grant(desk)
    assert count_consents(viewer=own) == 1
    home_of = get_mandate(viewer=own, mandate=consent).place
    keeper = Actor(register_person(by=desk, name="孙卫"), frozenset({Role.KEEPER}), home)
    mark_confidential(by=keeper, dwelling=home_of, reason="court order")
    assert count_consents(viewer=own) == count_consents(viewer=desk) == 1, "nor does a mark move it"
    for card in list_mandates(viewer=desk):
        revoke_mandate(by=desk, mandate=card.id, why="withdrawn")
    assert count_consents(viewer=own) == 0


def test_a_resolution_names_the_motion_and_nothing_else_does(home):
    council = someone(home, Role.COUNCIL)
    mandate = grant(council, decision="m1")
    assert get_mandate(viewer=council, mandate=mandate).decision == "m1"
    for wrong in ({"decision": "m" * 21}, {"decision": "m1", "basis_kind": "law"}):
        with pytest.raises(Refused) as refused:
            grant(council, **wrong)
        assert (refused.value.code, refused.value.field) == ("invalid", "decision")
    assert len(list_mandates(viewer=council)) == 1
