"""The newest facts, each once, although transactions may become visible out of their order."""

import time
from collections.abc import Callable

from linli.foundation.facts.api import FactCard, list_facts
from linli.kernel import system

_MOST = 5_000
_PATIENCE = 5.0  # seconds a missing number may still turn up; then it was never committed


class Tail:
    """Reads on where it left off; for one thread."""

    def __init__(self, after: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._low = after  # everything up to here has been read
        self._read: set[int] = set()  # read already, beyond a gap
        self._clock = clock
        self._gap_since: float | None = None

    def read(self) -> list[FactCard]:
        """What has been announced since the last call, oldest first."""
        page = list_facts(viewer=system(""), after=self._low, limit=_MOST)
        found = [card for card in page if card.number not in self._read]
        self._read.update(card.number for card in found)
        self._close_up()
        return found

    def _close_up(self) -> None:
        self._advance()
        if not self._read:
            self._gap_since = None
        elif self._gap_since is None:
            self._gap_since = self._clock()
        elif self._clock() - self._gap_since > _PATIENCE:
            self._low, self._gap_since = min(self._read) - 1, None
            self._advance()

    def _advance(self) -> None:
        while self._low + 1 in self._read:
            self._low += 1
            self._read.discard(self._low)
