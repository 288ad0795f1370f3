"""Take in the result file of an official voting system: a bad row never loses a good one."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.ballots import Choice
from linli.application.assembly.domain.cards import ImportReport, RowNote
from linli.application.assembly.domain.choosing import ON_PAPER, Item, Said, read_choices
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.official import (
    OfficialRow,
    find_columns,
    read_choice,
    read_row,
)
from linli.application.assembly.domain.rules import Differing
from linli.application.assembly.domain.stages import Channel, Mode
from linli.application.assembly.models import Assembly, RollHead, RollUnit, RollVoter, Sheet
from linli.application.assembly.services.finding import lock
from linli.application.assembly.services.periods import zone_of
from linli.application.assembly.services.taking import Return, items_of, take
from linli.foundation.people import api as people
from linli.foundation.people.api import CellRow
from linli.kernel import Actor, Refused, system
from linli.kernel.written import Address, read_address

TAKEN, UNCHANGED, REFUSED = "taken", "unchanged", "refused"
_NO_HOME = "There is no such home on the roll."


@dataclass(frozen=True, slots=True)
class _Said:
    row: OfficialRow
    item: Item
    choice: Said
    signer: str | None


def import_official(
    *, by: Actor, assembly: str, content: bytes, filename: str, is_dry_run: bool = False
) -> ImportReport:
    """Take ballots from an official system's .xlsx or .csv file and report on every row.

    Columns: home, item (its number, title or id), choice, time, perhaps the owner. The rows of one
    owner are one ballot. A dry run changes nothing; the same file again changes nothing either.

    Raises:
        Refused: no such file, no such columns, or an assembly that does not take such votes.
    """
    policy.check_may_take(by)
    cells = people.read_cells(viewer=by, content=content, filename=filename)
    if not cells:
        raise Refused("invalid", "The list is empty.", field="file")
    with transaction.atomic():
        row = lock(by, assembly)
        if row.mode != Mode.OFFICIAL:
            raise Refused("conflict", "This assembly does not take votes of an official system.")
        notes, ballots = _Taking(by, row, hashlib.sha256(content).hexdigest()).all(cells)
        if is_dry_run:
            transaction.set_rollback(True)
        return ImportReport(tuple(sorted(notes, key=lambda one: one.row)), ballots, is_dry_run)


class _Taking:
    """One file on its way into one assembly."""

    def __init__(self, by: Actor, row: Assembly, digest: str) -> None:
        self.by, self.row, self.digest = by, row, digest
        self.notes: list[RowNote] = []
        self.homes = _Homes(row)
        self.items = {
            head.pk: items_of(row, head)
            for head in RollHead.objects.filter(roll=row.pk).prefetch_related("units")
        }
        self.titles = dict(row.motions.values_list("title_zh", "pk"))

    def all(self, cells: tuple[CellRow, ...]) -> tuple[list[RowNote], int]:
        """Every row below the header, grouped by head; what became of each."""
        columns, zone = find_columns(cells[0].texts), zone_of(self.row.community)
        grouped: defaultdict[int, list[_Said]] = defaultdict(list)
        for cell in cells[1:]:
            try:
                if cell.trouble:
                    raise Refused("invalid", cell.trouble, field="file")
                head, said = self._said(read_row(cell.number, cell.texts, columns, zone))
                grouped[head].append(said)
            except Refused as refusal:
                self._note([cell.number], REFUSED, refusal)
        heads = RollHead.objects.in_bulk(list(grouped))
        taken = sum(self._take(heads[head], rows) for head, rows in grouped.items())
        return self.notes, taken

    def _said(self, row: OfficialRow) -> tuple[int, _Said]:
        unit = self.homes.find(row.unit)
        signer = self.homes.owner(unit.head_id, row.owner)
        item = self._item(row.motion, self.items[unit.head_id])
        return unit.head_id, _Said(row, item, read_choice(row.choice, item.candidates), signer)

    def _item(self, text: str, items: list[Item]) -> Item:
        wanted = self.titles.get(text, text)
        for item in items:
            if wanted in (item.id, str(item.number)):
                return item
        raise Refused("invalid", "This is not on the agenda of this owner.", field="motion")

    def _take(self, head: RollHead, rows: list[_Said]) -> int:
        """One head's ballot in a savepoint of its own; 1 when it is new."""
        numbers = [one.row.number for one in rows]
        try:
            with transaction.atomic():
                return self._keep(head, rows, numbers)
        except Refused as refusal:
            self._note(numbers, REFUSED, refusal)
            return 0

    def _keep(self, head: RollHead, rows: list[_Said], numbers: list[int]) -> int:
        said = read_choices(self._joined(rows), self.items[head.pk], allowed=ON_PAPER)
        at = max(one.row.at for one in rows)
        key = _key_of(said, at)
        is_known = Sheet.objects.filter(assembly=self.row, head=head, key=key).exists()
        if not is_known:
            signers = {one.signer for one in rows}
            take(
                self.row,
                Return(
                    head=head,
                    channel=Channel.OFFICIAL,
                    choices=said,
                    at=at,
                    key=key,
                    signer=signers.pop() if len(signers) == 1 else None,
                    taken_by=self.by.person,
                    evidence=self.digest,
                ),
            )
        self._note(numbers, UNCHANGED if is_known else TAKEN)
        return 0 if is_known else 1

    def _joined(self, rows: Iterable[_Said]) -> dict[str, Said]:
        """One choice per item; two homes that say different things as the rules have it."""
        said: dict[str, list[_Said]] = defaultdict(list)
        for one in sorted(rows, key=lambda one: (one.row.at, one.row.number)):
            said[one.item.id].append(one)
        return {item: self._one(several) for item, several in said.items()}

    def _one(self, several: list[_Said]) -> Said:
        first = several[0]
        if all(one.choice == first.choice for one in several):
            return first.choice
        rule = read_frozen(self.row.rules or {}).rules.differing_units
        if len({one.row.unit for one in several}) < len(several) or rule is None:
            raise Refused(
                "conflict", "This owner's rows say different things on one item.", field="choice"
            )
        return str(Choice.VOID) if rule is Differing.VOID else first.choice

    def _note(self, rows: Iterable[int], outcome: str, refusal: Refused | None = None) -> None:
        for row in rows:
            self.notes.append(
                RowNote(
                    row,
                    outcome,
                    refusal.message if refusal else "",
                    (refusal.field or "") if refusal else "",
                    refusal.params if refusal else {},
                )
            )


def _key_of(said: Mapping[str, Said], at: datetime) -> str:
    plain = json.dumps([said, at.isoformat()], sort_keys=True, ensure_ascii=False)
    return f"official:{hashlib.sha256(plain.encode()).hexdigest()[:40]}"


class _Homes:
    """The units of a roll by what people write, and the owners by name."""

    def __init__(self, row: Assembly) -> None:
        self._by_label: dict[str, RollUnit] = {}
        self._by_address: dict[Address, RollUnit] = {}
        for unit in RollUnit.objects.filter(head__roll=row.pk):
            self._by_label |= {unit.label: unit, unit.label_en: unit}
            for address in _addresses(unit.label)[:1]:
                self._by_address[address] = unit
        self._voters: defaultdict[int, list[str]] = defaultdict(list)
        voters = RollVoter.objects.filter(head__roll=row.pk).values_list("head_id", "person_id")
        for head, person in voters:
            self._voters[head].append(person)
        self._community = row.community

    def find(self, text: str) -> RollUnit:
        """The unit a text means."""
        if text in self._by_label:
            return self._by_label[text]
        meant = [self._by_address[one] for one in _addresses(text) if one in self._by_address]
        found = {unit.pk: unit for unit in meant}
        if len(found) != 1:
            raise Refused("not_found", _NO_HOME, field="unit")
        return next(iter(found.values()))

    def owner(self, head: int, name: str) -> str | None:
        """Which of a head's owners has this name; the only one when none is given."""
        voters = self._voters[head]
        if not name:
            return voters[0] if len(voters) == 1 else None
        cards = people.get_people(viewer=system(self._community), people=voters)
        for person in voters:
            if cards[person].name == name:
                return person
        raise Refused("not_found", "This person does not own that home.", field="owner")


def _addresses(text: str) -> list[Address]:
    try:
        return [meaning.value for meaning in read_address(text).meanings]
    except Refused:
        return []
