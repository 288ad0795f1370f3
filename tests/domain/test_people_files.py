"""Spreadsheets are read as people make them, and hostile ones do no harm."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from linli.foundation.people.domain import files
from linli.foundation.people.domain.cards import PersonKind, Relation
from linli.foundation.people.domain.sheet import (
    HEADERS,
    Column,
    SheetRow,
    find_columns,
    read_person,
)
from linli.kernel import Refused


def read_file(source, name):
    return files.read_file(source, name).rows


CSV = "楼栋,单元,房号,面积,姓名,电话\n3,2,401,89.5,张三,13800000000\n"


def xlsx(*rows, sheet_before=()):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in sheet_before:
        sheet.append(row)
    if sheet_before:
        sheet = book.create_sheet("data")
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_every_usual_encoding(encoding):
    (row,) = read_file(CSV.encode(encoding), "list.csv")
    assert row.number == 2 and row.get(Column.NAME) == "张三" and row.get(Column.AREA) == "89.5"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_with_every_usual_delimiter(delimiter):
    (row,) = read_file(CSV.replace(",", delimiter).encode(), "list.csv")
    assert row.get(Column.DWELLING) == "401"


def test_the_header_may_stand_below_titles_and_the_row_numbers_are_those_of_the_file():
    source = xlsx(["阳光花园业主名册"], [], ["2026年制表"], ["楼栋", "房号"], ["3", "401"])
    (row,) = read_file(source, "list.xlsx")
    assert row.number == 5 and row.get(Column.BUILDING) == "3"


def test_a_sheet_without_a_header_is_left_out_and_said():
    source = xlsx(["building", "dwelling"], [3, 401], sheet_before=[["just notes"]])
    (row,) = read_file(source, "list.xlsx")
    notes, data = files.read_file(source, "list.xlsx").sheets
    assert (notes.header, data.header, data.rows) == (0, 1, 1)
    assert (row.get(Column.BUILDING), row.get(Column.DWELLING)) == ("3", "401")


def test_every_header_is_known_in_both_languages_and_with_decoration():
    for column, (words, others) in HEADERS.items():
        for word in (words.zh, words.en, *others.split()):
            for header in (word, f" {word}* ", f"{word}（必填）", word.upper(), f"{word} (text)"):
                cells = [header, "房号" if column is not Column.DWELLING else "姓名"]
                assert find_columns(cells)[0] is column, header


def test_a_row_of_data_is_no_header():
    assert find_columns(["3", "2", "401", "张三"]) == {}
    assert find_columns(["房号"]) == {}


def test_numbers_dates_and_formulas_of_a_workbook_are_told_apart():
    source = xlsx(
        ["楼栋", "房号", "面积", "电话", "份额"],
        [3, 401.0, 89.1 + 0.1, 13800000000, 0.5],
        [3, 402, "=1+1", 13800000000.0, date(2026, 1, 2)],
    )
    good, bad = read_file(source, "list.xlsx")
    assert good.get(Column.AREA) == "89.2" and good.get(Column.PHONE) == "13800000000"
    assert good.get(Column.DWELLING) == "401" and good.trouble == {}
    assert bad.trouble == {Column.AREA: files.FORMULA, Column.SHARE: files.A_DATE}


def test_a_formula_in_text_is_trouble_but_a_quoted_number_is_not():
    rows = read_file('房号,姓名\n="0401",=HYPERLINK("x")\n'.encode(), "list.csv")
    assert rows[0].get(Column.DWELLING) == "0401"
    assert rows[0].trouble == {Column.NAME: files.FORMULA}


def refusal(source, name="list.xlsx"):
    with pytest.raises(Refused) as refused:
        read_file(source, name)
    assert refused.value.field == "file"
    return refused.value


def test_what_cannot_be_read_is_refused_in_a_sentence():
    assert "header" in refusal(b"a,b\n1,2\n", "x.csv").message
    assert ".xls" in refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 100, "x.xls").message
    assert refusal(b"", "x.csv").code == "invalid"
    assert refusal(b"PK\x03\x04garbage").code == "invalid"
    assert refusal(b"no workbook at all").code == "invalid"
    assert refusal(b"\xff\xff\xff\x00\x81", "x.csv").code == "invalid"
    assert refusal(b"x" * (files.MOST_BYTES + 1), "x.csv").code == "too_large"
    good = xlsx(["楼栋", "房号"], [3, 401])
    assert refusal(good[: len(good) // 2]).code == "invalid"


def test_too_many_rows_are_refused():
    source = "房号,姓名\n" + "401,张三\n" * (files.MOST_ROWS + 1)
    assert refusal(source.encode(), "x.csv").code == "too_large"


def repacked(change):
    """A good workbook with one part replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(["楼栋", "房号"], [3, 401]))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target.getvalue()


def test_a_workbook_that_unfolds_beyond_measure_is_refused():
    def blow_up(name, body):
        return b" " * (files.MOST_UNPACKED + 1) if name.endswith("sheet1.xml") else body

    source = repacked(blow_up)
    assert len(source) < files.MOST_BYTES
    assert refusal(source).code == "too_large"


def test_a_workbook_with_a_document_type_is_refused():
    def plant(name, body):
        bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
        return body.replace(b"<worksheet", bomb + b"<worksheet", 1) if "sheet1" in name else body

    assert refusal(repacked(plant)).code == "invalid"


def test_a_workbook_with_broken_xml_is_refused():
    assert (
        refusal(
            repacked(lambda name, body: body[: len(body) // 2] if "sheet1" in name else body)
        ).code
        == "invalid"
    )


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(source):
    for name in ("x.csv", "x.xlsx"):
        for start in (b"", b"PK\x03\x04", "房号,姓名\n".encode()):
            try:
                read_file(start + source, name)
            except Refused as refused:
                assert refused.field == "file"


def person(**cells):
    return read_person(SheetRow(2, {Column(name): text for name, text in cells.items()}))


def test_a_row_says_who_someone_is():
    line = person(name=" 张三 ", phone="138-0000-0000", share="50%", kind="个人", relation="产权人")
    assert (line.name, line.phone, line.share) == ("张三", "13800000000", "1/2")
    assert line.kind is PersonKind.NATURAL and line.relation is Relation.OWNER
    assert person(name="某公司", kind="建设单位").kind is PersonKind.DEVELOPER
    assert person(name="李四", relation="Tenant", lives_here="是").lives_here is True
    assert person(building="3", dwelling="401") is None


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"phone": "13800000000"}, Column.NAME),
        ({"name": "张三", "phone": "abc"}, Column.PHONE),
        ({"name": "张三", "id_number": "?"}, Column.ID_NUMBER),
        ({"name": "张三", "share": "3/2"}, Column.SHARE),
        ({"name": "张三", "share": "1/2", "relation": "租户"}, Column.SHARE),
        ({"name": "张三", "kind": "外星人"}, Column.KIND),
        ({"name": "张三", "relation": "朋友"}, Column.RELATION),
        ({"name": "张三", "lives_here": "也许"}, Column.LIVES_HERE),
        ({"name": "=1+1"}, Column.NAME),
    ],
)
def test_a_refusal_names_the_column(cells, column):
    with pytest.raises(Refused) as refused:
        person(**cells)
    assert refused.value.field == column
