"""Who comes with which token, what it is good for, and how often it may ask."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from linli.foundation.people.api import SCOPES, read_token
from linli.kernel import ANYONE, Actor, Refused
from linli.surface.shell.address import address_of

PER_MINUTE = 600
BURST = 120
_MOST_KNOWN = 10_000
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: by a token (its id and scopes) or by the session of a browser of ours."""

    actor: Actor
    token: str | None = None
    scopes: frozenset[str] = frozenset(SCOPES)


class Pace:
    """Lets each caller ask `per_minute` times on average and `burst` times at once.

    Counted in each web process by itself: a bucket that fills steadily.
    """

    def __init__(
        self, per_minute: int, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._clock = per_minute / 60, float(burst), clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> None:
        """Count one request; refused when the bucket is empty."""
        with self._lock:
            moment = self._clock()
            left, at = self._buckets.pop(caller, (self._burst, moment))
            left = min(self._burst, left + (moment - at) * self._rate)
            self._buckets[caller] = (left - 1 if left >= 1 else left, moment)
            if len(self._buckets) > _MOST_KNOWN:
                self._buckets.popitem(last=False)
        if left < 1:
            raise Refused(
                "too_many",
                "A token may ask %(most)s times a minute. Please wait %(seconds)s seconds.",
                most=round(self._rate * 60),
                seconds=max(1, round((1 - left) / self._rate)),
            )


pace = Pace(PER_MINUTE, BURST)


class Door(AuthBase):
    """Lets in whoever has the scope: with a token, or from a page of ours with its session."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; refused when nobody is known, or the token is not good for this."""
        caller = _by_token(request, self.scope) or _by_session(request)
        pace.take(caller.token or f"person:{caller.actor.person}")
        return caller


class Open(AuthBase):
    """Lets anyone in; slows down by where they come from."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Caller:
        """A visitor nobody knows."""
        pace.take(f"address:{address_of(request)}")
        return Caller(ANYONE)


def _by_token(request: HttpRequest, scope: str | None) -> Caller | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return None
    if kind.lower() != "bearer":
        raise Refused("not_signed_in", "Please send the token as “Authorization: Bearer …”.")
    bearer = read_token(viewer=ANYONE, secret=secret.strip())
    if scope is not None and scope not in bearer.scopes:
        raise Refused("forbidden", "This token is not good for “%(scope)s”.", scope=scope)
    return Caller(bearer.actor, bearer.token, bearer.scopes)


def _by_session(request: HttpRequest) -> Caller:
    """A browser of ours: it must come from our own pages, and show so before it changes things."""
    actor: Actor = getattr(request, "actor", ANYONE)
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if actor.person is None or site not in ("same-origin", "none"):
        raise Refused("not_signed_in", "Please send a token, or sign in.")
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise Refused("forbidden", "Changes need a token, or a form of ours.")
    return Caller(actor)
