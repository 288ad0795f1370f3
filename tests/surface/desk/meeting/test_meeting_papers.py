"""Ballots on paper and by word: read by two, settled by a third, kept with their evidence."""

from pypdfium2 import PdfDocument

from linli.application.assembly.models import (
    Assembly,
    PaperBallot,
    Sheet,
)
from linli.kernel.clock import held
from modules.application.assembly_estate import (
    AFTER,
)
from surface.desk.meeting_walk import SAYS, do, one, press, read, refused, scan, sit_down


def ballots(estate):
    desk = sit_down(estate.clerk)
    press(desk, do(estate, "print"))
    return desk


DIFFERS = {**SAYS, "choice-2": "for"}


def test_a_paper_ballot_is_read_by_two_people(voting):
    desk, second = ballots(voting), sit_down(voting.second)
    response = desk.get(one(voting, "/papers/ballots.pdf"))
    assert response.content.startswith(b"%PDF") and "attachment" in response["Content-Disposition"]
    paper = voting.paper_of("d")
    by_code = desk.get(f"/desk/assembly/paper/{paper.token}")
    assert by_code["Location"] == one(voting, f"/papers/{paper.serial}")
    where = by_code["Location"]
    refused(desk, where, 422, **SAYS)  # no scan
    assert "第二" in read(desk, press(desk, where, **SAYS, scan=scan(1)))
    assert not Sheet.objects.exists()
    assert second.get(f"{where}/scan").status_code == 200
    press(second, where, **SAYS)
    (sheet,) = Sheet.objects.all()
    assert sheet.channel == "paper"
    assert second.get(f"{where}/scan").status_code == 404  # nobody sees it here any more


def test_a_whole_ballot_is_read_as_void_with_its_reason_by_two_people(voting):
    desk, second = ballots(voting), sit_down(voting.second)
    where = one(voting, f"/papers/{voting.paper_of('d').serial}")
    assert "没有签名或盖章" in read(desk, where)
    refused(desk, where, 422, void_why="ugly", scan=scan(1))
    refused(desk, where, 422, **SAYS, void_why="unsigned", scan=scan(1))
    press(desk, where, void_why="unsigned", scan=scan(1))
    assert not Sheet.objects.exists()
    press(second, where, void_why="unsigned")
    assert Sheet.objects.count() == 1
    press(sit_down(voting.committee), do(voting, "scrutineer"), person="吴三")
    third = sit_down(voting.third)
    with held(AFTER):
        voting.tick()
        shown = third.post(one(voting, "/scrutiny"), {"reason": "核对"}).content.decode()
    assert "整张作废：没有签名或盖章" in shown


def test_all_ballots_print_in_one_file_though_owners_vote_on_different_items(estate):
    estate.convene()
    estate.add()
    estate.add("278.8", "二号楼外墙", scope=(estate.buildings[1],))
    estate.announce()
    desk = ballots(estate)
    response = desk.get(one(estate, "/papers/ballots.pdf"))
    assert response.status_code == 200
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(response.content)]
    assert len(pages) == PaperBallot.objects.count() == 8
    assert all("修电梯" in page for page in pages)
    assert sum("二号楼外墙" in page for page in pages) == 3  # who owns something there


def test_an_assembly_never_announced_has_no_papers_and_says_so(estate):
    estate.convene()
    estate.add()
    estate.announce()
    Assembly.objects.update(announced_at=None, stage="final")
    desk = sit_down(estate.council)
    shown = read(desk, one(estate, "/documents"))
    assert ".pdf" not in shown and "（PDF" not in shown and "公告" in shown
    read(desk, one(estate, "/documents/result.pdf"), 404)


def test_a_third_person_settles_beside_the_scan_what_two_read_differently(voting):
    desk, second, third = ballots(voting), sit_down(voting.second), sit_down(voting.third)
    where = one(voting, f"/papers/{voting.paper_of('d').serial}")
    press(desk, where, **SAYS, scan=scan(1))
    press(second, where, **DIFFERS)
    assert not Sheet.objects.exists()
    for reader in (desk, second):
        shown = reader.get(where).content.decode()
        assert "反对" not in shown and "同意" not in shown
    shown = third.get(where).content.decode()
    assert f"{where}/scan" in shown and "反对" in shown
    press(third, where, **DIFFERS)
    assert Sheet.objects.count() == 1


def test_one_takes_the_own_reading_back_and_reprints_a_lost_ballot(voting):
    desk = ballots(voting)
    serial = voting.paper_of("d").serial
    where = one(voting, f"/papers/{serial}")
    press(desk, where, **SAYS, scan=scan(1))
    press(desk, do(voting, "withdraw", serial))
    press(desk, do(voting, "reprint", voting.head("d")))
    assert voting.paper_of("d").serial != serial
    assert "新" in read(desk, where)  # replaced by a newer one


def test_a_vote_by_telephone_and_at_the_door_is_kept_with_its_evidence(voting):
    desk = sit_down(voting.clerk)
    given = {**SAYS, "known_by": "回拨登记的号码"}
    for act, name in (("phone", "g"), ("doorstep", "h")):
        where = do(voting, act, voting.head(name))
        refused(desk, where, 422, **given)
        refused(desk, where, 422, **{**given, "known_by": ""}, evidence=scan(2))
        press(desk, where, **given, evidence=scan(3))
    assert sorted(Sheet.objects.values_list("channel", flat=True)) == ["doorstep", "phone"]
