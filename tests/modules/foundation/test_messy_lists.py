"""Lists as estates really have them: every kind is made here as a real file, and taken in twice."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from linli.foundation.people.api import (
    LeftOut,
    RowOutcome,
    import_community,
    list_owners_of,
    list_people,
)
from linli.foundation.places.api import PlaceKind, create_community, list_places, resolve_place
from linli.kernel import Refused, system

pytestmark = pytest.mark.django_db
FLATS = ["3号楼2单元401", "3号楼2单元402"]


@pytest.fixture
def home():
    return system(create_community(by=system(""), name="邻里花园"))


def workbook(*sheets, merged=(), hidden=()):
    """The bytes of a workbook: sheets are (name, rows); `merged` lies in the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def take(home, source, name="list.xlsx", **given):
    return import_community(by=home, source=source, filename=name, **given)


def flats(home):
    return [card.label for card in list_places(viewer=home, kind=PlaceKind.DWELLING)]


def names(home):
    return sorted(card.name for card in list_people(viewer=home))


def taken_twice(home, source, name="list.xlsx"):
    """The report of the first time; the second time nothing may change."""
    trial = take(home, source, name, dry_run=True)
    report = take(home, source, name)
    assert trial.rows == report.rows and trial.sheets == report.sheets
    before = flats(home), names(home)
    again = take(home, source, name)
    good = [row.outcome for row in again.rows if row.outcome is not RowOutcome.REFUSED]
    assert set(good) <= {RowOutcome.UNCHANGED}
    assert (flats(home), names(home)) == before
    return report


def clean(report):
    assert report.count(RowOutcome.REFUSED) == 0, [row.sentence for row in report.rows]
    return report


ROWS = [["3", "2", "401", "张三", "13800000001"], ["3", "2", "402", "李四", "13800000002"]]
HEAD = ["楼栋", "单元", "房号", "业主", "联系电话"]


def test_titles_merged_above_the_header(home):
    title = [["邻里花园业主信息表（2026年）"], ["填表单位：物业服务中心", "", "", "2026.11"]]
    source = workbook(("Sheet1", [*title, HEAD, *ROWS]), merged=["A1:E1", "A2:C2"])
    (sheet,) = clean(taken_twice(home, source)).sheets
    assert (sheet.header, sheet.rows) == (3, 2) and flats(home) == FLATS


def test_cells_merged_down_say_the_same_in_each_of_their_rows(home):
    rows = [
        ["3号楼", "2单元", "401", "张三", "13800000001"],
        [None, None, None, "王五", "13800000003"],
        [None, None, "402", "李四", "13800000002"],
        ["4号楼", "1单元", "101", "赵六", ""],
    ]
    source = workbook(("名册", [HEAD, *rows]), merged=["A2:A4", "B2:B4", "C2:C3"])
    clean(taken_twice(home, source))
    assert flats(home) == [*FLATS, "4号楼1单元101"]
    flat = resolve_place(viewer=home, text="3-2-401")[0].id
    owners = list_owners_of(viewer=home, dwelling=flat)
    assert sorted(one.person.name for one in owners) == ["张三", "王五"]


def test_a_sheet_for_each_building_with_notes_and_a_hidden_one(home):
    head = ["单元", "室号", "产权人姓名", "手机"]
    source = workbook(
        ("说明", [["本表由物业填写"], ["请勿改动"]]),
        ("3号楼", [head, ["2", "401", "张三", "13800000001"]]),
        ("4号楼", [["备用"], head, ["1", "101", "李四", "13800000002"]]),
        ("旧表", [head, ["9", "999", "老王", "13800000009"]]),
        hidden=["旧表"],
    )
    report = clean(taken_twice(home, source))
    assert flats(home) == ["3号楼2单元401", "4号楼1单元101"] and "老王" not in names(home)
    assert [sheet.header for sheet in report.sheets] == [0, 1, 2, 0]
    assert [sheet.building for sheet in report.sheets] == ["", "3", "4", ""]
    assert report.sheets[3].is_hidden
    assert [(row.sheet, row.row) for row in report.rows] == [("3号楼", 2), ("4号楼", 3)]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_from_every_program(home, encoding, delimiter):
    source = "\r\n".join(delimiter.join(row) for row in [HEAD, *ROWS, [""] * 5, []])
    clean(taken_twice(home, source.encode(encoding), "导出.csv"))
    assert flats(home) == FLATS and names(home) == ["张三", "李四"]


def test_the_whole_address_in_one_column_in_every_way(home):
    ways = ["3-2-401", "3栋2单元402", "三号楼二单元４０３室", "3#2-404", "3幢2单元405号",
            "Building 3 Unit 2 Flat 406", "3—2—407", "3号楼2门408"]  # fmt: skip
    rows = [[way, f"人{index}"] for index, way in enumerate(ways)]
    report = clean(taken_twice(home, workbook(("s", [["单元房号", "户主"], *rows]))))
    assert flats(home) == [f"3号楼2单元{401 + index}" for index in range(8)]
    assert report.rows[2].place.zh == "3号楼2单元403"


def test_a_header_in_two_lines_under_groups(home):
    head = [
        ["序号", "房屋信息", None, None, "业主信息", None],
        [None, "楼号", "单元", "门牌", "姓名", "手机/电话"],
    ]
    rows = [[1, *ROWS[0]], [2, *ROWS[1]]]
    merged = ["A1:A2", "B1:D1", "E1:F1"]
    clean(taken_twice(home, workbook(("s", [*head, *rows]), merged=merged)))
    assert flats(home) == FLATS


def test_a_header_whose_second_line_only_adds(home):
    head = [["楼栋", "单元", "房号", "业主信息", None], [None, None, None, "姓名", "电话"]]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:E1"]
    (sheet,) = clean(taken_twice(home, workbook(("s", [*head, *ROWS]), merged=merged))).sheets
    assert flats(home) == FLATS and names(home) == ["张三", "李四"]
    assert [words.zh for _text, words in sheet.columns] == ["楼栋", "单元", "房号", "姓名", "电话"]


def test_english_headers_and_words(home):
    head = ["Bldg", "Unit", "Flat No.", "Owner", "Mobile No.", "Area (sqm)", "Remarks"]
    rows = [["3", "2", "401", "Anna Li", "+86 138-0000-0001", "89.5", "x"]]
    (sheet,) = clean(taken_twice(home, workbook(("s", [head, *rows])))).sheets
    assert flats(home) == FLATS[:1] and sheet.unknown == ("Remarks",)


def test_full_width_digits_and_units(home):
    head = ["楼　栋", "单元", "房 号", "建筑面积（㎡）", "业主/产权人", "手 机"]
    rows = [["３号楼", "２单元", "４０１室", "８９．５㎡", "张三", "１３８　００００　０００１"]]
    clean(taken_twice(home, workbook(("s", [head, *rows]))))
    flat = resolve_place(viewer=home, text="3-2-401")[0]
    assert f"{flat.area}" == "89.5"
    assert len(list_people(viewer=home, search="13800000001")) == 1


def test_totals_repeated_headers_and_notes_are_left_out_and_said(home):
    rows = [
        HEAD,
        ROWS[0],
        ["小计", None, "1户", None, None],
        HEAD,
        ROWS[1],
        ["合计：", None, None, "2户", None],
        [None] * 5,
        ["制表人：陈静  日期：2026.11.20"],
        [None] * 5,
    ]
    (sheet,) = clean(taken_twice(home, workbook(("s", rows)))).sheets
    assert flats(home) == FLATS
    assert sheet.left_out == (
        (3, LeftOut.TOTAL), (4, LeftOut.HEADER), (6, LeftOut.TOTAL), (8, LeftOut.NOTE),
    )  # fmt: skip


@pytest.mark.parametrize("house", ["3栋2单元", "3-2", "三号楼二单元"])
def test_building_and_entrance_in_one_column(home, house):
    rows = [[house, "401", "张三"], [house, "402", "李四"]]
    clean(taken_twice(home, workbook(("s", [["楼栋", "房号", "姓名"], *rows]))))
    assert flats(home) == FLATS


def test_entrance_and_dwelling_in_one_column_beside_the_building(home):
    rows = [["3", "2-401", "张三"], ["3", "2单元402", "李四"]]
    clean(taken_twice(home, workbook(("s", [["楼栋", "房号", "姓名"], *rows]))))
    assert flats(home) == FLATS


def test_what_can_be_building_or_entrance_is_asked_back(home):
    source = workbook(("s", [["楼栋", "房号", "姓名"], ["2", "2-401", "张三"]]))
    (row,) = take(home, source).rows
    assert row.outcome is RowOutcome.REFUSED and row.column.en == "dwelling"
    assert flats(home) == []


def test_an_address_that_contradicts_its_columns_is_refused(home):
    rows = [
        ["楼栋", "单元", "房号"],
        ["3", "2", "4-2-401"],
        ["3", "1", "3-2-402"],
        ["3", "2", "3-2-401"],
    ]
    report = taken_twice(home, workbook(("s", rows)))
    assert report.count(RowOutcome.REFUSED) == 2 and flats(home) == FLATS[:1]


def test_numbers_as_numbers_and_cells_that_say_nothing(home):
    head = [*HEAD, "身份证号", "面积", "份额"]
    rows = [
        [3, 2.0, 401, "张三", 13800000001, "无", 89.5, "/"],
        [3, "无", 501, "李四", "-", "", "暂无", ""],
    ]
    clean(taken_twice(home, workbook(("s", [head, *rows]))))
    assert sorted(flats(home)) == ["3号楼2单元401", "3号楼501"]


def test_one_bad_row_never_loses_the_good(home):
    bad = [
        ["3", "2", "403", "王五、赵六", "13800000003"],
        ["3", "2", "404", "王五", "1380000000"],
        ["3", "2", "405", "王五", "13800000003/13900000003"],
        ["3", "2", date(2026, 4, 1), "王五", ""],
        ["3", "2", "=A1", "王五", ""],
        ["3", "2", "", "王五", ""],
    ]
    source = workbook(("s", [HEAD, ROWS[0], *bad, ROWS[1]]))
    report = taken_twice(home, source)
    assert flats(home) == FLATS and names(home) == ["张三", "李四"]
    refused = [(row.row, row.column.en) for row in report.rows if row.message]
    assert refused == [
        (3, "owner name"), (4, "phone"), (5, "phone"),
        (6, "dwelling"), (7, "dwelling"), (8, "dwelling"),
    ]  # fmt: skip


@pytest.mark.parametrize("source", [b"\xd0\xcf\x11\xe0" + b"\0" * 99, b"<html><table><tr><td>1"])
def test_an_old_workbook_is_told_how_to_become_a_new_one(home, source):
    with pytest.raises(Refused, match="Save as.*xlsx") as refused:
        take(home, source, "名册.xls")
    assert refused.value.field == "file" and flats(home) == []
