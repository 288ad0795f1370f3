"""How far a vote has come, by heads and by area; never what anybody said."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from linli.application.assembly import policy
from linli.application.assembly.domain.board import Turnout, shown, still_needed
from linli.application.assembly.domain.cards import (
    Board,
    BuildingGauge,
    Door,
    Gauge,
    MotionGauge,
)
from linli.application.assembly.domain.choosing import concerns
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.kinds import KINDS
from linli.application.assembly.domain.measures import Weight, places_of, written
from linli.application.assembly.domain.roll import SIDE_USES, Use
from linli.application.assembly.domain.rules import SideUnits
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.models import (
    Assembly,
    Delivery,
    Effective,
    HeadStanding,
    Motion,
    RollUnit,
    RollVoter,
)
from linli.application.assembly.selectors.assemblies import find
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonCard
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Words, system

_LAST = (10**9, "")
"""After every building: units that stand in none."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A unit of the roll, as far as a board needs it."""

    head: int
    building: str
    entrance: str
    area: Fraction
    places: int


def board(*, viewer: Actor, assembly: str) -> Board:
    """The two gauges of a vote: what came back of all, by item and by building.

    Those who run the vote see every building; for others one is left out where it would tell
    somebody apart. A constant number of questions.
    """
    row = find(viewer, assembly)
    if row.announced_at is None:
        raise Refused("conflict", "This assembly has not been announced yet.")
    table = _Table(row)
    return Board(
        assembly=row.pk,
        stage=Stage(row.stage),
        returned=table.gauge(table.turnout(table.lines)),
        motions=tuple(table.motion(one) for one in row.motions.order_by("number")),
        buildings=table.buildings(shows_all=policy.may_canvass(viewer)),
        disputed=HeadStanding.objects.filter(head__roll=row.pk, is_disputed=True).count(),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
    )


class _Table:
    """The roll of an assembly beside the heads of which a ballot holds.

    An item counts those alone who take part in it: a void ballot came back and may still be none.
    """

    def __init__(self, row: Assembly) -> None:
        self.row = row
        self.lines = _lines(row)
        held = Effective.objects.filter(motion__assembly=row).order_by()
        voted: set[int] = set()
        self.on_item: defaultdict[str, set[int]] = defaultdict(set)
        for head, item, takes_part in held.values_list("head_id", "motion_id", "takes_part"):
            voted.add(head)
            if takes_part:
                self.on_item[item].add(head)
        self.voted = frozenset(voted)
        self.places = max((one.places for one in self.lines), default=0)

    def turnout(self, lines: Iterable[_Line], voted: AbstractSet[int] | None = None) -> Turnout:
        """Heads and area of some units, and of those that came back."""
        voted = self.voted if voted is None else voted
        heads: set[int] = set()
        area, back = Fraction(0), Fraction(0)
        for line in lines:
            heads.add(line.head)
            area += line.area
            if line.head in voted:
                back += line.area
        return Turnout(Weight(len(heads), area), Weight(len(heads & voted), back))

    def gauge(self, turnout: Turnout) -> Gauge:
        """The same in plain values."""
        return Gauge(
            turnout.returned.heads,
            turnout.all.heads,
            written(turnout.returned.area, self.places),
            written(turnout.all.area, self.places),
        )

    def motion(self, motion: Motion) -> MotionGauge:
        """One item against its participation gate, over the units it concerns."""
        kind = KINDS[motion.kind]
        lines = [
            line
            for line in self.lines
            if concerns(
                motion.scope, self.row.community, [frozenset({line.building, line.entrance})]
            )
        ]
        turnout = self.turnout(lines, self.on_item[motion.pk])
        needed = still_needed(kind.participation, turnout, Fraction(1, 10**self.places))
        return MotionGauge(
            motion=motion.pk,
            number=motion.number,
            title=Words(motion.title_zh, motion.title_en),
            returned=self.gauge(turnout),
            needed=str(kind.participation or ""),
            by_area=kind.by_area,
            heads_needed=needed.heads,
            area_needed=written(needed.area if kind.by_area else Fraction(0), self.places),
        )

    def buildings(self, *, shows_all: bool) -> tuple[BuildingGauge, ...]:
        """Every building as people count them, the second before the tenth."""
        grouped: defaultdict[str, list[_Line]] = defaultdict(list)
        for line in self.lines:
            grouped[line.building].append(line)
        parts = {one: self.turnout(lines) for one, lines in grouped.items()}
        seen = parts if shows_all else shown(parts)
        cards = places.get_places(viewer=system(self.row.community), places=parts)
        order = {one: _counted(cards[one].label) for one in cards}
        return tuple(
            BuildingGauge(
                building,
                Words(cards[building].label, cards[building].label_en)
                if building in cards
                else Words("", ""),
                self.gauge(parts[building]) if building in seen else None,
            )
            for building in sorted(parts, key=lambda one: order.get(one, _LAST))
        )


def _counted(label: str) -> tuple[int, str]:
    digits = "".join(letter for letter in label if letter.isdecimal())
    return int(digits[:9] or 0), label


def _lines(row: Assembly) -> list[_Line]:
    """The units that count in the frozen rules."""
    rules = read_frozen(row.rules or {}).rules
    counts_side = rules.side_units is SideUnits.COUNTED
    rows = RollUnit.objects.filter(head__roll=row.pk).order_by("pk")
    found = []
    for head, building, entrance, area, use in rows.values_list(
        "head_id", "building", "entrance", "area", "use"
    ):
        if counts_side or Use(use) not in SIDE_USES:
            exact = Decimal(area)
            found.append(_Line(head, building, entrance, Fraction(exact), places_of(exact)))
    return found


def canvass(*, viewer: Actor, assembly: str, building: str = "") -> tuple[Door, ...]:
    """Door by door who has voted at all, for those who knock; never how.

    Names are shown as this viewer may see them; a home that keeps to itself has the neutral one.
    """
    row = find(viewer, assembly)
    policy.check_may_canvass(viewer)
    units = RollUnit.objects.filter(head__roll=row.pk).order_by("pk")
    if building:
        units = units.filter(building=building)
    held = Effective.objects.filter(motion__assembly=row).order_by()
    voted = frozenset(held.values_list("head_id", flat=True).distinct())
    disputed = frozenset(
        HeadStanding.objects.filter(head__roll=row.pk, is_disputed=True).values_list(
            "head_id", flat=True
        )
    )
    names = names_of(viewer, row)
    delivered = _delivered(row)
    return tuple(
        Door(
            unit=unit.pk,
            place=unit.place_id,
            label=Words(unit.label, unit.label_en),
            building=unit.building,
            head=unit.head_id,
            owners=names.get(unit.head_id, ()),
            has_voted=unit.head_id in voted,
            is_disputed=unit.head_id in disputed,
            delivered=tuple(delivered.get(unit.pk, ())),
        )
        for unit in units
    )


def names_of(viewer: Actor, row: Assembly) -> dict[int, tuple[str, ...]]:
    """The owners of every head as this viewer may see them."""
    rows = RollVoter.objects.filter(head__roll=row.pk).order_by("pk")
    voters = list(rows.values_list("head_id", "person_id"))
    everyone = list(dict.fromkeys(person for _, person in voters))
    cards: dict[str, PersonCard] = {}
    for at in range(0, len(everyone), 5_000):
        cards |= people.get_people(viewer=viewer, people=everyone[at : at + 5_000])
    found: defaultdict[int, list[str]] = defaultdict(list)
    for head, person in voters:
        found[head].append(cards[person].name)
    return {head: tuple(names) for head, names in found.items()}


def _delivered(row: Assembly) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Delivery.objects.filter(unit__head__roll=row.pk).order_by("pk")
    for unit, channel in rows.values_list("unit_id", "channel"):
        found[unit].append(channel)
    return found


def list_voters(*, viewer: Actor, assembly: str, head: int) -> tuple[PersonCard, ...]:
    """Who may speak for a head, as this viewer may see them, in the order of the roll; for those
    who take ballots at the desk."""
    row = find(viewer, assembly)
    policy.check_may_canvass(viewer)
    rows = RollVoter.objects.filter(head=head, head__roll=row.pk).order_by("pk")
    voters = list(rows.values_list("person_id", flat=True))
    if not voters:
        raise Refused("not_found", "There is no such owner on the roll.", field="head")
    cards = people.get_people(viewer=viewer, people=voters)
    return tuple(replace(cards[one], id=one) for one in voters)


def motions_of(*, viewer: Actor, assembly: str, head: int) -> tuple[str, ...]:
    """The items that concern a head, in the order of the agenda; for those who take ballots."""
    row = find(viewer, assembly)
    policy.check_may_canvass(viewer)
    units = RollUnit.objects.filter(head=head, head__roll=row.pk)
    spots = [frozenset(one) for one in units.values_list("building", "entrance")]
    if not spots:
        raise Refused("not_found", "There is no such owner on the roll.", field="head")
    return tuple(
        one.pk
        for one in row.motions.order_by("number")
        if concerns(one.scope, row.community, spots)
    )
