"""What an assembly must be before it is announced: its scope, its seats, its days, its items."""

from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft, Stage
from linli.application.assembly.models import (
    Assembly,
    Council,
    Motion,
    OfficeHolder,
    Preparation,
    Roll,
    Showing,
)
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Words
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, CLOSES, DURING, OPENS, START, stage
from modules.application.voting.asking import refused


def test_a_home_becomes_business_premises_by_the_owners_of_its_own_building(estate):
    """Civil Code 279, SPC interpretation Articles 10 and 11: not an entrance, not the estate."""
    entrance = places.add_place(
        by=estate.platform, kind=PlaceKind.ENTRANCE, number="1", parent=estate.buildings[0]
    )
    estate.convene()
    for scope in ((), (estate.community,), tuple(estate.buildings), (entrance,)):
        refusal = refused(lambda scope=scope: estate.add("279", "开店", scope=scope), "invalid")
        assert refusal.field == "scope"
    assert not Motion.objects.exists()
    estate.add("279", "开店", scope=(estate.buildings[1],))
    estate.announce()
    with held(DURING):
        estate.tick()
        for name in ("a", "developer", "h"):  # those who own a home in that building
            estate.cast(name)
    with held(AFTER):
        estate.close()
    assert estate.result()["strict"]["outcome"] == "passed"
    assert estate.result()["participation"]["heads"] == [3, 3]


def test_the_one_building_of_such_a_home_is_asked_for_again_when_the_draft_changes(estate):
    estate.convene(scope=(estate.buildings[1],))
    estate.add("279", "开店")
    assembly.change_assembly(
        by=estate.council, assembly=estate.assembly, mode="own", title=Words("大会", "Meeting")
    )
    assert refused(estate.announce, "invalid").field == "scope"
    assert stage(estate) is Stage.DRAFT
    assert not Roll.objects.exists()


@pytest.mark.parametrize(
    ("seats", "is_allowed", "own"),
    [
        (2, False, {}),
        (4, False, {}),
        (3, False, {}),
        (5, True, {}),
        (13, False, {"committee_max": 11}),
        (3, True, {"small_members": 3, "small_most_households": 10}),
        (3, False, {"small_members": 3, "small_most_households": 9}),
        (4, True, {"committee_min": 4, "committee_odd": False}),
    ],
)
def test_a_committee_of_a_size_the_rules_do_not_allow_is_not_put_to_the_vote(
    estate, seats, is_allowed, own
):
    """Ten homes; five members at least and an odd number, unless the rules say otherwise."""
    estate.convene()
    estate.add("election", "选举", candidates=("王d", "王e"), seats=seats)
    if is_allowed:
        estate.announce(**own)
        assert stage(estate) is Stage.ANNOUNCED
        return
    refusal = refused(lambda: estate.announce(**own), "conflict")
    assert refusal.field == "motions"
    assert refusal.params["seats"] == seats
    assert stage(estate) is Stage.DRAFT
    assert not Roll.objects.exists()


def put_up(estate, assembly, on):
    """A list of candidates that the body preparing an assembly put up."""
    by = estate.council.person
    preparation = Preparation.objects.create(
        community=estate.community, kind="group", assembly_id=assembly, by_id=by, key=assembly,
        created_at=on,
    )  # fmt: skip
    Showing.objects.create(
        preparation=preparation, what="candidates", number=1, body=[], days=7, shown_at=on,
        until=on + timedelta(days=7), by_id=by, key=assembly,
    )  # fmt: skip


def test_an_election_is_announced_only_when_its_candidates_were_shown_in_time(estate):
    """Voting opens on the 22nd: twenty whole days before it is the 1st, and today is the 2nd."""
    own = {"candidates_published_days": 20}
    other = estate.convene(key="other")
    estate.convene()
    estate.add("election", "选举", candidates=("王d", "王e"), seats=5)
    put_up(estate, other, START - timedelta(days=1))
    refusal = refused(lambda: estate.announce(**own), "conflict")
    assert refusal.field == "candidates_by"
    assert "2026-11-01" in refusal.params["mistake"].zh
    put_up(estate, estate.assembly, START - timedelta(days=1))
    refusal = refused(lambda: estate.announce(**own, candidates_shown_days=21), "conflict")
    assert refusal.field == "candidates_until"
    assert stage(estate) is Stage.DRAFT
    assert not Roll.objects.exists()
    estate.announce(**own, candidates_shown_days=20)
    assert stage(estate) is Stage.ANNOUNCED


def test_an_election_may_fill_the_seats_that_stand_empty(estate):
    """Five seats of which two are left: two may be filled, four may not, and six make no five."""
    persons = [one.person for one in estate.owners.values()]
    estate.convene(key="before")
    estate.add("election", "选举", candidates=("王d",), seats=5)
    row = Assembly.objects.get(pk=estate.assembly)
    council = Council.objects.create(
        community=estate.community, assembly=row, seats=5, elected_on=START.date(),
        ends_on=START.date() + timedelta(days=700), by_id=estate.council.person, key="seat",
    )  # fmt: skip
    for rank, person in enumerate(persons[:5], start=1):
        left = {"left_at": START, "why_left": "resigned"} if rank > 3 else {}
        OfficeHolder.objects.create(
            council=council, person_id=person, rank=rank, since=START, **left
        )
    for seats, is_allowed in ((4, False), (6, False), (2, True)):
        estate.convene(key=f"fill {seats}")
        estate.add("election", "补选", candidates=("王d", "王e"), seats=seats)
        if is_allowed:
            estate.announce()
        else:
            refused(estate.announce, "conflict")
        assert stage(estate) is (Stage.ANNOUNCED if is_allowed else Stage.DRAFT), seats


def test_a_residents_meeting_is_not_held_on_the_roll_of_the_owners(estate):
    """居民委员会组织法 Article 9: there all residents have a say, whom the roll does not have."""
    estate.convene()
    assert refused(lambda: estate.add("residents_meeting", "推选楼组长"), "invalid").field == "kind"
    other = MotionDraft(kind="residents_meeting", title=Words("推选", "Choose"))
    known = {"by": estate.council, "assembly": estate.assembly, "motion": estate.add()}
    refused(lambda: assembly.change_motion(**known, to=other), "invalid")
    assert [one.kind for one in Motion.objects.all()] == ["278.5"]


@pytest.mark.parametrize(
    ("opens", "closes", "values"),
    [
        (START + timedelta(days=3), CLOSES, {}),
        (START - timedelta(days=1), CLOSES, {}),
        (OPENS, OPENS, {}),
        (OPENS, CLOSES, {"objection_days": None}),
        (OPENS, CLOSES, {"modes": ["paper"]}),
        (OPENS, OPENS + timedelta(days=2), {}),
    ],
)
def test_an_unlawful_date_or_an_undecided_rule_announces_nothing(estate, opens, closes, values):
    estate.convene()
    estate.add()
    refused(lambda: estate.announce(opens_at=opens, closes_at=closes, **values))
    assert stage(estate) is Stage.DRAFT
    assert not Roll.objects.exists()


def test_an_assembly_without_items_is_not_announced(estate):
    estate.convene()
    refused(estate.announce, "conflict")


def test_a_motion_for_one_building_asks_its_owners_alone(estate):
    estate.convene()
    estate.add(scope=(estate.buildings[1],))
    estate.announce()
    with held(DURING):
        estate.tick()
        refused(lambda: estate.cast("d"), "invalid")
        for name in ("a", "h"):
            estate.cast(name)
        gauge = assembly.board(viewer=estate.council, assembly=estate.assembly).motions[0]
        assert (gauge.returned.heads, gauge.returned.heads_of) == (2, 3)
        assert gauge.returned.area_of == "244.5"
    with held(AFTER):
        estate.close()
    assert estate.result()["participation"]["heads"] == [2, 3]
    assert estate.result()["participation"]["area"] == ["163.0", "244.5"]
    assert estate.result()["strict"]["outcome"] == "passed"  # 163 of 244.5 is exactly two thirds
