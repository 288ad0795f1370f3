"""Laying out a whole list of dwellings at once, for imports."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.places import domain, policy
from linli.foundation.places.domain import CleanLine, LaidLine, Outcome, PlaceKind, PlaceLine
from linli.foundation.places.facts import PlacesImported
from linli.foundation.places.models import Place
from linli.foundation.places.services.growing import DERIVED, sprout
from linli.kernel import Actor, Refused

_Spot = tuple[str, PlaceKind, str]


def lay_out(*, by: Actor, lines: Iterable[PlaceLine]) -> tuple[LaidLine, ...]:
    """Make sure every dwelling of the list exists, with its building, entrance, area and cell.

    Answers line by line; a refused line changes nothing and stops no other.
    """
    policy.check_may_build(by)
    with transaction.atomic():
        plan = _Plan(by.community)
        laid = tuple(plan.lay(line) for line in lines)
        changed = plan.store()
        if changed:
            publish(PlacesImported(community=by.community, number=changed))
        return laid


class _Plan:
    """The tree as it is and as it will be; read once, written once."""

    def __init__(self, community: str) -> None:
        rows = {row.pk: row for row in Place.objects.filter(community=community)}
        if community not in rows:
            raise Refused("not_found", "There is no such community.")
        self.root = rows[community]
        self.rows = rows
        self.spots: dict[_Spot, Place] = {}
        for row in rows.values():
            spot = (row.parent_id or "", PlaceKind(row.kind), row.number)
            if row.retired_at is None or spot not in self.spots:
                self.spots[spot] = row
        self.new: list[Place] = []
        self.changed: dict[str, Place] = {}
        self.cells_said: dict[str, str] = {}
        self.areas_said: dict[tuple[str, str | None, str], Decimal] = {}

    def lay(self, written: PlaceLine) -> LaidLine:
        """Plan one line."""
        try:
            line = domain.read_line(written)
            self._check_in_use(line)
            self._check_area(line)
            self._check_cell(line)
        except Refused as refused:
            return LaidLine(None, Outcome.REFUSED, refused)
        before, words = (len(self.new), len(self.changed)), domain.say_line(line)
        parent = building = self._get_or_add(self.root, PlaceKind.BUILDING, line.building)
        if line.cell is not None:
            self._put_in_cell(building, line.cell)
        if line.entrance is not None:
            parent = self._get_or_add(building, PlaceKind.ENTRANCE, line.entrance)
        known = (parent.pk, PlaceKind.DWELLING, line.dwelling) in self.spots
        dwelling = self._get_or_add(parent, PlaceKind.DWELLING, line.dwelling)
        self._measure(dwelling, line)
        if not known:
            return LaidLine(dwelling.pk, Outcome.CREATED, words=words)
        after = len(self.new), len(self.changed)
        outcome = Outcome.UNCHANGED if before == after else Outcome.UPDATED
        return LaidLine(dwelling.pk, outcome, words=words)

    def store(self) -> int:
        """Write the plan; returns how many places are new or changed."""
        Place.objects.bulk_create(self.new, batch_size=200)
        fields = ["area", *DERIVED]
        Place.objects.bulk_update(list(self.changed.values()), fields, batch_size=200)
        return len(self.new) + len(self.changed)

    def _check_in_use(self, line: CleanLine) -> None:
        spots = [(PlaceKind.BUILDING, line.building)]
        if line.entrance is not None:
            spots.append((PlaceKind.ENTRANCE, line.entrance))
        parent: Place | None = self.root
        for kind, number in [*spots, (PlaceKind.DWELLING, line.dwelling)]:
            parent = self.spots.get((parent.pk, kind, number)) if parent else None
            if parent and parent.retired_at is not None:
                raise Refused(
                    "conflict",
                    "“%(label)s” is no longer in use; bring it back first.",
                    field=kind.value,
                    label=parent.label,
                )

    def _check_cell(self, line: CleanLine) -> None:
        if line.cell is None:
            return
        cell = self.spots.get((self.root.pk, PlaceKind.CELL, line.cell))
        if cell and cell.retired_at is not None:
            raise Refused("conflict", "This grid cell is no longer in use.", field="cell")
        if self.cells_said.setdefault(line.building, line.cell) != line.cell:
            raise Refused(
                "conflict",
                "An earlier row puts building %(building)s in another grid cell.",
                field="cell",
                building=line.building,
            )

    def _check_area(self, line: CleanLine) -> None:
        if line.area is None:
            return
        domain.check_area(line.area)
        spot = (line.building, line.entrance, line.dwelling)
        if self.areas_said.setdefault(spot, line.area) != line.area:
            raise Refused(
                "conflict", "An earlier row gives this dwelling another area.", field="area"
            )

    def _get_or_add(self, parent: Place, kind: PlaceKind, number: str) -> Place:
        spot = (parent.pk, kind, number)
        if spot not in self.spots:
            place = sprout(parent, kind, number)
            self.spots[spot] = self.rows[place.pk] = place
            self.new.append(place)
        return self.spots[spot]

    def _put_in_cell(self, building: Place, number: str) -> None:
        cell = self._get_or_add(self.root, PlaceKind.CELL, number)
        if building.cell_id == cell.pk:
            return
        prefix = building.path + domain.PATH_SEPARATOR
        for place in (building, *(r for r in self.rows.values() if r.path.startswith(prefix))):
            place.cell_id = cell.pk
            self._note(place)

    def _measure(self, dwelling: Place, line: CleanLine) -> None:
        if line.area is None:
            return
        area = domain.check_area(line.area)
        if dwelling.area is None or domain.read_area(dwelling.area) != line.area:
            dwelling.area = area
            self._note(dwelling)

    def _note(self, place: Place) -> None:
        if place._state.adding:
            return
        self.changed[place.pk] = place
