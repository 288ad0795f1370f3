"""What a list of homes and people was understood as and what became of it, in lines of text, in the
language of the terminal."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager

from django.utils.translation import get_language, override

from linli.foundation.people.api import ImportReport, LeftOut, RowOutcome, RowReport, SheetRead
from linli.kernel import Refused, Words
from linli.surface.shell.form import said

_OUTCOMES = {
    RowOutcome.ACCEPTED: Words("符合", "accepted"),
    RowOutcome.CREATED: Words("新增", "created"),
    RowOutcome.UPDATED: Words("更新", "updated"),
    RowOutcome.UNCHANGED: Words("没有变化", "unchanged"),
    RowOutcome.REFUSED: Words("没有收进", "refused"),
}
_LEFT_OUT = {
    LeftOut.TOTAL: Words("合计行，跳过", "totals, left out"),
    LeftOut.HEADER: Words("重复的表头，跳过", "the header once more, left out"),
    LeftOut.NOTE: Words("说明文字，跳过", "a note, left out"),
}


def in_language() -> AbstractContextManager[None]:
    """Chinese for a terminal set to Chinese, English for every other."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return override("zh-hans" if spoken.startswith("zh") else "en")


def lines_of(report: ImportReport, *, with_all: bool) -> Iterator[str]:
    """First what was understood, sheet by sheet, then row by row what was not taken in and why."""
    for sheet in report.sheets:
        yield from _sheet(sheet)
    for row in report.rows:
        if row.outcome is RowOutcome.REFUSED:
            yield f"{_at(row.sheet, row.row)}: {_why(row)}"
        elif with_all:
            where = f" ({_say(row.place)})" if row.place else ""
            yield f"{_at(row.sheet, row.row)}: {_say(_OUTCOMES[row.outcome])}{where}"


def summary_of(report: ImportReport) -> str:
    """How many rows came out how."""
    counts = [f"{report.count(one)} {_say(words)}" for one, words in _OUTCOMES.items()]
    trial = Words("（试运行：什么都没有写入）", " (dry run: nothing was written)")
    return ", ".join(counts) + (_say(trial) if report.is_dry_run else "")


def _sheet(sheet: SheetRead) -> Iterator[str]:
    if not sheet.header:
        why = (
            Words("是隐藏的，跳过", "is hidden, left out")
            if sheet.is_hidden
            else Words("没有房屋名册的表头，跳过", "has no header of homes, left out")
        )
        yield f"{_at(sheet.name)}: {_say(why)}"
        return
    found = Words(
        f"表头在第{sheet.header}行，下面{sheet.rows}行",
        f"header in row {sheet.header}, {sheet.rows} rows",
    )
    columns = ", ".join(f"“{text}” = {_say(words)}" for text, words in sheet.columns)
    yield f"{_at(sheet.name)}: {_say(found)}; {columns}"
    if sheet.building:
        named = Words(f"整张表是{sheet.building}号楼", f"all of it is building {sheet.building}")
        yield f"{_at(sheet.name)}: {_say(named)}"
    if sheet.unknown:
        unknown = ", ".join(f"“{text}”" for text in sheet.unknown)
        yield f"{_at(sheet.name)}: {_say(Words('不用的列', 'columns left alone'))}: {unknown}"
    for number, reason in sheet.left_out:
        yield f"{_at(sheet.name, number)}: {_say(_LEFT_OUT[reason])}"


def _at(sheet: str, row: int = 0) -> str:
    """The sheet and the row of something, as it follows the name of the file."""
    parts = [Words(f"工作表“{sheet}”", f"sheet “{sheet}”")] if sheet else []
    parts += [Words(f"第{row}行", f"row {row}")] if row else []
    return "".join(f", {_say(part)}" for part in parts)


def _why(row: RowReport) -> str:
    why = said(Refused("invalid", row.message, **row.params))
    if row.column is None:
        return why
    column = f"“{row.column.zh} {row.column.en}”"
    return _say(Words(f"{column}一列：{why}", f"Column {column}: {why}"))


def _say(words: Words) -> str:
    return words.in_language(get_language() or "en")
