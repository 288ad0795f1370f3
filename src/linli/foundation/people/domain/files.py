"""From the bytes of a spreadsheet to its rows, bounded and without trusting them."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string

from linli.foundation.people.domain.sheet import (
    HEADER_WITHIN,
    HEADERS,
    Column,
    SheetRead,
    SheetRow,
    find_columns,
    find_more_columns,
    left_out,
    without_nothing,
)
from linli.kernel import Refused
from linli.kernel.written import read_address

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 500
MOST_SHEETS = 10
LONGEST_CELL = 400
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')

FORMULA = "This cell holds a formula; put its value there."
A_DATE = "The spreadsheet took this for a date; format the column as text and type it again."
TOO_LONG = "This cell holds too much text."

_Cells = list[tuple[str, str]]
"""Text and trouble of each cell of a row; trouble is empty when there is none."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """The rows of a list, and what was understood of each of its sheets."""

    rows: tuple[SheetRow, ...]
    sheets: tuple[SheetRead, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    rows: Iterable[_Cells]
    is_hidden: bool = False


def read_file(source: bytes, filename: str) -> ListRead:
    """The rows below the headers of an .xlsx or .csv file (UTF-8 or GB18030), blank ones left out.

    Every sheet that is shown and has a header row is taken.
    """
    if len(source) > MOST_BYTES:
        raise Refused("too_large", "The file is larger than %(most)s MB.", most=10, field="file")
    rows: list[SheetRow] = []
    sheets: list[SheetRead] = []
    for table in _tables(source, filename):
        sheets.append(_read_table(table, rows))
    if not any(sheet.header for sheet in sheets):
        raise Refused(
            "invalid",
            "No header row was found in the first %(rows)s rows. The list needs at least the "
            "columns “楼栋 building” and “房号 dwelling”.",
            field="file",
            rows=HEADER_WITHIN,
        )
    return ListRead(tuple(rows), tuple(sheets))


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of any list: its number in the file, its texts, and what is wrong with a cell."""

    number: int
    texts: tuple[str, ...]
    trouble: str


def read_cells(source: bytes, filename: str) -> tuple[CellRow, ...]:
    """The rows of the first sheet shown, as text, under the same bounds; blank ones left out."""
    if len(source) > MOST_BYTES:
        raise Refused("too_large", "The file is larger than %(most)s MB.", most=10, field="file")
    table = next((one for one in _tables(source, filename) if not one.is_hidden), None)
    found: list[CellRow] = []
    for number, cells in enumerate(table.rows if table else (), start=1):
        trouble = next((trouble for _text, trouble in cells if trouble), "")
        if trouble or any(text for text, _trouble in cells):
            found.append(CellRow(number, tuple(text for text, _trouble in cells), trouble))
        if len(found) > MOST_ROWS:
            raise _too_many()
    return tuple(found)


def _tables(source: bytes, filename: str) -> Iterator[_Table]:
    if source[:4] == b"PK\x03\x04":
        yield from _workbook(source)
    elif source[:4] == b"\xd0\xcf\x11\xe0" or source[:400].lstrip()[:1] == b"<":
        raise Refused(
            "invalid",
            "This is a file of the old kind (.xls). Please open it, choose “Save as”, and the type "
            "“Excel workbook (.xlsx)”; then bring the new file.",
            field="file",
        )
    elif filename.lower().endswith(".xlsx"):
        raise _broken()
    else:
        yield _Table("", _csv(_decode(source)))


def _read_table(table: _Table, rows: list[SheetRow]) -> SheetRead:
    """Put the rows of a table behind those of others; returns what was understood of it."""
    if table.is_hidden:
        return SheetRead(table.name, is_hidden=True)
    numbered = enumerate(table.rows, start=1)
    head = _find_header(numbered)
    if head is None:
        return SheetRead(table.name)
    before, out = len(rows), []
    for number, cells in (*head.after, *numbered):
        texts = [text for text, _trouble in cells]
        if why := left_out(texts, head.columns):
            out.append((number, why))
        elif row := _row(table.name, number, cells, head):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise _too_many()
    known = tuple((head.said[i], HEADERS[column][0]) for i, column in head.columns.items())
    return SheetRead(
        name=table.name,
        header=head.number,
        columns=known,
        unknown=tuple(text for i, text in head.said.items() if i not in head.columns),
        rows=len(rows) - before,
        left_out=tuple(out),
        building=_building_of(table.name) if Column.BUILDING not in head.columns.values() else "",
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """A header: where it stands, what each cell says and means, and rows read on meanwhile."""

    number: int
    said: dict[int, str]
    columns: dict[int, Column]
    after: list[tuple[int, _Cells]]


def _find_header(numbered: Iterator[tuple[int, _Cells]]) -> _Head | None:
    for number, cells in islice(numbered, HEADER_WITHIN):
        texts = [text for text, _trouble in cells]
        if columns := find_columns(texts):
            said = {index: text for index, text in enumerate(texts) if text}
            after = list(islice(numbered, 1))
            below = [text for _number, cells in after for text, _trouble in cells]
            if more := find_more_columns(below, said, columns):
                said |= {index: below[index] for index in more}
                columns, after = columns | more, []
            return _Head(number, said, columns, after)
    return None


def _row(sheet: str, number: int, cells: _Cells, head: _Head) -> SheetRow | None:
    here = [(head.columns[i], cell) for i, cell in enumerate(cells) if i in head.columns]
    texts = without_nothing({column: text for column, (text, _) in here if text})
    trouble = {column: why for column, (_, why) in here if why}
    return SheetRow(number, texts, trouble, sheet) if texts or trouble else None


def _building_of(name: str) -> str:
    """The building a sheet is named after, such as “3号楼”; empty when it is not."""
    try:
        meanings = read_address(name).meanings
    except Refused:
        return ""
    only = [one.value for one in meanings if one.value.dwelling is None and not one.value.entrance]
    return only[0].building or "" if len(meanings) == 1 and only else ""


def _too_many() -> Refused:
    return Refused(
        "too_large", "The list has more than %(most)s rows.", field="file", most=MOST_ROWS
    )


def _decode(source: bytes) -> str:
    is_wide = source[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        "invalid", "The file is neither .xlsx nor text in UTF-8 or GB18030.", field="file"
    )


def _csv(text: str) -> Iterator[_Cells]:
    head = text[:4000]
    delimiter = max(",;\t，", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_text_cell(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refused(
            "invalid", "The file is not a table of text that can be read.", field="file"
        ) from error


def _text_cell(text: str) -> tuple[str, str]:
    short = text.strip()
    if len(short) > LONGEST_CELL:
        return "", TOO_LONG
    if short.startswith("="):
        inner = short[2:-1]  # ="00123" keeps zeros in a spreadsheet; it is text, not a sum
        if short[1:2] == '"' and short.endswith('"') and '"' not in inner:
            return inner.strip(), ""
        return "", FORMULA
    return short, ""


def _workbook(source: bytes) -> Iterator[_Table]:
    _check_package(source)
    try:
        book = load_workbook(io.BytesIO(source), read_only=True, data_only=False)
        sheets = book.worksheets[:MOST_SHEETS]
    except Exception as error:  # noqa: BLE001  whatever openpyxl stumbles over, the file is at fault
        raise _broken() from error
    for sheet in sheets:
        is_hidden = sheet.sheet_state != "visible"
        yield _Table(sheet.title[:60], _sheet(sheet, _merged(source, sheet)), is_hidden)


def _sheet(sheet: Any, merged: dict[tuple[int, int], int]) -> Iterator[_Cells]:
    """The rows of a sheet; what was merged down says the same in each of its rows."""
    above: dict[int, tuple[int, tuple[str, str]]] = {}
    try:
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            cells = [_cell(cell) for cell in row]
            for index, cell in enumerate(cells):
                if last := merged.get((number, index)):
                    above[index] = last, cell
                elif index in above and number <= above[index][0]:
                    cells[index] = above[index][1]
            yield cells
    except Exception as error:  # noqa: BLE001  as above, found only while reading on
        raise _broken() from error


def _merged(source: bytes, sheet: Any) -> dict[tuple[int, int], int]:
    """Cells merged downwards: by row and column of the first, the row of the last."""
    found: dict[tuple[int, int], int] = {}
    part = getattr(sheet, "_worksheet_path", "")
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package, package.open(part) as stream:
            tail = b""
            while piece := stream.read(1 << 16):
                for match in _MERGED.finditer(tail + piece):
                    left, right = match[1].decode(), match[3].decode()
                    top, bottom = int(match[2]), int(match[4])
                    if left == right and bottom > top and len(found) < MOST_ROWS:
                        found[top, column_index_from_string(left) - 1] = bottom
                tail = piece[-60:]
    except (KeyError, ValueError):
        return {}
    return found


def _check_package(source: bytes) -> None:
    """Refuse packages that unfold beyond measure or carry document types (entity bombs)."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused("too_large", "The workbook unfolds to too much data.", field="file")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(package, part)
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001  zip files can be wrong in a hundred ways
        raise _broken() from error


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(1 << 16):
            if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
                raise _broken()
            tail = piece[-16:]


def _cell(cell: Any) -> tuple[str, str]:
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", FORMULA
    if isinstance(value, datetime | date | time):
        return "", A_DATE
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, int | float | Decimal):
        return _number(value), ""
    return _text_cell(str(value))


def _number(value: float | Decimal) -> str:
    """A number as a spreadsheet shows it: 15 digits, no exponent, no trailing “.0”."""
    if isinstance(value, float):
        text = f"{value:.15g}"
        return f"{Decimal(text):f}" if "e" in text else text
    return str(value)


def _broken() -> Refused:
    return Refused("invalid", "This workbook is damaged or not an .xlsx file.", field="file")
