"""Ballots filed as they are read, so that a count need not look at each of them.

Who returned one ballot is a code in a column, by their place on the roll; of all others, few in any
assembly, the ballots are kept one by one.
"""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence

from linli.application.assembly.domain.ballots import CODES, NOT_RETURNED, Ballot, Filed

NOTHING, APART = -1, -2


class Box:
    """The ballots on one motion while they are read.

    `rows` has for each owner the row of their only ballot, NOTHING, or APART; `doubled` are rows
    that were an only ballot until another came, to be read again and kept apart.
    """

    def __init__(self, candidates: Sequence[str], certain: bytes) -> None:
        self.rows = array("l", (NOTHING if one else APART for one in certain))
        self.codes = {one: bytearray(len(certain)) for one in candidates or ("",)}
        self.doubled: list[int] = []
        self._apart: dict[str, dict[str, list[Ballot]]] = {
            one: defaultdict(list) for one in self.codes
        }

    def add(self, place: int | None, ballots: Sequence[Ballot]) -> None:
        """File one ballot, given once for each candidate, of the owner at a place on the roll."""
        row = APART if place is None else self.rows[place]
        if place is None or row == APART:
            self.keep(ballots)
        elif row == NOTHING:
            self._set(place, ballots[0].row, [CODES[one.choice] for one in ballots])
        else:
            self._set(place, APART, [NOT_RETURNED] * len(ballots))
            self.doubled.append(row)
            self.keep(ballots)

    def _set(self, place: int, row: int, said: Sequence[int]) -> None:
        self.rows[place] = row
        for codes, code in zip(self.codes.values(), said, strict=True):
            codes[place] = code

    def keep(self, ballots: Sequence[Ballot]) -> None:
        """Keep a ballot apart."""
        for apart, ballot in zip(self._apart.values(), ballots, strict=True):
            apart[ballot.owner].append(ballot)

    def filed(self) -> Mapping[str, Filed]:
        """What was filed, by candidate."""
        return {one: Filed(bytes(self.codes[one]), self._apart[one]) for one in self.codes}
