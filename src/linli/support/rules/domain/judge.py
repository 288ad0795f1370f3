"""What core needs of the judge."""

from collections.abc import Iterable
from typing import Protocol

from linli.support.rules.domain.compiled import Compiled
from linli.support.rules.domain.trace import Transition


class Judging(Protocol):
    """Hears readings and the passing of time; says which alarms come and go."""

    def judge(self, batch: Iterable[tuple[int, int, float, int]]) -> list[Transition]:
        """Hear (series, ms since the epoch, value, flags) in order of arrival; the readings of
        one message belong into one batch."""

    def tick(self, now: int) -> list[Transition]:
        """Let time pass until `now` (ms): holds, silences, ends of windows and hours."""

    @property
    def next_due(self) -> int | None:
        """When `tick` next has something to do: with any `now` after this."""

    def replace(self, compiled: Compiled, *, at: int) -> list[Transition]:
        """Take up changed rules, devices or maintenance; what is unchanged keeps its state."""

    def resume(self, at: int) -> None:
        """Count silence afresh from `at`: until then the platform itself was not listening, or its
        clock was wrong."""

    def export(self) -> bytes:
        """All that must survive a restart; give it to `start_judge`."""
