"""What an owner is told of an assembly: gates, own units and their source, own ballots, looks."""

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.models import BallotLook, Objection
from linli.kernel import Refused, Via, system
from linli.kernel.clock import held
from modules.application.assembly_estate import DURING


def test_an_item_says_how_many_must_take_part_and_agree(estate):
    estate.convene()
    for kind in ("278.5", "278.8", "279"):
        estate.add(kind=kind, title=kind)
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
