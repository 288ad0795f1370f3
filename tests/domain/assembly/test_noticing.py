"""A pasted notice is read in the usual wordings; what has no place is left over, not guessed."""

import pytest

from linli.application.assembly.domain.auditing import audit_notice
from linli.application.assembly.domain.noticing import read_text
from linli.kernel import Refused

FULL = """梧桐里业主大会表决结果公告
本小区总户数1,000户，总面积80000.00平方米；参加表决700户，占总户数的70%，面积60000.00平方米，占总面积的75.00%。
表决事项一：使用维修资金更换电梯
同意600户，占参加表决户数的85.71%，同意面积50000.00平方米，占83.33%；反对60户，面积6000平方米；弃权40户，面积4000平方米。本议题表决通过。
表决事项二：筹集维修资金
同意500户，面积45000㎡；不同意160户，面积 11000㎡；弃权40户，面积4000㎡。结果：未通过。
"""


def one(text):
    return read_text(text).given["motions"][0]


def test_a_whole_notice_with_two_motions():
    found = read_text(FULL)
    assert found.given["scope"] == {"heads": 1000, "area": "80000.00"}
    assert found.given["participating"] == {"heads": 700, "area": "60000.00"}
    first, second = found.given["motions"]
    assert (first["title"], first["kind"]) == ("使用维修资金更换电梯", "278.5")
    assert first["for"] == {"heads": 600, "area": "50000.00"}
    assert first["against"] == {"heads": 60, "area": "6000"}
    assert first["printed"] == {
        "participating_heads_pct": "70",
        "participating_area_pct": "75.00",
        "for_heads_pct": "85.71",
        "for_area_pct": "83.33",
        "outcome": "passed",
    }
    assert (second["kind"], second["printed"]["outcome"]) == ("278.6", "failed")
    assert second["against"] == {"heads": 160, "area": "11000"}
    assert found.left_over == ()
    outcomes = [each["strict"]["outcome"] for each in audit_notice(found.given)["motions"]]
    assert outcomes == ["passed", "failed"]


@pytest.mark.parametrize(
    ("text", "heads", "area"),
    [
        ("总户数1000户，总面积80000平方米", 1000, "80000"),
        ("业主总人数：1058，建筑物总面积：123456.78", 1058, "123456.78"),
        ("全体业主１２０户，专有部分面积共１２０００．５㎡", 120, "12000.5"),
        ("应参加表决的业主 120 人，面积 12000 m2", 120, "12000"),
        ("总票数 1,234 票，总建筑面积 98,765.4 平米", 1234, "98765.4"),
    ],
)
def test_how_many_there_are_is_written_in_many_ways(text, heads, area):
    assert read_text(text).given["scope"] == {"heads": heads, "area": area}


@pytest.mark.parametrize(
    ("text", "side", "heads", "area"),
    [
        ("同意600户，面积50000平方米", "for", 600, "50000"),
        ("赞成票 600 票（50000.5㎡）", "for", 600, "50000.5"),
        ("不赞成60人6000平方米", "against", 60, "6000"),
        ("同意1户1平方米，反对票：60票，面积：6000", "against", 60, "6000"),
        ("弃权户数：40，弃权面积：4000.25", "abstain", 40, "4000.25"),
        ("废票5张？废票5票，300平方米", "void", 5, "300"),
        ("同意\t600\t50000.00", "for", 600, "50000.00"),
        ("反对 | 6000.00 | 60", "against", 60, "6000.00"),
    ],
)
def test_sides_are_told_apart(text, side, heads, area):
    assert one(text)[side] == {"heads": heads, "area": area}


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("表决通过", "passed"),
        ("该议题获得通过。", "passed"),
        ("本议题未获通过", "failed"),
        ("未能通过", "failed"),
        ("结果：不通过", "failed"),
        ("通过", "passed"),
    ],
)
def test_how_it_ended_is_read(words, outcome):
    assert one(f"同意600户。{words}")["printed"]["outcome"] == outcome


def test_what_only_sounds_like_an_outcome_is_none():
    assert "printed" not in one("同意600户。投票通过微信小程序进行，通过率另行公布")


def test_silence_that_was_counted_goes_where_the_notice_says():
    text = "同意40户4000平方米；未表决的20户2000平方米视为同意。"
    assert one(text)["deemed"] == {"added_to": "for", "heads": 20, "area": "2000"}
    text = "同意40户；未投票的30户，视为弃权。"
    assert one(text)["deemed"] == {"added_to": "abstain", "heads": 30}


def test_an_agenda_before_the_figures_makes_no_empty_motions():
    text = "\n一、关于选聘物业服务企业的议案\n二、关于使用维修资金的议案\n结果\n同意600户，反对60户"
    (motion,) = read_text(text).given["motions"]
    assert motion["for"] == {"heads": 600}


def test_a_figure_with_no_place_is_left_over_and_shown():
    found = read_text("总户数100户。同意60户，同意61户，随多数7户，另有3%")
    assert found.given["motions"][0]["for"] == {"heads": 60}
    assert len(found.left_over) == 3
    assert "同意61户" in found.left_over[0]


@pytest.mark.parametrize("text", ["", "您好", "2026年11月1日公告", "通过"])
def test_a_text_without_figures_is_refused_at_its_field(text):
    with pytest.raises(Refused) as refused:
        read_text(text)
    assert (refused.value.code, refused.value.field) == ("invalid", "text")


def test_a_text_too_long_is_refused():
    with pytest.raises(Refused) as refused:
        read_text("同意600户" * 20_000)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    "text", ["同意" + "9" * 500 + "户", "占" * 20_000 + "5%", "1,000," * 8_000]
)
def test_odd_texts_are_survived(text):
    try:
        audit_notice(read_text(text).given)
    except Refused as refused:
        assert refused.field
