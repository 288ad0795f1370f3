"""From the bytes of a spreadsheet to its rows, bounded and without trusting them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from linli.foundation.people.domain.sheet import HEADER_WITHIN, Column, SheetRow, find_columns
from linli.kernel import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 500
MOST_SHEETS = 10
LONGEST_CELL = 400

FORMULA = "This cell holds a formula; put its value there."
A_DATE = "The spreadsheet took this for a date; format the column as text and type it again."
TOO_LONG = "This cell holds too much text."

_Cells = list[tuple[str, str]]
"""Text and trouble of each cell of a row; trouble is empty when there is none."""


def read_file(source: bytes, filename: str) -> list[SheetRow]:
    """The rows below the header of an .xlsx or .csv file (UTF-8 or GB18030), blank ones left out.

    The first sheet that has a header row is taken.
    """
    if len(source) > MOST_BYTES:
        raise Refused("too_large", "The file is larger than %(most)s MB.", most=10, field="file")
    for table in _tables(source, filename):
        rows = _below_header(table)
        if rows is not None:
            return rows
    raise Refused(
        "invalid",
        "No header row was found in the first %(rows)s rows. The list needs at least the columns "
        "“楼栋 building” and “房号 dwelling”.",
        field="file",
        rows=HEADER_WITHIN,
    )


def _tables(source: bytes, filename: str) -> Iterator[Iterator[_Cells]]:
    if source[:4] == b"PK\x03\x04":
        yield from _workbook(source)
    elif source[:4] == b"\xd0\xcf\x11\xe0":
        raise Refused(
            "invalid",
            "This is a file of an old format (.xls). Save it as .xlsx or .csv, please.",
            field="file",
        )
    elif filename.lower().endswith(".xlsx"):
        raise _broken()
    else:
        yield _csv(_decode(source))


def _below_header(table: Iterable[_Cells]) -> list[SheetRow] | None:
    columns: dict[int, Column] = {}
    rows: list[SheetRow] = []
    for number, cells in enumerate(table, start=1):
        if columns:
            row = _row(number, cells, columns)
            if row is not None:
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise Refused(
                    "too_large",
                    "The list has more than %(most)s rows.",
                    field="file",
                    most=MOST_ROWS,
                )
        elif number <= HEADER_WITHIN:
            columns = find_columns([text for text, _ in cells])
        else:
            return None
    return rows if columns else None


def _row(number: int, cells: _Cells, columns: dict[int, Column]) -> SheetRow | None:
    here = [(columns[i], cell) for i, cell in enumerate(cells) if i in columns]
    texts = {column: text for column, (text, _) in here if text}
    trouble = {column: why for column, (_, why) in here if why}
    return SheetRow(number, texts, trouble) if texts or trouble else None


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


def _workbook(source: bytes) -> Iterator[Iterator[_Cells]]:
    _check_package(source)
    try:
        book = load_workbook(io.BytesIO(source), read_only=True, data_only=False)
        sheets = book.worksheets[:MOST_SHEETS]
    except Exception as error:  # noqa: BLE001  whatever openpyxl stumbles over, the file is at fault
        raise _broken() from error
    for sheet in sheets:
        yield _sheet(sheet)


def _sheet(sheet: Any) -> Iterator[_Cells]:
    try:
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            yield [_cell(cell) for cell in row]
    except Exception as error:  # noqa: BLE001  as above, found only while reading on
        raise _broken() from error


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
