"""The rules of an assembly and the check of a notice: open to strangers, without scripts."""

import html
import json
import re

import pytest

from linli.application.assembly.api import confirm_rule, draft_rules, set_rule
from linli.foundation.people.api import grant_role, register_person
from linli.kernel import Actor, Role, system
from surface.resident.test_practice import everything

NOTICE = (
    "总户数1000户，总面积80000.00平方米；参加表决700户，面积60000.00平方米，"
    "同意596户，面积50000.00平方米，占83.33%；反对60户，面积6000平方米；"
    "弃权40户，面积4000平方米。表决通过。另有7户"
)


def text(response) -> str:
    page = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


@pytest.fixture
def chinese(client):
    client.cookies["language"] = "zh-hans"
    return client


def both_faces(client):
    for face in ("standard", "elder"):
        client.cookies["face"] = face
        yield client


def test_a_stranger_reads_every_rule_its_source_and_whether_it_is_confirmed(life, chinese):
    for client in both_faces(chinese):
        page = text(client.get("/assembly/rules"))
        assert "首次业主大会要提前 15 天公告。" in page
        assert "物业管理条例 · 第 14 条 · 2018-03-19 起的文本" in page
        assert "废票 还没有定 还没有人定。" in page
        assert "资料保存几年 还没有核对" in page
        assert "现在按法律：全国通用。" in page
        assert "60 天书面通知。 这一条平台不核对，由人负责。" in page
        assert "首次业主大会要提前 15 天公告。 这一条" not in page


def council(life, name):
    person = register_person(by=system(life.estate.community), name=name)
    grant_role(by=system(life.estate.community), person=person, role=Role.COUNCIL)
    return Actor(person, frozenset({Role.COUNCIL}), life.estate.community)


def test_the_communitys_own_rule_stands_over_the_law_with_its_clause(life, chinese):
    chair, deputy = council(life, "甲"), council(life, "乙")
    rules = draft_rules(by=chair, pack="hangzhou", key="1")
    given = {"name": "objection_days", "value": 7}
    set_rule(by=chair, rules=rules, clause="第九条", page="4", **given)
    page = text(chinese.get("/assembly/rules"))
    assert "对结果提异议几天 还没有核对" in page
    for by in (chair, deputy):
        confirm_rule(by=by, rules=rules, **given)
    page = text(chinese.get("/assembly/rules"))
    assert "对结果提异议几天 已核对 先公布初步结果，7 天内可以提异议。" in page
    assert "业主大会议事规则 · 第九条 · 第 4 页" in page
    assert "第一版规则正在写。没有写的，按法律：杭州。" in page


def hidden(response) -> str:
    found = re.search(r'name="notice" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1])


def test_a_pasted_notice_is_shown_as_understood_and_then_judged(life, chinese):
    for client in both_faces(chinese):
        shown = client.post("/notice-check", {"text": NOTICE})
        page = text(shown)
        assert "全体业主 1000 户 · 80000.00 平方米" in page
        assert "同意 596 户 · 50000.00 平方米" in page
        assert "没有看懂的" in page and "另有7户" in page
        assert "对不上" not in page, "nothing is judged before it was looked at"
        found = text(client.post("/notice-check/result", {"notice": hidden(shown)}))
        assert "公告写参加的是 700 户，各项加起来是 696 户。" in found
        assert "民法典278.2" in found
        assert "通过了" in found


def test_json_in_the_form_of_the_command_is_taken_too(life, chinese):
    given = {
        "scope": {"heads": 1000, "area": "80000.00"},
        "participating": {"heads": 600, "area": "60000.00"},
        "motions": [
            {
                "title": "使用维修资金",
                "kind": "278.5",
                "for": {"heads": 500, "area": "50000.00"},
                "printed": {"outcome": "passed", "participating_heads_pct": "61.00"},
            }
        ],
    }
    shown = chinese.post("/notice-check", {"text": json.dumps(given)})
    assert json.loads(hidden(shown)) == given
    page = text(chinese.post("/notice-check/result", {"notice": hidden(shown)}))
    assert "参加的业主人数或者面积，不到三分之二。 民法典278" in page
    assert "公告写 61.00%，应该是 60.00%。" in page
    assert "公告写“通过了”。按它自己的数字：参加的不够。" in page


def test_typed_figures_are_judged_and_empty_ones_left_open(life, chinese):
    typed = {
        "kind": "278.6",
        "scope_heads": "1,000",
        "scope_area": "８００００",
        "participating_heads": "700",
        "for_heads": "500",
        "outcome": "passed",
    }
    page = text(chinese.post("/notice-check/figures", typed))
    assert "没有通过" in page and "四分之三以上同意" in page
    page = text(chinese.post("/notice-check/figures", {**typed, "for_heads": "600"}))
    assert "这些数字说不准" in page


def test_checking_a_notice_keeps_nothing(life, chinese):
    before = everything()
    shown = chinese.post("/notice-check", {"text": NOTICE})
    for path, given in (
        ("/notice-check/result", {"notice": hidden(shown)}),
        ("/notice-check/figures", {"kind": "278.6", "scope_heads": "1000", "for_heads": "600"}),
    ):
        assert chinese.post(path, given).status_code == 200
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("for_heads", "许多", "同意，人数（户）"),
        ("scope_area", "1e3", "全体业主，平方米"),
        ("for_area_pct", "half", "同意，平方米，百分比"),
        ("kind", "other", "投的是什么事"),
    ],
)
def test_a_wrong_figure_is_named_as_on_the_form_and_nothing_typed_is_lost(
    life, chinese, field, value, label
):
    typed = {"kind": "ordinary", "against_heads": "60", field: value}
    response = chinese.post("/notice-check/figures", typed)
    assert response.status_code == 422
    assert f'href="#f-{field}"' in response.content.decode()
    assert label in text(response)
    assert 'value="60"' in response.content.decode()


@pytest.mark.parametrize("given", ["", "您好", '{"motions": 3}', "{", "x" * 60_000])
def test_what_cannot_be_read_is_said_at_the_box_and_kept(life, chinese, given):
    response = chinese.post("/notice-check", {"text": given})
    assert response.status_code == 422
    assert 'href="#f-text"' in response.content.decode()


@pytest.mark.parametrize("given", [{}, {"notice": "{"}, {"notice": '{"motions": []}'}])
def test_a_result_without_its_figures_is_refused_in_words(life, chinese, given):
    assert chinese.post("/notice-check/result", given).status_code == 422


def test_a_script_in_a_notice_is_only_text(life, chinese):
    bad = "<script>alert(1)</script>议题一：<b>x</b>\n同意600户"
    body = chinese.post("/notice-check", {"text": bad}).content.decode()
    assert "<script>alert(1)" not in body and "<b>x</b>" not in body
