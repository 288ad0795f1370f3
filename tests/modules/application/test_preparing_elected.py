"""From a final result to the committee with one act: who sits runs the next assembly."""

from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Assembly,
    Candidacy,
    Council,
    Motion,
    OfficeHolder,
    Result,
)
from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.foundation.people import api as people
from linli.kernel import Role, Words, now
from modules.application.preparing_estate import Estate
from modules.application.test_preparing_offices import card, election, refused, seated

pytestmark = pytest.mark.django_db


def decided(estate: Estate, **more) -> str:
    """A final election: three of the candidates won a seat, one waits, most votes first."""
    one = election(estate)
    rules = {
        "alternates": "runners_up",
        "partial_success": "stands_over_half",
        **more.pop("rules", {}),
    }
    Assembly.objects.filter(pk=one).update(rules={"values": rules})
    names = [people.get_person(viewer=estate.platform, person=who).name for who in voters(estate)]
    seats = {"elected": names[:3], "alternates": names[3:4], "tied": [], **more}
    motion = Motion.objects.get(assembly=one)
    Result.objects.create(
        assembly_id=one,
        number=1,
        stage="final",
        body={"motions": [{"id": motion.pk, "deemed": seats}]},
        last_sheet=0,
        at=now(),
    )
    stood(estate, one)
    return one


def voters(estate: Estate) -> list[str]:
    return [one.person or "" for one in estate.owners[:4]]


def stood(estate: Estate, held: str) -> None:
    """The final list of a preparation, which says who each name is."""
    made = assembly.open_preparation(by=estate.street, key=f"stood {held}")
    for number, person in enumerate(voters(estate)):
        Candidacy.objects.create(
            preparation_id=made,
            person_id=person,
            how="self",
            state="final",
            consented_at=now(),
            by_id=person,
            at=now() + timedelta(seconds=number),
        )
    row = Candidacy.objects.filter(preparation=made)[0].preparation
    row.assembly_id = held
    row.save()


def take(estate: Estate, held: str, **more) -> str:
    usual = {"by": estate.street, "assembly": held, "years": 3, "key": "take"}
    return assembly.seat_elected(**{**usual, **more})


def runs(estate: Estate) -> list[str]:
    """Who holds the committee's role today, after all news was delivered."""
    deliver_all()
    assert list_dead_letters(viewer=estate.platform).items == ()
    found = people.list_staff(viewer=estate.platform, role=Role.COUNCIL)
    return sorted(one.person.id for one in found if one.person.id != estate.council.person)


def test_the_elected_are_taken_over_in_the_order_of_the_votes(prepare):
    one = decided(prepare)
    council = take(prepare, one)
    assert take(prepare, one) == take(prepare, one, key="again") == council
    found = card(prepare, council)
    assert [holder.person for holder in found.holders] == voters(prepare)
    assert [holder.is_alternate for holder in found.holders] == [False] * 3 + [True]
    assert found.seats == 5 and found.assembly == one


def test_who_sits_may_run_the_next_assembly_and_who_leaves_may_not(prepare):
    council = take(prepare, decided(prepare))
    first, *_, alternate = voters(prepare)
    assert runs(prepare) == sorted(voters(prepare)[:3])
    ends = card(prepare, council).ends_on
    grants = people.list_staff(viewer=prepare.platform, role=Role.COUNCIL)
    assert {one.until for one in grants if one.person.id == first} == {ends}
    who = people.actor_for(person=first, community=prepare.community, strong=True)
    assert assembly.convene(
        by=who,
        convened="regular",
        mode="paper",
        title=Words("下一次业主大会", "The next assembly"),
        key="next",
    )
    holder = card(prepare, council).holders[0].id
    assembly.leave_office(by=prepare.council, holder=holder, why="resigned")
    assert runs(prepare) == sorted([*voters(prepare)[1:3], alternate])


def test_a_new_committee_takes_the_role_over_and_the_old_one_gives_it_back(prepare):
    seated(prepare, sit=5, wait=0, assembly=election(prepare, "archived"))
    assert runs(prepare) == sorted(one.person for one in prepare.owners[:5])
    take(prepare, decided(prepare))
    assert runs(prepare) == sorted(voters(prepare)[:3])


def test_it_is_taken_back_while_nothing_has_come_of_it(prepare):
    old = seated(prepare, sit=5, wait=0, assembly=election(prepare, "archived"))
    one = decided(prepare)
    council = take(prepare, one)
    for by, code in (
        (prepare.council, "forbidden"),
        (prepare.clerk, "forbidden"),
        (prepare.outsider, "not_found"),
    ):
        with refused(code):
            assembly.unseat_council(by=by, council=council)
    assembly.unseat_council(by=prepare.street, council=council)
    assert not card(prepare, old).is_over and Council.objects.count() == 1
    assert runs(prepare) == sorted(one.person for one in prepare.owners[:5])
    again = take(prepare, one, key="second")
    first = card(prepare, again).holders[0].id
    assembly.choose_chair(by=prepare.council, council=again, holder=first)
    with refused("conflict"):
        assembly.unseat_council(by=prepare.street, council=again)
    with refused("conflict"):
        assembly.unseat_council(by=prepare.street, council=old)
    assert OfficeHolder.objects.filter(council=again).count() == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"tied": ["甲", "乙"]},
        {"open": ["甲", "乙"]},
        {"elected": []},
        {"elected": ["无名"]},
        {"rules": {"partial_success": "fails"}},
    ],
)
def test_what_the_result_leaves_open_is_not_taken_over(prepare, wrong):
    one = decided(prepare, **wrong)
    assert not assembly.get_elected(viewer=prepare.street, assembly=one).is_certain
    with refused("conflict"):
        take(prepare, one)
    assert not Council.objects.exists()


def test_only_those_over_it_and_only_a_final_result_of_this_community(prepare):
    one = decided(prepare)
    for by, held, code in (
        (prepare.council, one, "forbidden"),
        (prepare.owners[0], one, "forbidden"),
        (prepare.outsider, one, "not_found"),
        (prepare.street, "nothing", "not_found"),
        (prepare.street, election(prepare, "preliminary"), "conflict"),
    ):
        with refused(code):
            take(prepare, held, by=by)
    with refused("invalid"):
        take(prepare, one, years=9)
    assert not Council.objects.exists()


def test_two_of_one_name_are_told_apart_as_on_the_ballot(prepare):
    first, second = voters(prepare)[:2]
    for person in (first, second):
        people.change_person(by=prepare.clerk, person=person, name="王芳", reason="更正")
    one = decided(prepare, elected=["王芳（2）", "王芳"], alternates=[])
    found = assembly.get_elected(viewer=prepare.street, assembly=one)
    assert [each.person for each in found.members] == [second, first]


@pytest.mark.parametrize(
    ("rules", "waiting"),
    [({}, 1), ({"alternates_share": "1/2"}, 1), ({"alternates_share": "1/4"}, 0),
     ({"alternates": "none"}, 0), ({"alternates": None}, 0)],
)  # fmt: skip
def test_nobody_waits_as_an_alternate_unless_the_rules_say_so(prepare, rules, waiting):
    found = assembly.get_elected(viewer=prepare.street, assembly=decided(prepare, rules=rules))
    assert len(found.alternates) == waiting and len(found.members) == 3
