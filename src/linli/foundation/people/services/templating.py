"""The empty list a community fills in."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from linli.foundation.people.domain.reports import TemplateColumn
from linli.foundation.people.domain.sheet import HEADERS, Column
from linli.kernel import Actor, Words

_TITLE = Words("社区名册：每人一行；同一套房的共有人各占一行", "Community list: one row per person")
_NOTES: dict[Column, Words] = {
    Column.BUILDING: Words(
        "楼栋号，如 3。空着表示与上一行相同（合并单元格）。",
        "Number of the building, such as 3. Empty means as in the row above (merged cells).",
    ),
    Column.ENTRANCE: Words("单元号，没有单元就空着。", "Number of the entrance, empty if none."),
    Column.DWELLING: Words(
        "房号，如 401；没有楼栋列时可写 3-2-401。必填。",
        "Number of the dwelling, such as 401, or 3-2-401 without a building. Required.",
    ),
    Column.AREA: Words(
        "专有部分面积，平方米，小数位数不限。", "Floor area in square metres, any decimals."
    ),
    Column.CELL: Words("楼栋所属网格的编号。", "Number of the grid cell the building lies in."),
    Column.NAME: Words(
        "业主、租户或家属的姓名，或单位名称。空着则只登记房屋。",
        "Name of the owner, tenant or family member. Empty: only the dwelling is noted.",
    ),
    Column.PHONE: Words("手机或座机，加密保存。", "Mobile or landline; kept encrypted."),
    Column.ID_NUMBER: Words(
        "身份证号或统一社会信用代码，加密保存，可不填。请把本列设为文本格式。",
        "Identity or company number; kept encrypted, optional. Format the column as text.",
    ),
    Column.KIND: Words(
        "自然人、公司或开发商；空着为自然人。", "natural, company or developer; empty: natural."
    ),
    Column.RELATION: Words(
        "业主、租户或家属；空着为业主。", "owner, tenant or family; empty: owner."
    ),
    Column.SHARE: Words(
        "共有份额，如 1/2、50%、0.5，可不填。请把本列设为文本格式。",
        "Share of ownership, such as 1/2, 50% or 0.5; optional. Format the column as text.",
    ),
    Column.LIVES_HERE: Words(
        "业主是否居住：是或否；空着时自然人为是，单位为否。",
        "Whether the owner lives there: yes or no; empty: yes for people, no for companies.",
    ),
}
_EXAMPLE = {
    Column.BUILDING: "3",
    Column.ENTRANCE: "2",
    Column.DWELLING: "401",
    Column.AREA: "89.50",
    Column.CELL: "1",
    Column.NAME: "张三",
    Column.PHONE: "13800000000",
    Column.RELATION: "业主",
    Column.SHARE: "1/2",
    Column.LIVES_HERE: "是",
}


def template_columns(*, viewer: Actor) -> tuple[TemplateColumn, ...]:
    """What each column of the list means, for pages and papers. Open to everyone."""
    return tuple(
        TemplateColumn(header, tuple(others.split()), _NOTES[column], _EXAMPLE.get(column, ""))
        for column, (header, others) in HEADERS.items()
    )


def community_template(*, viewer: Actor, language: str) -> bytes:
    """An .xlsx with the right headers, a sheet of explanations, and every cell set to text.

    `language` is "en" or any "zh…" code; either header is understood on import.
    Open to everyone.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = Words("名册", "List").in_language(language)
    _fill_list(sheet, language)
    notes = book.create_sheet(Words("说明", "Notes").in_language(language))
    _fill_notes(notes, language)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill_list(sheet: Worksheet, language: str) -> None:
    for index, (words, _) in enumerate(HEADERS.values(), start=1):
        cell = sheet.cell(row=1, column=index, value=words.in_language(language))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EFEA")
        cell.alignment = Alignment(horizontal="center")
        column = sheet.column_dimensions[get_column_letter(index)]
        column.width, column.number_format = 16, "@"
    sheet.freeze_panes = "A2"


def _fill_notes(sheet: Worksheet, language: str) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 80
    sheet.append([_TITLE.in_language(language)])
    for column, (words, _) in HEADERS.items():
        example = _EXAMPLE.get(column, "")
        sheet.append([words.in_language(language), _NOTES[column].in_language(language), example])
