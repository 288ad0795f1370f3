"""A resident asks for an assembly, signs, stands, objects and comments, each with its way back."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Answer,
    Candidacy,
    Comment,
    Concern,
    HandoverItem,
    Preparer,
    Request,
    Signature,
    Task,
)
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.kernel import Actor, Role, new_id, now
from surface.assembly_life import prepared
from surface.resident.community import session_of
from surface.resident.test_undoing import undo_on

FILE = Path(__file__).resolve().parents[1] / "query_counts.json"
PATHS = (
    *("/assembly/requests", "/assembly/requests/{request}"),
    *("/assembly/candidates", "/assembly/preparing"),
)


@pytest.fixture
def house(life):
    return prepared(life.estate)


def send(client: Client, path: str, **data):
    return client.post(path, {"once": new_id(), **data})


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def names(house) -> int:
    return Signature.objects.filter(request=house.request, withdrawn_at=None).count()


def test_before_anybody_asks_the_pages_say_so(auntie):
    assert "还没有人提议开会" in text(auntie, "/assembly/requests")
    assert "现在没有在筹备大会" in text(auntie, "/assembly/candidates")
    assert send(auntie, "/assembly/candidates/stand").status_code == 404


@pytest.mark.parametrize("face", ["standard", "elder"])
def test_a_neighbour_signs_and_takes_the_name_back(house, neighbour, face):
    neighbour.cookies["face"] = face
    page = f"/assembly/requests/{house.request}"
    assert "签名" in text(neighbour, page) and "太旧了" in text(neighbour, page)
    assert send(neighbour, f"{page}/sign").status_code == 302
    assert names(house) == 2
    assert send(neighbour, undo_on(neighbour, page)).status_code == 302
    assert names(house) == 1
    assert send(neighbour, undo_on(neighbour, page)).status_code == 302
    assert names(house) == 2


def test_asking_needs_words_and_keeps_what_was_typed(house, auntie):
    before = Request.objects.count()
    answer = send(auntie, "/assembly/requests/ask", kind="extraordinary", title="修路", reason="")
    assert answer.status_code == 422 and "修路" in answer.content.decode()
    assert Request.objects.count() == before
    answer = send(
        auntie,
        "/assembly/requests/ask",
        kind="extraordinary",
        title="修路",
        reason="坑太多",
        item="修路",
    )
    assert answer.status_code == 302
    assert send(auntie, undo_on(auntie, answer["Location"])).status_code == 302
    assert Request.objects.get(title="修路").state == "withdrawn"


@pytest.fixture
def tenant(life) -> Client:
    estate = life.estate
    one = people.register_person(by=estate.platform, name="小租", phone="13900000555")
    people.settle(
        by=estate.platform, person=one, dwelling=estate.dwelling, relation=Relation.TENANT
    )
    client = Client(raise_request_exception=False)
    actor = Actor(one, frozenset({Role.RESIDENT}), estate.community)
    client.cookies["sessionid"] = session_of(actor)
    return client


def test_who_is_no_owner_is_told_so(house, tenant):
    page = f"/assembly/requests/{house.request}"
    answer = send(tenant, f"{page}/sign")
    assert answer.status_code == 403 and "业主" in answer.content.decode()
    assert names(house) == 1


def test_standing_has_a_way_back_and_shows_only_oneself_until_the_list_is_shown(
    house, auntie, neighbour, tenant
):
    assert "我愿意出力" in text(auntie, "/assembly/candidates")
    assert "我愿意出力" not in text(tenant, "/assembly/candidates")
    assert send(neighbour, "/assembly/candidates/stand", statement="我也来").status_code == 302
    undo = undo_on(neighbour, "/assembly/candidates")
    assert undo.endswith("/out") and send(neighbour, undo).status_code == 302
    assert "不参选" in text(neighbour, "/assembly/candidates")


def test_a_neighbour_is_proposed_by_name_and_home(life, house, auntie, neighbour):
    page = "/assembly/candidates/propose"
    answer = send(auntie, page, name="无名氏", home="3-2-501")
    assert answer.status_code == 422 and "没有找到" in answer.content.decode()
    assert send(auntie, page, name="刘洋", home="3-2-501").status_code == 302
    assert "邻居推荐了您" in text(neighbour, "/assembly/candidates")


def test_who_owns_nothing_learns_nothing_by_proposing(house, tenant):
    before = Candidacy.objects.count()
    said = [
        send(tenant, "/assembly/candidates/propose", name=name, home="3-2-501")
        for name in ("刘洋", "无名氏")
    ]
    assert [one.status_code for one in said] == [403, 403]
    assert Candidacy.objects.count() == before


def test_an_objection_is_taken_back_and_another_community_sees_none(life, house, auntie):
    page = f"/assembly/candidates/lists/{house.roll}"
    assert send(auntie, page, text="").status_code == 422
    assert send(auntie, page, text="少了一户").status_code == 302
    made = Concern.objects.get(text="少了一户")
    assert send(auntie, undo_on(auntie, "/assembly/candidates")).status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_at
    assert send(auntie, "/assembly/candidates/lists/nothing", text="x").status_code == 404


def test_a_draft_shows_what_changed_and_takes_comments(house, neighbour):
    page = f"/assembly/candidates/texts/{house.draft}"
    shown = text(neighbour, page)
    assert "<ins>第二条（短）</ins>" in shown and "<del>第二条</del>" in shown
    assert send(neighbour, page, text="可以").status_code == 302
    assert send(neighbour, undo_on(neighbour, page)).status_code == 302
    assert Comment.objects.get(text="可以").withdrawn_at


@pytest.mark.parametrize("face", ["standard", "elder"])
def test_an_owner_in_the_preparing_body_sees_what_is_next_and_does_it(life, house, neighbour, face):
    neighbour.cookies["face"] = face
    assert 'href="/assembly/preparing"' in text(neighbour, "/assembly/candidates")
    shown = text(neighbour, "/assembly/preparing")
    for words in ("面积没有写", "第二条太长", "王秀英", "还没有人查"):
        assert words in shown, words
    task = Task.objects.filter(done_at=None)[0]
    do = "/assembly/preparing/do"
    assert do + f"/finish/{task.name}" in shown
    assert send(neighbour, f"{do}/finish/{task.name}", note="好了").status_code == 302
    assert send(neighbour, f"{do}/concern/{house.concern}", answer="x").status_code == 422
    told = {"answer": "已经补上", "is_upheld": "yes"}
    assert send(neighbour, f"{do}/concern/{house.concern}", **told).status_code == 302
    found = {"is_so": "yes", "evidence": "查了登记簿"}
    assert send(neighbour, f"{do}/question/{house.candidacy}.owner", **found).status_code == 302
    version = {"kind": "covenant", "text": "第一条", "note": ""}
    assert send(neighbour, f"{do}/draft/-", **version).status_code == 302
    assert send(neighbour, f"{do}/show-roll/-").status_code == 302
    shown = text(neighbour, "/assembly/preparing")
    assert "已经补上" in shown and "好了" in shown and "查了登记簿" in shown
    task.refresh_from_db()
    assert task.done_by_id == life.estate.neighbour.person


def test_nobody_checks_or_answers_for_themselves_on_the_bodys_page(house, auntie):
    shown = text(auntie, "/assembly/preparing")
    do = "/assembly/preparing/do"
    assert f"{do}/concern/{house.concern}" not in shown  # it is her own
    told = {"answer": "好", "is_upheld": "yes"}
    assert send(auntie, f"{do}/concern/{house.concern}", **told).status_code == 403
    found = {"is_so": "yes", "evidence": "x"}
    assert send(auntie, f"{do}/question/{house.candidacy}.owner", **found).status_code == 403
    assert not Answer.objects.exists()


def test_who_does_not_serve_in_the_body_has_no_such_page(life, house, tenant):
    for path in ("/assembly/preparing", f"/assembly/preparing/do/concern/{house.concern}"):
        assert tenant.get(path).status_code == 404
        assert send(tenant, path, answer="好", is_upheld="no").status_code in (404, 405)
    assert 'href="/assembly/preparing"' not in text(tenant, "/assembly/candidates")
    assert Concern.objects.get(pk=house.concern).answered_at is None


def test_who_has_left_the_body_and_a_helper_of_a_member_do_nothing(life, house, neighbour):
    estate, do = life.estate, "/assembly/preparing/do"
    people.accept_help(by=estate.neighbour, help_id=life.trust)
    helper = Client(raise_request_exception=False)
    helper.cookies["sessionid"] = session_of(estate.neighbour)
    helper.post(f"/me/helping/{life.trust}")
    assert send(helper, f"{do}/show-roll/-").status_code == 404
    Preparer.objects.filter(person=estate.neighbour.person).update(left_at=now())
    assert neighbour.get("/assembly/preparing").status_code == 404
    assert send(neighbour, f"{do}/show-roll/-").status_code == 404
    assert (
        assembly.list_shown(viewer=estate.street, preparation=house.preparation, what="roll")[0].id
        == house.roll
    )


def test_both_sign_the_handover_on_their_own_pages(house, auntie, neighbour):
    for client in (auntie, neighbour):
        assert "公章" in text(client, "/assembly/candidates")
        path = f"/assembly/candidates/handover/{house.item}/sign"
        assert send(client, path).status_code == 302
        assert "公章" not in text(client, "/assembly/candidates").replace("您已经签了名", "")
    row = HandoverItem.objects.get()
    assert row.given_at and row.taken_at


def asked_by(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_keep_their_budget(house, auntie, path):
    asked = asked_by(auntie, path.format(request=house.request))
    budget = json.loads(FILE.read_text())[f"resident {path}"]
    assert asked <= budget, f"{asked} > {budget}"


@pytest.mark.parametrize("path", ["/assembly/candidates", "/assembly/preparing"])
def test_many_candidates_lists_and_drafts_ask_no_more_than_few(life, house, auntie, path):
    estate, few = life.estate, asked_by(auntie, path)
    common = {"by": estate.street, "preparation": house.preparation}
    for number in range(6):
        one = people.register_person(by=estate.platform, name=f"候选{number}")
        assembly.nominate(**common, person=one, proposer="街道办事处")
        shown = assembly.show_roll(**common, key=f"roll{number}")
        assembly.raise_concern(by=estate.neighbour, showing=shown, text="少了", key=f"n{number}")
        assembly.note_correction(by=estate.street, showing=shown, text="补", key=f"c{number}")
        draft = assembly.write_draft(**common, kind="rules", text=f"第{number}条", key=f"w{number}")
        assembly.comment_on_draft(by=estate.auntie, draft=draft, text="好", key=f"m{number}")
    assert asked_by(auntie, path) == few
    assert "候选5" in text(auntie, path)


def test_the_council_is_public(life, house):
    (card,) = assembly.list_councils(viewer=life.estate.auntie)
    assert card.holders and card.papers == () and Role.OWNER in life.estate.auntie.roles
