"""A person is written down once, by the desk, and no broken entry is kept."""

import pytest
from django.db import IntegrityError, transaction

from linli.foundation.facts.api import list_facts
from linli.foundation.people.api import (
    Relation,
    allow_help,
    change_person,
    list_people,
    register_person,
    reveal_contact,
    settle,
)
from linli.foundation.people.models import Household, Person, Tenure
from linli.kernel import ANYONE, Role, now
from modules.foundation.people.people_estate import living, new_person, refused, staff

pytestmark = pytest.mark.django_db


def test_a_person_is_written_down_once_for_a_key(home):
    first = new_person(home, key="k")
    assert new_person(home, "Other", key="k") == first and Person.objects.count() == 1


@pytest.mark.parametrize("given", [{"name": ""}, {"phone": "12"}, {"id_number": "?"}])
def test_a_bad_entry_is_refused_and_nothing_written(home, given):
    refused("invalid", lambda: register_person(by=home, **({"name": "张三"} | given)))
    assert not Person.objects.exists()


def test_only_the_desk_writes_people_down(home, flat):
    resident = living(home, "王五", "", flat)
    worker = staff(home, Role.WORKER)
    before = Person.objects.count()
    for by in (resident, worker, ANYONE):
        refused("forbidden", lambda by=by: register_person(by=by, name="张三"))
        refused("forbidden", lambda by=by: change_person(by=by, person=resident.person, name="X"))
    assert Person.objects.count() == before


def test_a_correction_replaces_numbers(home):
    person = new_person(home, id_number="X1234567")
    change_person(by=home, person=person, phone="13900000000", id_number="")
    contact = reveal_contact(viewer=home, person=person, reason="test")
    assert (contact.phone, contact.id_number) == ("13900000000", "")
    assert len(list_people(viewer=home, search="13800001234")) == 0


def test_what_is_announced_carries_ids_only(home, flat):
    own = living(home, "张三", "13800001234", flat)
    allow_help(by=own, name="李四", phone="13900002222")
    reveal_contact(viewer=staff(home, Role.CLERK), person=own.person, reason="回访张三")
    text = repr([fact.body for fact in list_facts(viewer=home)])
    for secret in ("张三", "李四", "13800001234", "13900002222", "回访"):
        assert secret not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "robot"},
        {"name": ""},
        {"phone_hash": "x"},
        {"id_sealed": b"x"},
    ],
)
def test_the_database_itself_refuses_a_broken_person(home, wrong):
    row = {
        "community_id": home.community,
        "kind": "natural",
        "name": "张三",
        "created_at": now(),
    } | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(**row)


def test_the_database_itself_refuses_a_broken_tenure(home, flat):
    person = new_person(home)
    settle(by=home, person=person, dwelling=flat, relation=Relation.OWNER)
    good = {
        "community": home.community,
        "person_id": person,
        "dwelling_id": flat,
        "relation": "family",
        "household": Household.objects.get(),
        "since": now(),
    }
    for wrong in ({"relation": "owner"}, {"household": None}, {"share": "1/2"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tenure.objects.create(**good | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.create(community=home.community, dwelling_id=flat, since=now())
