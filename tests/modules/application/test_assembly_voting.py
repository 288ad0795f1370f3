"""Ballots on every channel: one counts per owner and item, every other is kept, none is guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.api import DeliveryNote, Spoken
from linli.application.assembly.models import (
    Effective,
    HeadStanding,
    PaperEntry,
    Proxy,
    Result,
    Sheet,
)
from linli.foundation.people import api as people
from linli.kernel import Refused, Role, Via
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, CLOSES, DURING, OPENS


def refused(call, code=None):
    with pytest.raises(Refused) as caught:
        call()
    if code:
        assert caught.value.code == code, str(caught.value)
    return caught.value


@pytest.fixture
def voting(estate):
    """An open vote on one item; the clock stands in its second day."""
    estate.announced()
    with held(DURING):
        estate.tick()
        yield estate


def choices(estate, name):
    (head, *_) = assembly.my_ballots(viewer=estate.owners[name], assembly=estate.assembly)
    return [(one.channel, next(iter(one.choices.values()), None), bool(one.counts))
            for one in head.ballots]  # fmt: skip


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


def test_joint_owners_who_differ_count_for_nothing_until_they_name_one(voting):
    voting.cast("b", "for")
    voting.cast("c", "against")
    assert HeadStanding.objects.get().is_disputed
    assert not Effective.objects.exists()
    assert voting.facts("head_disputed") == ["head_disputed"]
    assert choices(voting, "b") == [("web", "for", False), ("web", None, False)]

    def name(person, evidence):
        assembly.name_representative(
            by=voting.clerk,
            assembly=voting.assembly,
            head=voting.head("b"),
            person=person,
            evidence=evidence,
        )

    paper = voting.scan("named")
    refused(lambda: name(voting.owners["d"].person, paper), "not_found")
    refused(lambda: name(voting.owners["b"].person, "none"), "invalid")
    name(voting.owners["c"].person, paper)
    assert not HeadStanding.objects.get().is_disputed
    assert Effective.objects.get().sheet.signer_id == voting.owners["c"].person
    with held(AFTER):
        voting.close()
        assert voting.result()["strict"]["counts"]["against"]["heads"] == 1
        refused(lambda: name(voting.owners["b"].person, paper), "conflict")


def test_joint_owners_who_agree_are_one_ballot(voting):
    voting.cast("b")
    voting.cast("c")
    assert Effective.objects.count() == 1
    assert Sheet.objects.count() == 2


@pytest.fixture
def papers(voting):
    assert assembly.print_papers(by=voting.clerk, assembly=voting.assembly, key="p") == 8
    assert assembly.print_papers(by=voting.clerk, assembly=voting.assembly, key="q") == 0
    return voting


def test_two_people_who_agree_make_a_paper_ballot_count(papers):
    serial = papers.paper_of("d").serial
    scan = papers.scan()
    refused(lambda: papers.enter(serial), "invalid")  # no scan
    assert papers.enter(serial, scan=scan) == "entered_once"
    assert papers.enter(serial, scan=scan) == "entered_once"  # a double click
    assert not Sheet.objects.exists()
    refused(lambda: papers.enter(serial, "against"), "conflict")  # the same person is not two
    assert papers.enter(serial.lower().replace("0", "o"), by=papers.second) == "counted"
    assert papers.enter(serial, by=papers.second) == "counted"
    refused(lambda: papers.enter(serial, by=papers.third), "conflict")
    assert Sheet.objects.get().evidence == scan
    assert Effective.objects.count() == 1


def test_two_clerks_who_disagree_wait_for_a_third(papers):
    serial, name = papers.paper_of("d").serial, papers.assembly
    papers.enter(serial, "for", scan=papers.scan())
    assert papers.enter(serial, "against", by=papers.second) == "disagreement"
    assert papers.facts("papers_disagree") == ["papers_disagree"]
    assert not Sheet.objects.exists()
    (seen,) = assembly.disagreements(viewer=papers.third, assembly=name)
    assert [next(iter(one.values())) for one in seen.readings] == ["for", "against"]
    (own,) = assembly.disagreements(viewer=papers.clerk, assembly=name)
    assert own.readings == ()
    for by in (papers.clerk, papers.second):
        refused(
            lambda by=by: assembly.settle_paper(
                by=by, assembly=name, serial=serial, choices=dict.fromkeys(papers.motions, "for")
            ),
            "forbidden",
        )
    with held(AFTER):
        papers.tick()
        refused(lambda: assembly.make_preliminary(by=papers.council, assembly=name), "conflict")
        assembly.settle_paper(
            by=papers.third,
            assembly=name,
            serial=serial,
            choices=dict.fromkeys(papers.motions, "against"),
        )
        assert PaperEntry.objects.count() == 3  # all readings are kept
        papers.close()
    assert papers.result()["strict"]["counts"]["against"]["heads"] == 1
    assert assembly.reconcile(viewer=papers.clerk, assembly=name).difference == 0


def read_void(estate, by, why="unsigned", choices=None, **more):
    return assembly.enter_paper(
        by=by,
        assembly=estate.assembly,
        serial=estate.paper_of("d").serial,
        choices=choices or {},
        void_why=why,
        **more,
    )


def test_a_whole_paper_ballot_is_void_when_two_people_say_so_with_a_reason(papers):
    scan, name = papers.scan(), papers.assembly
    refused(lambda: read_void(papers, papers.clerk, "ugly", scan=scan), "invalid")
    said = dict.fromkeys(papers.motions, "for")
    refused(lambda: read_void(papers, papers.clerk, choices=said, scan=scan), "invalid")
    refused(lambda: read_void(papers, papers.owners["d"], scan=scan), "forbidden")
    assert not PaperEntry.objects.exists()
    assert read_void(papers, papers.clerk, scan=scan) == "entered_once"
    assert read_void(papers, papers.clerk, scan=scan) == "entered_once"  # a double click
    assert not Sheet.objects.exists()
    assert read_void(papers, papers.second, "unreadable") == "counted"
    leaf = assembly.leaf_of_ballot(
        viewer=papers.platform, assembly=name, sheet=Sheet.objects.get().pk
    )
    assert leaf.record["void"] == "unsigned" and "void" not in leaf.body
    h = papers.owners["h"]
    assembly.name_scrutineer(by=papers.committee, assembly=name, person=h.person)
    with held(AFTER):
        papers.close()
        (row,) = assembly.scrutiny(viewer=h, assembly=name, reason="核对").items
    assert row.void_why.zh == "没有签名或盖章" and set(row.choices.values()) == {"void"}
    assert papers.result()["strict"]["counts"]["void"]["heads"] == 1
    assert papers.result()["participation"]["heads"] == [1, 8]  # as these rules have it


def test_whether_a_ballot_is_void_is_settled_by_a_third_like_all_that_two_read(papers):
    read_void(papers, papers.clerk, scan=papers.scan())
    serial = papers.paper_of("d").serial
    assert papers.enter(serial, by=papers.second) == "disagreement"
    assembly.settle_paper(
        by=papers.third,
        assembly=papers.assembly,
        serial=serial,
        choices=dict.fromkeys(papers.motions, "for"),
    )
    sheet = Sheet.objects.get()
    leaf = assembly.leaf_of_ballot(viewer=papers.platform, assembly=papers.assembly, sheet=sheet.pk)
    assert set(leaf.record["choices"].values()) == {"for"} and "void" not in leaf.record


def test_only_what_the_rules_name_voids_a_ballot(estate):
    estate.announced(void_reasons=["altered", "unsigned"])
    with held(DURING):
        estate.tick()
        assembly.print_papers(by=estate.clerk, assembly=estate.assembly, key="p")
        look = assembly.look_up_paper(
            viewer=estate.clerk, assembly=estate.assembly, serial=estate.paper_of("d").serial
        )
        assert [key for key, _ in look.void_reasons] == ["unsigned", "altered"]
        scan = estate.scan()
        refused(lambda: read_void(estate, estate.clerk, "unreadable", scan=scan), "invalid")
        assert read_void(estate, estate.clerk, "altered", scan=scan) == "entered_once"


def test_a_reading_is_taken_back_only_alone(papers):
    serial = papers.paper_of("d").serial

    def withdraw(by):
        assembly.withdraw_entry(by=by, assembly=papers.assembly, serial=serial)

    papers.enter(serial, "for", scan=papers.scan())
    refused(lambda: withdraw(papers.second), "conflict")
    withdraw(papers.clerk)
    papers.enter(serial, "against", scan=papers.scan())
    papers.enter(serial, "against", by=papers.second)
    refused(lambda: withdraw(papers.clerk), "conflict")


def test_a_replaced_an_unknown_and_another_assemblys_ballot_are_told_apart(papers):
    old = papers.paper_of("d").serial
    new = assembly.reprint_paper(
        by=papers.clerk, assembly=papers.assembly, head=papers.head("d"), key="r"
    )
    assert new == assembly.reprint_paper(
        by=papers.clerk, assembly=papers.assembly, head=papers.head("d"), key="r"
    )
    scan = papers.scan()
    assert "replaced" in str(refused(lambda: papers.enter(old, scan=scan), "gone"))
    refused(lambda: papers.enter("ZZZZ-ZZZZ", scan=scan), "not_found")
    papers.enter(new, scan=scan)
    refused(
        lambda: assembly.reprint_paper(
            by=papers.clerk, assembly=papers.assembly, head=papers.head("d"), key="s"
        ),
        "conflict",
    )
    other = papers.paper_of("e").serial
    assert "another ballot" in str(refused(lambda: papers.enter(other, scan=scan), "invalid"))
    first, motions = papers.assembly, papers.motions
    papers.motions = []
    papers.convene(key="second")
    papers.add(title="另一件")
    papers.announce(opens_at=DURING + timedelta(days=20), closes_at=DURING + timedelta(days=30))
    refusal = refused(lambda: papers.enter(other, scan=scan), "invalid")
    assert "another assembly" in str(refusal)
    papers.assembly, papers.motions = first, motions
    assert PaperEntry.objects.count() == 1


def test_a_paper_handed_in_before_the_close_is_entered_after_it(papers):
    serial = papers.paper_of("d").serial
    with held(AFTER):
        papers.tick()
        scan = papers.scan()
        refused(lambda: papers.enter(serial, scan=scan), "gone")
        papers.enter(serial, scan=scan, returned_at=CLOSES - timedelta(minutes=1))
        assert papers.enter(serial, by=papers.second) == "counted"
        papers.close()
    assert papers.result()["participation"]["heads"] == [1, 8]


@pytest.mark.parametrize("verb", [assembly.record_phone, assembly.record_doorstep])
def test_a_spoken_vote_needs_its_evidence_and_where_the_rules_say_so_two_officials(estate, verb):
    estate.announced(two_officials=True)
    with held(DURING):
        estate.tick()
        file = estate.scan()
        said = Spoken(dict.fromkeys(estate.motions, "for"), "身份证", file)

        def record(said, by=estate.clerk):
            return verb(by=by, assembly=estate.assembly, head=estate.head("d"), said=said, key="k")

        second = estate.second.person
        for wrong in (
            said,
            replace(said, second=estate.clerk.person),
            replace(said, second=estate.owners["e"].person),
            replace(said, second=second, evidence="none"),
            replace(said, second=second, known_by=""),
            replace(said, second=second, at=CLOSES),
        ):
            refused(lambda wrong=wrong: record(wrong))
        refused(lambda: record(replace(said, second=second), by=estate.owners["e"]), "forbidden")
        assert not Sheet.objects.exists()
        one = record(replace(said, second=second))
        assert one == record(replace(said, second=second))
    sheet = Sheet.objects.get()
    assert (sheet.evidence, sheet.known_by, sheet.witnessed_by_id) == (file, "身份证", second)


def give(estate, name="d", holder="e", key="proxy", **more):
    return assembly.give_proxy(
        by=estate.clerk,
        assembly=estate.assembly,
        head=estate.head(name),
        holder=estate.owners[holder].person if holder in estate.owners else holder,
        evidence=estate.scan(f"proxy {key}"),
        key=key,
        **more,
    )


def test_a_proxy_votes_as_written_and_the_owners_own_ballot_ends_it(voting):
    head = voting.head("d")
    one = give(voting, instruction=dict.fromkeys(voting.motions, "against"))
    assert one == give(voting, instruction=dict.fromkeys(voting.motions, "against"))
    refused(lambda: voting.cast("e", "for", head=head), "conflict")
    voting.cast("e", "against", head=head)
    assert Effective.objects.get().sheet.proxy_id == one
    voting.cast("d", "for")
    assert Effective.objects.get().sheet.proxy_id is None
    assert Proxy.objects.get().revoked_at is not None
    assert voting.facts("proxy_given", "proxy_revoked") == ["proxy_given", "proxy_revoked"]
    refused(lambda: voting.cast("e", "against", head=head, key="again"), "gone")
    with held(AFTER):
        voting.close()
    assert voting.result()["strict"]["counts"]["for"]["heads"] == 1


def test_a_revoked_proxy_cannot_vote(voting):
    head, one = voting.head("d"), give(voting)
    for by in (voting.owners["f"], voting.owners["e"]):
        refused(
            lambda by=by: assembly.revoke_proxy(by=by, assembly=voting.assembly, proxy=one),
            "not_found",
        )
    assembly.revoke_proxy(by=voting.owners["d"], assembly=voting.assembly, proxy=one)
    assembly.revoke_proxy(by=voting.owners["d"], assembly=voting.assembly, proxy=one)
    refused(lambda: voting.cast("e", head=head), "gone")
    assert not Sheet.objects.exists()


def test_who_may_carry_a_proxy_and_how_many(voting):
    give(voting, "d", "e")
    refused(lambda: give(voting, "f", "e", key="two"), "too_many")
    refused(lambda: give(voting, "f", voting.manager.person, key="staff"), "forbidden")
    refused(lambda: give(voting, "f", "developer", key="builder"), "forbidden")
    refused(lambda: give(voting, "f", "f", key="self"), "invalid")
    refused(lambda: give(voting, "f", "nobody", key="nobody"), "not_found")
    refused(
        lambda: assembly.give_proxy(
            by=voting.owners["f"],
            assembly=voting.assembly,
            head=voting.head("f"),
            holder=voting.owners["g"].person,
            evidence="x",
            key="own",
        ),
        "forbidden",
    )
    assert Proxy.objects.count() == 1
    voting.cast("g")
    refused(lambda: give(voting, "g", "h", key="late"), "conflict")


def test_an_official_file_is_taken_row_by_row_and_twice_changes_nothing(estate):
    estate.announced(mode="official")
    with held(DURING):
        estate.tick()
        refused(lambda: estate.cast("d"), "forbidden")
        rows = [
            "业主,房号,议题,意见,时间",
            "王a,1-101,1,同意,2026-11-22 10:00:00",
            "王a,2-101,1,同意,2026-11-22 10:00:00",
            "王d,1-104,修电梯,反对,2026-11-22 10:00:00",
            "王x,1-105,1,同意,2026-11-22 10:00:00",
            ",1-106,1,也许,2026-11-22 10:00:00",
            ",9-999,1,同意,2026-11-22 10:00:00",
            ",1-107,7,同意,2026-11-22 10:00:00",
            ",2-103,1,弃权,2026-01-01 10:00:00",
            ",2-103,1,弃权,昨天",
        ]
        content = "\n".join(rows).encode()

        def bring(**more):
            return assembly.import_official(
                by=estate.clerk,
                assembly=estate.assembly,
                content=content,
                filename="结果.csv",
                **more,
            )

        tried = bring(is_dry_run=True)
        assert not Sheet.objects.exists()
        report = bring()
        assert (tried.rows, tried.ballots) == (report.rows, 2)
        outcomes = {one.row: (one.outcome, one.column) for one in report.rows}
        assert outcomes == {
            2: ("taken", ""), 3: ("taken", ""), 4: ("taken", ""),
            5: ("refused", "owner"), 6: ("refused", "choice"), 7: ("refused", "unit"),
            8: ("refused", "motion"), 9: ("refused", "at"), 10: ("refused", "time"),
        }  # fmt: skip
        assert all(one.words for one in report.rows if one.outcome == "refused")
        again = bring()
        assert again.count("unchanged") == 3
        assert again.ballots == 0
    assert Sheet.objects.count() == 2


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


def test_silence_counts_only_with_a_clause_a_warning_and_a_delivery(estate):
    estate.announced(non_response="follow_majority", is_warned=True)
    with held(DURING):
        estate.tick()
        for name in "adef":
            estate.cast(name)
        doors = assembly.canvass(viewer=estate.clerk, assembly=estate.assembly)
        notes = [DeliveryNote(one.unit, "door", "签收") for one in doors if not one.has_voted]
        assert assembly.note_delivery(
            by=estate.clerk, assembly=estate.assembly, notes=notes
        ) == len(notes)
        assert not assembly.note_delivery(by=estate.clerk, assembly=estate.assembly, notes=notes)
        refusal = refused(
            lambda: assembly.note_delivery(
                by=estate.clerk, assembly=estate.assembly, notes=[DeliveryNote(0, "door", "x")]
            ),
            "not_found",
        )
        assert "Row 1" in str(refusal)
    with held(AFTER):
        estate.close()
    found = estate.result()
    assert (found["strict"]["outcome"], found["deemed"]["outcome"]) == ("no_quorum", "passed")
    assert found["deemed"]["deemed_votes"]["heads"] == 4


def test_an_upheld_objection_strikes_a_ballot_and_makes_a_new_preliminary_result(voting):
    sheet = voting.cast("d", "against")
    voting.cast("e")
    by, name = voting.council, voting.assembly
    with held(AFTER):
        voting.close()
        made = assembly.object_to(
            by=voting.owners["d"], assembly=name, about="result", text="不是我投的", key="o"
        )
        assert made == assembly.object_to(
            by=voting.owners["d"], assembly=name, about="result", text="不是我投的", key="o"
        )
        seen = assembly.list_objections(viewer=voting.owners["e"], assembly=name)
        assert [(one.text, one.person) for one in seen] == [("", "")]
    with held(AFTER + timedelta(days=9)):
        refused(lambda: assembly.make_final(by=by, assembly=name), "conflict")  # not answered

        def answer(**more):
            return assembly.answer_objection(
                by=by, assembly=name, objection=made, answer="查明属实", is_upheld=True,
                strike=(sheet,), **more,
            )  # fmt: skip

        assert answer() == 2
        assert answer() is None
        refused(
            lambda: assembly.object_to(
                by=voting.tenant, assembly=name, about="result", text="x", key="t"
            ),
            "forbidden",
        )
        refused(lambda: assembly.make_final(by=by, assembly=name), "conflict")  # a new period
    assert voting.result()["participation"]["heads"] == [1, 8]
    assert [one.stage for one in Result.objects.order_by("number")] == ["preliminary"] * 2
    assert Sheet.objects.count() == 2
    assert assembly.reconcile(viewer=voting.clerk, assembly=name).struck == 1


def test_a_committee_is_elected_by_candidates(estate):
    estate.convene()
    motion = estate.add(kind="election", title="选举业委会", candidates=("甲", "乙", "丙"), seats=2)
    estate.announce()
    with held(DURING):
        estate.tick()
        refused(lambda: estate.cast("a", {motion: ["甲", "乙", "丙"]}), "invalid")
        refused(lambda: estate.cast("a", {motion: ["丁"]}), "invalid")
        refused(lambda: estate.cast("a", {motion: "for"}), "invalid")
        for name in "adefg":
            estate.cast(name, {motion: ["乙", "甲"]}, key=name)
        estate.cast("h", {motion: "abstain"})
        estate.cast("b", {motion: ["甲"]}, key="b")
        estate.cast("c", {motion: ["甲", "丙"]}, key="c")
        assert HeadStanding.objects.get().is_disputed
    with held(AFTER):
        estate.close()
    found = estate.result()
    assert found["strict"]["elected"] == ["乙", "甲"] or found["strict"]["elected"] == ["甲", "乙"]
    assert found["participation"]["heads"] == [6, 8]


def test_everything_adds_up_at_the_end(papers):
    papers.cast("a")
    papers.paper("a", "against")
    papers.paper("d")
    papers.enter(papers.paper_of("e").serial, scan=papers.scan("e"))
    found = assembly.reconcile(viewer=papers.clerk, assembly=papers.assembly)
    assert (found.printed, found.papers_counted, found.entered_once) == (8, 2, 1)
    assert found.not_returned == 5
    assert (found.returned, found.registered, found.holding, found.superseded) == (3, 3, 2, 1)
    assert found.difference == 0
    channels = {one.channel: (one.returned, one.holds) for one in found.channels}
    assert channels["web"] == (1, 1)
    assert channels["paper"] == (2, 1)


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
