"""Spreadsheets out: what the page shows, in both kinds, for the roles allowed, harmless to open."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from linli.foundation.people import api as people
from linli.surface.shell.spreadsheets import MOST_ROWS, as_text, spreadsheet


def rows_of(response, kind):
    """The file as a spreadsheet opens it."""
    body = b"".join(response.streaming_content)
    if kind == "csv":
        assert body.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.values]


@pytest.fixture(params=["xlsx", "csv"])
def kind(request):
    return request.param


def test_the_queue_goes_out_as_it_is_filtered(office, at_work, kind):
    office.report(description="水管爆了")
    office.report(category="lighting", description="灯坏了")
    desk = at_work(office.clerk)
    head, *rows = rows_of(desk.get(f"/desk/sheets/matters.{kind}"), kind)
    assert len(rows) == 2 and head[0] == "编号" and len(head) == len(rows[0])
    (row,) = rows_of(desk.get(f"/desk/sheets/matters.{kind}?category=water"), kind)[1:]
    assert "3号楼2单元401" in row[2]
    assert f"/desk/sheets/matters.{kind}?lane=new" in desk.get("/desk/?lane=new").content.decode()


def test_the_register_goes_out_masked_with_a_reason_each_person_can_read(office, at_work, kind):
    desk, address = at_work(office.clerk), f"/desk/sheets/people.{kind}"
    before = len(people.list_looks(viewer=office.keeper, person=office.auntie.person).items)
    refused = desk.post(address, {"q": "王秀英", "reason": " "}, follow=True)
    assert "写明" in refused.content.decode() or "400" in refused.content.decode()
    assert len(people.list_looks(viewer=office.keeper, person=office.auntie.person).items) == before
    head, row = rows_of(desk.post(address, {"q": "王秀英", "reason": "核对名册"}), kind)
    assert row[0] == "王秀英" and row[1] == "139****0001" and "3号楼2单元401" in row[3]
    look = people.list_looks(viewer=office.keeper, person=office.auntie.person).items[0]
    assert look.reason == "核对名册"
    asked = desk.get(address)
    assert asked.status_code == 302 and asked["Location"] == "/desk/" and not asked.content
    assert people.list_looks(viewer=office.keeper, person=office.auntie.person).items[0] == look
    assert at_work(office.plumber).post(address, {"reason": "x"}).status_code == 403


def test_a_household_that_is_not_shown_goes_out_with_nobody_but_the_keeper(office, at_work, kind):
    people.set_private(by=office.auntie, is_private=True, dwelling=office.dwelling)
    given, address = {"q": "王秀英", "reason": "核对"}, f"/desk/sheets/people.{kind}"
    assert len(rows_of(at_work(office.clerk).post(address, given), kind)) == 1
    assert len(rows_of(at_work(office.keeper).post(address, given), kind)) == 2


def test_the_figures_go_out_with_what_they_count(office, at_work, kind):
    head, *rows = rows_of(at_work(office.manager).get(f"/desk/sheets/figures.{kind}"), kind)
    assert len(rows) > 5 and all(row[0] and row[3] for row in rows)
    assert at_work(office.plumber).get(f"/desk/sheets/figures.{kind}").status_code == 403


def test_a_delivery_nobody_knows_and_a_kind_nobody_knows_are_not_found(office, at_work, kind):
    desk = at_work(office.manager)
    assert desk.get(f"/desk/sheets/delivery.{kind}?batch=none").status_code == 404
    assert desk.get("/desk/sheets/matters.exe").status_code == 404
    assert at_work(office.clerk).get(f"/desk/sheets/delivery.{kind}?batch=x").status_code == 403


RISKY = ["=1+1", "+86 138", "-2", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_is_taken_for_a_formula(text):
    shown = as_text(text)
    assert shown.startswith("'")
    body = b"".join(spreadsheet("xlsx", "x", ["a"], [[text]]).streaming_content)
    cell = load_workbook(io.BytesIO(body)).worksheets[0]["A2"]
    assert cell.data_type == "s" and cell.value.strip() == text.strip()


def test_numbers_and_times_stay_what_they_are_and_rows_are_bounded(kind):
    at = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
    rows = rows_of(spreadsheet(kind, "x", ["a", "b", "c"], [[-5, at, None]]), kind)
    assert str(rows[1][0]) == "-5" and "2026-11-26" in str(rows[1][1]) and rows[1][2] == ""
    many = ([number] for number in range(MOST_ROWS * 2))
    assert len(rows_of(spreadsheet(kind, "x", ["a"], many), kind)) == MOST_ROWS + 1
    assert next(many) == [MOST_ROWS]
