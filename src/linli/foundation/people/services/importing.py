"""Taking in a community from a spreadsheet: places, people, and who owns and lives where."""

import re
from dataclasses import replace

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.files import ListRead, read_file
from linli.foundation.people.domain.reports import (
    ImportReport,
    RowOutcome,
    RowReport,
    report_refused,
    trouble_of,
)
from linli.foundation.people.domain.sheet import (
    Column,
    PersonLine,
    SheetRead,
    SheetRow,
    read_person,
)
from linli.foundation.people.facts import CommunityImported
from linli.foundation.people.services.holding import (
    Held,
    OpenBooks,
    books_for,
    check_lists,
    keep_run,
)
from linli.foundation.places.api import LaidLine, PlaceLine, lay_out
from linli.kernel import Actor, Refused
from linli.kernel.written import read_address

_MOST_PASSES = 5
_TELLS_MOST = (RowOutcome.ACCEPTED, RowOutcome.CREATED, RowOutcome.UPDATED)
_HOUSE = re.compile(r"[栋幢座楼棟樓#＃]|BUILDING|BLOCK|BLDG", re.IGNORECASE)


class _UndoneError(Exception):
    """Ends a trial run; everything written is rolled back."""


def import_community(
    *, by: Actor, source: bytes, filename: str, dry_run: bool = False
) -> ImportReport:
    """Take in a list of dwellings and people (.xlsx or .csv, see `community_template`).

    Answers row by row. A refused row writes nothing and stops no other; the same list again changes
    nothing; nobody is ever removed. `dry_run` reports the same and takes nothing in. Whoever may
    not see every household hears only what the list itself tells (see `holding.py`), and that they
    brought it is written down.
    """
    policy.check_may_import(by)
    check_lists(by)
    read = read_file(source, filename)
    rows = [row for sheet in read.sheets for row in _of(read, sheet)]
    with transaction.atomic():
        reports, held = _run(by, rows, dry_run=dry_run)
        report = ImportReport(is_dry_run=dry_run, rows=tuple(reports), sheets=read.sheets)
        keep_run(by, report, held)
    return report


def _of(read: ListRead, sheet: SheetRead) -> list[SheetRow]:
    """The rows of a sheet as they were meant, in the building its name says if no column does."""
    rows = fill_down([row for row in read.rows if row.sheet == sheet.name])
    if not sheet.building:
        return rows
    return [
        row
        if is_whole(row.get(Column.DWELLING))
        else replace(row, cells={**row.cells, Column.BUILDING: sheet.building})
        for row in rows
    ]


def _run(by: Actor, rows: list[SheetRow], *, dry_run: bool) -> tuple[list[RowReport], list[Held]]:
    done: tuple[list[RowReport], list[Held]] = ([], [])
    try:
        with transaction.atomic():
            done = _take_in(by, rows)
            _announce(by, done[0])
            if dry_run:
                raise _UndoneError
    except _UndoneError:
        pass
    return done


def fill_down(rows: list[SheetRow]) -> list[SheetRow]:
    """Rows as they were meant where cells were merged: an empty building (with its entrance), and
    for a further person an empty dwelling too, is that of the row above."""
    filled: list[SheetRow] = []
    above: SheetRow | None = None
    for row in rows:
        if above is not None and not row.get(Column.BUILDING):
            above = replace(row, cells={**_carried(row, above), **row.cells})
        else:
            above = row
        filled.append(above)
    return filled


def _carried(row: SheetRow, above: SheetRow) -> dict[Column, str]:
    if is_whole(row.get(Column.DWELLING)):
        return {}
    columns = [Column.BUILDING]
    if not row.get(Column.ENTRANCE):
        columns.append(Column.ENTRANCE)
        if not row.get(Column.DWELLING) and row.get(Column.NAME):
            columns.append(Column.DWELLING)
    return {column: above.get(column) for column in columns if above.get(column)}


def is_whole(text: str) -> bool:
    """Whether a dwelling is written with its building, so that the row above says nothing of it."""
    try:
        address = read_address(text).meanings[0].value
    except Refused:
        return False
    has_house = bool(address.building and address.dwelling)
    is_plain_number = text.strip().isalnum() and not _HOUSE.search(text)
    return has_house and not is_plain_number and bool(address.entrance or _HOUSE.search(text))


def _take_in(by: Actor, rows: list[SheetRow]) -> tuple[list[RowReport], list[Held]]:
    """Write all good rows. What a row that proves bad late has already written is taken back by
    writing the others once more without it."""
    refused: dict[tuple[str, int], RowReport] = {}
    order = {(row.sheet, row.number): place for place, row in enumerate(rows)}
    for _ in range(_MOST_PASSES):
        spot = transaction.savepoint()
        reports, held = _write(by, [row for row in rows if (row.sheet, row.number) not in refused])
        bad = {
            (report.sheet, report.row): report
            for report in reports
            if report.outcome is RowOutcome.REFUSED
        }
        if not bad:
            transaction.savepoint_commit(spot)
            every = [*reports, *refused.values()]
            return sorted(every, key=lambda one: order[one.sheet, one.row]), held
        transaction.savepoint_rollback(spot)
        refused.update(bad)
    raise Refused("invalid", "The rows of this list contradict each other.", field="file")


def _write(by: Actor, rows: list[SheetRow]) -> tuple[list[RowReport], list[Held]]:
    reports: list[RowReport] = []
    good: list[tuple[SheetRow, PersonLine | None]] = []
    for row in rows:
        try:
            good.append((row, _understand(row)))
        except Refused as refused:
            reports.append(report_refused(row, refused))
    laid = lay_out(by=by, lines=[_place(row) for row, _ in good])
    desk = books_for(by)
    for (row, person), place in zip(good, laid, strict=True):
        reports.append(_report(row, person, place, desk))
    desk.books.store()
    return reports, desk.held


def _understand(row: SheetRow) -> PersonLine | None:
    trouble = trouble_of(row.trouble)
    if trouble is not None:
        raise trouble
    return read_person(row)


def _place(row: SheetRow) -> PlaceLine:
    return PlaceLine(
        building=row.get(Column.BUILDING),
        entrance=row.get(Column.ENTRANCE),
        dwelling=row.get(Column.DWELLING),
        area=row.get(Column.AREA),
        cell=row.get(Column.CELL),
    )


def _report(
    row: SheetRow, person: PersonLine | None, place: LaidLine, desk: OpenBooks
) -> RowReport:
    if place.why is not None or place.dwelling is None:
        return report_refused(row, place.why or Refused("invalid", "This row is empty."))
    outcomes = {RowOutcome(place.outcome)}
    if person is not None:
        try:
            outcomes.add(desk.take(row, person, place.dwelling))
        except Refused as refused:
            return report_refused(row, refused)
    order = (*_TELLS_MOST, RowOutcome.UNCHANGED)
    outcome = next(one for one in order if one in outcomes)
    return RowReport(row.number, outcome, sheet=row.sheet, place=place.words)


def _announce(by: Actor, reports: list[RowReport]) -> None:
    """A list that changed something, or was accepted without saying whether it did."""
    if any(report.outcome in _TELLS_MOST for report in reports):
        refused = sum(report.outcome is RowOutcome.REFUSED for report in reports)
        accepted = len(reports) - refused
        publish(CommunityImported(community=by.community, accepted=accepted, refused=refused))
