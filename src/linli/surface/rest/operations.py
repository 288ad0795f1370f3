"""How a function of ours becomes an operation of the interface."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from linli.foundation.people.api import claim_request, keep_answer
from linli.kernel import Actor, Page
from linli.surface.rest.cards import plain
from linli.surface.rest.door import Caller, Door, Open

KEY = "Idempotency-Key"
T = TypeVar("T")
View = Callable[..., Any]


class Items(Schema, Generic[T]):
    """A slice of a list; `next` is the cursor of the following slice, null at the end."""

    items: list[T]
    next: str | None


class Made(Schema):
    """What was made."""

    id: str


class Done(Schema):
    """It is done."""

    done: bool


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, and with what."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return caller_of(request).actor


def answer(value: Any, status: int = 200) -> HttpResponse:
    """A card, a page of cards or plain values as JSON."""
    body = {"items": value.items, "next": value.next} if isinstance(value, Page) else value
    return HttpResponse(orjson.dumps(plain(body)), status=status, content_type="application/json")


class Resource:
    """Operations under one heading."""

    def __init__(self, heading: str) -> None:
        self.router = Router(tags=[heading])

    def read(
        self, path: str, gives: Any, *, scope: str | None, is_open: bool = False
    ) -> Callable[[View], View]:
        """A question: GET."""

        def mark(view: View) -> View:
            @wraps(view)
            def asked(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
                return _as_answer(view(request, *args, **given))

            door = Open() if is_open else Door(scope)
            self._add("GET", path, asked, door=door, gives={200: gives})
            return view

        return mark

    def write(
        self,
        path: str,
        *,
        scope: str | None,
        gives: Any = Done,
        status: int = 200,
        method: str = "POST",
    ) -> Callable[[View], View]:
        """An act: POST unless said otherwise; the same `Idempotency-Key` acts once."""

        def mark(view: View) -> View:
            @wraps(view)
            def done(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
                return once(request, status, lambda: view(request, *args, **given))

            self._add(method, path, done, door=Door(scope), gives={status: gives})
            return view

        return mark

    def _add(
        self,
        method: str,
        path: str,
        view: View,
        *,
        door: Door | Open,
        gives: dict[int, Any],
    ) -> None:
        words = " ".join((view.__doc__ or "").split())
        self.router.add_api_operation(
            path,
            [method],
            view,
            auth=door,
            response=gives,
            operation_id=view.__name__,
            summary=words.partition(". ")[0].rstrip(".") + ".",
            description=words,
            openapi_extra={
                "x-scope": getattr(door, "scope", None),
                "x-open": isinstance(door, Open),
            },
        )


def once(request: HttpRequest, status: int, act: Callable[[], Any]) -> HttpResponse:
    """Carry out an act once for a key; the same again is answered as before.

    Change and answer are one transaction: twins at the same instant wait for each other, and a
    refused act leaves its key free.
    """
    key = request.headers.get(KEY, "")
    if not key:
        return _as_answer(act(), status)
    by = actor_of(request)
    with transaction.atomic():
        before = claim_request(by=by, key=key, digest=_digest(request))
        if before is not None:
            return HttpResponse(
                before.answer, status=before.status, content_type="application/json"
            )
        fresh = act()
        body = plain(fresh if fresh is not None else {"done": True})
        kept = {**body, "secret": None} if isinstance(body, dict) and "secret" in body else body
        keep_answer(by=by, key=key, status=status, answer=orjson.dumps(kept).decode())
    return answer(body, status)


def _as_answer(value: Any, status: int = 200) -> HttpResponse:
    if isinstance(value, HttpResponse):
        return value
    return answer({"done": True} if value is None else value, status)


def _digest(request: HttpRequest) -> str:
    """What a request asks for, whatever boundary a multipart body happens to have."""
    told = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name in sorted(request.POST):
            told.update(repr((name, request.POST.getlist(name))).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                told.update(repr((name, file.name)).encode())
                for part in file.chunks():
                    told.update(part)
                file.seek(0)
    else:
        told.update(request.body)
    return told.hexdigest()
