"""What an owner is told of an assembly: gates, own units and their source, own ballots, looks."""

from datetime import timedelta
from functools import partial

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.models import BallotLook, Objection
from linli.foundation.people import api as people
from linli.kernel import Refused, Via, system
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING


def test_an_item_says_how_many_must_take_part_and_agree(estate):
    estate.convene()
    for kind in ("278.5", "278.8", "279"):
        scope = (estate.buildings[0],) if kind == "279" else ()
        estate.add(kind=kind, title=kind, scope=scope)
    estate.announce()
    sheet = assembly.get_assembly(viewer=estate.owners["a"], assembly=estate.assembly)
    found = [(one.participation, one.approval, one.by_area) for one in sheet.motions]
    assert found == [("≥ 2/3", "> 1/2", True), ("≥ 2/3", "≥ 3/4", True), ("", "≥ 1", True)]


def test_an_owner_sees_each_unit_with_its_area_and_source(estate):
    estate.announced()
    (head,) = assembly.my_ballots(viewer=estate.owners["a"], assembly=estate.assembly)
    assert [(one.area, one.source) for one in head.roll] == [
        ("80.5", "registry"),
        ("80.5", "registry"),
    ]


def test_the_key_of_a_ballot_is_that_of_its_leaf(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        estate.cast("a")
        (ballot,) = assembly.my_ballots(viewer=estate.owners["a"], assembly=estate.assembly)[
            0
        ].ballots
        leaves = assembly.list_leaves(viewer=system(estate.community), assembly=estate.assembly)
    (leaf,) = (one for one in leaves if one.type == "ballot")
    assert ballot.leaf == leaf.key


def test_each_look_at_ones_own_ballot_is_noted_and_told(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        a = estate.owners["a"]
        assert assembly.look_at_own(viewer=a, assembly=estate.assembly)[0].looks == ()
        estate.cast("a")
        for times in (1, 2):
            (head,) = assembly.look_at_own(viewer=a, assembly=estate.assembly)
            assert [one.reason for one in head.looks] == [assembly.OWN_LOOK] * times
        assert head.ballots[0].choices


def test_nobody_looks_for_another(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        estate.cast("a")
        helper = estate.owners["d"].for_person(estate.owners["a"].person, via=Via.WEB)
        with pytest.raises(Refused) as refused:
            assembly.look_at_own(viewer=helper, assembly=estate.assembly)
    assert refused.value.code == "forbidden" and not BallotLook.objects.exists()


def test_the_desk_takes_an_objection_down_for_somebody_and_makes_none_of_its_own(estate):
    estate.announced()
    said = {"assembly": estate.assembly, "about": "roll", "text": "面积错了", "key": "k"}
    with pytest.raises(Refused) as refused:
        assembly.object_to(by=estate.clerk, **said)
    assert refused.value.code == "forbidden" and not Objection.objects.exists()
    a = estate.owners["a"]
    assembly.object_to(by=estate.clerk.for_person(a.person, via=Via.COUNTER), **said)
    (own,) = assembly.list_objections(viewer=a, assembly=estate.assembly)
    assert (own.person, own.text) == (a.person, "面积错了")


def seen_by(estate, name):
    owner = people.actor_for(person=estate.owners[name].person, community=estate.community)
    return [one.about for one in people.list_looks(viewer=owner, person=owner.person)]


def test_whoever_runs_it_finds_an_owner_on_the_roll_by_name_or_door_and_leaves_a_trace(estate):
    estate.announced()
    seek = partial(assembly.find_on_roll, viewer=estate.council, assembly=estate.assembly)
    for times, text in enumerate(("王d", "1号楼104", "1号楼104 王d", " 王d  1号楼104 "), 1):
        assert seek(text=text) == estate.owners["d"].person
        assert seen_by(estate, "d") == [f"assembly:{estate.assembly}"] * times


@pytest.mark.parametrize(
    "text", ["", "王", "李主任", "租客", "1号楼102", "1号楼105 王d", "9号楼999", "a" * 5000]
)
def test_nobody_else_is_found_on_the_roll(estate, text):
    estate.announced()
    with pytest.raises(Refused) as refused:
        assembly.find_on_roll(
            viewer=estate.council, assembly=estate.assembly, text=text, field="holder"
        )
    assert (refused.value.code, refused.value.field) == ("invalid", "holder")
    assert not any(seen_by(estate, one) for one in estate.owners)


def test_who_is_not_shown_is_not_found_and_who_does_not_run_it_finds_nobody(estate):
    estate.announced()
    own = people.actor_for(person=estate.owners["d"].person, community=estate.community)
    people.set_private(by=own, is_private=True, dwelling=estate.homes[3])
    helped = estate.council.for_person(estate.owners["e"].person, via=Via.WEB)
    for viewer, where, code in (
        (estate.council, estate.assembly, "invalid"),
        (estate.clerk, estate.assembly, "forbidden"),
        (estate.owners["d"], estate.assembly, "forbidden"),
        (helped, estate.assembly, "forbidden"),
        (estate.stranger, estate.assembly, "not_found"),
        (estate.council, "nothing", "not_found"),
    ):
        with pytest.raises(Refused) as refused:
            assembly.find_on_roll(viewer=viewer, assembly=where, text="王d")
        assert refused.value.code == code, viewer
    assert seen_by(estate, "d") == []


def test_a_candidate_carries_no_proxy_whoever_writes_it_down(estate):
    estate.convene()
    estate.add("election", "选举", candidates=("王d", "王e"), seats=1)
    estate.announce(partial_success="stands_over_half", committee_min=1)
    with pytest.raises(Refused) as refused:
        assembly.give_proxy(
            by=estate.council,
            assembly=estate.assembly,
            head=estate.head("f"),
            holder=estate.owners["d"].person,
            evidence=estate.scan(by=estate.council),
            key="p",
        )
    assert (refused.value.code, refused.value.field) == ("forbidden", "holder")
    assert not assembly.list_proxies(viewer=estate.council, assembly=estate.assembly)


def objected(estate, about="roll"):
    return assembly.object_to(
        by=estate.owners["a"], assembly=estate.assembly, about=about, text="面积错了", key="k"
    )


def taking_back(estate, made, **more):
    usual = {"by": estate.owners["a"], "assembly": estate.assembly, "objection": made}
    assembly.withdraw_objection(**{**usual, **more})


def objections(estate):
    platform = system(estate.community)
    found = assembly.list_leaves(viewer=platform, assembly=estate.assembly)
    return [one for one in found if one.type in ("objection", "withdrawn")]


def test_an_objection_is_taken_back_by_its_owner_alone_and_kept(estate):
    estate.announced()
    made, a = objected(estate), estate.owners["a"]
    for by, code in (
        (estate.owners["d"], "not_found"),
        (estate.clerk, "not_found"),
        (estate.stranger, "not_found"),
        (estate.owners["d"].for_person(a.person, via=Via.WEB), "forbidden"),
    ):
        with pytest.raises(Refused) as refused:
            taking_back(estate, made, by=by)
        assert refused.value.code == code
    assert [one.type for one in objections(estate)] == ["objection"]
    taking_back(estate, made)
    taking_back(estate, made)
    (own,) = assembly.list_objections(viewer=a, assembly=estate.assembly)
    assert own.withdrawn_at and own.text == "面积错了"
    came, went = objections(estate)
    assert (went.type, went.body, went.record) == ("withdrawn", {"objection": came.seq}, None)
    with pytest.raises(Refused) as refused:
        assembly.answer_objection(
            by=estate.council,
            assembly=estate.assembly,
            objection=made,
            answer="好",
            is_upheld=False,
        )
    assert refused.value.code == "conflict"


def test_what_was_answered_is_not_taken_back(estate):
    estate.announced()
    made = objected(estate)
    assembly.answer_objection(
        by=estate.council, assembly=estate.assembly, objection=made, answer="好", is_upheld=False
    )
    with pytest.raises(Refused) as refused:
        taking_back(estate, made)
    assert refused.value.code == "conflict"
    assert [one.type for one in objections(estate)] == ["objection"]


def test_an_objection_that_was_taken_back_holds_up_no_result(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        for name in "adefgh":
            estate.cast(name)
    with held(AFTER):
        estate.close()
        made = objected(estate, "result")
    with held(AFTER + timedelta(days=9)):
        with pytest.raises(Refused):
            assembly.make_final(by=estate.council, assembly=estate.assembly)
        taking_back(estate, made)
        assert assembly.make_final(by=estate.council, assembly=estate.assembly) == 2
