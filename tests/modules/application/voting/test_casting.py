"""One ballot counts per owner and item, every other is kept, none is taken late or for another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Effective,
    Sheet,
)
from linli.kernel import Via
from linli.kernel.clock import held
from modules.application.assembly_estate import CLOSES, DURING, OPENS
from modules.application.voting.asking import choices, refused


def test_a_double_click_votes_once(voting):
    assert voting.cast("d", key="k") == voting.cast("d", key="k")
    assert Sheet.objects.count() == Effective.objects.count() == 1
    assert voting.facts("ballot_received") == ["ballot_received"]


def test_a_later_ballot_is_kept_and_the_first_valid_one_holds(voting):
    voting.cast("d", "for")
    voting.cast("d", "against")
    assert choices(voting, "d") == [("web", "for", True), ("web", "against", False)]
    assert voting.facts("ballot_superseded") == ["ballot_superseded"]


@pytest.mark.parametrize(
    ("policy", "holds"), [("first_valid", "for"), ("paper_prevails", "against")]
)
def test_web_and_paper_that_differ_are_one_ballot_as_the_rules_have_it(estate, policy, holds):
    estate.announced(duplicates=policy)
    with held(DURING):
        estate.tick()
        assembly.print_papers(by=estate.clerk, assembly=estate.assembly, key="p")
        estate.cast("d", "for")
    with held(DURING + timedelta(hours=1)):
        assert estate.paper("d", "against") == "counted"
        found = choices(estate, "d")
    assert [said for _, said, counts in found if counts] == [holds]
    assert len(found) == 2
    assert Effective.objects.count() == 1


def test_a_vote_received_before_the_close_counts_though_it_arrives_after_it(voting):
    with held(CLOSES + timedelta(seconds=20)):
        voting.tick()
        voting.cast("d", received_at=CLOSES - timedelta(seconds=1))
        refusal = refused(lambda: voting.cast("e", received_at=CLOSES), "gone")
        assert "after that" in str(refusal)
        refused(lambda: voting.cast("f"), "gone")
    with held(CLOSES + timedelta(seconds=90)):
        refused(lambda: voting.cast("g", received_at=CLOSES - timedelta(seconds=1)), "invalid")
        assembly.make_preliminary(by=voting.council, assembly=voting.assembly)
    assert Sheet.objects.count() == 1
    assert voting.result()["participation"]["heads"] == [1, 8]


def test_the_vote_takes_nothing_before_its_second(estate):
    estate.announced()
    with held(OPENS - timedelta(seconds=1)):
        estate.tick()
        refused(lambda: estate.cast("d"), "conflict")
    with held(OPENS):  # the timer has not been here yet
        estate.cast("d")
    assert Sheet.objects.count() == 1


def test_nobody_votes_for_anothers_head_or_with_anothers_log_in(voting):
    head = voting.head("d")
    refused(lambda: voting.cast("e", head=head), "not_found")
    refused(lambda: voting.cast("e", head=head + 1000), "not_found")
    for by in (
        replace(voting.owners["e"], on_behalf_of=voting.owners["d"].person),
        replace(voting.clerk, on_behalf_of=voting.owners["d"].person, via=Via.COUNTER),
        replace(voting.owners["d"], by_card=True),
        voting.tenant,
    ):
        refused(
            lambda by=by: assembly.cast(
                by=by,
                assembly=voting.assembly,
                head=head,
                choices=dict.fromkeys(voting.motions, "for"),
                key="k",
            )
        )
    assert not Sheet.objects.exists()


def test_what_one_said_is_shown_to_oneself_alone(voting):
    voting.cast("d", "against")
    helper = replace(voting.owners["e"], on_behalf_of=voting.owners["d"].person)
    refused(lambda: assembly.my_ballots(viewer=helper, assembly=voting.assembly), "forbidden")
    (own,) = assembly.my_ballots(viewer=voting.owners["e"], assembly=voting.assembly)
    assert own.ballots == ()
    door = next(
        one
        for one in assembly.canvass(viewer=voting.clerk, assembly=voting.assembly)
        if one.head == voting.head("d")
    )
    assert door.has_voted
    assert "against" not in str(door)
    assert "against" not in str(assembly.board(viewer=voting.council, assembly=voting.assembly))
    sealed = bytes(Sheet.objects.get().sealed)
    assert b"against" not in sealed


@pytest.mark.parametrize("choice", ["perhaps", "", "void", "follow_majority", ["a"], None])
def test_a_choice_that_does_not_exist_is_refused_by_its_item(voting, choice):
    refusal = refused(lambda: voting.cast("d", dict.fromkeys(voting.motions, choice)), "invalid")
    assert refusal.field == "choice-1"
    assert not Sheet.objects.exists()
