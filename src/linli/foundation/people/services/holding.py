"""Rows of a list that only the keeper may take in, and who brought lists when.

Whoever may not see every household is answered from the list alone, read as if nobody were written
down yet. So neither a trial nor the real thing tells what is known of a home, and least of all
which homes are not shown: a row that does not fit the books waits for the keeper, unseen by all
others.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.limits import LISTS_PER_PERSON, check_limit
from linli.foundation.people.domain.reports import ImportReport, RowOutcome
from linli.foundation.people.domain.sheet import Column, PersonLine, SheetRow, read_person
from linli.foundation.people.facts import HouseholdChanged
from linli.foundation.people.models import HeldRow, ListRun
from linli.foundation.people.models.sealing import HELD, close, reopen, trace
from linli.foundation.people.services.peopling import Peopling
from linli.kernel import Actor, Refused, now


@dataclass(frozen=True, slots=True)
class Held:
    """A row that waits, the dwelling it speaks of, and why."""

    row: SheetRow
    dwelling: str
    why: str


class OpenBooks:
    """Takes rows in for those who see every household, and says what each one did."""

    def __init__(self, by: Actor) -> None:
        self.books = Peopling(by)
        self.held: list[Held] = []

    def take(self, row: SheetRow, line: PersonLine, dwelling: str) -> RowOutcome:
        """Settle the person of a row."""
        return self.books.take(line, dwelling)


class ClosedBooks(OpenBooks):
    """Takes rows in for everyone else, and says nothing the list itself does not say."""

    def __init__(self, by: Actor) -> None:
        super().__init__(by)
        self.list_alone = Peopling(by, is_blank=True)

    def take(self, row: SheetRow, line: PersonLine, dwelling: str) -> RowOutcome:
        """Settle the person of a row, or hold it for the keeper."""
        self.list_alone.take(line, dwelling)
        try:
            self.books.take(line, dwelling)
        except Refused as refused:
            self.held.append(Held(row, dwelling, refused.message))
        return RowOutcome.ACCEPTED


def books_for(by: Actor) -> OpenBooks:
    """The books as far as this actor may know what is in them."""
    return OpenBooks(by) if policy.sees_all(by) else ClosedBooks(by)


def check_lists(by: Actor) -> None:
    """Refuse who has brought too many lists today; the platform's own are not counted."""
    if by.person is None:
        return
    moment = now()
    runs = ListRun.objects.filter(by=by.person, at__gt=moment - LISTS_PER_PERSON.window)
    times = list(runs.order_by("at").values_list("at", flat=True)[: LISTS_PER_PERSON.most])
    check_limit(LISTS_PER_PERSON, len(times), times[0] if times else None, moment)


def keep_run(by: Actor, report: ImportReport, held: list[Held]) -> None:
    """Write down who brought a list, and put aside what waits when it was no trial."""
    if by.person is None:
        return
    refused = report.count(RowOutcome.REFUSED)
    run = ListRun.objects.create(
        community=by.community,
        by_id=by.person,
        is_trial=report.is_dry_run,
        accepted=len(report.rows) - refused,
        refused=refused,
        held=len(held),
        at=now(),
    )
    if not report.is_dry_run:
        rows = _held_rows(run, held)
        HeldRow.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)


def take_held_row(*, by: Actor, held: str) -> None:
    """The keeper takes a row in that waited; refused, and still waiting, when it does not fit."""
    policy.check_keeper(by)
    with transaction.atomic():
        row = _waiting(by, held)
        cells = {Column(key): text for key, text in json.loads(reopen(row.sealed, HELD)).items()}
        line = read_person(SheetRow(row.row, cells))
        if line is not None:
            peopling = Peopling(by)
            peopling.take(line, row.dwelling_id)
            peopling.store()
        _finish(by, row, was_taken=True)
        publish(HouseholdChanged(community=by.community, dwelling=row.dwelling_id))


def drop_held_row(*, by: Actor, held: str) -> None:
    """The keeper sets a row aside that need not be taken in."""
    policy.check_keeper(by)
    with transaction.atomic():
        _finish(by, _waiting(by, held), was_taken=False)


def _held_rows(run: ListRun, held: Iterable[Held]) -> list[HeldRow]:
    rows = []
    for one in held:
        said = json.dumps(one.row.cells, ensure_ascii=False, sort_keys=True)
        rows.append(
            HeldRow(
                community=run.community,
                run=run,
                dwelling_id=one.dwelling,
                row=one.row.number,
                sealed=close(said, HELD),
                digest=trace(f"{one.dwelling} {said}", HELD),
                why=one.why[:200],
            )
        )
    return rows


def _waiting(by: Actor, held: str) -> HeldRow:
    rows = HeldRow.objects.select_for_update().filter(community=by.community, done_at=None)
    row = rows.filter(pk=held).first()
    if row is None:
        raise Refused("not_found", "This row does not wait any more.")
    return row


def _finish(by: Actor, row: HeldRow, *, was_taken: bool) -> None:
    row.sealed, row.done_at, row.done_by_id = None, now(), by.person
    row.was_taken = was_taken
    row.save(update_fields=["sealed", "done_at", "done_by", "was_taken"])
