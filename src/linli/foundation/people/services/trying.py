"""Counting tries in a window of time."""

from datetime import timedelta

from linli.foundation.people import policy
from linli.foundation.people.domain.limits import Limit, check_limit
from linli.foundation.people.domain.passes import USES_KEPT
from linli.foundation.people.models import Attempt, LoginCode, PassUsed
from linli.foundation.people.models.sealing import trace
from linli.kernel import Actor, now

_KEPT = timedelta(days=1)


def check_tries(limit: Limit, key: str) -> None:
    """Refuse when this key has used up a limit; an empty key is never limited."""
    if not key:
        return
    moment = now()
    tries = Attempt.objects.filter(
        kind=limit.kind, key_hash=trace(key, limit.kind), at__gt=moment - limit.window
    )
    moments = list(tries.order_by("at").values_list("at", flat=True)[: limit.most])
    check_limit(limit, len(moments), moments[0] if moments else None, moment)


def count_try(limit: Limit, key: str) -> None:
    """Count one more try."""
    if key:
        Attempt.objects.create(kind=limit.kind, key_hash=trace(key, limit.kind), at=now())


def forget_tries(limit: Limit, key: str) -> None:
    """Who came in right starts afresh."""
    Attempt.objects.filter(kind=limit.kind, key_hash=trace(key, limit.kind)).delete()


def sweep_sign_ins(*, by: Actor) -> int:
    """Delete tries and codes older than a day, and uses of cards older than a year; returns how
    many rows went. For a timer."""
    policy.check_system(by)
    old = now() - _KEPT
    tries, _ = Attempt.objects.filter(at__lt=old).delete()
    codes, _ = LoginCode.objects.filter(until__lt=old).delete()
    uses, _ = PassUsed.objects.filter(at__lt=now() - USES_KEPT).delete()
    return tries + codes + uses
