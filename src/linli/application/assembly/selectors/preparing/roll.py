"""The roll as it may be shown to everybody: units and areas, names masked."""

from collections import defaultdict

from linli.application.assembly.selectors.preparing.heads import heads_now
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import system

MASK = "**"
_AT_ONCE = 5000


def masked_roll(community: str) -> list[list[str]]:
    """A row per unit: its label, its area, and its owners with all but the first letter hidden."""
    platform = system(community)
    heads = heads_now(community)
    names = _names(community, sorted(heads.persons))
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for head in heads.all:
        for unit in head.units:
            owners[unit] = [names[one] for one in sorted(head.persons)]
    spots = [spot.id for spot in places.list_dwellings(viewer=platform)]
    rows = []
    for start in range(0, len(spots), _AT_ONCE):
        cards = places.get_places(viewer=platform, places=spots[start : start + _AT_ONCE])
        for place, card in cards.items():
            area = "" if card.area is None else f"{card.area:f}"
            rows.append([card.label, area, "、".join(owners[place])])
    return rows


def masked(name: str) -> str:
    """A name as it stands on a public list."""
    return f"{name[:1]}{MASK}" if name else MASK


def _names(community: str, persons: list[str]) -> dict[str, str]:
    platform = system(community)
    hidden = people.hidden_people(viewer=platform, people=persons)
    found: dict[str, str] = {}
    for start in range(0, len(persons), _AT_ONCE):
        some = persons[start : start + _AT_ONCE]
        for person, card in people.get_people(viewer=platform, people=some).items():
            found[person] = MASK if person in hidden else masked(card.name)
    return found
