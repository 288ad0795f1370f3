"""Which dwellings no aggregate counts, so that nobody can tell a confidential household by it.

The scheme. A *unit* is the smallest branch of the tree for which figures are published: a building
of at least `SMALLEST_UNIT` dwellings, or all smaller buildings of one grid cell taken together.
Every unit always leaves out a *cover* of `cover_size(…)` dwellings. Confidential dwellings are in
the cover first; the rest are decoys, the dwellings that come first in an order made by a keyed hash
which nobody without the key can foresee. There are always at least `DECOYS` of them.

What follows from it, and is tested:

- A dwelling that becomes confidential takes the place of a decoy, so the number counted in its unit
  (and so in every cell and the community, which are sums of whole units) is the same before and
  after. When a unit has more confidential dwellings than fit, its cover grows by `STEP` at once.
- To be left out says nothing: in a cover of 8 at least 4 are decoys, and a unit without any
  confidential household leaves out just as many.
- No difference of published figures reaches a group of fewer than `SMALLEST_COUNT` dwellings:
  single dwellings and small branches are never counted alone, and a unit that would count fewer
  than `SMALLEST_COUNT` counts nothing.

Inside a building that is a unit, branches of at least `SMALLEST_UNIT` dwellings (floors of one
entrance) may be counted as well, each with a cover of its own, as large as the building's: a
smaller one would say that few of the building's confidential households live there, and so where.
The confidential are in both covers and the order of decoys is one, so a branch leaves out whatever
the building leaves out of it: what can be had by subtraction are decoys and the branches that are
not shown, never a protected home. `shown_branches` shows none while that rest would be made of
fewer than `SMALLEST_COUNT` dwellings.

What it does not promise: whoever could watch the *list* of counted dwellings change would see one
leave. So only the platform itself reads the list, and only figures are shown.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DECOYS = 4
STEP = 8
SMALLEST_COUNT = 5
SMALLEST_UNIT = 2 * STEP


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dwelling stands: its building, and the grid cell of that building."""

    building: str
    cell: str


def cover_size(confidential: int) -> int:
    """How many dwellings a unit leaves out: the confidential, at least 4 decoys, in steps of 8."""
    return -(-(confidential + DECOYS) // STEP) * STEP


def cover(dwellings: Iterable[str], confidential: frozenset[str], *, key: bytes) -> frozenset[str]:
    """The dwellings of one unit that are left out; all of them when too few would be counted."""
    everyone = frozenset(dwellings)
    hidden = everyone & confidential
    return _left_out(everyone, hidden, cover_size(len(hidden)), key)


def _left_out(
    everyone: frozenset[str], hidden: frozenset[str], size: int, key: bytes
) -> frozenset[str]:
    """The `hidden` with as many decoys as make up the size, or everyone."""
    if len(everyone) - size < SMALLEST_COUNT:
        return everyone
    decoys = sorted(everyone - hidden, key=lambda dwelling: (rank(dwelling, key), dwelling))
    return hidden | frozenset(decoys[: size - len(hidden)])


def units(standings: Mapping[str, Standing]) -> dict[str, frozenset[str]]:
    """Dwellings by unit: large buildings alone, the small ones of a grid cell together."""
    buildings: dict[str, set[str]] = {}
    for dwelling, standing in standings.items():
        buildings.setdefault(standing.building, set()).add(dwelling)
    grouped: dict[str, set[str]] = {}
    for building, dwellings in buildings.items():
        cell = standings[next(iter(dwellings))].cell
        unit = building if len(dwellings) >= SMALLEST_UNIT else f"small buildings of {cell}"
        grouped.setdefault(unit, set()).update(dwellings)
    return {unit: frozenset(dwellings) for unit, dwellings in grouped.items()}


def countable(
    standings: Mapping[str, Standing],
    confidential: frozenset[str],
    *,
    within: frozenset[str],
    key: bytes,
) -> frozenset[str]:
    """The dwellings of whole units inside `within` that may be counted.

    `standings` holds every dwelling in use of the community, `within` those asked about; a unit
    only partly inside is left out altogether.
    """
    counted: set[str] = set()
    for dwellings in units(standings).values():
        if dwellings <= within:
            counted |= dwellings - cover(dwellings, confidential, key=key)
    return frozenset(counted)


def shown_branches(
    whole: frozenset[str],
    branches: Mapping[str, frozenset[str]],
    confidential: frozenset[str],
    *,
    key: bytes,
) -> dict[str, frozenset[str]]:
    """The dwellings to be counted of each branch of a unit that can be shown beside the unit.

    `branches` are disjoint parts of `whole`; the smallest go first while what is left over could
    be had by subtraction and is too small.
    """
    total = whole - cover(whole, confidential, key=key)
    size = cover_size(len(whole & confidential))
    shown = {
        name: counted
        for name, dwellings in branches.items()
        if len(dwellings) >= SMALLEST_UNIT
        and (counted := dwellings - _left_out(dwellings, dwellings & confidential, size, key))
    }
    while shown and 0 < len(total.difference(*shown.values())) < SMALLEST_COUNT:
        del shown[min(shown, key=lambda name: (len(branches[name]), name))]
    return shown if total else {}


def rank(dwelling: str, key: bytes) -> bytes:
    """Where a dwelling stands in an order that nobody without the key can foresee."""
    return hmac.new(key, dwelling.encode(), hashlib.sha256).digest()
