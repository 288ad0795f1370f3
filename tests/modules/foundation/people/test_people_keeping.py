"""A confidential household cannot be told from any other whose data one may not see."""

import re

import pytest

from linli.foundation.facts.api import list_facts
from linli.foundation.people.api import (
    Relation,
    RowOutcome,
    actor_for,
    change_person,
    clear_confidential,
    countable_dwellings,
    drop_held_row,
    get_people,
    get_person,
    grant_role,
    import_community,
    is_confidential,
    is_private,
    list_channels,
    list_closed_dwellings,
    list_confidential,
    list_consents,
    list_held_rows,
    list_homes,
    list_keepings,
    list_list_runs,
    list_owners_of,
    list_people,
    list_residents_of,
    mark_confidential,
    move_out,
    open_personal,
    register_person,
    reveal_contact,
    seal_personal,
    set_private,
    settle,
    take_held_row,
)
from linli.foundation.people.models import HeldRow, Household, Keeping, ListRun
from linli.foundation.places.api import (
    PlaceLine,
    create_community,
    lay_out,
    resolve_place,
)
from linli.kernel import ANYONE, Actor, Ref, Refused, Role, Via, system
from linli.kernel.written import read_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    actor = system(create_community(by=system(""), name="邻里花园"))
    lay_out(
        by=actor,
        lines=[
            PlaceLine(building=str(b), entrance=str(e), dwelling=f"{f}0{d}", cell=str(b % 2))
            for b in (1, 2, 3)
            for e in (1, 2)
            for f in range(1, 6)
            for d in (1, 2)
        ],
    )
    return actor


def at(home, text):
    return resolve_place(viewer=home, text=text)[0].id


def living(home, name, phone, flat, relation=Relation.OWNER):
    person = register_person(by=home, name=name, phone=phone, id_number="ID" + phone)
    settle(by=home, person=person, dwelling=flat, relation=relation)
    return person


@pytest.fixture
def keeper(home):
    person = register_person(by=home, name="钱守")
    grant_role(by=home, person=person, role=Role.KEEPER)
    return actor_for(person=person, community=home.community, strong=True)


@pytest.fixture
def hidden(home, keeper):
    """One confidential and one merely private household, otherwise alike."""
    people = {}
    for name, phone, text in (
        ("confidential", "13800000001", "1-1-101"),
        ("private", "13800000002", "1-1-102"),
    ):
        people[name] = living(home, "张三", phone, at(home, text))
        living(home, "张小", phone, at(home, text), Relation.FAMILY)
    mark_confidential(by=keeper, dwelling=at(home, "1-1-101"), reason="单位来函")
    own = actor_for(person=people["private"], community=home.community)
    set_private(by=own, is_private=True, dwelling=at(home, "1-1-102"))
    return people


def viewer(home, role):
    person = register_person(by=home, name="某员工")
    if role is Role.OWNER:
        settle(by=home, person=person, dwelling=at(home, "3-1-101"), relation=Relation.OWNER)
    else:
        grant_role(by=home, person=person, role=role)
    return actor_for(person=person, community=home.community, strong=True)


def outcome(ask):
    """What a question gives, or how it is refused."""
    try:
        return ask()
    except Refused as refused:
        return refused.code, refused.message, refused.field


PART_OF_A_PHONE = re.compile(r"(?<![0-9a-z])1380")
"""Not inside an id, where any letters may stand."""


def everything_seen(who, person, phone, flat):
    """Every answer of the module about one person and dwelling, ids blotted out."""
    sealed = seal_personal(by=system(who.community), text="x", person=person)
    answers = [
        outcome(lambda: get_person(viewer=who, person=person)),
        outcome(lambda: get_people(viewer=who, people=[person])),
        outcome(lambda: list_homes(viewer=who, person=person)),
        outcome(lambda: list_residents_of(viewer=who, dwelling=flat)),
        outcome(lambda: list_owners_of(viewer=who, dwelling=flat)),
        outcome(lambda: list_people(viewer=who, search=phone)),
        outcome(lambda: list_people(viewer=who, search="ID" + phone)),
        outcome(lambda: list_people(viewer=who, under=flat)),
        outcome(lambda: list_channels(viewer=who, person=person)),
        outcome(lambda: list_consents(viewer=who, person=person)),
        outcome(lambda: reveal_contact(viewer=who, person=person, reason="x")),
        outcome(
            lambda: open_personal(viewer=who, sealed=sealed, about=Ref("matter", "m"), reason="x")
        ),
        outcome(lambda: change_person(by=who, person=person, name="X")),
        outcome(lambda: move_out(by=who, person=person, dwelling=flat)),
        outcome(lambda: settle(by=who, person=who.person, dwelling=flat, relation=Relation.TENANT)),
        outcome(lambda: is_confidential(viewer=who, dwelling=flat)),
        outcome(lambda: list_confidential(viewer=who)),
        outcome(lambda: list_keepings(viewer=who, dwelling=flat)),
        outcome(lambda: mark_confidential(by=who, dwelling=flat, reason="x")),
        outcome(lambda: clear_confidential(by=who, dwelling=flat, reason="x")),
        outcome(lambda: set_private(by=who, is_private=False, dwelling=flat)),
        outcome(lambda: countable_dwellings(viewer=who, under=who.community)),
        outcome(lambda: list_closed_dwellings(viewer=who)),
    ]
    return repr(answers).replace(person, "PERSON").replace(flat, "FLAT").replace(phone, "PHONE")


@pytest.mark.parametrize(
    "role",
    [
        Role.MANAGER, Role.CLERK, Role.WORKER, Role.GRID_WORKER, Role.COMMITTEE, Role.STREET,
        Role.OPERATOR, Role.COUNCIL, Role.OWNER,
    ],
)  # fmt: skip
def test_nobody_but_the_keeper_can_tell_confidential_from_private(home, hidden, role):
    who = viewer(home, role)
    confidential = everything_seen(who, hidden["confidential"], "13800000001", at(home, "1-1-101"))
    private = everything_seen(who, hidden["private"], "13800000002", at(home, "1-1-102"))
    assert confidential == private
    assert "张" not in confidential and not PART_OF_A_PHONE.search(confidential)
    assert Household.objects.filter(is_confidential=True).count() == 1


def test_staff_at_the_counter_see_no_more_than_staff(home, hidden):
    clerk = viewer(home, Role.CLERK)
    for who in hidden.values():
        acting = actor_for(
            person=clerk.person,
            community=home.community,
            via=Via.COUNTER,
            on_behalf_of=who,
            strong=True,
        )
        assert get_person(viewer=acting, person=who).name == "住户"
        assert list_homes(viewer=acting, person=who) == ()
        with pytest.raises(Refused):
            reveal_contact(viewer=acting, person=who, reason="x")


def test_the_household_sees_itself_and_the_keeper_sees_it(home, keeper, hidden):
    own = actor_for(person=hidden["confidential"], community=home.community)
    flat = at(home, "1-1-101")
    assert [c.name for c in list_residents_of(viewer=own, dwelling=flat)] == ["张三", "张小"]
    assert list_homes(viewer=own, person=own.person)[0].dwelling == flat
    assert reveal_contact(viewer=own, person=own.person, reason="").phone == "13800000001"
    assert [c.id for c in list_people(viewer=keeper, search="13800000001")][0] == own.person
    assert is_confidential(viewer=keeper, dwelling=flat)
    assert not is_confidential(viewer=keeper, dwelling=at(home, "1-1-102"))
    assert list_confidential(viewer=keeper) == (flat,)
    (kept,) = list_keepings(viewer=keeper, dwelling=flat)
    assert (kept.is_confidential, kept.by, kept.reason) == (True, keeper.person, "单位来函")


def test_only_a_named_keeper_sets_the_mark_not_even_the_platform(home, keeper):
    flat = at(home, "1-1-101")
    living(home, "张三", "13800000001", flat)
    nameless = Actor(None, frozenset({Role.KEEPER}), home.community)
    for by in (home, nameless, viewer(home, Role.OPERATOR), ANYONE):
        with pytest.raises(Refused) as refused:
            mark_confidential(by=by, dwelling=flat, reason="x")
        assert refused.value.code == "forbidden"
    with pytest.raises(Refused):
        mark_confidential(by=keeper, dwelling=flat, reason=" ")
    assert not Keeping.objects.exists() and list_confidential(viewer=home) == ()


def test_lists_lose_only_what_is_hidden(home, keeper, hidden):
    manager = viewer(home, Role.MANAGER)
    living(home, "王五", "13800000003", at(home, "1-2-101"))
    building = at(home, "1号楼")
    assert [card.name for card in list_people(viewer=manager, under=building)] == ["王五"]
    assert len(list_people(viewer=keeper, under=building)) == 5


def test_marking_and_clearing_changes_no_count_and_closes_devices(home, keeper):
    flat = at(home, "1-1-101")
    living(home, "张三", "13800000001", flat)
    branches = [home.community, at(home, "1号楼"), at(home, "2号楼"), at(home, "1-1")]
    branches += [p.id for p in resolve_place(viewer=home, text="第1网格")]

    def counts():
        return [len(countable_dwellings(viewer=home, under=branch)) for branch in branches]

    before = counts()
    assert before[0] == 3 * (20 - 8) and before[1] == 12 and before[3] == 0
    everyone = {
        at(home, f"{b}-{e}-{f}0{d}") for b in (1, 2) for e in (1, 2) for f in (1, 2) for d in (1, 2)
    }  # noqa: E501
    for one in sorted(everyone)[:4]:
        mark_confidential(by=keeper, dwelling=one, reason="x")
        assert counts() == before
        assert one not in countable_dwellings(viewer=home, under=home.community)
    assert list_closed_dwellings(viewer=home) == set(sorted(everyone)[:4])
    for one in sorted(everyone)[:4]:
        clear_confidential(by=keeper, dwelling=one, reason="x")
    assert counts() == before and list_closed_dwellings(viewer=home) == frozenset()


def test_a_cell_counts_whole_buildings(home):
    (cell,) = resolve_place(viewer=home, text="第1网格")
    counted = countable_dwellings(viewer=home, under=cell.id)
    parts = [countable_dwellings(viewer=home, under=at(home, f"{b}号楼")) for b in (1, 3)]
    assert counted == parts[0] | parts[1] and len(counted) == 24


def test_the_mark_ends_when_cleared_and_an_empty_home_keeps_it(home, keeper):
    flat = at(home, "1-1-101")
    mark_confidential(by=keeper, dwelling=flat, reason="before anyone moves in")
    assert is_confidential(viewer=keeper, dwelling=flat)
    person = register_person(by=keeper, name="张三")
    settle(by=keeper, person=person, dwelling=flat, relation=Relation.TENANT)
    manager = viewer(home, Role.MANAGER)
    assert get_person(viewer=manager, person=person).name == "住户"
    move_out(by=keeper, person=person, dwelling=flat)
    assert is_confidential(viewer=keeper, dwelling=flat)
    clear_confidential(by=keeper, dwelling=flat, reason="moved away")
    assert not is_confidential(viewer=keeper, dwelling=flat)
    assert get_person(viewer=manager, person=person).name == "张三"


def test_marking_is_announced_like_any_change_of_a_household(home, keeper):
    flat, other = at(home, "1-1-101"), at(home, "1-1-102")
    living(home, "张三", "13800000001", flat)
    private = actor_for(person=living(home, "李四", "13800000002", other), community=home.community)
    last = len(list_facts(viewer=home, limit=1000))
    mark_confidential(by=keeper, dwelling=flat, reason="x")
    set_private(by=private, is_private=True, dwelling=other)
    one, two = list_facts(viewer=home, limit=1000).items[last:]
    assert one.kind == two.kind == "people.household_changed"
    assert one.body.keys() == two.body.keys()


HEADER = "楼栋,单元,房号,姓名,电话,份额\n"
GUESSES = (
    "{flat},张三,{phone},",
    "{flat},张三,{phone},1/1",
    "{flat},张三,13800000008,",
    "{flat},李四,13800000009,",
    "{flat},李四,13800000009,1/1",
    "{flat},张小,{phone},1/2",
    "{flat},=x,,",
    "{flat},李四,,3/2",
)


def bring(by, *rows, dry_run=False):
    source = (HEADER + "\n".join(rows)).encode()
    return import_community(by=by, source=source, filename="x.csv", dry_run=dry_run)


def written(flat):
    """How the address in a row is said back: what its own cells say, and no book."""
    building, entrance, number = flat.split(",")
    return read_address(f"{building}-{entrance}-{number}").meanings[0].words


@pytest.fixture
def three(home, hidden):
    """Three homes alike, one confidential, one private, one open to staff."""
    living(home, "张三", "13800000003", at(home, "1-2-101"))
    living(home, "张小", "13800000003", at(home, "1-2-101"), Relation.FAMILY)
    return {"1,1,101": "13800000001", "1,1,102": "13800000002", "1,2,101": "13800000003"}


@pytest.mark.parametrize("dry_run", [True, False])
def test_no_list_a_manager_brings_tells_one_home_from_another(home, three, dry_run):
    manager = viewer(home, Role.MANAGER)
    told = {}
    for flat, phone in three.items():
        rows = [row.format(flat=flat, phone=phone) for row in GUESSES]
        alone = [bring(manager, row, dry_run=True).rows for row in rows]
        before = len(list_facts(viewer=home, limit=1000))
        report = bring(manager, *rows, dry_run=dry_run)
        facts = list_facts(viewer=home, limit=1000).items[before:]
        told[flat] = repr((alone, report, [(one.kind, one.body) for one in facts]))
        told[flat] = told[flat].replace(phone, "PHONE").replace(repr(written(flat)), "PLACE")
    assert len(set(told.values())) == 1


def test_a_list_read_by_a_manager_changes_nothing_that_is_hidden(home, keeper, three):
    manager = viewer(home, Role.MANAGER)
    before = list(Household.objects.order_by("id").values()), len(list_people(viewer=keeper))
    rows = [
        row.format(flat=flat, phone=three[flat])
        for flat in ("1,1,101", "1,1,102")
        for row in GUESSES[:4]
    ]
    report = bring(manager, *rows[:1], *rows[3:5])
    assert {row.outcome for row in report.rows} == {RowOutcome.ACCEPTED}
    after = list(Household.objects.order_by("id").values()), len(list_people(viewer=keeper))
    assert before == after


def test_what_does_not_fit_waits_for_the_keeper_once(home, keeper, three):
    manager = viewer(home, Role.MANAGER)
    row = "1,1,101,李四,13800000009,"
    bring(manager, row, dry_run=True)
    assert list_held_rows(viewer=keeper).items == ()
    for _ in range(2):
        bring(manager, row, "1,2,102,王五,13800000007,")
    (held,) = list_held_rows(viewer=keeper).items
    assert held.dwelling == at(home, "1-1-101") and "李四" in {text for _, text in held.cells}
    assert held.brought_by == "某员工" and HeldRow.objects.get().sealed is not None
    runs = list_list_runs(viewer=keeper).items
    assert [(one.is_trial, one.held) for one in runs] == [(False, 1), (False, 1), (True, 1)]
    for who in (manager, viewer(home, Role.OPERATOR), home):
        for ask in (
            lambda who=who: list_held_rows(viewer=who),
            lambda who=who: list_list_runs(viewer=who),
            lambda who=who: take_held_row(by=who, held=held.id),
            lambda who=who: drop_held_row(by=who, held=held.id),
        ):
            assert outcome(ask)[0] == "forbidden"
    assert "李四" not in names_in(keeper, "1-1-101", home)
    take_held_row(by=keeper, held=held.id)
    assert "李四" in names_in(keeper, "1-1-101", home)
    assert HeldRow.objects.get().sealed is None and list_held_rows(viewer=keeper).items == ()
    assert outcome(lambda: take_held_row(by=keeper, held=held.id))[0] == "not_found"


def names_in(who, text, home):
    return {card.name for card in list_residents_of(viewer=who, dwelling=at(home, text))}


def test_a_row_that_contradicts_the_books_waits_until_the_keeper_sets_it_aside(home, keeper, three):
    open_home = at(home, "1-2-101")
    person = list_residents_of(viewer=keeper, dwelling=open_home)[0].id
    settle(by=keeper, person=person, dwelling=open_home, relation=Relation.OWNER, share="1/1")
    report = bring(viewer(home, Role.MANAGER), "1,2,101,李四,13800000009,1/2")
    assert [row.outcome for row in report.rows] == [RowOutcome.ACCEPTED]
    (held,) = list_held_rows(viewer=keeper).items
    assert outcome(lambda: take_held_row(by=keeper, held=held.id))[0] == "invalid"
    assert [one.id for one in list_held_rows(viewer=keeper)] == [held.id]
    drop_held_row(by=keeper, held=held.id)
    assert list_held_rows(viewer=keeper).items == ()
    assert "李四" not in names_in(keeper, "1-2-101", home)


def test_nobody_tries_lists_without_end(home, keeper):
    manager = viewer(home, Role.MANAGER)
    for number in range(30):
        bring(manager, f"1,1,101,人{number},,", dry_run=True)
    with pytest.raises(Refused) as refused:
        bring(manager, "1,1,101,人,,", dry_run=True)
    assert refused.value.code == "too_many" and ListRun.objects.count() == 30


def test_the_desk_hides_a_home_on_request_but_only_its_own_people_show_it_again(home, keeper):
    flat = at(home, "1-1-101")
    person = living(home, "张三", "13800000001", flat)
    clerk = viewer(home, Role.CLERK)
    own = actor_for(person=person, community=home.community)
    assert not is_private(viewer=own, dwelling=flat)
    worker = viewer(home, Role.WORKER)
    assert outcome(lambda: set_private(by=worker, is_private=True, dwelling=flat))[0] == "forbidden"
    assert get_person(viewer=clerk, person=person).name == "张三"
    set_private(by=clerk, is_private=True, dwelling=flat)
    assert get_person(viewer=clerk, person=person).name == "住户"
    acting = actor_for(
        person=clerk.person, community=home.community, via=Via.COUNTER, on_behalf_of=person,
        strong=True,
    )  # fmt: skip
    for who in (clerk, acting):
        assert outcome(lambda who=who: set_private(by=who, is_private=False, dwelling=flat))[0]
    assert is_private(viewer=own, dwelling=flat)
    assert outcome(lambda: is_private(viewer=clerk, dwelling=flat))[0] == "forbidden"
    set_private(by=own, is_private=False, dwelling=flat)
    assert get_person(viewer=clerk, person=person).name == "张三"


def test_a_second_home_does_not_betray_its_owner(home, keeper, hidden):
    second = at(home, "2-1-101")
    for person in hidden.values():
        settle(by=keeper, person=person, dwelling=second, relation=Relation.OWNER, lives_here=False)
    manager = viewer(home, Role.MANAGER)
    (owner,) = list_owners_of(viewer=manager, dwelling=second)
    assert owner.person.name == "住户" and owner.person.id == ""
