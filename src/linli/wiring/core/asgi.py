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

_DRAINED = 8
"""Up to so many times the limit is read and dropped, for who still writes hears no answer."""


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers by lower-case name."""
    return {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def read_whole(
    receive: Receive, headers: Mapping[str, str], *, most: int, patience: float
) -> bytes:
    """The body; `Refused` (too_large) beyond `most` bytes, (unavailable) when it does not come."""
    said = headers.get("content-length", "")
    if said.isdecimal() and int(said) > _DRAINED * most:
        raise _too_large(most)
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
            raise _too_large(most)
        if ends:
            return bytes(body)


def _too_large(most: int) -> Refused:
    return Refused("too_large", "The body is larger than %(limit)s bytes", limit=most)


async def reply(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    status, headers, body = answer
    await begin(send, status, {**headers, "Content-Length": str(len(body))})
    await send({"type": "http.response.body", "body": body})


async def begin(send: Send, status: int, headers: Mapping[str, str]) -> None:
    """Send the head of an answer."""
    listed = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})
