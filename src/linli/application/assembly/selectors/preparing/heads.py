"""Who owns what today: the living register, before a roll is frozen."""

from decimal import Decimal

from linli.application.assembly.domain.preparing.heads import Heads, heads_of
from linli.application.assembly.domain.roll import SIDE_USES
from linli.application.assembly.domain.rules import SideUnits
from linli.application.assembly.selectors.rules import effective_rules
from linli.application.assembly.selectors.units import owned_units
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.kernel import system


def heads_now(community: str) -> Heads:
    """All heads of a community with their area, from the register as it is.

    Parking spaces and storage rooms are left out where the rules say that they do not count.
    """
    rule = effective_rules(viewer=system(community)).get("side_units")
    without_side = rule.is_confirmed and rule.value == SideUnits.NOT_COUNTED
    units = [
        unit
        for unit in owned_units(community, (community,))
        if not (without_side and unit.use in SIDE_USES)
    ]
    return heads_of(
        {unit.place: unit.owners for unit in units},
        {unit.place: Decimal(unit.area) if unit.area else None for unit in units},
    )


def is_owner_now(community: str, person: str) -> bool:
    """Whether a person owns something here today."""
    homes = people.list_homes(viewer=system(community), person=person)
    return any(home.relation is Relation.OWNER for home in homes)
