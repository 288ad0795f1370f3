"""Names for those who work on something, without those of households that are not shown."""

from collections.abc import Iterable

from linli.foundation.people import api as people
from linli.kernel import system

MASK = "**"


def names_of(community: str, persons: Iterable[str]) -> dict[str, str]:
    """The name of each person; a mask where the household is not shown."""
    wanted = sorted(set(persons))
    platform = system(community)
    hidden = people.hidden_people(viewer=platform, people=wanted)
    cards = people.get_people(viewer=platform, people=wanted)
    return {one: MASK if one in hidden else cards[one].name for one in wanted}
