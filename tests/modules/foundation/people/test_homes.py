"""A home has owners with shares and those who live there, from when to when."""

import pytest

from linli.foundation.people.api import (
    PersonKind,
    Relation,
    list_homes,
    list_owners_of,
    list_residents_of,
    move_out,
    register_person,
    settle,
    stay_away,
)
from linli.foundation.people.models import Household, Tenure
from modules.foundation.people.people_estate import flat_at, living, new_person, refused

pytestmark = pytest.mark.django_db


def test_a_home_has_owners_with_shares_and_those_who_live_there(home, flat):
    husband, wife, tenant = (new_person(home, name, "") for name in ("张三", "李四", "王五"))
    company = register_person(by=home, name="某公司", kind=PersonKind.COMPANY)
    for owner in (husband, wife):
        settle(
            by=home,
            person=owner,
            dwelling=flat,
            relation=Relation.OWNER,
            share="1/4",
            lives_here=False,
        )
    settle(
        by=home, person=company, dwelling=flat, relation=Relation.OWNER, share="50%",
        lives_here=False,
    )  # fmt: skip
    settle(by=home, person=tenant, dwelling=flat, relation=Relation.TENANT)
    owners = list_owners_of(viewer=home, dwelling=flat)
    assert [(card.person.name, card.share) for card in owners] == [
        ("张三", "1/4"),
        ("李四", "1/4"),
        ("某公司", "1/2"),
    ]
    assert [card.name for card in list_residents_of(viewer=home, dwelling=flat)] == ["王五"]
    extra = new_person(home, "赵六", "")
    before = Tenure.objects.count()
    refused(
        "invalid",
        lambda: settle(
            by=home, person=extra, dwelling=flat, relation=Relation.OWNER, share="1/1000"
        ),
    )
    assert Tenure.objects.count() == before


def test_settling_again_changes_only_what_differs(home, flat):
    person = new_person(home)
    first = settle(by=home, person=person, dwelling=flat, relation=Relation.OWNER, share="1/2")
    again = settle(by=home, person=person, dwelling=flat, relation=Relation.OWNER)
    assert first == again and Tenure.objects.count() == 1
    (mine,) = list_homes(viewer=home, person=person)
    assert (mine.dwelling, mine.share, mine.relation) == (flat, "1/2", Relation.OWNER)
    assert mine.household is not None
    other = flat_at(home, "402")
    settle(by=home, person=person, dwelling=other, relation=Relation.OWNER, lives_here=False)
    assert [one.dwelling for one in list_homes(viewer=home, person=person)] == [flat, other]


def test_a_household_ends_with_the_last_who_moves_out(home, flat):
    owner = living(home, "张三", "", flat)
    tenant = living(home, "李四", "", flat, Relation.TENANT)
    stay_away(by=home, person=owner.person, dwelling=flat)
    first = list_homes(viewer=home, person=tenant.person)[0].household
    move_out(by=home, person=tenant.person, dwelling=flat)
    assert Household.objects.get(pk=first).until is not None
    assert list_homes(viewer=home, person=tenant.person) == ()
    assert [c.person.name for c in list_owners_of(viewer=home, dwelling=flat)] == ["张三"]
    newcomer = living(home, "王五", "", flat, Relation.TENANT)
    assert list_homes(viewer=home, person=newcomer.person)[0].household != first
    refused("not_found", lambda: move_out(by=home, person=tenant.person, dwelling=flat))


def test_neighbours_do_not_learn_who_lives_where(home, flat):
    living(home, "张三", "13800001234", flat)
    neighbour = living(home, "王五", "", flat_at(home, "402"))
    other = living(home, "赵六", "", flat_at(home, "402"), Relation.TENANT)
    empty = list_residents_of(viewer=neighbour, dwelling=flat_at(home, "403"))
    assert list_residents_of(viewer=neighbour, dwelling=flat) == empty
    assert empty[0].name == "住户" and empty[0].id == "" and len(empty) == 1
    assert list_owners_of(viewer=neighbour, dwelling=flat)[0].person.name == "住户"
    assert list_homes(viewer=neighbour, person=other.person) == ()
    own = list_residents_of(viewer=neighbour, dwelling=flat_at(home, "402"))
    assert [card.name for card in own] == ["王五", "赵六"]
