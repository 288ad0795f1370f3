"""Documents of the assembly: whole, legible, with their typefaces in them, the same every time."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pylopdf_fonts_zh_cn import sans_path, serif_path
from pypdfium2 import raw

from linli.kernel import Refused
from linli.surface.shell.documents import (
    ballots,
    filing,
    minutes,
    notice,
    receipts,
    result,
    roll,
)
from linli.surface.shell.documents.shapes import (
    Ballot,
    BallotForm,
    Count,
    Decided,
    Filing,
    FilingRow,
    Minutes,
    MinutesItem,
    Motion,
    Notice,
    Receipts,
    Result,
    Roll,
    RollRow,
    Share,
    Signed,
    Slip,
)
from linli.surface.shell.documents.sheet import HIGH, TEXT, WIDE, Sheet

POINTS = 72 / 25.4
RARE = "䶮㛃𬭎𫖯㻦𠅤喆堃犇翀旻龑鱻𣲗𬍤𬸚"
SIGNED = Signed("梧桐里小区业主委员会", "2026年12月1日")
MOTIONS = (
    Motion("关于更换3号楼电梯曳引机的议案", "一般事项", "《民法典》第二百七十八条第五项"),
    Motion("关于筹集维修资金的议案", "特别事项", "《民法典》第二百七十八条第六项"),
)
FORM = BallotForm("梧桐里小区", "第一次业主大会会议", MOTIONS, "12月20日18时", "服务台")


def ballot(number: int = 1, **more) -> Ballot:
    usual = Ballot(
        f"2026-{number:04}", "王秀英", ("3号楼401",), "89.230", f"https://linli.example/b/{number}"
    )
    return replace(usual, **more)


def count(outcome: str, *, took_part: str) -> Count:
    share = Share("680", took_part, ">1/2", is_met=True)
    area = Share("55330.001", "66120.10", ">1/2", is_met=True)
    none = Share("12", took_part)
    gate = Share(took_part, "1200", "≥2/3", is_met=True)
    return Count(outcome, gate, area, share, area, none, none, none, none, "人数和面积都过半数。")


NOTICE = Notice(
    community="梧桐里小区",
    title="关于召开第一次业主大会会议的公告",
    basis="《民法典》第二百七十八条",
    form="书面征求意见",
    when="2026年12月20日9时",
    where="活动中心",
    window="12月5日至12月20日投票。",
    how=("用手机投。", "用纸票投。"),
    motions=MOTIONS,
    signed=SIGNED,
    address="https://linli.example/announcements/1",
)
ROLL = Roll(
    "梧桐里小区", "业主名册公示", "全体业主", "《指导规则》", "有异议请在15日内提出。",
    (
        RollRow("3号楼401", "王秀英", "89.230", "已核对"),
        RollRow("3号楼501", "欧阳娜娜", "90.10", "待核对"),
        RollRow("1号楼商铺", "晨光置业有限公司", "300.00", "已核对", is_company=True),
    ),
    3, "479.330", SIGNED,
)  # fmt: skip
MINUTES = Minutes(
    "梧桐里小区", "会议纪要", "12月20日9时", "活动中心", "王敏", "陈静", ("应到3人，实到2人",),
    (MinutesItem("关于电梯的议案", "讨论了报价。", "通过。"),), ("主持人", "监票人"), SIGNED,
)  # fmt: skip
RESULT = Result(
    "梧桐里小区", "表决结果公告", "现将结果公告如下。",
    (
        Decided(MOTIONS[0], count("通过", took_part="812")),
        Decided(
            MOTIONS[1],
            count("没有通过", took_part="813"),
            count("通过", took_part="1200"),
        ),
    ),
    "可以在一年内请求人民法院撤销。", SIGNED, "https://linli.example/assembly/1",
)  # fmt: skip
FILING = Filing(
    "梧桐里小区", "业主委员会备案材料", "街道办事处", "业主委员会", "021-5550-0000",
    (FilingRow("备案申请表", 2, 1), FilingRow("管理规约", 2, 18, "缺一页")), "2026年12月28日",
)  # fmt: skip
SLIP = Slip("12", ("3号楼401",), "2026年12月6日 9时30分", "纸质表决票", "9WQ3T5ZK7M2B", "o 1 ab")
RECEIPTS = Receipts(
    "梧桐里小区", "第一次业主大会会议", "https://linli.example/ledger/1",
    tuple(replace(SLIP, number=str(n), qr=f"linli/1 {n} {n:064x}") for n in range(1, 6)),
)  # fmt: skip
ALL = {
    "ballots": lambda: ballots(FORM, [ballot()]),
    "notice": lambda: notice(NOTICE),
    "roll": lambda: roll(ROLL),
    "minutes": lambda: minutes(MINUTES),
    "result": lambda: result(RESULT),
    "filing": lambda: filing(FILING),
    "receipts": lambda: receipts(RECEIPTS),
}


@cache
def drawn(name: str) -> bytes:
    """Drawing takes a second: once is enough for all who only look."""
    return ALL[name]()


class Paper:
    """A document as a reader has it: pages, what stands where and how large."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self.pdf)

    def text(self, page: int) -> str:
        return re.sub(r"\s", "", self.pdf[page].get_textpage().get_text_bounded())

    @property
    def words(self) -> str:
        return "".join(self.text(page) for page in range(len(self)))

    def letters(self, page: int):
        """The smallest rectangle of every character, in millimetres from the upper left."""
        found = self.pdf[page].get_textpage()
        for place in range(found.count_chars()):
            if found.get_text_range(place, 1).strip():
                left, low, right, top = found.get_charbox(place)
                yield left / POINTS, HIGH - top / POINTS, right / POINTS, HIGH - low / POINTS

    def sizes(self, page: int) -> set[float]:
        found = self.pdf[page].get_textpage()
        return {
            round(raw.FPDFText_GetFontSize(found.raw, place), 2)
            for place in range(found.count_chars())
            if found.get_text_range(place, 1).strip()
        }

    def codes(self, page: int) -> list[str]:
        picture = self.pdf[page].render(scale=2).to_pil()
        return [one.text for one in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("name", ALL)
def test_the_typefaces_are_in_the_file(name):
    content = drawn(name)
    fonts = re.findall(rb"/BaseFont /(\S+)", content)
    assert fonts
    assert all(re.fullmatch(rb"[A-Z]{6}\+Noto(Serif|Sans)SC\S*", font) for font in fonts)
    assert content.count(b"/FontFile3") == content.count(b"/Type /FontDescriptor") >= 1
    assert len(content) < 400_000  # subsets: the typefaces themselves have 20 MB


@pytest.mark.parametrize("name", ALL)
def test_the_same_values_make_the_same_bytes(name):
    assert ALL[name]() == drawn(name)


@pytest.mark.parametrize("name", ALL)
def test_nothing_stands_beyond_the_edge(name):
    paper = Paper(drawn(name))
    for page in range(len(paper)):
        assert paper.pdf[page].get_size() == pytest.approx((WIDE * POINTS, HIGH * POINTS), abs=0.1)
        for left, top, right, low in paper.letters(page):
            assert 10 < left < right < WIDE - 10
            assert 10 < top < low < HIGH - 10


def test_both_typefaces_have_the_characters_people_are_called_by():
    level = [
        bytes((one, two)).decode("gb2312", "ignore")
        for one in range(0xB0, 0xF8)
        for two in range(0xA1, 0xFF)
    ]
    wanted = {ord(char) for char in "".join(level) + RARE} | set(range(0x4E00, 0x9FA6))
    for path in (serif_path(), sans_path()):
        assert wanted - TTFont(path, lazy=True).getBestCmap().keys() == set()


def test_a_rare_name_is_printed_and_an_unknown_sign_is_marked():
    words = Paper(ballots(FORM, [ballot(owner=f"{RARE}\U000323af\x07")])).words
    assert f"{RARE}〓" in words
    assert "\x07" not in words


def test_each_owner_has_a_page_with_their_own_code_and_serial():
    paper = Paper(ballots(FORM, [ballot(1), ballot(2, owner="刘洋"), ballot(3)]))
    assert len(paper) == 3
    for page in range(3):
        assert paper.codes(page) == [f"https://linli.example/b/{page + 1}"]
        assert paper.text(page).count(f"2026-{page + 1:04}") == 2
        assert "第1页，共1页" in paper.text(page)
    assert "刘洋" in paper.text(1)
    assert "89.230平方米，1人" in paper.text(0)


def test_each_owner_gets_the_own_items_under_their_numbers_on_the_agenda():
    paper = Paper(ballots(FORM, [ballot(1, items=(1,)), ballot(2)]))
    first, second = (f"{at}.{one.title}" for at, one in enumerate(MOTIONS, start=1))
    assert second in paper.text(0) and MOTIONS[0].title not in paper.text(0)
    assert first in paper.text(1) and second in paper.text(1)


def test_the_money_of_an_item_is_printed_with_it_and_moves_nothing_off_the_page():
    said = "款项：240,000元，从维修资金支出。用途：曳引机和安装。"
    named = (replace(MOTIONS[0], money=said), MOTIONS[1])
    form = replace(FORM, motions=named, choices=("同意", "反对", "弃权", "随多数"))
    first = replace(RESULT.decided[0], motion=named[0])
    papers = {
        "ballot": Paper(ballots(form, [ballot()])),
        "notice": Paper(notice(replace(NOTICE, motions=named))),
        "result": Paper(result(replace(RESULT, decided=(first, RESULT.decided[1])))),
    }
    for name, paper in papers.items():
        assert paper.words.count(said) == 1, name
    ballot_ = papers["ballot"]
    assert len(ballot_) == 1 and min(ballot_.sizes(0)) >= TEXT
    assert all(right < WIDE - 10 and low < HIGH - 10 for _, _, right, low in ballot_.letters(0))


NAMES = ("王秀英", "欧阳娜娜", "刘洋", "赵强", "梧桐里第一置业管理有限公司代表陈静")


def test_an_election_has_a_box_for_every_candidate_and_for_nobody():
    election = Motion("选举业主委员会", candidates=NAMES, seats=3)
    form = replace(FORM, motions=(MOTIONS[0], election, MOTIONS[1]))
    paper = Paper(ballots(form, [ballot(1), ballot(2, items=(1,))]))
    assert len(paper) == 2
    for page in (0, 1):
        said = paper.text(page)
        assert "2.选举业主委员会（选举：最多选3人，在姓名前的方框里打“√”）" in said
        assert all(said.count(name) == 1 for name in NAMES if name != "王秀英")
        assert said.count("王秀英") == 2  # a candidate, and the owner of this ballot
        assert said.index("以上都不选") > said.index(NAMES[-1][:6])
        assert min(paper.sizes(page)) >= TEXT
    assert paper.text(0).count("表决事项同意反对弃权") == 2  # again after the names
    assert "表决事项" not in paper.text(1)
    assert "候选人：王秀英、欧阳娜娜" in Paper(notice(replace(NOTICE, motions=(election,)))).words


def test_sixty_candidates_go_on_on_further_pages_and_none_is_lost():
    election = Motion(
        "选举业主代表", candidates=tuple(f"候选人{n:02}号" for n in range(60)), seats=9
    )
    paper = Paper(ballots(replace(FORM, motions=(election,)), [ballot()]))
    assert len(paper) > 1
    assert all(paper.words.count(f"候选人{n:02}号") == 1 for n in range(60))
    for page in range(len(paper)):
        assert all(low < HIGH - 10 for _, _, _, low in paper.letters(page))


def test_nothing_on_a_ballot_is_smaller_than_sixteen_points():
    twenty = replace(FORM, motions=MOTIONS * 10, choices=("同意", "反对", "弃权", "随多数"))
    paper = Paper(ballots(twenty, [ballot()]))
    assert len(paper) > 1
    for page in range(len(paper)):
        assert min(paper.sizes(page)) >= TEXT


def test_twenty_items_go_on_on_a_second_page_and_none_is_cut():
    form = replace(FORM, motions=MOTIONS * 10)
    paper = Paper(ballots(form, [ballot(1), ballot(2)]))
    assert len(paper) == 4
    assert "第1页，共2页" in paper.text(0) and "第2页，共2页" in paper.text(1)
    assert paper.codes(1) == ["https://linli.example/b/1"]
    for number in range(1, 21):
        motion = MOTIONS[(number - 1) % 2]
        whole = rf"(?<!\d){number}\.{motion.title}（{motion.kind}）"
        assert sum(len(re.findall(whole, paper.text(page))) for page in (0, 1)) == 1, number
    for page in (0, 1):
        assert "同意反对弃权" in paper.text(page)
    assert "业主签名" in paper.text(1) and "业主签名" not in paper.text(0)


def test_long_names_and_many_rooms_stay_on_the_paper():
    rooms = tuple(f"{number}号楼2单元1201" for number in range(1, 25))
    form = replace(FORM, motions=tuple(Motion("关于" + "很长的议案" * 18) for _ in range(4)))
    owner = ballot(owner="晨光" * 40, rooms=rooms, serial="2026-" + "9" * 30)
    paper = Paper(ballots(form, [owner]))
    assert "晨光" * 40 in paper.words
    assert "、".join(rooms) in paper.words
    assert paper.words.count("很长的议案" * 18) == 4
    for page in range(len(paper)):
        assert all(right < WIDE - 16 for _, _, right, _ in paper.letters(page))


@pytest.mark.parametrize(
    ("form", "owners", "code", "field"),
    [
        (replace(FORM, motions=()), [ballot()], "invalid", "motions"),
        (replace(FORM, choices=("同意",)), [ballot()], "invalid", "choices"),
        (replace(FORM, title="题" * 401), [ballot()], "too_large", "title"),
        (replace(FORM, motions=MOTIONS * 31), [ballot()], "too_many", "motions"),
        (FORM, [], "invalid", "owners"),
        (FORM, [ballot(number) for number in range(2001)], "invalid", "owners"),
        (FORM, [ballot(1), ballot(2), ballot(1)], "conflict", "owners[3].serial"),
        (FORM, [ballot(), ballot(2, owner="名" * 401)], "too_large", "owners[2].owner"),
        (FORM, [ballot(rooms=("室" * 401,))], "too_large", "owners[1].rooms[1]"),
        (FORM, [ballot(address="a" * 401)], "too_large", "owners[1].address"),
        (FORM, [ballot(items=())], "invalid", "owners[1].items"),
        (FORM, [ballot(), ballot(2, items=(0, 2))], "invalid", "owners[2].items"),
    ],
)
def test_what_no_ballot_can_hold_is_refused_with_row_and_field(form, owners, code, field):
    with pytest.raises(Refused) as refused:
        ballots(form, owners)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_notice_says_what_when_and_how():
    paper = Paper(notice(NOTICE))
    for said in (NOTICE.title, NOTICE.when, NOTICE.where, "二、表决事项", SIGNED.by, SIGNED.on):
        assert said in paper.words
    assert "没有投票怎么算" not in paper.words
    assert "四、咨询和异议" not in paper.words
    warned = replace(NOTICE, warning="计入多数。", contact="请到服务台。")
    words = Paper(notice(warned)).words
    assert "四、没有投票怎么算" in words and "五、咨询和异议" in words
    assert [code for page in range(len(paper)) for code in paper.codes(page)] == [NOTICE.address]


def test_names_on_the_roll_are_masked_and_companies_are_not():
    words = Paper(roll(ROLL)).words
    assert "王**" in words and "欧阳**" in words and "晨光置业有限公司" in words
    assert "秀英" not in words and "娜娜" not in words
    assert "3个专有部分" in words and "479.330" in words


def test_receipts_stand_four_to_a_page_each_with_its_own_code():
    paper = Paper(receipts(RECEIPTS))
    assert len(paper) == 2
    for page, numbers in ((0, range(1, 5)), (1, (5,))):
        words = paper.text(page)
        assert {f"linli/1 {n} {n:064x}" for n in numbers} == set(paper.codes(page))
        assert words.count("9WQ3T5ZK7M2B") == len(numbers) == words.count("它不显示您怎么投的")
    for slips in ((), (SLIP,) * 201):
        with pytest.raises(Refused):
            receipts(replace(RECEIPTS, slips=slips))


def test_a_long_roll_says_its_columns_on_every_page_and_loses_no_row():
    rows = tuple(RollRow(f"{n}号", "王秀英", f"{n}.50", "已核对") for n in range(1, 301))
    paper = Paper(roll(replace(ROLL, rows=rows)))
    assert len(paper) > 5
    for page in range(len(paper) - 1):
        assert "序号房号业主" in paper.text(page)
        assert f"—{page + 1}—" in paper.text(page)
    assert all(f"{n}号王**{n}.50" in paper.words for n in range(1, 301))


def test_both_counts_stand_side_by_side_with_their_fractions():
    words = Paper(result(RESULT)).words
    assert words.count("严格计票（只算投了票的）") == 2
    assert words.count("推定计票（加上没投票的）") == 1
    assert "680/812" in words and "680/813" in words and "680/1200" in words
    assert "55330.001/66120.10" in words
    assert "≥2/3：达到" in words and "%" not in words
    assert "结果没有通过通过" in words
    assert "《民法典》第二百七十八条第六项" in words


def test_minutes_number_their_items_and_leave_room_to_sign():
    items = tuple(MinutesItem(f"第{n}个议题", "讨论。" * 40, "通过。") for n in range(1, 23))
    words = Paper(minutes(replace(MINUTES, items=items))).words
    for said in (
        "一、第1个议题",
        "十、第10个议题",
        "十一、第11个",
        "二十、第20个",
        "二十二、第22个",
    ):
        assert said in words
    assert words.count("会议决定：通过。") == 22
    assert "主持人：" in words and "监票人：" in words


def test_a_filing_package_has_a_cover_and_a_list_with_sums():
    paper = Paper(filing(FILING))
    assert len(paper) == 2
    assert FILING.title in paper.text(0) and FILING.to in paper.text(0)
    assert "2管理规约218缺一页" in paper.text(1)
    assert "合计419" in paper.text(1)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    sheet = Sheet("试")
    text = "依据《民法典》（2021年）第二百七十八条、第二百七十九条，“业主”共同决定：" * 9
    for wide in range(40, 160, 3):
        lines = sheet.broken(text, TEXT, wide)
        assert "".join(lines) == text
        assert all(line[0] not in "，。、：）》”" for line in lines)
        assert all(line[-1] not in "（《“" for line in lines)


@given(st.text(alphabet="会（《》）。，a1. 9%-，“”", max_size=60), st.integers(20, 80))
def test_lines_lose_nothing_but_spaces_and_keep_within_the_width(text, wide):
    lines = SHEET.broken(text, TEXT, wide)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(SHEET.width(line, TEXT) <= wide + 4 * 6 for line in lines)


SHEET = Sheet("试")


def test_a_code_needs_no_picture():
    sheet = Sheet("试")
    sheet.qr("https://linli.example/梧桐里", 30, 30, 32)
    assert Paper(sheet.save()).codes(0) == ["https://linli.example/梧桐里"]
    assert b"/Subtype /Image" not in sheet.save()


def test_bytes_are_a_pdf_that_others_can_open():
    assert pypdfium2.PdfDocument(BytesIO(notice(NOTICE))).get_metadata_dict()["Title"]
