"""People are shown only as far as one may know, and every look is on record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.people.api import (
    Relation,
    actor_for,
    get_people,
    get_person,
    list_looks,
    list_people,
    list_residents_of,
    open_personal,
    reveal_contact,
    seal_personal,
    settle,
)
from linli.foundation.people.models import Look, Person
from linli.foundation.places.api import create_community
from linli.kernel import ANYONE, Ref, Role, Via, system
from modules.foundation.people.people_estate import flat_at, living, new_person, refused, staff

pytestmark = pytest.mark.django_db


def test_numbers_lie_sealed_and_are_found_all_the_same(home):
    person = new_person(home, phone="+86 138-0000-1234", id_number="11010119900101123x")
    row = Person.objects.get()
    stored = repr([bytes(row.phone_sealed), bytes(row.id_sealed), row.phone_hash, row.id_hash])
    assert "13800001234" not in stored and "11010119900101123X" not in stored
    manager = staff(home, Role.MANAGER)
    for search in ("13800001234", "１３８ 0000 1234", "11010119900101123X", "张三"):
        assert [card.id for card in list_people(viewer=manager, search=search)] == [person]
    assert len(list_people(viewer=manager, search="13800009999")) == 0
    assert len(list_people(viewer=manager, search="1380000")) == 0


def test_each_viewer_sees_a_name_as_far_as_they_may(home, flat):
    person = new_person(home)
    settle(by=home, person=person, dwelling=flat, relation=Relation.OWNER)
    own = actor_for(person=person, community=home.community)
    mate = living(home, "张小宝", "", flat, Relation.FAMILY)
    neighbour = living(home, "王五", "", flat_at(home, "402"))
    names = {
        who: get_person(viewer=viewer, person=person)
        for who, viewer in {
            "own": own,
            "mate": mate,
            "staff": staff(home, Role.CLERK),
            "neighbour": neighbour,
        }.items()
    }
    assert {who: card.name for who, card in names.items()} == {
        "own": "张三丰",
        "mate": "张三丰",
        "staff": "张三丰",
        "neighbour": "张**",
    }
    assert names["staff"].phone_masked == "138****1234" and not names["staff"].is_masked
    assert names["neighbour"].phone_masked == "" and names["neighbour"].is_masked
    assert names["own"].roles == (Role.OWNER, Role.RESIDENT) and names["neighbour"].roles == ()


def test_those_who_serve_are_known_by_name(home, flat):
    worker = staff(home, Role.WORKER, "赵师傅")
    neighbour = living(home, "王五", "", flat)
    card = get_person(viewer=neighbour, person=worker.person)
    assert card.name == "赵师傅" and card.phone_masked == "" and card.roles == (Role.WORKER,)


def test_strangers_and_other_communities_learn_nothing(home):
    person = new_person(home)
    other = staff(system(create_community(by=system(""), name="别处")), Role.MANAGER)
    refused("not_found", lambda: get_person(viewer=other, person=person))
    refused("not_found", lambda: get_person(viewer=ANYONE, person=person))
    refused("not_found", lambda: reveal_contact(viewer=other, person=person, reason="?"))
    nobody = get_people(viewer=other, people=["nobody"])["nobody"]
    assert get_people(viewer=other, people=[person])[person].name == nobody.name == "住户"
    assert get_people(viewer=ANYONE, people=[person])[person].phone_masked == ""
    assert len(list_people(viewer=other, search="13800001234")) == 0


def test_lists_of_people_are_for_staff_and_come_in_slices(home, flat):
    people = [new_person(home, f"张{i}", f"1380000{i:04}") for i in range(7)]
    manager = staff(home, Role.MANAGER)
    first = list_people(viewer=manager, search="张", limit=5)
    rest = list_people(viewer=manager, search="张", limit=5, cursor=first.next)
    assert [card.id for card in (*first, *rest)] == sorted(people) and rest.next is None
    resident = living(home, "王五", "", flat)
    for viewer in (resident, ANYONE):
        refused("forbidden", lambda viewer=viewer: list_people(viewer=viewer))
    assert [c.name for c in list_people(viewer=manager, role=Role.OWNER)] == ["王五"]
    assert [c.name for c in list_people(viewer=manager, under=flat)] == ["王五"]
    assert [c.name for c in list_people(viewer=manager, role=Role.MANAGER)] == ["李经理"]


def test_lists_ask_few_questions_however_long(home, flat):
    for i in range(30):
        living(home, f"张{i}", f"1380000{i:04}", flat, Relation.FAMILY)
    manager = staff(home, Role.MANAGER)
    with CaptureQueriesContext(connection) as asked:
        assert len(list_people(viewer=manager, limit=50)) == 31
    assert len(asked) <= 6
    with CaptureQueriesContext(connection) as asked:
        assert len(list_residents_of(viewer=manager, dwelling=flat)) == 30
    assert len(asked) <= 8


def test_every_look_at_contact_data_is_recorded_and_shown_to_the_person(home, flat):
    own = living(home, "张三", "13800001234", flat)
    clerk = staff(home, Role.CLERK, "李四")
    contact = reveal_contact(viewer=clerk, person=own.person, reason="约上门时间")
    assert (contact.name, contact.phone) == ("张三", "13800001234")
    assert reveal_contact(viewer=own, person=own.person, reason="").phone == "13800001234"
    (look,) = list_looks(viewer=own)
    assert (look.looker_name, look.reason, look.via) == ("李四", "约上门时间", Via.WEB)
    assert look.about == f"person:{own.person}"
    neighbour = living(home, "王五", "", flat_at(home, "402"))
    refused("forbidden", lambda: list_looks(viewer=neighbour, person=own.person))
    refused("forbidden", lambda: list_looks(viewer=clerk, person=own.person))
    refused("forbidden", lambda: reveal_contact(viewer=neighbour, person=own.person, reason="x"))
    refused("invalid", lambda: reveal_contact(viewer=clerk, person=own.person, reason="  "))
    assert Look.objects.count() == 1


def test_a_sealed_snapshot_opens_for_its_person_and_on_record_for_staff(home, flat):
    own = living(home, "张三", "13800001234", flat)
    clerk = staff(home, Role.CLERK)
    about = Ref("matter", "m1")
    sealed = seal_personal(by=own, text="张三 13800001234", person=own.person)
    assert "张三".encode() not in sealed
    assert open_personal(viewer=own, sealed=sealed, about=about, reason="") == "张三 13800001234"
    assert list_looks(viewer=own).items == ()
    assert open_personal(viewer=clerk, sealed=sealed, about=about, reason="上门维修")
    assert list_looks(viewer=own).items[0].about == "matter:m1"
    other = staff(system(create_community(by=system(""), name="别处")), Role.MANAGER)
    refused(
        "not_found", lambda: open_personal(viewer=other, sealed=sealed, about=about, reason="x")
    )
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong in (broken, b"", b"short"):
        refused(
            "invalid",
            lambda wrong=wrong: open_personal(viewer=clerk, sealed=wrong, about=about, reason="x"),
        )
    assert Look.objects.count() == 1
