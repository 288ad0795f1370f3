"""The roll of an assembly: who is one head, what keeps it from being frozen, what stands then."""

import pytest
from django.db import DatabaseError, transaction

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Stage, UnitNote
from linli.application.assembly.models import (
    Result,
    Roll,
    RollHead,
    RollUnit,
    Sheet,
)
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING, stage
from modules.application.voting.asking import refused


def test_heads_are_owners_not_flats(estate):
    estate.announced()
    roll = Roll.objects.get(assembly=estate.assembly)
    heads = RollHead.objects.filter(roll=roll)
    assert roll.heads == heads.count() == 8  # ten flats
    assert heads.filter(is_joint=True).count() == heads.filter(is_developer=True).count() == 1
    assert heads.get(is_joint=True).voters.count() == 2
    assert heads.get(is_developer=True).units.count() == 2
    assert roll.area == "829.0"


def test_the_same_owners_of_two_flats_are_one_head_and_one_alone_another(estate):
    by = estate.platform
    for name in ("b", "c"):
        people.settle(
            by=by,
            person=estate.owners[name].person,
            dwelling=estate.homes[3],
            relation=Relation.OWNER,
        )
    people.settle(
        by=by, person=estate.owners["b"].person, dwelling=estate.homes[4], relation=Relation.OWNER
    )
    estate.announced()
    heads = RollHead.objects.filter(roll=estate.assembly)
    owned = sorted(sorted(head.voters.values_list("person__name", flat=True)) for head in heads)
    assert ["王b", "王c"] in owned
    assert ["王b", "王c", "王d"] in owned
    assert ["王b", "王e"] in owned


def test_a_gap_in_the_roll_blocks_the_announcement_and_is_named(estate):
    empty = places.add_place(
        by=estate.platform, kind=PlaceKind.DWELLING, number="999", parent=estate.buildings[0]
    )
    estate.convene()
    estate.add()
    check = assembly.check_roll(viewer=estate.council, assembly=estate.assembly)
    assert [(one.code, one.place) for one in check.findings] == [
        ("no_owner", empty), ("no_area", empty), ("no_source", empty),
    ]  # fmt: skip
    assert (check.heads, check.units, check.area) == (8, 11, "829.0")
    refusal = refused(estate.announce, "conflict")
    assert "3" in str(refusal)
    assert stage(estate) is Stage.DRAFT
    assert not Roll.objects.exists()
    assert not RollHead.objects.exists()


def test_nothing_changes_the_roll_ballots_and_results_once_they_are_there(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        estate.cast("d")
    with held(AFTER):
        estate.close()
    for rows, change in (
        (Roll.objects.all(), {"heads": 1}),
        (RollHead.objects.all(), {"area": "1"}),
        (RollUnit.objects.all(), {"area": "1"}),
        (Sheet.objects.all(), {"channel": "paper"}),
        (Result.objects.all(), {"body": {}}),
    ):
        before = list(rows.values())
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)
        assert list(rows.values()) == before


def test_a_flat_sold_after_freezing_is_voted_for_by_who_was_on_the_roll(estate):
    estate.announced()
    buyer = people.register_person(by=estate.platform, name="买家")
    people.move_out(
        by=estate.platform,
        person=estate.owners["d"].person,
        dwelling=estate.homes[3],
    )
    people.settle(
        by=estate.platform, person=buyer, dwelling=estate.homes[3], relation=Relation.OWNER
    )
    estate.owners["buyer"] = type(estate.owners["d"])(
        buyer, estate.owners["d"].roles, estate.community
    )
    with held(DURING):
        estate.tick()
        head = estate.head("d")
        assert assembly.my_ballots(viewer=estate.owners["buyer"], assembly=estate.assembly) == ()
        refused(lambda: estate.cast("buyer", head=head), "not_found")
        estate.cast("d")
        made = assembly.object_to(
            by=estate.owners["buyer"],
            assembly=estate.assembly,
            about="roll",
            text="我已经买下了这套房",
            key="sold",
        )
        assembly.answer_objection(
            by=estate.council,
            assembly=estate.assembly,
            objection=made,
            answer="以冻结的名册为准",
            is_upheld=False,
        )
    assert Sheet.objects.count() == 1
    assert Roll.objects.get().heads == 8


def test_figures_of_unknown_homes_are_refused_by_row(estate):
    refusal = refused(
        lambda: assembly.note_figures(
            by=estate.clerk, units=[UnitNote(estate.homes[0], "survey"), UnitNote("no", "survey")]
        ),
        "not_found",
    )
    assert "Row 2" in str(refusal)
    refused(lambda: assembly.note_figures(by=estate.owners["a"], units=()), "forbidden")


def test_the_developer_stands_on_the_roll_once(estate):
    """SPC interpretation, Article 9: what it has not sold or handed over is one head."""
    second = people.register_person(
        by=estate.platform, name="建设公司二期", kind=PersonKind.DEVELOPER
    )
    home = places.add_place(
        by=estate.platform, kind=PlaceKind.DWELLING, number="108", parent=estate.buildings[0],
        area="90",
    )  # fmt: skip
    assembly.note_figures(by=estate.clerk, units=[UnitNote(home, "registry")])
    people.settle(by=estate.platform, person=second, dwelling=home, relation=Relation.OWNER)
    estate.convene()
    estate.add()
    check = assembly.check_roll(viewer=estate.council, assembly=estate.assembly)
    assert [one.code for one in check.findings] == ["two_developers"]
    assert check.heads == 8
    refused(estate.announce, "conflict")
    assert stage(estate) is Stage.DRAFT
    assert not Roll.objects.exists()


def test_who_owns_a_home_together_with_the_developer_is_no_second_developer(estate):
    """Joint owners are a head of their own, whoever one of them is."""
    developer = estate.owners["developer"].person
    people.settle(
        by=estate.platform, person=developer, dwelling=estate.homes[3], relation=Relation.OWNER
    )
    estate.announced()
    heads = RollHead.objects.order_by("number")
    assert [one.is_developer for one in heads].count(True) == 1
    assert heads.count() == 8
