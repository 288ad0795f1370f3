"""The roll: what is missing before it is frozen, and what is put up of it afterwards."""

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import RollCheck, RollLine, RollSheet
from linli.application.assembly.domain.heads import find_gaps, make_heads, sum_areas
from linli.application.assembly.models import Assembly, Roll, RollUnit, RollVoter
from linli.application.assembly.selectors.assemblies import find
from linli.application.assembly.selectors.units import owned_units
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Words, system


def check_roll(*, viewer: Actor, assembly: str) -> RollCheck:
    """What the roll of a draft would be now, and every gap that keeps it from being frozen."""
    row = find(viewer, assembly)
    if not policy.sees_drafts(viewer):
        raise Refused("forbidden", "Only those who run the vote can do this.")
    units = owned_units(row.community, row.scope)
    gaps = find_gaps(units)
    broken = {gap.place for gap in gaps}
    whole = [unit for unit in units if unit.place not in broken]
    return RollCheck(
        heads=len(make_heads(whole)),
        units=len(units),
        area=sum_areas(unit.area for unit in whole),
        findings=gaps,
    )


def roll_for_publication(*, viewer: Actor, assembly: str) -> RollSheet:
    """The frozen roll as it is put up 公示: homes, areas and their sources, names masked (王**).

    Whose home is not shown has the same neutral name as any other such home, to every viewer.
    """
    row = find(viewer, assembly)
    roll = Roll.objects.filter(assembly=row).first()
    if roll is None:
        raise Refused("conflict", "The roll has not been frozen yet.")
    names = _masked(row)
    rows = RollUnit.objects.filter(head__roll=roll).select_related("head").order_by("pk")
    lines = tuple(
        RollLine(
            number=unit.head.number,
            place=unit.place_id,
            label=Words(unit.label, unit.label_en),
            building=unit.building,
            owners=names.get(unit.head_id, ()),
            area=unit.area,
            source=unit.source,
            use=unit.use,
        )
        for unit in rows
    )
    return RollSheet(row.pk, roll.heads, roll.area, roll.frozen_at, lines)


def _masked(row: Assembly) -> dict[int, tuple[str, ...]]:
    """Every owner's masked name, in a fixed number of questions for any five thousand."""
    platform = system(row.community)
    voters = list(
        RollVoter.objects.filter(head__roll=row.pk).order_by("pk").values_list("head", "person")
    )
    everyone = list(dict.fromkeys(person for _, person in voters))
    names: dict[str, str] = {}
    for at in range(0, len(everyone), 5_000):
        names |= people.names_for_publication(viewer=platform, people=everyone[at : at + 5_000])
    found: dict[int, tuple[str, ...]] = {}
    for head, person in voters:
        found[head] = (*found.get(head, ()), names[person])
    return found
