"""People are shown only as far as one may know, and act only as far as they may."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.foundation.facts.api import list_facts
from linli.foundation.people.api import (
    ChannelKind,
    HelpScope,
    PersonKind,
    Relation,
    accept_help,
    actor_for,
    allow_help,
    change_person,
    get_people,
    get_person,
    get_phone,
    grant_role,
    has_consent,
    list_channels,
    list_consents,
    list_help,
    list_homes,
    list_looks,
    list_owners_of,
    list_people,
    list_residents_of,
    list_staff,
    move_out,
    open_personal,
    record_consent,
    register_person,
    reveal_contact,
    revoke_role,
    seal_personal,
    set_channels,
    settle,
    stay_away,
    stop_help,
)
from linli.foundation.people.models import Household, Look, Person, Tenure
from linli.foundation.places.api import PlaceLine, create_community, lay_out, resolve_place
from linli.kernel import ANYONE, Actor, Ref, Refused, Role, Via, now, system
from linli.kernel.clock import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    actor = system(create_community(by=system(""), name="邻里花园"))
    lay_out(
        by=actor,
        lines=[PlaceLine(building="3", entrance="2", dwelling=n) for n in ("401", "402", "403")],
    )
    return actor


@pytest.fixture
def flat(home):
    return flat_at(home, "401")


def flat_at(home, number):
    return resolve_place(viewer=home, text=f"3-2-{number}")[0].id


def new_person(home, name="张三丰", phone="13800001234", **given):
    return register_person(by=home, name=name, phone=phone, **given)


def staff(home, role, name="李经理"):
    person = register_person(by=home, name=name)
    grant_role(by=home, person=person, role=role)
    return actor_for(person=person, community=home.community, strong=True)


def living(home, name, phone, flat, relation=Relation.OWNER):
    person = new_person(home, name, phone)
    settle(by=home, person=person, dwelling=flat, relation=relation)
    return actor_for(person=person, community=home.community)


def refused(code, ask):
    with pytest.raises(Refused) as caught:
        ask()
    assert caught.value.code == code
    return caught.value


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


def test_an_actor_made_by_hand_for_another_community_finds_nothing(home, flat):
    own = living(home, "张三", "", flat)
    forged = Actor(own.person, frozenset({Role.MANAGER}), "elsewhere")
    refused("not_found", lambda: get_person(viewer=forged, person=own.person))
    assert len(list_people(viewer=forged)) == 0
