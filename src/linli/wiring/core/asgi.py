"""The little of ASGI the hub needs: headers, whole bodies within bounds, whole answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from linli.kernel import Refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Answer = tuple[int, Mapping[str, str], bytes]

HEAD_KEPT = 2_048
"""Bytes of a body too large that may be looked at."""

_DRAINED = 8
"""Up to so many times the limit is read and dropped, for who still writes hears no answer."""


class TooLarge(Refused):
    """A body beyond the bound: its first bytes, and how many there are as far as is known."""

    def __init__(self, most: int, head: bytes, size: int) -> None:
        super().__init__("too_large", "The body is larger than %(limit)s bytes", limit=most)
        self.head, self.size = head, size


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers by lower-case name."""
    return {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def read_whole(
    receive: Receive, headers: Mapping[str, str], *, most: int, patience: float
) -> bytes:
    """The body; `TooLarge` beyond `most` bytes, `Refused` (unavailable) when it does not come."""
    said = headers.get("content-length", "")
    if said.isdecimal() and int(said) > _DRAINED * most:
        raise TooLarge(most, b"", int(said))
    try:
        return await asyncio.wait_for(_gather(receive, most), patience)
    except TimeoutError:
        raise Refused("unavailable", "The body did not arrive in time; send it again.") from None


async def _gather(receive: Receive, most: int) -> bytes:
    body, size = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("unavailable", "The connection ended before the body did.")
        part = message.get("body", b"")
        size += len(part)
        if size <= most:
            body += part
        ends = not message.get("more_body")
        if size > _DRAINED * most or (ends and size > most):
            raise TooLarge(most, bytes(body[:HEAD_KEPT] or part[:HEAD_KEPT]), size)
        if ends:
            return bytes(body)


async def reply(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    status, headers, body = answer
    await begin(send, status, {**headers, "Content-Length": str(len(body))})
    await send({"type": "http.response.body", "body": body})


async def begin(send: Send, status: int, headers: Mapping[str, str]) -> None:
    """Send the head of an answer."""
    listed = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})
