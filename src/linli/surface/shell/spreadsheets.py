"""What a page shows, as a file for a spreadsheet: .xlsx, or .csv that Excel opens as UTF-8.

Rows are written one by one as they are asked for; text that a spreadsheet would take for a
formula stays text.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any, cast

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from linli.kernel import Refused

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
MOST_ROWS = 20_000
_IN_MEMORY = 2 * 1024 * 1024
_LONGEST = 4_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float | datetime | None
"""What a cell may hold; times are shown in the community's zone."""


def spreadsheet(
    kind: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]
) -> HttpResponse:
    """A file named `name`.`kind` with these columns, at most 20 000 rows of them."""
    if kind not in KINDS:
        raise Refused("not_found", "There is no such file.")
    kept = islice(rows, MOST_ROWS)
    response: Any = _xlsx(name, columns, kept) if kind == "xlsx" else _csv(columns, kept)
    response["Content-Type"] = KINDS[kind]
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    add_never_cache_headers(response)
    return cast(HttpResponse, response)  # streamed, and handed on like any other


def as_text(value: Value) -> str:
    """A value for a .csv; what a spreadsheet would calculate gets a mark that makes it text."""
    shown = _shown(value)
    if isinstance(shown, str) and shown.lstrip(" ").startswith(_RISKY):
        return f"'{shown}"
    return f"{shown:%Y-%m-%d %H:%M}" if isinstance(shown, datetime) else str(shown)


def _shown(value: Value) -> str | int | float | datetime:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, str):
        return "".join(char for char in value[:_LONGEST] if char.isprintable() or char in "\n\t")
    return "" if value is None else value


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_lines(columns, rows, translation.get_language()))


def _lines(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], language: str | None
) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # tells Excel that it is UTF-8
    zone = timezone.get_current_timezone()
    turn = chain([columns], rows)
    while True:
        with translation.override(language), timezone.override(zone):
            if (row := next(turn, None)) is None:
                return
            line = writer.writerow([as_text(value) for value in row])
        yield line


class _Echo:
    """Hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _xlsx(name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    head = [_cell(sheet, column) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  the response closes it
    book.save(target)
    target.seek(0)
    return FileResponse(target)


def _cell(sheet: Any, value: Value) -> Any:
    cell: Any = WriteOnlyCell(sheet, _shown(value))
    if isinstance(cell.value, str):
        cell.data_type = "s"  # never a formula
        cell.quotePrefix = cell.value.startswith(_RISKY)
    return cell
