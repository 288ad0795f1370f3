"""Two assemblies in a browser, from the first signature to the recount: four ways to vote, one
count, difference 0."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from linli.foundation.facts.api import list_dead_letters
from linli.kernel import Actor
from linli.kernel.clock import held
from surface.a_town import Town, day
from surface.at_a_screen import Screen, one_clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
]

CANDIDATES = ("d", "e", "f", "g")
FIT = {
    "是本小区的业主吗？": "是",
    "具有完全民事行为能力吗？": "是",
    "本人或近亲属在为本小区服务的物业公司任职，或有别的利益关系吗？": "否",
    "欠交物业费或维修资金吗？": "否",
}


@pytest.fixture
def town(browser):
    with one_clock(), held(day(3, 2)):
        yield Town(browser)


def test_from_the_first_signature_to_the_recount_of_a_second_assembly(town, tmp_path):
    with held(day(3, 2)):
        owners_ask(town)
        the_street_calls_a_body_together(town)
    with held(day(3, 10)):
        the_body_shows_the_roll_and_drafts_the_rules(town)
        neighbours_stand_and_are_checked(town)
    with held(day(3, 18)):
        the_agenda_is_made(town)
        announce(town, town.street, "首次业主大会", "2026-04-07 9:00", "2026-04-17 9:00")
    with held(day(4, 8)):
        everybody_votes(town, "首次业主大会", RULES_AND_ELECTION)
    with held(day(4, 17, 10)):
        count(town, town.street, "首次业主大会")
        somebody_is_named_to_check_the_ballots(town, "首次业主大会")
    with held(day(4, 20)):
        an_owner_objects_and_is_answered(town)
    with held(day(4, 27)):
        finish(town, town.street, "首次业主大会")
        is_counted_again(town, "首次业主大会", tmp_path)
        the_committee_takes_office(town)
    chair = town.estate.owners["d"]
    with held(day(4, 28)):
        the_committee_convenes(town, chair)
        announce(town, chair, "2026年业主大会", "2026-05-18 9:00", "2026-05-28 9:00")
    with held(day(5, 19)):
        everybody_votes(town, "2026年业主大会", MONEY_AND_WALL)
    with held(day(5, 28, 10)):
        count(town, chair, "2026年业主大会")
        somebody_is_named_to_check_the_ballots(town, "2026年业主大会")
    with held(day(6, 8)):
        finish(town, chair, "2026年业主大会")
        the_result_is_what_was_said(town)
        is_counted_again(town, "2026年业主大会", tmp_path)
    assert list_dead_letters(viewer=town.estate.platform).items == ()


def owners_ask(town: Town) -> None:
    """One begins in 标准版, one signs in 长辈版, one on paper: a third of the owners."""
    asked = town.requests("a").look("01-requests").press("要求开业主大会")
    asked.tick("召开首次业主大会").write("用几个字说是什么事", "成立业主大会").write(
        "为什么？", "小区还没有业主大会"
    )
    asked.look("02-ask").press("发起并签名").look("03-asked")
    town.requests("d").press("成立业主大会").look("04-sign").press("签名")
    desk = town.office(town.estate.clerk).look("05-desk").press("成立业主大会", "登记纸上的签名")
    desk.write("谁签的名？", "王e").tick("登记的电话打来的，或打过去核对了")
    desk.attach("签名纸的照片或扫描件", 1).look("06-paper").press("登记")
    assert "已交上" in desk.words()


def the_street_calls_a_body_together(town: Town) -> None:
    """The street office takes it up and composes the body of owners and offices."""
    office = town.office(town.street).press("成立业主大会", "答复提议")
    office.tick("采纳").write("为什么？", "条件具备，同意筹备").look("07-answer")
    office.press("就这样答复", "开始筹备")
    for who, side in (
        ("周倩", "街道办事处"), ("周书记", "居委会"),
        ("王a", "业主"), ("王b", "业主"), ("王c", "业主"),
    ):  # fmt: skip
        office.press("加一位成员").write("加谁？", who).pick("代表哪一方？", side)
        office.write("谁推荐的？", "业主联名")
        if who == "周倩":
            office.tick("是组长").look("08-member")
        office.press("加入名单")
    office.press("公示名单", "公示").look("09-body")


def the_body_shows_the_roll_and_drafts_the_rules(town: Town) -> None:
    office = town.preparing()
    office.press("批准成立", "批准", "公示业主名册", "公示", "写一稿草案").tick("议事规则草案")
    office.write("正文", "第一条 一套房子一票。\n第二条 面积按房产证。").press("公布这一稿")
    doubt = town.requests("h").press("大会的筹备").look("10-preparing")
    doubt.press("提异议：业主名册，请核对").write("用您的话说", "我家的面积少了一平方米")
    doubt.press("提异议")
    town.time_passes()
    office = town.preparing().press("答复异议").tick("不成立").write("答复", "查过房产证，没有少")
    office.press("就这样答复")


def neighbours_stand_and_are_checked(town: Town) -> None:
    """Four put themselves up; what the rules ask is looked up for each, then the list is shown."""
    for name in CANDIDATES:
        stands = town.requests(name).press("大会的筹备", "我要参选")
        stands.write("想对邻居说的话，可以不写", "我愿意出力")
        if name == "d":
            stands.look("11-stand")
        stands.press("好，我参选")
    for name in CANDIDATES:
        office = town.preparing().press(f"王{name}")
        for question, answer in FIT.items():
            office.press(f"记下查到的：{question}").tick(answer)
            office.write("依据是什么？", "登记簿第 2 页").press("写下来")
        assert "可以参选" in office.words()
        office.look("12-candidate")
    town.preparing().press("公示候选人", "公示").look("13-shown")


def the_agenda_is_made(town: Town) -> None:
    """The election and the rules go on the draft that the request began; owners vote on screens."""
    office = town.preparing().press("把议事规则交付表决", "列入议题", "候选人名单截止")
    office.write("要选几位？", "3").press("把选举列入议题")
    sheet = town.meeting(town.street, "首次业主大会").press("改标题和投票办法")
    sheet.tick("在这里线上投，也可用纸质票").press("保存改动").look("14-agenda")


def announce(town: Town, who: Actor, title: str, opens: str, closes: str) -> None:
    """The dates are tried against the law, everything is read back, the ballots are printed."""
    sheet = town.meeting(who, title, "日期和法律")
    sheet.write("什么时候开始投票？", opens).write("什么时候结束？", closes).press("看日程")
    sheet.look("15-dates").press("公告这次大会", "再看一遍").look("16-read-back").press("现在公告")
    clerk = town.estate.clerk
    town.meeting(clerk, title, "文件", "向大家公布").look("17-publish").press("发布")
    desk = town.meeting(clerk, title, "纸质票", "给全体业主做票", "做票").look("18-papers")
    assert desk.fetch("全部表决票").startswith(b"%PDF")
    town.time_passes()


Answers = dict[str, str | Sequence[str]]
RULES_AND_ELECTION: dict[str, Answers] = {
    name: {"业主大会议事规则（草案第 1 稿）": rules, "选举业主委员会": chosen}
    for name, rules, chosen in (
        ("a", "同意", ["王d", "王e", "王f"]),
        ("d", "同意", ["王d", "王e"]),
        ("e", "同意", ["王d", "王e", "王f"]),
        ("f", "同意", ["王d", "王e", "王f"]),
        ("g", "反对", ["王g"]),
        ("h", "同意", ["王d", "王f", "王g"]),
    )
}
MONEY_AND_WALL: dict[str, Answers] = {
    name: {"补交维修资金": money, "出租大门外墙": wall}
    for name, money, wall in (
        ("a", "同意", "同意"),
        ("d", "同意", "同意"),
        ("e", "同意", "反对"),
        ("f", "同意", "反对"),
        ("g", "同意", "同意"),
        ("h", "反对", "同意"),
    )
}


def everybody_votes(town: Town, title: str, votes: dict[str, Answers]) -> None:
    """On a screen in both faces, on paper, by telephone and at the door."""
    town.time_passes()
    vote_on_the_screen(town, "a", votes["a"])
    vote_on_the_screen(town, "d", votes["d"])
    vote_on_paper(town, title, "e", votes["e"])
    vote_on_paper(town, title, "f", votes["f"])
    vote_by_word(town, title, "g", "电话投的票", "通话录音", votes["g"])
    vote_by_word(town, title, "h", "上门投的票", "签名纸的照片或扫描件", votes["h"])


def vote_on_the_screen(town: Town, name: str, answers: Answers) -> None:
    """Item by item, read back, handed in."""
    screen = town.owner(name).look(f"20-{name}-home").press("现在投票").look(f"21-{name}-notice")
    screen.press("现在投票").look(f"22-{name}-vote").press("开始")
    for number, said in enumerate(answers.values()):
        screen.tick(said).look(f"23-{name}-item-{number}").press("下一步")
    screen.look(f"24-{name}-check").press("交上我的票").look(f"25-{name}-receipt")
    assert "您的票收到了" in screen.words()


def vote_on_paper(town: Town, title: str, name: str, answers: Answers) -> None:
    """Two clerks read the ballot: one from its code, with a scan, the other by its number."""
    paper = town.paper_of(title, name)
    first = town.office(town.estate.clerk).go(f"/desk/assembly/paper/{paper.token}")
    mark(first, answers).attach("表决票的照片或扫描件", ord(name)).look("26-paper-first")
    first.press("票上就是这样写的")
    second = town.meeting(town.estate.second, title, "纸质票")
    mark(second.write("票上的编号", paper.serial).press("查找"), answers).look("27-paper-second")
    assert "这张票录好了" in second.press("票上就是这样写的").words()


def vote_by_word(town: Town, title: str, name: str, way: str, proof: str, said: Answers) -> None:
    """A clerk writes down what the owner says, with what proves it."""
    desk = town.meeting(town.estate.clerk, title, "逐户查看")
    if name == "h":
        desk.press("2号楼")
    desk.look("28-doors").press(town.home_of(name), way)
    mark(desk.write("怎么知道是本人？", "回拨登记的号码"), said).attach(proof, ord(name))
    desk.look("29-by-word").press("登记这一票")


def mark(screen: Screen, answers: Answers) -> Screen:
    for number, (item, said) in enumerate(answers.items(), start=1):
        screen.tick(said, group=f"{number}. {item}")
    return screen


def count(town: Town, who: Actor, title: str) -> None:
    """Count and register agree before and after: six ballots came, difference 0 (U27)."""
    town.time_passes()
    sheet = town.meeting(who, title, "计票和结果").look("30-before")
    adds_up(sheet)
    adds_up(sheet.press("计票并公布", "计票并公布").look("31-preliminary"))
    town.time_passes()


def adds_up(sheet: Screen) -> None:
    said = [sheet.says(each) for each in ("交回的票", "登记在册的", "差额")]
    assert said == ["6", "6", "0"]


def an_owner_objects_and_is_answered(town: Town) -> None:
    owner = town.owner("h").go("/assembly").press("首次业主大会").look("32-result")
    owner.press("对结果提异议").write("哪里不对？", "请再数一遍").press("交上去")
    sheet = town.meeting(town.street, "首次业主大会", "计票和结果", "答复异议")
    sheet.tick("否").write("答复", "又数了一遍，一样").press("就这样答复")


def finish(town: Town, who: Actor, title: str) -> None:
    sheet = town.meeting(who, title, "计票和结果", "确定最终结果", "定为最终结果")
    adds_up(sheet.look("33-final"))
    came = [(way, number) for way, number, *_ in sheet.table("按投票方式") if number != "0"]
    assert came == [("在网上", "2"), ("写在纸上", "2"), ("打电话", "1"), ("在家门口", "1")]
    town.time_passes()


def the_committee_takes_office(town: Town) -> None:
    """Who was elected is taken over and may work; the rules the owners passed hold from now on."""
    office = town.preparing().press("记下谁当选了").write("任期几年？", "3").look("34-elected")
    assert "王d、王e、王f" in office.words()
    office.press("对，就是这一届业委会", "王d的职务").tick("主任").press("写下来")
    office.look("35-council")
    town.time_passes()
    office = town.office(town.street).press("本小区的议事规则", "业主大会已经通过这份议事规则")
    office.tick("业主大会议事规则（草案第 1 稿）").press("开始生效").look("36-rules")
    assert "第 1 版" in office.words() and "现行有效" in office.words()


def the_committee_convenes(town: Town, chair: Actor) -> None:
    """The chair makes the draft of a regular assembly with two special motions."""
    town.owner("d").press("我负责的事")
    sheet = town.office(chair).press("会议和投票", "召集一次大会").tick("定期会议")
    sheet.tick("在这里线上投，也可用纸质票").write("标题", "2026年业主大会").press("建草稿")
    for kind, title, yuan, fund, purpose in (
        ("筹集维修资金", "补交维修资金", "24万", "交入维修资金", "换三台电梯"),
        ("改变共有部分的用途或者利用共有部分经营", "出租大门外墙", "3万", "计入公共收益", "广告"),
    ):
        sheet.press("加一个议题").tick(kind).write("要决定什么，写一句话", title)
        sheet.write("要动用或者筹集款项吗？金额多少元？", yuan).tick(fund)
        sheet.write("用在哪里，或者付给谁？", purpose).press("列入议题")
    sheet.look("37-second-agenda")


def the_result_is_what_was_said(town: Town) -> None:
    """Five of six is three quarters by heads and area, four of six is not."""
    read = town.owner("a").go("/assembly").press("2026年业主大会").look("38-result-standard")
    assert read.says("计票和登记相差") == "0"
    money, wall = read.words().split("2. 出租大门外墙")
    assert "没有通过" not in money and "通过" in money and "交入维修资金" in money
    assert "没有通过" in wall
    town.owner("g").go("/assembly").press("2026年业主大会").look("39-result-elder")


def somebody_is_named_to_check_the_ballots(town: Town, title: str) -> None:
    """The street office names a worker who has nothing to do with this vote."""
    sheet = town.meeting(town.street, title, "计票和结果", "指定监票人")
    sheet.write("谁来监票？", "吴三").press("指定")


def is_counted_again(town: Town, title: str, folder: Path) -> None:
    """Anybody counts again what is published, and the scrutineer every single ballot."""
    published = town.owner("a").go("/assembly").press(title).fetch("全部记录")
    assert recounted(published, folder)["opened"] is False
    desk = town.meeting(town.estate.third, title, "计票和结果", "每位业主怎么投的")
    opened = (
        desk.write("您为什么要看？", "重算一遍").look("40-scrutiny").fetch("全部带走，用来重算")
    )
    assert recounted(opened, folder)["opened"] is True


def recounted(bundle: bytes, folder: Path) -> dict[str, Any]:
    """What a program of its own says of a bundle that holds."""
    path = folder / "bundle.zip"
    path.write_bytes(bundle)
    recount = subprocess.run(
        [sys.executable, "-m", "recount", "--json", str(path)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert recount.returncode == 0, recount.stdout
    found: dict[str, Any] = json.loads(recount.stdout)
    return found
