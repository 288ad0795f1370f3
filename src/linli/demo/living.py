"""The estate at work: machines play their recordings, neighbours report, staff see to it."""

import asyncio
import json
import logging
import signal
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, close_old_connections, connections

from linli.demo.backlog import Backlog
from linli.demo.company import OPEN, Company
from linli.demo.dice import dice_of
from linli.demo.loading import community_of
from linli.demo.machines import Machines
from linli.kernel import Refused, now
from linli.perception.client import trusting
from linli.support.matters import api as matters

log = logging.getLogger("linli.demo")

MOST_OPEN = 40
_LIVELY = timedelta(minutes=15)
_PACE, _LATER_PACE = (10, 20), (20, 45)  # seconds between two acts of people
_AFTER_TROUBLE = 5.0
_WAITS = {  # seconds before people take the next step with a matter, at the least and the most
    matters.State.REPORTED: (30, 240),
    matters.State.RESOLVED: (120, 1500),
    matters.State.ON_HOLD: (600, 3600),
}
_USUAL_WAIT = (40, 420)
_DANGER_WAIT = (25, 70)


@dataclass(slots=True)
class Diary:
    """How far the story has come, kept so that it goes on after a restart."""

    acts: int = 0
    fires: int = 0
    told_until: str = ""

    @classmethod
    def read(cls) -> "Diary":
        """The diary of this data folder, empty at first or when it cannot be read."""
        try:
            return cls(**json.loads(_diary().read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self) -> None:
        """Keep it, whole or not at all."""
        path = _diary()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(path)


def _diary() -> Path:
    return Path(settings.DATA) / "demo" / "life.json"


class People:
    """Neighbours and staff: `act` does one thing that is due, the most pressing first."""

    def __init__(self, company: Company, diary: Diary) -> None:
        self.company, self.diary = company, diary
        self._due: dict[tuple[str, str], datetime] = {}

    def act(self) -> str:
        """Do one thing; says what, "" when all wait for something."""
        self.diary.acts += 1
        dice = dice_of("act", self.diary.acts)
        cards = self.company.unsettled()
        due = self._due_now(cards)
        is_room = sum(card.state in OPEN for card in cards) < MOST_OPEN
        if is_room and (not due or dice.random() < 0.18) and not self._is_pressing(due):
            matter = self.company.report(dice, key=f"demo:act:{self.diary.acts}")
            return f"reported {matter}"
        for card in due[:5]:
            try:
                after = self.company.next_act(card, dice)
            except Refused as refused:  # somebody else was quicker, or it is not theirs to do
                log.debug("%s: %s", card.number, refused)
                self._put_off(card)
                continue
            if after is not None:
                return f"{card.number}: {card.state.value} to {after.state.value}"
            self._put_off(card)
        return ""

    def _due_now(self, cards: list[matters.MatterCard]) -> list[matters.MatterCard]:
        moment = now()
        mine = [card for card in cards if self._is_ours(card)]
        keys = {_key(card): card for card in mine}
        self._due = {
            key: self._due.get(key) or self._first_due(card, moment) for key, card in keys.items()
        }
        due = [card for key, card in keys.items() if self._due[key] <= moment]
        return sorted(due, key=lambda card: (not _is_danger(card), self._due[_key(card)]))

    def _is_ours(self, card: matters.MatterCard) -> bool:
        """Whoever logs in as a resident gives their own answer."""
        waits_for_player = card.state is matters.State.RESOLVED and (
            card.reporter in self.company.played
        )
        return not waits_for_player and not card.is_masked

    def _first_due(self, card: matters.MatterCard, moment: datetime) -> datetime:
        least, most = _WAITS.get(card.state, _USUAL_WAIT)
        if _is_danger(card):
            least, most = _DANGER_WAIT
        return moment + timedelta(seconds=dice_of(*_key(card)).uniform(least, most))

    def _put_off(self, card: matters.MatterCard) -> None:
        self._due[_key(card)] = now() + timedelta(minutes=30)

    @staticmethod
    def _is_pressing(due: list[matters.MatterCard]) -> bool:
        return bool(due) and _is_danger(due[0])


def _key(card: matters.MatterCard) -> tuple[str, str]:
    return card.id, f"{card.state.value}:{card.assignee or ''}:{card.reopened}"


def _is_danger(card: matters.MatterCard) -> bool:
    return card.severity is matters.Severity.DANGER


class Life:
    """Two lines side by side: machines in an event loop, people and the backlog in a thread."""

    def __init__(self, community: str) -> None:
        self.diary = Diary.read()
        self.community = community
        self.over = threading.Event()
        self.began = now()

    def people(self) -> None:
        """Act, rest, act, until it is over; trouble is logged and never ends it."""
        backlog: Backlog | None = None
        actors: People | None = None
        while not self.over.is_set():
            pause = self._pause()
            try:
                close_old_connections()
                backlog = backlog or Backlog(self.community, self.diary.told_until)
                actors = actors or People(Company(self.community), self.diary)
                self.diary.told_until = backlog.tell()
                said = actors.act()
                self.diary.write()
                log.debug("%s", said)
            except Refused as refused:
                log.info("waiting: %s", refused)
                pause = _AFTER_TROUBLE
            except OperationalError as error:  # others write; the next turn comes soon
                log.info("waiting for the database: %s", error)
                pause = _AFTER_TROUBLE
            except Exception:  # a full disk, a broken picture: the next turn may succeed
                log.exception("a turn of the demo failed")
                pause = _AFTER_TROUBLE
            self.over.wait(pause)
        connections.close_all()

    def _pause(self) -> float:
        least, most = _PACE if now() - self.began < _LIVELY else _LATER_PACE
        return dice_of("pause", self.diary.acts).uniform(least, most)

    async def machines(self) -> None:
        """Play until a signal comes."""
        loop = asyncio.get_running_loop()
        done = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(number, done.set)
        machines = Machines(
            self.community,
            port=settings.MQTT_PORT,
            tls=trusting(settings.MQTT_TLS_CERT),
            fires=self.diary.fires,
        )
        await asyncio.to_thread(machines.look)
        playing = loop.create_task(machines.play(self._count_fire))
        await asyncio.wait(
            {playing, loop.create_task(done.wait())}, return_when=asyncio.FIRST_COMPLETED
        )
        if playing.done() and not done.is_set():
            playing.result()
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)

    def _count_fire(self) -> None:
        self.diary.fires += 1


def run() -> int:
    """Make the community live until SIGTERM; 1 when there is none to live in."""
    community = community_of()
    if community is None:
        log.error("there is no demo community in this data folder; `linli demo` builds one")
        return 1
    life = Life(community)
    thread = threading.Thread(target=life.people, name="people", daemon=True)
    thread.start()
    try:
        asyncio.run(life.machines())
    finally:
        life.over.set()
        thread.join(timeout=6.0)
        life.diary.write()
    return 0
