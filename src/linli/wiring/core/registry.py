"""Keeps what core knows equal to the database: who may speak, where it is measured, the rules."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import DatabaseError

from linli.foundation.devices.api import list_gate_entries, list_series
from linli.foundation.facts.api import FactCard, get_last_number
from linli.foundation.places.api import list_communities
from linli.foundation.telemetry.api import Where
from linli.kernel import ANYONE, system
from linli.perception.gate import Gate, GateEntry
from linli.wiring.core.database import Database
from linli.wiring.core.judging import Judging
from linli.wiring.core.tail import Tail

log = logging.getLogger("linli.core")

_LOOK_EVERY = 0.3  # seconds
_RELOAD_EVERY = 60.0  # mandates begin and end by the clock
_GATE = ("devices.", "mandates.", "people.", "places.")
_RULES = (
    "rules.rule_",
    "rules.maintenance_",
    "rules.review_",
    "devices.",
    "places.",
    "people.household_",
)
_NOT_RULES = frozenset({"devices.device_silent", "devices.device_heard_again"})
_REST = 3  # a reload that took long is followed by so many times its length of rest


@dataclass(frozen=True, slots=True)
class Known:
    """One look at the database."""

    entries: tuple[GateEntry, ...] = ()
    where: Mapping[int, Where] = field(default_factory=dict)
    first_community: str = ""


class Registry:
    """`gate` and `known` are replaced as a whole; `on_facts` hears everything that is announced."""

    def __init__(
        self, database: Database, gate: Gate, on_facts: Callable[[Sequence[FactCard]], None]
    ) -> None:
        self.gate, self.known = gate, Known()
        self._database, self._on_facts = database, on_facts
        self._tail: Tail | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._gate_changed, self._rules_changed = asyncio.Event(), asyncio.Event()

    async def load(self) -> None:
        """Look for the first time; facts from here on are told."""
        self._tail = Tail(await self._database.upkeep.run(_last_number))
        await self._reload_gate()

    def start(self, judging: Judging) -> None:
        """Keep up from now on."""
        self._tasks = [
            asyncio.create_task(self._look()),
            asyncio.create_task(_again(self._gate_changed, self._reload_gate)),
            asyncio.create_task(_again(self._rules_changed, judging.reload)),
        ]

    async def close(self) -> None:
        """Stop looking."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self) -> None:
        assert self._tail is not None, "load() comes first"
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                cards = await self._database.news.run(self._tail.read)
                if cards:
                    self._take(cards)
            except DatabaseError as error:
                log.warning("the record of events cannot be read: %s", error)
            except Exception:
                log.exception("the record of events could not be read")

    def _take(self, cards: Sequence[FactCard]) -> None:
        kinds = {card.kind for card in cards}
        if any(kind.startswith(_GATE) for kind in kinds):
            self._gate_changed.set()
        if any(kind.startswith(_RULES) for kind in kinds - _NOT_RULES):
            self._rules_changed.set()
        self._on_facts(cards)

    async def _reload_gate(self) -> None:
        self.known = await self._database.upkeep.run(_look_up)
        self.gate.replace(self.known.entries)


async def _again(changed: asyncio.Event, act: Callable[[], Awaitable[None]]) -> None:
    """Act whenever something has changed, and every minute."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), _RELOAD_EVERY)
        changed.clear()
        began = time.monotonic()
        try:
            await act()
        except DatabaseError as error:
            log.warning("changes cannot be taken up yet: %s", error)
            changed.set()
        except Exception:
            log.exception("changes could not be taken up")
        await asyncio.sleep(max(0.2, _REST * (time.monotonic() - began)))


def _last_number() -> int:
    return get_last_number(viewer=system(""))


def _look_up() -> Known:
    communities = [card.id for card in list_communities(viewer=ANYONE)]
    entries = tuple(entry for one in communities for entry in list_gate_entries(viewer=system(one)))
    return Known(entries, dict(_places(communities)), communities[0] if communities else "")


def _places(communities: Iterable[str]) -> Iterable[tuple[int, Where]]:
    for one in communities:
        for card in list_series(viewer=system(one)):
            yield card.number, Where(one, card.place or "")
