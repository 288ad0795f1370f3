"""`POST /ingest/v1/readings`: SenML over HTTP, answered when it is durable."""

import asyncio
import logging
import math
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings

from linli.kernel import Refused
from linli.perception.codecs.senml import Pack
from linli.perception.gate import GateEntry
from linli.perception.http_body import MAX_BODY, MEDIA_TYPES, read_authorization, read_body
from linli.perception.judging import judge
from linli.perception.mqtt.limits import Failures, Quotas
from linli.perception.outcomes import Receipt
from linli.perception.pipeline import Pipeline
from linli.perception.timing import now_ms
from linli.surface.shell.address import origin_of, read_networks
from linli.wiring.core.asgi import Answer, Receive, Scope, TooLarge, headers_of, read_whole

log = logging.getLogger("linli.core")

_MOST_AT_ONCE = 256
_PATIENCE = 20.0  # seconds for a body to arrive, and again for the disk
_MOST_LISTED = 1_000
_LONGEST_KEY = 200

_TRUSTED = (*read_networks("127.0.0.1,::1"), *settings.TRUSTED_PROXIES)  # the pages are one

SENTENCES: Mapping[str, str] = {
    "unknown_device": "No device of this name is registered.",
    "unknown_property": "This device's model has no such property.",
    "no_mandate": "No mandate in force allows this to be kept.",
    "not_active": "This device is not switched on, or is out of service.",
    "closed_household": "No mandate in force allows this to be kept.",
    "vendor_blocked": "Devices of this vendor are not let in.",
    "wrong_device": "A device can only speak for itself.",
    "not_a_number": "The value is not a finite number.",
    "out_of_range": "The value is outside what this property can be.",
    "wrong_kind": "The value is of another kind than this property.",
    "wrong_unit": "The unit cannot be turned into this property's.",
    "too_large": "There is more than fits into one message.",
    "malformed": "This part could not be read.",
}
_SHOWN = {"closed_household": "no_mandate"}  # which homes are protected nobody may learn


class Ingest:
    """Answers one request after the other; bounded in size, rate and number."""

    def __init__(self, pipeline: Pipeline, quotas: Quotas | None = None) -> None:
        self._pipeline = pipeline
        self._quotas = quotas or Quotas()
        self._failures = Failures(self._quotas.limits)
        self._running = 0

    async def answer(self, scope: Scope, receive: Receive) -> Answer:
        """The receipt, or a problem; the readings of a refused request were not taken."""
        if scope["method"] != "POST":
            return problem(405, "Readings are sent with POST.", {"Allow": "POST"})
        if self._running >= _MOST_AT_ONCE:
            return problem(503, "Too many are sending at once.", {"Retry-After": "2"})
        self._running += 1
        try:
            return await self._answer(scope, receive)
        except Refused as refusal:
            return _refused(refusal)
        finally:
            self._running -= 1

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        headers = headers_of(scope)
        device = self._admit(headers, _address(scope, headers))
        try:
            body = await read_whole(receive, headers, most=MAX_BODY, patience=_PATIENCE)
        except TooLarge as large:
            self._refuse(device, "too_large", str(large), large.head, large.size)
            raise
        entry = self._pipeline.gate.entries.get(device)  # it may be gone by now
        debt = self._quotas.take(entry, len(body), time.monotonic()) if entry else 0.0
        if debt:
            self._refuse(device, "too_many", "over the rate agreed")
            wait = {"Retry-After": str(math.ceil(debt))}
            return problem(429, "This device sends more than it may.", wait)
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in MEDIA_TYPES:
            self._refuse(device, "malformed", f"the body is {media[:80] or 'of no type'}", body)
            return problem(415, "The body must be application/senml+json.")
        pack = read_body(body, media, device)
        return await self._submit(device, pack, body, headers.get("idempotency-key", ""))

    def _refuse(
        self, device: str, reason: str, detail: str, raw: bytes = b"", size: int = 0
    ) -> None:
        """Count a request that is no pack of readings, and show it at the desk."""
        self._pipeline.refuse(
            device, reason, detail, now_ms(), transport="http", raw=raw, size=size
        )

    def _admit(self, headers: Mapping[str, str], address: str) -> str:
        device, secret = read_authorization(headers.get("authorization", ""))
        moment = time.monotonic()
        if self._failures.are_too_many(address, device, moment):
            raise Refused("too_many", "Too many wrong secrets; wait a minute.")
        if self._pipeline.gate.admit(device, secret) is None:
            self._failures.add(address, device, moment)
            known = device if device in self._pipeline.gate.entries else ""
            self._pipeline.outcomes.add({(known, "bad_credentials"): 1})
            raise Refused("not_signed_in", "The device's id or secret is wrong.")
        return device

    async def _submit(self, device: str, pack: Pack, body: bytes, key: str) -> Answer:
        received = now_ms()
        submitted = self._pipeline.submit(
            device,
            pack.readings,
            received,
            payload=body,
            packet=_number(key),
            again=bool(key),
            problems=pack.problems,
        )
        try:
            receipt = await asyncio.wait_for(submitted, _PATIENCE)
        except TimeoutError:
            raise Refused("unavailable", "The disk takes too long; send them again.") from None
        if not pack.readings:
            return _unreadable(pack)
        entry = self._pipeline.gate.entries.get(device)
        return 200, {"Content-Type": "application/json"}, _receipt(receipt, pack, entry, received)


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Answer:
    """An answer as `application/problem+json` (RFC 9457)."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body = orjson.dumps({**said, "detail": detail, **more})
    return status, {"Content-Type": "application/problem+json", **(headers or {})}, body


_STATUS = {
    "not_signed_in": (401, {"WWW-Authenticate": 'Basic realm="linli", charset="UTF-8"'}),
    "too_large": (413, {"Connection": "close"}),
    "too_many": (429, {"Retry-After": "60"}),
    "unavailable": (503, {"Retry-After": "2"}),
}


def _refused(refusal: Refused) -> Answer:
    status, headers = _STATUS.get(refusal.code, (422, {}))
    return problem(status, str(refusal), headers, code=refusal.code)


def _unreadable(pack: Pack) -> Answer:
    status = 413 if any(one.reason == "too_large" for one in pack.problems) else 422
    return problem(status, "None of the readings could be read.", refused=_problems(pack))


def _receipt(receipt: Receipt, pack: Pack, entry: GateEntry | None, received: int) -> bytes:
    listed: list[dict[str, Any]] = []
    if receipt.refused:
        listed = [*_problems(pack), *_turned_away(pack, entry, received)]
        listed.sort(key=lambda one: (one["index"] is None, one["index"]))
    return orjson.dumps(
        {
            "accepted": receipt.accepted,
            "duplicate": receipt.duplicate,
            "refused": listed[:_MOST_LISTED],
            "refused_count": receipt.refused,
        }
    )


def _problems(pack: Pack) -> list[dict[str, Any]]:
    return [
        _line(one.index, one.field, one.reason, f"{SENTENCES.get(one.reason, '')} {one.detail}")
        for one in pack.problems
    ]


def _turned_away(pack: Pack, entry: GateEntry | None, received: int) -> Iterable[dict[str, Any]]:
    """What the gate refuses, with the place of its record among the records of the pack."""
    if entry is None:
        return
    unread = {one.index for one in pack.problems}
    index = -1
    for reading in pack.readings:
        index += 1
        while index in unread:
            index += 1
        found = judge(entry, reading, received)
        if isinstance(found, str):
            yield _line(index, reading.property, found, SENTENCES.get(found, ""))


def _line(index: int | None, field: str | None, reason: str, sentence: str) -> dict[str, Any]:
    shown = _SHOWN.get(reason, reason)
    return {"index": index, "field": field, "reason": shown, "sentence": sentence.strip()}


def _number(key: str) -> int:
    """A request's key as the 64 bits the pipeline knows packets by."""
    return int.from_bytes(blake2b(key[:_LONGEST_KEY].encode(), digest_size=8).digest(), "little")


def _address(scope: Scope, headers: Mapping[str, str]) -> str:
    """Who sends: behind the pages of this machine, whom they say."""
    address = str((scope.get("client") or ("local", 0))[0])
    return origin_of(address, headers.get("x-forwarded-for", ""), _TRUSTED)
