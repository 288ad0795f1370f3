"""An assembly is run on the desk's pages by those whose office it is, and by nobody else."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdfium2 import PdfDocument

from linli.application.announcements import api as announcements
from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Assembly,
    Council,
    HandoverItem,
    Motion,
    PaperBallot,
    Result,
    Sheet,
    Struck,
)
from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Role, system
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from modules.application.assembly_estate import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    START,
    build,
    decide,
)
from modules.application.voting import test_run_off as run_offs
from surface.desk.meeting_walk import MEETINGS, press, read, refused, scan, sit_down


@pytest.fixture
def estate(db):
    with held(START):
        yield build()


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def voting(estate):
    estate.convene()
    estate.add()
    estate.add("278.8", "出租外墙")
    estate.add("election", "选举", candidates=("王d", "王e"), seats=1)
    estate.announce(partial_success="stands_over_half", committee_min=1)
    with held(DURING):
        estate.tick()
        yield estate


def one(estate, rest=""):
    return f"{MEETINGS}/{estate.assembly}{rest}"


def do(estate, act, thing="-"):
    return one(estate, f"/do/{act}/{thing}")


def test_the_council_convenes_writes_the_agenda_and_announces(estate):
    desk = sit_down(estate.council)
    where = press(
        desk, "/desk/assembly/convene", convened="regular", mode="own", title="2026年业主大会"
    )
    estate.assembly = where.rsplit("/", 1)[1]
    press(desk, do(estate, "add"), kind="278.5", title="修电梯", text="要 24 万元")
    press(
        desk, do(estate, "add"), kind="election", title="选举", candidates="张三\n李四", seats="1"
    )
    shown = read(desk, one(estate))
    assert "修电梯" in shown and "张三" in shown and "278.1(5)" in shown
    first, second = Motion.objects.order_by("number")
    press(desk, one(estate, f"/up/{second.pk}"))
    press(desk, do(estate, "change", first.pk), kind="278.6", title="补交维修资金")
    assert list(Motion.objects.order_by("number").values_list("title_zh", flat=True)) == [
        "选举", "补交维修资金",
    ]  # fmt: skip
    press(desk, do(estate, "drop", second.pk))
    undecided = desk.get(one(estate, "/dates")).content.decode()
    assert "不能开业主大会" in undecided and 'href="/desk/assembly/rules"' in undecided
    decide(estate.council, estate.committee)
    assert "10 套" in (calm := read(desk, one(estate, "/dates"))) and "民法典201" in calm
    given = {"opens": local(OPENS), "closes": local(CLOSES), "warned": "no"}
    shown = desk.post(one(estate, "/announce"), given).content.decode()
    assert "829.0" in shown
    assert Assembly.objects.get().stage == "draft"  # read back, not announced yet
    press(desk, one(estate, "/announce"), **given, send="1")
    assert Assembly.objects.get().stage == "announced"


def test_a_draft_on_paper_alone_can_still_be_voted_on_the_screen(estate):
    estate.convene(mode="paper")
    desk = sit_down(estate.council)
    assert do(estate, "frame") in desk.get(one(estate)).content.decode()
    shown = desk.get(do(estate, "frame")).content.decode()
    assert "2026年业主大会" in shown and 'value="paper" id="f-mode-3" checked' in shown
    refused(desk, do(estate, "frame"), 422, mode="own", title="")
    press(desk, do(estate, "frame"), mode="own", title="临时业主大会")
    row = Assembly.objects.get()
    assert (row.mode, row.title_zh, row.scope) == ("own", "临时业主大会", [estate.community])


def test_dates_that_were_tried_out_need_not_be_typed_again(estate):
    estate.convene()
    estate.add()
    desk = sit_down(estate.council)
    page = desk.get(one(estate, "/dates"), {"opens": "12-21 8:00", "closes": "12-31 8:00"})
    where = one(estate, "/announce") + "?opens=12-21+8%3A00&amp;closes=12-31+8%3A00"
    assert where in page.content.decode()
    asked = desk.get(where.replace("&amp;", "&")).content.decode()
    assert "12-21 8:00" in asked and "12-31 8:00" in asked


def test_only_those_who_may_publish_are_led_to_it(voting):
    asked = do(voting, "publish")
    for who, is_led in ((voting.clerk, True), (voting.council, True), (voting.third, False)):
        desk = sit_down(who)
        assert (asked in desk.get(one(voting, "/documents")).content.decode()) is is_led
        assert desk.get(asked).status_code == (200 if is_led else 403)


def test_a_bad_date_is_asked_again_and_announces_nothing(estate):
    estate.convene()
    estate.add()
    decide(estate.council, estate.committee)
    desk = sit_down(estate.council)
    early = {"opens": local(START + timedelta(days=1)), "closes": local(CLOSES), "send": "1"}
    refused(desk, one(estate, "/announce"), 422, **early)
    refused(desk, one(estate, "/announce"), 422, opens="", closes="", send="1")
    assert Assembly.objects.get().stage == "draft"


def test_every_form_acts_once(estate):
    desk = sit_down(estate.council)
    data = {"convened": "regular", "mode": "own", "title": "会", "once": "k" * 20}
    first, again = (desk.post("/desk/assembly/convene", data) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert Assembly.objects.count() == 1
    where = first["Location"] + "/do/add/-"
    item = {"kind": "278.5", "title": "修电梯", "once": "m" * 20}
    for _ in range(2):
        assert desk.post(where, item).status_code == 302
    assert Motion.objects.count() == 1


def test_what_is_wrong_is_asked_again_with_all_that_was_typed(estate):
    estate.convene()
    desk = sit_down(estate.council)
    refused(desk, "/desk/assembly/convene", 422, convened="regular", mode="own", title="")
    shown = desk.post(do(estate, "add"), {"kind": "election", "title": "选举委员", "seats": "x"})
    assert shown.status_code == 422 and "选举委员" in shown.content.decode()
    refused(desk, do(estate, "add"), 422, title="没有种类")
    assert not Motion.objects.exists()


PAGES = ("", "/dates", "/board", "/doors", "/papers", "/result", "/documents")


def test_those_who_run_the_vote_open_every_page(voting):
    for who in (voting.council, voting.committee, voting.clerk):
        desk = sit_down(who)
        assert "2026年业主大会" in read(desk, MEETINGS)
        for page in PAGES:
            read(desk, one(voting, page))


def test_nobody_else_opens_any(voting):
    for who in (voting.owners["a"], voting.tenant, voting.manager, voting.keeper):
        desk = sit_down(who)
        for page in ("", *PAGES, "/announce", "/papers/ballots.pdf", "/documents/notice.pdf"):
            read(desk, one(voting, page), 403)
        read(desk, MEETINGS, 403)
        read(desk, "/desk/assembly/convene", 403)
        for act in ("add", "deliver", "print", "phone", "count", "extend"):
            refused(desk, do(voting, act), 403, why="x")
    assert Assembly.objects.count() == 1
    assert not PaperBallot.objects.exists()


def test_who_takes_ballots_does_not_run_the_vote(voting):
    desk = sit_down(voting.clerk)
    read(desk, "/desk/assembly/convene", 403)
    for act in ("extend", "cancel", "add", "count", "scrutineer"):
        refused(desk, do(voting, act), 403, why="x")
    assert Assembly.objects.get().stage == "voting"


def test_another_communitys_assembly_is_not_there(voting):
    for role in (Role.COUNCIL, Role.CLERK):
        desk = sit_down(elsewhere(role))
        for page in (*PAGES, "/papers/ballots.pdf", "/scrutiny", "/documents/notice.pdf"):
            read(desk, one(voting, page), 404)
        for act in ("extend", "deliver", "print", "phone", "cancel"):
            refused(desk, do(voting, act), 404, why="x")
    assert Assembly.objects.get().stage == "voting"


def elsewhere(role):
    community = places.create_community(
        by=system(""), name=f"别处 {role}", phone="021-5550-0001", is_invented=True
    )
    person = people.register_person(by=system(community), name="别处的人")
    people.grant_role(by=system(community), person=person, role=role)
    return Actor(person, frozenset({role}), community)


def test_the_board_shows_both_gauges_and_the_doors_who_has_voted(voting):
    voting.cast("a", {voting.motions[0]: "for", voting.motions[1]: "against",
                      voting.motions[2]: ["王d"]}, key="a")  # fmt: skip
    desk = sit_down(voting.clerk)
    shown = read(desk, one(voting, "/board"))
    assert "161.0" in shown and "出租外墙" in shown  # both homes of one head, on every item
    doors = read(desk, one(voting, "/doors"))
    assert "1号楼101" not in doors and "102" in doors and "2号楼" in doors
    assert "101" in read(desk, one(voting, "/doors?all=1"))
    for secret in ("同意", "反对"):
        assert secret not in doors


def test_deliveries_of_a_home_and_of_a_building_are_noted_once(voting):
    desk = sit_down(voting.clerk)
    doors = assembly.canvass(viewer=voting.clerk, assembly=voting.assembly)
    given = {"channel": "door", "evidence": "签收表第1页"}
    press(desk, do(voting, "deliver", doors[0].unit), **given)
    press(desk, do(voting, "deliver-building", doors[0].building), **given)
    press(desk, do(voting, "deliver-building", doors[0].building), **given)
    found = assembly.canvass(viewer=voting.clerk, assembly=voting.assembly)
    assert sum(len(each.delivered) for each in found) == 7
    refused(desk, do(voting, "deliver", doors[0].unit), 422, channel="", evidence="x")
    refused(desk, do(voting, "deliver", 999999), 422, **given)


def test_a_proxy_is_written_down_with_its_scan_and_ended(voting):
    desk = sit_down(voting.clerk)
    head = voting.head("f")
    refused(desk, do(voting, "proxy", head), 422, holder="王a")
    refused(desk, do(voting, "proxy", head), 422, holder="谁也不是", evidence=scan())
    press(desk, do(voting, "proxy", head), holder="王a", evidence=scan())
    (proxy,) = assembly.list_proxies(viewer=voting.clerk, assembly=voting.assembly)
    press(desk, do(voting, "revoke", proxy.id))
    (ended,) = assembly.list_proxies(viewer=voting.clerk, assembly=voting.assembly)
    assert ended.revoked_at is not None


def test_the_council_finds_holder_and_second_official_on_the_roll_alone(voting):
    desk, f, g = sit_down(voting.council), voting.head("f"), voting.head("g")
    assert "登记一份委托" in read(desk, one(voting, f"/doors/{f}"))
    refused(desk, do(voting, "proxy", f), 422, holder="租客", evidence=scan())
    press(desk, do(voting, "proxy", f), holder="王a", evidence=scan())
    (proxy,) = assembly.list_proxies(viewer=voting.council, assembly=voting.assembly)
    assert proxy.head == f
    other = voting.owners["e"].person
    people.grant_role(by=voting.platform, person=other, role=Role.COUNCIL)
    given = {**SAYS, "known_by": "回拨登记的号码"}
    refused(desk, do(voting, "phone", g), 422, **given, second="陈静", evidence=scan(4))
    press(desk, do(voting, "phone", g), **given, second="1号楼105 王e", evidence=scan(5))
    assert Sheet.objects.get().witnessed_by_id == other


def test_joint_owners_name_who_speaks_for_them(voting):
    desk = sit_down(voting.clerk)
    head = voting.head("b")
    person = voting.owners["b"].person
    refused(desk, do(voting, "representative", head), 422, evidence=scan())
    press(desk, do(voting, "representative", head), person=person, evidence=scan())
    (mine,) = assembly.my_ballots(viewer=voting.owners["b"], assembly=voting.assembly)
    assert mine.represents == person


def ballots(estate):
    desk = sit_down(estate.clerk)
    press(desk, do(estate, "print"))
    return desk


SAYS = {"choice-1": "for", "choice-2": "against", "choice-3": ["1"]}
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


def test_the_vote_is_put_off_as_the_rules_allow(voting):
    desk = sit_down(voting.council)
    refused(desk, do(voting, "extend"), 422, closes_at=local(CLOSES + timedelta(days=9)))
    press(desk, do(voting, "extend"), closes_at=local(CLOSES + timedelta(days=2)))
    assert Assembly.objects.get().closes_at == CLOSES + timedelta(days=2)


def test_an_official_result_is_tried_before_it_is_taken(estate):
    estate.announced(mode="official")
    desk = sit_down(estate.clerk)
    with held(DURING):
        estate.tick()
        read(desk, one(estate, "/official"))
        at = local(DURING)
        text = f"房号,事项,意见,时间\n1号楼104,1,同意,{at}\n9号楼999,1,同意,{at}\n"

        def file():
            return SimpleUploadedFile("official.csv", text.encode())

        tried = desk.post(one(estate, "/official"), {"file": file(), "do": "try"})
        assert tried.status_code == 200, tried.content.decode()
        assert not Sheet.objects.exists()
        desk.post(one(estate, "/official"), {"file": file(), "do": "take"})
        assert Sheet.objects.get().channel == "official"
        desk.post(one(estate, "/official"), {"file": file(), "do": "take"})
        assert Sheet.objects.count() == 1


def test_the_vote_that_is_open_stands_first_until_it_has_its_result(voting):
    front, desk = "/desk/assembly", sit_down(voting.council)
    assert "正在进行" in read(desk, front) and "正在投票" in read(desk, front)
    assert f'href="{one(voting, "")}"' in desk.get(front).content.decode()
    with held(AFTER):
        voting.close()
        assert "正在进行" in read(desk, front)
    with held(AFTER + timedelta(days=9)):
        assembly.make_final(by=voting.council, assembly=voting.assembly)
        assert "正在进行" not in read(desk, front)


def test_from_the_close_to_the_archive_with_an_objection_answered(voting):
    for name in "adefgh":
        voting.cast(name, {voting.motions[0]: "for", voting.motions[1]: "against",
                           voting.motions[2]: ["王d"]}, key=name)  # fmt: skip
    desk = sit_down(voting.council)
    with held(CLOSES):
        voting.tick()
        refused(desk, do(voting, "count"), 422)  # a vote may still be on its way
    with held(AFTER):
        press(desk, do(voting, "count"))
        shown = read(desk, one(voting, "/result"))
        assert "没有通过" in shown and "王d" in shown and "民法典278.2" in shown
        made = assembly.object_to(
            by=voting.owners["a"], assembly=voting.assembly, about="result", text="数错了", key="o"
        )
        refused(desk, do(voting, "finish"), 403)
        refused(desk, do(voting, "answer", made), 422, answer="没有错")
        press(desk, do(voting, "answer", made), answer="复核过，没有错", upheld="no")
    for name in ("notice", "roll", "result", "minutes", "filing"):
        response = desk.get(one(voting, f"/documents/{name}.pdf"))
        assert response.content.startswith(b"%PDF"), name
    with held(AFTER + timedelta(days=9)):
        press(desk, do(voting, "finish"))
        assert "复核过" in read(desk, one(voting, "/result"))
        press(desk, do(voting, "archive"))
    assert Assembly.objects.get().stage == "archived"
    assert list(Result.objects.values_list("stage", flat=True)) == ["preliminary", "final"]


def test_a_ballot_that_was_not_the_owners_is_struck_by_its_number(voting):
    for name in "adefgh":
        voting.cast(name, {voting.motions[0]: "for", voting.motions[1]: "for",
                           voting.motions[2]: ["王d"]}, key=name)  # fmt: skip
    number = Sheet.objects.first().number
    desk = sit_down(voting.council)
    with held(AFTER):
        voting.tick()
        press(desk, do(voting, "count"))
        made = assembly.object_to(
            by=voting.owners["a"], assembly=voting.assembly, about="result", text="不是我", key="o"
        )
        given = {"answer": "查明属实", "upheld": "yes"}
        refused(desk, do(voting, "answer", made), 422, **given, strike="第一张")
        refused(desk, do(voting, "answer", made), 422, **given, strike="12, 4711")
        refused(desk, do(voting, "answer", made), 422, **(given | {"upheld": "no"}), strike="1")
        assert not Struck.objects.exists()
        press(desk, do(voting, "answer", made), **given, strike=f"{number}、")
        assert Struck.objects.get().sheet.number == number
        found = assembly.reconcile(viewer=voting.council, assembly=voting.assembly)
        assert (found.struck, found.difference) == (1, 0)


@pytest.fixture
def elected(voting):
    """The estate some days after its final result, in which 王d won the one seat."""
    for name in "adefgh":
        voting.cast(name, {voting.motions[0]: "for", voting.motions[1]: "against",
                           voting.motions[2]: ["王d"]}, key=name)  # fmt: skip
    with held(AFTER):
        voting.close()
    with held(AFTER + timedelta(days=9)):
        assembly.make_final(by=voting.council, assembly=voting.assembly)
        yield voting


def test_who_was_elected_is_taken_over_from_the_result_and_taken_back(elected):
    street, council = sit_down(elected.committee), sit_down(elected.council)
    page = f"/desk/assembly/elected/{elected.assembly}"
    assert page in street.get(one(elected, "/result")).content.decode()
    assert page not in council.get(one(elected, "/result")).content.decode()
    refused(council, page, 403, years="5")
    assert "王d" in read(street, page)
    refused(street, page, 422, years="")
    assert not Council.objects.exists()
    where = press(street, page, years="5")
    assert "王d" in read(street, where)
    assert page not in street.get(one(elected, "/result")).content.decode()
    refused(council, f"{where}/do/unseat/-", 403)
    assert press(street, f"{where}/do/unseat/-") == "/desk/assembly"
    assert not Council.objects.exists()


def test_those_who_are_tied_are_put_to_the_owners_again_from_the_result(estate):
    first = run_offs.elected(estate)
    with held(run_offs.FINAL):
        street, clerk = sit_down(estate.committee), sit_down(estate.clerk)
        button = do(estate, "run-off")
        shown = read(street, one(estate, "/result"))
        assert "王f、王g" in shown and "再投一次" in shown
        assert button in street.get(one(estate, "/result")).content.decode()
        assert button not in clerk.get(one(estate, "/result")).content.decode()
        refused(clerk, button, 403)
        press(street, button)
        made = Motion.objects.get(completes__assembly=first).assembly_id
        page = street.get(one(estate, "/result")).content.decode()
        assert f"{MEETINGS}/{made}" in page and button not in page
        assert f"/desk/assembly/elected/{first}" not in page
        assert f"{MEETINGS}/{made}" not in clerk.get(one(estate, "/result")).content.decode()
        assert "王f、王g" in read(street, f"{MEETINGS}/{made}")


def test_where_the_lot_decides_the_result_says_so_and_the_elected_are_noted_by_hand(estate):
    first = run_offs.elected(estate, tie="lot")
    with held(run_offs.FINAL):
        street = sit_down(estate.committee)
        page = street.get(one(estate, "/result")).content.decode()
        assert "抽签" in page and do(estate, "run-off") not in page
        assert f"/desk/assembly/elected/{first}" in page


def test_nobody_is_put_to_the_owners_again_where_nobody_is_tied(elected):
    street = sit_down(elected.committee)
    assert do(elected, "run-off") not in street.get(one(elected, "/result")).content.decode()
    refused(street, do(elected, "run-off"), 409)
    assert not Motion.objects.exclude(completes=None).exists()


def test_the_council_finds_who_hands_over_on_the_roll_of_the_election(elected):
    where = press(sit_down(elected.committee), f"/desk/assembly/elected/{elected.assembly}",
                  years="5")  # fmt: skip
    desk = sit_down(elected.council)
    refused(desk, f"{where}/do/item/-", 422, what="公章", giver="租客", taker="王d")
    press(desk, f"{where}/do/item/-", what="公章", giver="1号楼105", taker="王d")
    (item,) = HandoverItem.objects.all()
    assert (item.giver_id, item.taker_id) == (
        elected.owners["e"].person,
        elected.owners["d"].person,
    )


def test_one_press_publishes_it_as_an_announcement(voting):
    desk = sit_down(voting.council)
    page = desk.get(do(voting, "publish")).content.decode()
    assert "关于召开业主大会会议的公告" in page and "修电梯" in page
    press(desk, do(voting, "publish"), title="关于召开业主大会会议的公告", text="修电梯")
    (card,) = announcements.list_announcements(viewer=voting.council).items
    assert card.kind == "assembly" and card.places == (voting.community,)


def test_how_an_owner_voted_is_seen_by_named_scrutineers_with_a_reason_alone(voting):
    voting.cast("a", {voting.motions[0]: "for", voting.motions[1]: "against",
                      voting.motions[2]: ["王d"]}, key="a")  # fmt: skip
    street = sit_down(voting.committee)
    press(street, do(voting, "scrutineer"), person="吴三")
    third, clerk = sit_down(voting.third), sit_down(voting.clerk)
    where = one(voting, "/scrutiny")
    refused(third, where, 422, reason="核对")  # not before the close
    with held(AFTER):
        voting.tick()
        refused(clerk, where, 403, reason="核对")
        refused(third, where, 422, reason=" ")
        shown = third.post(where, {"reason": "核对第一张票"})
        assert shown.status_code == 200 and "王d" in shown.content.decode()
    (mine,) = assembly.my_ballots(viewer=voting.owners["a"], assembly=voting.assembly)
    assert [look.reason for look in mine.looks] == ["核对第一张票"]


def test_a_scrutineer_takes_all_ballots_along_opened_and_each_owner_can_read_that(voting):
    voting.cast("a", {voting.motions[0]: "for", voting.motions[1]: "against",
                      voting.motions[2]: ["王d"]}, key="a")  # fmt: skip
    press(sit_down(voting.committee), do(voting, "scrutineer"), person="吴三")
    third, clerk = sit_down(voting.third), sit_down(voting.clerk)
    where = one(voting, "/scrutiny")
    refused(third, where, 422, reason="重算", whole="1")  # not before the close
    with held(AFTER):
        voting.close()
        deliver_all()
        ledger.sign_checkpoint(by=voting.platform, community=voting.community)
        refused(clerk, where, 403, reason="重算", whole="1")
        refused(third, where, 422, reason=" ", whole="1")
        assert not assembly.my_ballots(viewer=voting.owners["a"], assembly=voting.assembly)[0].looks
        given = third.post(where, {"reason": "重算", "whole": "1"})
        bundle = ZipFile(BytesIO(given.content))
    assert "opened.jsonl" in bundle.namelist()
    assert given["Cache-Control"] == "no-store"
    (mine,) = assembly.my_ballots(viewer=voting.owners["a"], assembly=voting.assembly)
    assert [look.reason for look in mine.looks] == ["重算"]
