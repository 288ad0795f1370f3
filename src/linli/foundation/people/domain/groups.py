"""Which homes a figure made of readings counts, so that no change of it tells of one home.

The scheme. The measured homes of a unit (see `cover.py`) are dealt by a keyed hash, which nobody
can foresee, into *groups* of exactly five; up to four remain, and are never counted. Of the groups
some are always left out: those with a protected home first, decoys for the rest. A figure counts
whole groups only, and for whole days of the community's calendar that are over: a home protected
at any moment of a day is not counted on that day.

What follows from it, and is tested:

- A figure once shown never changes by a mark: whom a day counts is settled before it is shown.
- From one day to the next a mark exchanges one group of five for another, never one home for
  another; as many homes are counted as before (until a unit needs a wider margin: then ten fewer).
- Figures of different spans, places or kinds differ by whole groups: by five homes or none.

What it does not promise: that nobody sees *a* change. Five homes change places with five others,
once, among all that moves in a building; whether because of a mark, nobody can tell. A home that
is measured for the first time has the groups of its unit dealt anew, marks or none.
"""

from collections.abc import Iterable, Mapping

from linli.foundation.people.domain.cover import Standing, rank, units

GROUP = 5
_AMONG = 4  # one group of so many is left out, and never fewer than two


def groups_of(homes: Iterable[str], *, key: bytes) -> list[frozenset[str]]:
    """The homes of a unit in groups of five, in keyed order; those that remain are in none."""
    dealt = sorted(homes, key=lambda home: (rank(home, key), home))
    return [
        frozenset(dealt[start : start + GROUP]) for start in range(0, len(dealt) - GROUP + 1, GROUP)
    ]


def margin(groups: int, touched: int) -> int:
    """How many groups a unit leaves out: always a decoy among them, growing in steps of two."""
    size = max(2, groups // _AMONG)
    while size <= touched:
        size += 2
    return size


def counted_homes(
    standings: Mapping[str, Standing],
    protected: frozenset[str],
    *,
    within: frozenset[str],
    key: bytes,
) -> frozenset[str]:
    """The measured homes (`standings`) that a figure over `within` counts: whole units only."""
    found: frozenset[str] = frozenset()
    for homes in units(standings).values():
        if homes <= within:
            found |= _counted(homes, protected, key)
    return found


def _counted(homes: frozenset[str], protected: frozenset[str], key: bytes) -> frozenset[str]:
    groups = groups_of(homes, key=key)
    touched = sum(not group.isdisjoint(protected) for group in groups)
    by_need = sorted(groups, key=lambda group: group.isdisjoint(protected))  # stable: then as dealt
    return frozenset().union(*by_need[margin(len(groups), touched) :])
