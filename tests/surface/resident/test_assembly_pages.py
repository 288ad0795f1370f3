"""The assembly's pages around the vote: list, notice, board, receipt, own ballot, result."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.application.assembly import api as assembly
from linli.application.assembly.models import BallotLook, Objection
from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.kernel import now
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from linli.support.matters import api as matters
from surface.resident.assembly_estate import cast, convened, counted, prepare, tenant
from surface.resident.test_assembly_voting import client_of, page
from surface.resident.test_undoing import undo_on


@pytest.fixture
def council(life):
    return prepare(life.estate)


@pytest.fixture
def vote(life, council):
    return convened(life.estate, council, "open")


def on_ledger(estate) -> None:
    """What the assembly has written comes to the public ledger, and is signed."""
    deliver_all()
    ledger.sign_checkpoint(by=estate.platform, community=estate.community)


def test_an_open_vote_waits_on_the_first_page_and_on_the_list(life, auntie, vote):
    for path in ("/", "/assembly"):
        found = page(auntie, path)
        assert "现在投票：2026年业主大会" in found and f'href="/assembly/{vote}"' in found, path
    cast(life.estate.auntie, vote)
    for path in ("/", "/assembly"):
        assert "现在投票：" not in page(auntie, path), path
    assert f'href="/assembly/{vote}"' in page(auntie, "/assembly")


def test_in_the_large_face_the_first_page_stays_small(auntie, vote):
    auntie.cookies["face"] = "elder"
    found = page(auntie, "/").split("<main")[1].split("</main")[0]
    assert "现在投票" in found and found.count("<a ") + found.count("<button") <= 8


def test_without_an_assembly_the_list_says_so(life, auntie):
    assert "现在没有业主大会" in page(auntie, "/assembly")


def test_a_vote_waits_for_no_helper_and_for_nobody_without_a_home(life, vote):
    people.accept_help(by=life.estate.neighbour, help_id=life.trust)
    helper = client_of(life.estate.neighbour)
    helper.post(f"/me/helping/{life.trust}")
    assert "现在投票" not in page(helper, "/") and helper.get("/assembly").status_code == 200
    assert "我的房" not in page(helper, f"/assembly/{vote}")
    assert "现在投票" not in page(client_of(tenant(life.estate)), "/assembly")


def test_the_notice_says_what_is_decided_when_and_how(auntie, vote):
    found = page(auntie, f"/assembly/{vote}")
    for words in (
        "用维修资金修 3 号楼电梯", "过半数", "四分之三以上", "选 2 人", "提前 15 天", "纸质票",
        "021", "89.50 平方米，以产权登记为准", "还没有投票", f"/assembly/{vote}/object",
    ):  # fmt: skip
        assert words in found, words


def test_the_board_shows_how_many_and_never_what(life, auntie, vote):
    assert "0 / 3" in page(auntie, f"/assembly/{vote}")
    cast(life.estate.neighbour, vote)
    found = page(auntie, f"/assembly/{vote}")
    assert "1 / 3" in found and "还差 1 户" in found and "89.50 / 2148.00 平方米" in found
    board = found.split("投到哪一步了")[1].split("<h2>")[0]
    assert "同意" not in board and "反对" not in board
    assert "户数太少，不显示" in board  # one building in which one of three has voted


def test_what_is_not_announced_or_elsewhere_is_not_there(life, auntie, council, vote):
    from linli.kernel import Words

    draft = assembly.convene(
        by=council, convened="regular", mode="own", title=Words("草", "Draft"), key="draft"
    )
    for path in ("", "/vote", "/receipt", "/mine", "/result", "/object", "/paper"):
        assert auntie.get(f"/assembly/{draft}{path}").status_code == 404, path
        assert auntie.get(f"/assembly/nothing{path}").status_code == 404, path
    outsider = client_of(life.estate.outsider)
    assert vote not in page(outsider, "/assembly")


def test_a_receipt_is_ready_once_the_ledger_is_signed(life, auntie, vote):
    ballot = cast(life.estate.auntie, vote)
    path = f"/assembly/{vote}/receipt"
    before = page(auntie, path)
    assert "您的票收到了" in before and "再过一分钟就好" in before and "<svg" in before
    assert auntie.get(f"{path}/{ballot}").status_code == 503
    on_ledger(life.estate)
    after = page(auntie, path)
    code = re.search(r"<dd>([0-9A-Z]{12})</dd>", after)
    assert code and 'class="qr"' in after and "看不出您怎么投的" in after
    assert "同意" not in after.split("<main")[1].split("</main")[0]
    file = auntie.get(f"{path}/{ballot}")
    assert file["Content-Disposition"].endswith('.tlog-proof"')
    assert file.content.startswith(b"c2sp.org/tlog-proof@v1")


def test_nobody_has_the_receipt_of_another(life, auntie, neighbour, vote):
    ballot = cast(life.estate.auntie, vote)
    on_ledger(life.estate)
    assert neighbour.get(f"/assembly/{vote}/receipt").status_code == 404
    assert neighbour.get(f"/assembly/{vote}/receipt/{ballot}").status_code == 404


def test_my_receipts_can_be_had_to_print(life, auntie, neighbour, vote):
    path = f"/assembly/{vote}/receipt"
    cast(life.estate.auntie, vote)
    assert auntie.get(f"{path}/slips").status_code == 503
    on_ledger(life.estate)
    assert f'href="{path}/slips"' in page(auntie, path)
    file = auntie.get(f"{path}/slips")
    assert file["Content-Type"] == "application/pdf" and file.content.startswith(b"%PDF")
    assert neighbour.get(f"{path}/slips").status_code == 404


def test_how_i_voted_is_shown_when_i_press_and_noted(life, auntie, vote):
    cast(life.estate.auntie, vote)
    path = f"/assembly/{vote}/mine"
    assert "陈大明" not in page(auntie, path) and not BallotLook.objects.exists()
    shown = auntie.post(path)
    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    assert "陈大明" in shown.content.decode() and BallotLook.objects.count() == 1
    assert "您自己看的" in page(auntie, path)


def test_a_result_says_what_was_decided_and_by_which_figures(life, auntie, council):
    made = counted(life.estate, council)
    assert f'href="/assembly/{made}/result"' in page(auntie, "/assembly")
    found = page(auntie, f"/assembly/{made}/result")
    for words in (
        "初步结果", "参加的不够", "参加的还差：1253.00", "民法典278.1(5)", "2 / 3", "只算交回的票",
        "按规则把没交的算进去", "陈大明", "对结果提异议", "计票和登记相差",
        f"/bundle/{made}.zip", "/notice-check",
    ):  # fmt: skip
        assert words in found, words


def test_before_there_is_a_result_its_address_leads_to_the_notice(auntie, vote):
    assert auntie.get(f"/assembly/{vote}/result")["Location"] == f"/assembly/{vote}"
    assert "还没有结果" in page(auntie, f"/assembly/{vote}")


def test_a_final_result_says_until_when_it_can_be_challenged(life, auntie, council):
    made = counted(life.estate, council)
    with held(now() + timedelta(days=12)):
        assembly.make_final(by=council, assembly=made)
        found = page(auntie, f"/assembly/{made}/result")
        assert "最终结果" in found and "请法院撤销" in found
        assert f"/assembly/{made}/object" not in found


@pytest.mark.parametrize("about", ["roll", "result"])
def test_an_objection_is_handed_in_once_and_stands_on_the_notice(life, auntie, council, about):
    estate = life.estate
    made = convened(estate, council, "o") if about == "roll" else counted(estate, council)
    path = f"/assembly/{made}/object"
    assert "什么不对" in page(auntie, path) or "哪里不对" in page(auntie, path)
    empty = auntie.post(path, {"text": " ", "once": "e"})
    assert empty.status_code == 422 and not Objection.objects.exists()
    for _ in range(2):
        sent = auntie.post(path, {"text": "我家面积写错了", "once": "same"})
        assert sent["Location"] == f"/assembly/{made}"
    assert Objection.objects.get().about == about
    assert "我家面积写错了" in page(auntie, f"/assembly/{made}")
    assert "我家面积写错了" not in page(client_of(estate.neighbour), f"/assembly/{made}")


@pytest.mark.parametrize("face", ["standard", "elder"])
def test_an_objection_is_taken_back_in_two_taps_and_stands_as_taken_back(auntie, vote, face):
    auntie.cookies["face"] = face
    auntie.post(f"/assembly/{vote}/object", {"text": "面积写错了", "once": "o"})
    back = undo_on(auntie, f"/assembly/{vote}")
    assert page(auntie, f"/assembly/{vote}").count(f'action="{back}"') == 1
    assert auntie.post(back, {"once": "b"})["Location"] == f"/assembly/{vote}"
    assert Objection.objects.get().withdrawn_at
    found = page(auntie, f"/assembly/{vote}")
    assert "面积写错了" in found and "已经收回" in found and back not in found
    auntie.post(f"/assembly/{vote}/object", {"text": "面积还是错的", "once": "again"})
    assert Objection.objects.filter(withdrawn_at=None).get().text == "面积还是错的"


def test_nobody_takes_anothers_objection_back(life, auntie, vote):
    auntie.post(f"/assembly/{vote}/object", {"text": "面积写错了", "once": "o"})
    back = undo_on(auntie, f"/assembly/{vote}")
    assert client_of(life.estate.neighbour).post(back, {"once": "b"}).status_code == 404
    assert Objection.objects.get().withdrawn_at is None


def test_words_of_an_objection_wait_as_a_draft(auntie, vote):
    path = f"/assembly/{vote}/object"
    assert auntie.post(path, {"text": "面积", "later": "1"})["Location"] == "/"
    assert "写了一半异议" in page(auntie, "/") and "面积" in page(auntie, path)


def test_after_its_time_an_objection_is_refused_and_nothing_is_kept(life, auntie, council):
    made = counted(life.estate, council)
    with held(now() + timedelta(days=12)):
        late = auntie.post(f"/assembly/{made}/object", {"text": "晚了"})
    assert late.status_code == 410 and not Objection.objects.exists()


def test_another_way_to_vote_is_a_task_for_the_desk(life, auntie, vote):
    path = f"/assembly/{vote}/paper"
    assert auntie.post(path, {"way": "pigeon"}).status_code == 422
    done = auntie.post(path, {"way": "paper", "once": "p"})
    matter = done["Location"].split("/")[2]
    card = matters.get_matter(viewer=life.estate.auntie, matter=matter).card
    assert (card.category, card.title) == ("paperwork", "把纸质票送到我家门口")
    assert auntie.post(f"/matters/{matter}/take-back").status_code == 302
    again = matters.get_matter(viewer=life.estate.auntie, matter=matter).card
    assert again.state == "withdrawn"


def test_the_first_page_asks_no_more_the_more_assemblies_there_are(life, auntie, council):
    def asked() -> int:
        auntie.get("/")
        with CaptureQueriesContext(connection) as found:
            auntie.get("/")
        return len(found)

    before = asked()
    for number in range(3):
        counted(life.estate, council, f"past {number}")
    assert asked() <= before + 1
