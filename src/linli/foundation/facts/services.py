"""Announce a fact with the change it tells of, and bring each one to its listeners."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

from linli.foundation.facts import domain
from linli.foundation.facts.models import Delivery, FactRow
from linli.kernel import Actor, Fact, Refused, Role, now

log = logging.getLogger(__name__)

F = TypeVar("F", bound=Fact)
Listener = Callable[[Any], None]

_listeners: dict[str, tuple[type[Fact], Listener]] = {}
_by_kind: dict[str, list[str]] = {}


def when(kind: type[F]) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Have a journey's function told of every fact of this kind, exactly once each."""

    def register(listener: Callable[[F], None]) -> Callable[[F], None]:
        name = f"{listener.__module__}.{listener.__name__}"
        if name in _listeners:
            raise ValueError(f"{name} listens already")
        _listeners[name] = (kind, listener)
        _by_kind.setdefault(kind.kind, []).append(name)
        return listener

    return register


def publish(fact: Fact) -> int:
    """Announce a fact inside the caller's transaction; returns its number.

    Raises RuntimeError outside a transaction: news and change must stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{fact.kind} announced outside a transaction")
    moment = now()
    row = FactRow.objects.create(
        kind=fact.kind,
        version=fact.version,
        community=fact.community,
        at=moment,
        body=fact.body(),
    )
    names = _by_kind.get(fact.kind, ())
    Delivery.objects.bulk_create(Delivery(fact=row, listener=name, due=moment) for name in names)
    return row.pk


def deliver(*, most: int = 500) -> int:
    """Bring waiting facts to their listeners, each in a transaction of its own with the listener's
    writes; returns how many were tried. Facts are brought in order of their numbers."""
    due = Delivery.objects.filter(state=Delivery.State.WAITING, due__lte=now())
    tried = 0
    for number in due.order_by("fact_id", "id").values_list("id", flat=True)[:most]:
        _deliver_one(number)
        tried += 1
    return tried


def deliver_all() -> int:
    """Deliver until nothing is due, so that what listeners announce is brought round as well."""
    total = 0
    while tried := deliver():
        total += tried
    return total


def _deliver_one(number: int) -> None:
    try:
        with transaction.atomic():
            row = (
                Delivery.objects.select_for_update(skip_locked=_can_skip())
                .select_related("fact")
                .filter(pk=number, state=Delivery.State.WAITING)
                .first()
            )
            if row is None:  # another worker has it
                return
            kind, listener = _listeners[row.listener]
            listener(domain.read_back(kind, row.fact.body))
            row.state, row.done_at, row.error = Delivery.State.DONE, now(), ""
            row.save(update_fields=["state", "done_at", "error"])
    except Exception as error:  # any failure of a listener must become a retry
        log.exception("delivery %s failed", number)
        _put_off(number, error)


def _put_off(number: int, error: Exception) -> None:
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=number)
        row.attempts += 1
        row.error = f"{type(error).__name__}: {error}"[:2000]
        if domain.is_hopeless(row.attempts):
            row.state = Delivery.State.DEAD
        else:
            row.due = now() + domain.wait_after(row.attempts)
        row.save(update_fields=["attempts", "error", "state", "due"])


def send_again(*, by: Actor, delivery: int) -> None:
    """Give a dead letter another chance, at once."""
    if not by.has(Role.MANAGER, Role.OPERATOR, Role.SYSTEM):
        raise Refused("forbidden", "Only a manager can send this again.")
    with transaction.atomic():
        row = (
            Delivery.objects.select_for_update()
            .filter(pk=delivery, state=Delivery.State.DEAD, fact__community=by.community)
            .first()
        )
        if row is None:
            raise Refused("not_found", "There is no such undelivered message.")
        row.state, row.attempts, row.due = Delivery.State.WAITING, 0, now()
        row.save(update_fields=["state", "attempts", "due"])


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked
