"""The roll: from the books of homes and people to a list of heads that nothing changes."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.heads import (
    DraftHead,
    Owned,
    find_gaps,
    make_heads,
    sum_areas,
)
from linli.application.assembly.domain.measures import read_area
from linli.application.assembly.domain.roll import Source, Use
from linli.application.assembly.models import (
    Assembly,
    Roll,
    RollHead,
    RollUnit,
    RollVoter,
    UnitFigures,
)
from linli.application.assembly.selectors.units import all_dwellings, owned_units
from linli.kernel import Actor, Refused, now

MOST_AT_ONCE = 20_000
_PSEUDONYM_BYTES = 8


@dataclass(frozen=True, slots=True)
class UnitNote:
    """What is written of a unit: where its area stands, and the area when the place has none."""

    place: str
    source: Source | str
    area: str = ""
    use: Use | str = Use.HOME


def note_figures(*, by: Actor, units: Sequence[UnitNote]) -> int:
    """Write down where the areas of units are written, and what they are; returns how many.

    Again changes them; a roll that is frozen is not touched.
    """
    policy.check_may_take(by)
    if len(units) > MOST_AT_ONCE:
        raise Refused("too_many", "At most %(most)s rows at once.", most=MOST_AT_ONCE)
    known = {one.id for one in all_dwellings(by.community)}
    rows = [_figures(by, note, row, known) for row, note in enumerate(units, start=1)]
    with transaction.atomic():
        UnitFigures.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["place"],
            update_fields=["area", "source", "use", "by", "at"],
        )
    return len(rows)


def _figures(by: Actor, note: UnitNote, row: int, known: set[str]) -> UnitFigures:
    if note.place not in known:
        raise Refused("not_found", "Row %(row)s: there is no such home.", field="place", row=row)
    if note.source not in set(Source) or note.use not in set(Use):
        raise Refused(
            "invalid",
            "Row %(row)s: an area stands in the registry, a survey or a contract.",
            field="source",
            row=row,
        )
    if note.area:
        read_area(note.area, f"units[{row}].area")
    return UnitFigures(
        place_id=note.place,
        community=by.community,
        area=note.area.strip(),
        source=note.source,
        use=note.use,
        by_id=by.person,
        at=now(),
    )


def freeze_roll(row: Assembly) -> Roll:
    """Write the roll of an assembly down for good; refused while anything is missing."""
    units = owned_units(row.community, row.scope)
    gaps = find_gaps(units)
    if gaps or not units:
        first = gaps[0].label if gaps else row.title_zh
        raise Refused(
            "conflict",
            "The roll is not complete: %(count)s things are missing, the first at %(first)s.",
            field="roll",
            count=len(gaps),
            first=first,
        )
    heads = make_heads(units)
    area = sum_areas(unit.area for unit in units)
    roll = Roll.objects.create(assembly=row, frozen_at=now(), heads=len(heads), area=area)
    _write(roll, heads)
    return roll


def _write(roll: Roll, heads: Sequence[DraftHead]) -> None:
    rows = RollHead.objects.bulk_create(
        RollHead(
            roll=roll,
            number=number,
            pseudonym=secrets.token_hex(_PSEUDONYM_BYTES),
            area=head.area,
            is_developer=head.is_developer,
            is_joint=len(head.owners) > 1,
        )
        for number, head in enumerate(heads, start=1)
    )
    together = list(zip(rows, heads, strict=True))
    RollVoter.objects.bulk_create(
        RollVoter(head=row, person_id=one) for row, head in together for one in head.owners
    )
    RollUnit.objects.bulk_create(_unit(row, unit) for row, head in together for unit in head.units)


def _unit(row: RollHead, unit: Owned) -> RollUnit:
    return RollUnit(
        head=row,
        place_id=unit.place,
        label=unit.label,
        label_en=unit.label_en,
        building=unit.building,
        entrance=unit.entrance,
        area=unit.area,
        source=unit.source,
        use=unit.use,
    )
