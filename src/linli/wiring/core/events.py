"""`GET /events`: server-sent events of facts, to each listener only what they may see."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import orjson

from linli.foundation.facts.api import FactCard, list_facts
from linli.kernel import Actor, Refused, system
from linli.surface.shell.hearing import Eyes
from linli.surface.shell.tickets import read_ticket
from linli.wiring.core.asgi import Receive, Scope, Send, begin, headers_of, reply
from linli.wiring.core.database import Lane
from linli.wiring.core.ingest import problem
from linli.wiring.core.origins import allowed_origin

log = logging.getLogger("linli.core")

_BEAT_EVERY = 15.0  # seconds
_LONGEST = 900.0  # then the browser comes again, with a ticket of its present rights
_READER = 20.0  # seconds a reader may take to take what is sent
_MOST_WAITING = 2_000
_MOST_LINES, _MOST_LINES_EACH = 4_000, 8
_MOST_MISSED, _PAGE = 5_000, 500
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class Line:
    """One open connection and the facts on their way to it."""

    __slots__ = ("actor", "is_over", "some", "waiting")

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.waiting: deque[FactCard] = deque()
        self.some = asyncio.Event()
        self.is_over = False

    def offer(self, card: FactCard) -> None:
        """Take a fact; a reader too slow for the number of them is let go and may resume."""
        if len(self.waiting) >= _MOST_WAITING:
            self.end()
        elif not self.is_over:
            self.waiting.append(card)
            self.some.set()

    def end(self) -> None:
        """Close after what was sent."""
        self.is_over = True
        self.some.set()


class Events:
    """Every open connection; `publish` is given each fact once, in order."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._eyes = Eyes()
        self._lines: set[Line] = set()

    def publish(self, cards: Sequence[FactCard]) -> None:
        """Tell the listeners of each fact's community."""
        for card in cards:
            self._eyes.forget(card)
            ended = card.body.get("person") if card.kind == "people.role_revoked" else None
            for line in self._lines:
                if line.actor.community == card.community:
                    line.offer(card)
                    if ended is not None and ended == line.actor.person:
                        line.end()

    def close(self) -> None:
        """End every connection."""
        for line in self._lines:
            line.end()

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one listener until they leave, are too slow, or must show their rights again."""
        headers = headers_of(scope)
        origin = allowed_origin(headers)
        try:
            actor, after = _asked(scope, headers)
        except Refused as refusal:
            status, extra, body = problem(401, str(refusal), code=refusal.code)
            await reply(send, (status, {**extra, **origin}, body))
            return
        if not self._has_room(actor):
            status, extra, body = problem(503, "Too many are listening.", {"Retry-After": "30"})
            await reply(send, (status, {**extra, **origin}, body))
            return
        line = Line(actor)
        self._lines.add(line)
        gone = asyncio.create_task(_until_gone(receive, line))
        try:
            await begin(send, 200, {**_HEADERS, **origin})
            await _send(send, b"retry: 2000\n\n")
            await asyncio.wait_for(self._tell(line, send, after), _LONGEST)
        except (TimeoutError, OSError):
            pass  # too slow, or long enough
        finally:
            gone.cancel()
            self._lines.discard(line)
        with suppress(Exception):
            await asyncio.wait_for(send({"type": "http.response.body", "body": b""}), 1.0)

    def _has_room(self, actor: Actor) -> bool:
        own = sum(line.actor.person == actor.person for line in self._lines)
        return len(self._lines) < _MOST_LINES and own < _MOST_LINES_EACH

    async def _tell(self, line: Line, send: Send, after: int | None) -> None:
        told = await self._catch_up(line, send, after) if after is not None else frozenset()
        while not line.is_over:
            try:
                await asyncio.wait_for(line.some.wait(), _BEAT_EVERY)
            except TimeoutError:
                await _send(send, b": beat\n\n")
                continue
            line.some.clear()
            cards = [card for card in line.waiting if card.number not in told]
            line.waiting.clear()
            await self._pass_on(line, send, cards)

    async def _catch_up(self, line: Line, send: Send, after: int) -> frozenset[int]:
        """What was missed since `after`; the numbers of it, for some of it may come again live."""
        told: set[int] = set()
        while len(told) < _MOST_MISSED:
            cards = await self._lane.run(partial(_missed, line.actor, after))
            if not cards:
                return frozenset(told)
            told.update(card.number for card in cards)
            after = cards[-1].number
            await self._pass_on(line, send, cards)
        await _send(send, b"event: events.missed\ndata: {}\n\n")  # so much that one looks anew
        return frozenset(told)

    async def _pass_on(self, line: Line, send: Send, cards: Sequence[FactCard]) -> None:
        if not cards:
            return
        eyes, actor = self._eyes, line.actor
        seen = await self._lane.run(lambda: [card for card in cards if eyes.may_see(actor, card)])
        if seen:
            await _send(send, b"".join(map(rendered, seen)))


def rendered(card: FactCard) -> bytes:
    """A fact as one event; only ids and plain values, as in the fact itself."""
    data: dict[str, Any] = {**card.body, "at": card.at.isoformat()}
    body = orjson.dumps(data).decode()
    return f"id: {card.number}\nevent: {card.kind}\ndata: {body}\n\n".encode()


def _asked(scope: Scope, headers: Mapping[str, str]) -> tuple[Actor, int | None]:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    actor = read_ticket(text=query.get("ticket", [""])[0])
    said = headers.get("last-event-id") or query.get("after", [""])[0]
    return actor, int(said) if said.isdecimal() and len(said) <= 18 else None


def _missed(actor: Actor, after: int) -> list[FactCard]:
    return list(list_facts(viewer=system(actor.community), after=after, limit=_PAGE))


async def _send(send: Send, body: bytes) -> None:
    message = {"type": "http.response.body", "body": body, "more_body": True}
    await asyncio.wait_for(send(message), _READER)


async def _until_gone(receive: Receive, line: Line) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            line.end()
            return
