"""An assembly from its draft to its archive: what may follow what, and what then stands."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft, Stage, UnitNote
from linli.application.assembly.models import (
    Assembly,
    Council,
    Motion,
    OfficeHolder,
    Preparation,
    Result,
    Roll,
    RollHead,
    RollUnit,
    Sheet,
    Showing,
)
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Refused, Words
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, CLOSES, DURING, OPENS, START


def stage(estate):
    return assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card.stage


def refused(call, code=None):
    with pytest.raises(Refused) as caught:
        call()
    if code:
        assert caught.value.code == code
    return caught.value


def test_from_a_draft_to_the_archive(estate):
    estate.convene()
    estate.add()
    estate.announce()
    assert stage(estate) is Stage.ANNOUNCED
    with held(OPENS):
        assert estate.tick() == 1
        assert stage(estate) is Stage.VOTING
    with held(DURING):
        for name in "adefgh":
            estate.cast(name)
    with held(CLOSES - timedelta(seconds=1)):
        assert estate.tick() == 0
    with held(CLOSES):
        assert estate.tick() == 1
        assert stage(estate) is Stage.CLOSED
        refused(
            lambda: assembly.make_preliminary(by=estate.council, assembly=estate.assembly),
            "conflict",
        )
    with held(AFTER):
        estate.close()
        found = estate.result()
        assert found["strict"]["outcome"] == found["deemed"]["outcome"] == "passed"
        assert found["participation"]["heads"] == [6, 8]
        assert found["articles"] and found["strict"]["would_change"]
        refused(
            lambda: assembly.make_final(by=estate.council, assembly=estate.assembly), "conflict"
        )
    with held(AFTER + timedelta(days=9)):
        assert assembly.make_final(by=estate.council, assembly=estate.assembly) == 2
        card = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
        assert card.keep_until > card.challenge_until > AFTER + timedelta(days=365)
        assert estate.result() == found  # the very same, not counted again
        assembly.archive(by=estate.council, assembly=estate.assembly)
        assembly.archive(by=estate.council, assembly=estate.assembly)
    assert stage(estate) is Stage.ARCHIVED
    assert estate.facts(
        "assembly_announced", "voting_opened", "voting_closed", "result_published",
        "assembly_archived",
    ) == [
        "assembly_announced", "voting_opened", "voting_closed", "result_published",
        "result_published", "assembly_archived",
    ]  # fmt: skip


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


def test_a_draft_is_known_to_those_who_prepare_it_alone(estate):
    estate.convene()
    for viewer in (estate.owners["a"], estate.tenant, estate.clerk):
        refused(
            lambda viewer=viewer: assembly.get_assembly(viewer=viewer, assembly=estate.assembly),
            "not_found",
        )
        assert not assembly.list_assemblies(viewer=viewer).items
    assert assembly.list_assemblies(viewer=estate.committee).items


def test_another_communitys_assembly_is_not_there(estate):
    estate.announced()
    stranger, one = estate.stranger, estate.assembly
    for ask in (
        lambda: assembly.get_assembly(viewer=stranger, assembly=one),
        lambda: assembly.board(viewer=stranger, assembly=one),
        lambda: assembly.canvass(viewer=stranger, assembly=one),
        lambda: assembly.reconcile(viewer=stranger, assembly=one),
        lambda: assembly.my_ballots(viewer=stranger, assembly=one),
        lambda: assembly.roll_for_publication(viewer=stranger, assembly=one),
        lambda: assembly.papers_for_print(viewer=stranger, assembly=one),
        lambda: assembly.scrutiny(viewer=stranger, assembly=one, reason="x"),
        lambda: assembly.result_of(viewer=stranger, assembly=one),
        lambda: assembly.cancel(by=stranger, assembly=one, why="x"),
        lambda: assembly.print_papers(by=stranger, assembly=one, key="k"),
        lambda: assembly.make_preliminary(by=stranger, assembly=one),
    ):
        refused(ask, "not_found")


def test_only_those_who_may_convene_do(estate):
    estate.convene()
    for by in (estate.owners["a"], estate.manager, estate.tenant):
        refused(
            lambda by=by: assembly.convene(
                by=by, convened="regular", mode="own", title=Words("会", "m"), key="k"
            ),
            "forbidden",
        )
    refused(
        lambda: assembly.convene(
            by=estate.council, convened="first", mode="own", title=Words("会", "m"), key="k"
        ),
        "forbidden",
    )
    assert len(assembly.list_assemblies(viewer=estate.council).items) == 1


def test_a_double_click_convenes_and_adds_once(estate):
    first = estate.convene()
    assert estate.convene() == first
    assert estate.add() == estate.add()
    sheet = assembly.get_assembly(viewer=estate.council, assembly=first)
    assert [one.number for one in sheet.motions] == [1]


def test_an_agenda_is_changed_ordered_and_shortened_only_as_a_draft(estate):
    estate.convene()
    one, two, three = estate.add(title="一"), estate.add(title="二"), estate.add(title="三")
    by, name = estate.council, estate.assembly
    assembly.order_motions(by=by, assembly=name, motions=[three, one, two])
    assembly.drop_motion(by=by, assembly=name, motion=one)
    new = MotionDraft(kind="278.6", title=Words("补交", "top up"))
    assembly.change_motion(by=by, assembly=name, motion=two, to=new)
    sheet = assembly.get_assembly(viewer=by, assembly=name)
    assert [(card.id, card.number, card.kind) for card in sheet.motions] == [
        (three, 1, "278.5"), (two, 2, "278.6"),
    ]  # fmt: skip
    refused(lambda: assembly.order_motions(by=by, assembly=name, motions=[two, two]), "invalid")
    estate.announce()
    for change in (
        lambda: estate.add(title="四"),
        lambda: assembly.drop_motion(by=by, assembly=name, motion=two),
        lambda: assembly.change_motion(by=by, assembly=name, motion=two, to=new),
        lambda: assembly.order_motions(by=by, assembly=name, motions=[two, three]),
    ):
        refused(change, "conflict")
    assert assembly.get_assembly(viewer=by, assembly=name).motions == sheet.motions


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


def test_what_a_draft_is_called_and_how_its_owners_vote_can_change_until_it_is_announced(estate):
    estate.convene(mode="paper")
    estate.add()
    new = {"mode": "own", "title": Words("临时大会", "Extra"), "scope": [estate.buildings[0]]}

    def change(**other) -> None:
        given = {"by": estate.council, "assembly": estate.assembly, **new, **other}
        assembly.change_assembly(**given)

    for wrong, code in (
        ({"mode": "by pigeon"}, "invalid"),
        ({"title": Words("", "")}, "invalid"),
        ({"scope": ["nowhere"]}, "invalid"),
        ({"by": estate.clerk}, "not_found"),
        ({"by": estate.stranger}, "not_found"),
    ):
        refused(lambda wrong=wrong: change(**wrong), code)
    before = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
    assert (before.mode, before.title.zh) == ("paper", "2026年业主大会")
    change()
    card = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
    assert (card.mode, card.title, card.scope) == ("own", new["title"], (estate.buildings[0],))
    change(scope=())
    estate.announce()
    refused(change, "conflict")
    card = assembly.get_assembly(viewer=estate.council, assembly=estate.assembly).card
    assert (card.title, card.scope) == (new["title"], (estate.community,))


def test_what_is_not_on_the_agenda_cannot_be_voted_on(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        refused(
            lambda: estate.cast("d", {**dict.fromkeys(estate.motions, "for"), "other": "for"}),
            "invalid",
        )
    assert not Sheet.objects.exists()


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


def test_a_vote_is_extended_once_before_its_end_and_within_the_rules(estate):
    estate.announced()
    by, name = estate.council, estate.assembly

    def extend(days):
        assembly.extend_voting(by=by, assembly=name, closes_at=CLOSES + timedelta(days=days))

    with held(DURING):
        estate.tick()
        refused(lambda: extend(6), "conflict")
        refused(lambda: extend(-1), "invalid")
        extend(5)
        extend(5)  # a double click
        refused(lambda: extend(6), "conflict")
    with held(CLOSES + timedelta(days=1)):
        assert estate.tick() == 0
        estate.cast("d")
    with held(CLOSES + timedelta(days=5)):
        refused(lambda: extend(7), "conflict")
        assert estate.tick() == 1
    assert estate.facts("voting_extended") == ["voting_extended"]


def test_a_cancelled_assembly_takes_no_vote(estate):
    estate.announced()
    assembly.cancel(by=estate.council, assembly=estate.assembly, why="名册有误")
    with held(DURING):
        assert estate.tick() == 0
        refused(lambda: estate.cast("d"), "gone")
    assert stage(estate) is Stage.CANCELLED
    assert not Sheet.objects.exists()


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
