"""A whole paper ballot is void for a reason the rules name, when two people read it so."""

from linli.application.assembly import api as assembly
from linli.application.assembly.models import PaperEntry, Sheet
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING
from modules.application.voting.asking import refused


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
