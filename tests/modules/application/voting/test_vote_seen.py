"""How far a vote has come is for everybody, doors and ballots for the few, and names for none."""

from dataclasses import replace

import pytest

from linli.application.assembly import api as assembly
from linli.foundation.people import api as people
from linli.kernel import Role
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING
from modules.application.voting.asking import refused


def test_the_board_shows_two_gauges_and_what_is_still_needed(voting):
    for name in "ade":
        voting.cast(name)
    board = assembly.board(viewer=voting.council, assembly=voting.assembly)
    gauge = board.motions[0]
    assert (gauge.returned.heads, gauge.returned.heads_of) == (3, 8)
    assert gauge.needed == "≥ 2/3"
    assert gauge.heads_needed == 3  # six of eight
    assert gauge.area_needed == "223.7"  # of 829.0 two thirds are 552.7; 329.0 came back
    assert [one.returned.heads for one in board.buildings] == [3, 1]


@pytest.mark.parametrize(
    ("void", "blank", "said", "counted"),
    [
        ("participates", "abstain", "void", 6),
        ("not_participating", "abstain", "void", 5),
        ("participates", "abstain", "blank", 6),
        ("participates", "not_participating", "blank", 5),
    ],
)
def test_the_board_promises_no_more_than_the_count_gives(estate, void, blank, said, counted):
    """Five agree; the sixth leaves the first item void or blank, and agrees on the second."""
    estate.convene()
    first, second = estate.add(), estate.add("278.4", "换物业")
    estate.announce(void=void, blank=blank)
    with held(DURING):
        estate.tick()
        assembly.print_papers(by=estate.clerk, assembly=estate.assembly, key="p")
        for name in ("a", "b", "developer", "e", "f"):
            estate.cast(name)
        serial = estate.paper_of("d").serial
        choices = {first: said, second: "for"}
        paper = {"assembly": estate.assembly, "serial": serial, "choices": choices}
        assembly.enter_paper(by=estate.clerk, scan=estate.scan(), **paper)
        assembly.enter_paper(by=estate.second, scan="", **paper)
        board = assembly.board(viewer=estate.council, assembly=estate.assembly)
        doors = assembly.canvass(viewer=estate.clerk, assembly=estate.assembly)
    assert board.returned.heads == 6
    assert [one.returned.heads for one in board.motions] == [counted, 6]
    assert [one.heads_needed for one in board.motions] == [6 - counted, 0]
    assert next(one for one in doors if one.place == estate.homes[3]).has_voted
    with held(AFTER):
        estate.close()
        result = assembly.result_of(viewer=estate.owners["a"], assembly=estate.assembly)
    parts = [one["participation"] for one in result.body["motions"]]
    assert [one["heads"][0] for one in parts] == [counted, 6]
    assert [one["area"][0] for one in parts] == [one.returned.area for one in board.motions]
    outcomes = [one["strict"]["outcome"] for one in result.body["motions"]]
    assert outcomes == ["passed" if counted == 6 else "no_quorum", "passed"]


def test_a_building_is_not_shown_to_everybody_where_it_tells_somebody_apart(voting):
    voting.cast("d")
    public = assembly.board(viewer=voting.owners["e"], assembly=voting.assembly)
    assert [one.returned for one in public.buildings] == [None, None]
    assert public.motions[0].returned.heads == 1


def test_a_home_that_is_not_shown_is_neutral_everywhere(voting):
    own = people.actor_for(person=voting.owners["d"].person, community=voting.community)
    people.set_private(by=own, is_private=True, dwelling=voting.homes[3])
    roll = assembly.roll_for_publication(viewer=voting.owners["e"], assembly=voting.assembly)
    names = {one.place: one.owners for one in roll.lines}
    assert names[voting.homes[3]] == (people.NEUTRAL_NAME,)
    assert names[voting.homes[4]] == ("王**",)
    doors = assembly.canvass(viewer=voting.clerk, assembly=voting.assembly)
    door = next(one for one in doors if one.place == voting.homes[3])
    assert door.owners == (people.NEUTRAL_NAME,)


def test_doors_and_papers_are_for_those_who_run_the_vote(voting):
    for ask in (
        assembly.canvass, assembly.papers_for_print, assembly.reconcile, assembly.disagreements,
    ):  # fmt: skip
        for viewer in (voting.owners["d"], voting.tenant, voting.manager):
            refused(lambda ask=ask, viewer=viewer: ask(viewer=viewer, assembly=voting.assembly))


def test_scrutineers_see_ballots_after_the_close_and_every_look_is_kept(voting):
    voting.cast("d", "against")
    person, name = voting.owners["h"], voting.assembly
    refused(
        lambda: assembly.name_scrutineer(by=voting.council, assembly=name, person=person.person),
        "forbidden",
    )
    assembly.name_scrutineer(by=voting.committee, assembly=name, person=person.person)

    def look(viewer, reason="核对"):
        return assembly.scrutiny(viewer=viewer, assembly=name, reason=reason)

    refused(lambda: look(person), "conflict")
    with held(AFTER):
        voting.tick()
        refused(lambda: look(voting.owners["e"]), "forbidden")
        refused(lambda: look(person, ""), "invalid")
        (row,) = look(person).items
    assert list(row.choices.values()) == ["against"]
    (own,) = assembly.my_ballots(viewer=voting.owners["d"], assembly=name)
    assert [one.reason for one in own.looks] == ["核对"]


def test_a_role_elsewhere_opens_nothing_here(voting):
    other = replace(voting.stranger, roles=frozenset({Role.COMMITTEE, Role.CLERK}))
    for call in (
        lambda: assembly.enter_paper(by=other, assembly=voting.assembly, serial="x", choices={}),
        lambda: assembly.note_delivery(by=other, assembly=voting.assembly, notes=[]),
        lambda: assembly.keep_evidence(
            by=other, assembly=voting.assembly, name="x.png", content=b"x", key="k"
        ),
    ):
        refused(call, "not_found")
