"""A paper ballot counts when two people read the same; a third settles what they read apart."""

from datetime import timedelta

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Effective,
    PaperEntry,
    Sheet,
)
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, CLOSES, DURING
from modules.application.voting.asking import refused


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


def ballot_leaf(estate):
    found = assembly.list_leaves(viewer=estate.platform, assembly=estate.assembly)
    (leaf,) = (one for one in found if one.type == "ballot")
    return leaf


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
    leaf = ballot_leaf(papers)
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
    leaf = ballot_leaf(papers)
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
