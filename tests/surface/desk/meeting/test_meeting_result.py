"""From the close to the archive: objections, who was elected, ties, and who may open ballots."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Assembly,
    Council,
    HandoverItem,
    Motion,
    Result,
    Sheet,
    Struck,
)
from linli.foundation.facts.api import deliver_all
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from modules.application.assembly_estate import (
    AFTER,
    CLOSES,
)
from modules.application.voting import test_run_off as run_offs
from surface.desk.meeting_walk import MEETINGS, do, one, press, read, refused, sit_down


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
