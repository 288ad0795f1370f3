"""While the vote is open: the board, doors, proxies, speakers, the official file, the notice."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.application.announcements import api as announcements
from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Assembly,
    Sheet,
)
from linli.foundation.people import api as people
from linli.kernel import Role
from linli.kernel.clock import held
from modules.application.assembly_estate import (
    CLOSES,
    DURING,
)
from surface.desk.meeting_walk import SAYS, do, local, one, press, read, refused, scan, sit_down


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


def test_one_press_publishes_it_as_an_announcement(voting):
    desk = sit_down(voting.council)
    page = desk.get(do(voting, "publish")).content.decode()
    assert "关于召开业主大会会议的公告" in page and "修电梯" in page
    press(desk, do(voting, "publish"), title="关于召开业主大会会议的公告", text="修电梯")
    (card,) = announcements.list_announcements(viewer=voting.council).items
    assert card.kind == "assembly" and card.places == (voting.community,)
