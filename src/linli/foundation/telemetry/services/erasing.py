"""Erase what may no longer be kept, look again, and write down the proof."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.telemetry import policy
from linli.foundation.telemetry.domain import LATEST, Evidence, Store, to_ms
from linli.foundation.telemetry.facts import ReadingsErased
from linli.foundation.telemetry.models import Erasure
from linli.foundation.telemetry.selectors.erasures import card
from linli.foundation.telemetry.services import engine
from linli.foundation.telemetry.services.binding import series_due
from linli.kernel import Actor, now

log = logging.getLogger(__name__)

_CHUNK = 2_000
_TIMES = {"readings": "at", "latest": "at", "hourly": "hour"}
_WHICH = (
    "series IN {series:Array(UInt32)} AND TIME < fromUnixTimestamp64Milli({before:Int64}, 'UTC')"
)
Series = list[int]
_WITHDRAWN = Erasure.Reason.WITHDRAWAL


def enforce_retention(*, by: Actor) -> tuple[Evidence, ...]:
    """Erase what is older than each mandate of the community allows, and all that was recorded
    under a consent that has been withdrawn; one evidence for each.

    What an interrupted call had begun is completed first. A mandate that has ended still binds:
    what was recorded under it goes when its days are over, and a longer one that follows prolongs
    nothing.
    """
    policy.check_may_erase(by)
    moment = now()
    done = [_execute(row) for row in _unfinished(by)]
    for (mandate, before, is_withdrawn), series in series_due(by.community, moment).items():
        rows = _count(engine.store(), "readings", series, before)
        if rows:
            plan = Erasure.objects.create(
                community=by.community,
                mandate_id=mandate,
                reason=_WITHDRAWN if is_withdrawn else Erasure.Reason.RETENTION,
                series=series,
                rows=rows,
                before=before,
                planned_at=moment,
            )
            done.append(_execute(plan))
    return tuple(evidence for evidence in done if evidence is not None)


def _unfinished(by: Actor) -> list[Erasure]:
    rows = Erasure.objects.filter(community=by.community, executed_at__isnull=True)
    return list(rows.order_by("pk"))


def _execute(plan: Erasure) -> Evidence | None:
    """Erase, look again, write the proof; None when something was left (it is tried again)."""
    store = engine.store()
    for table in _TIMES:
        for sql, given in _statements(f"ALTER TABLE {table} DELETE WHERE", table, plan):
            store.order(f"{sql} SETTINGS mutations_sync = 2", given)
    left = {table: _count(store, table, plan.series, plan.before) for table in _TIMES}
    if any(left.values()):
        log.error("erasure %s left %s behind", plan.pk, left)
        return None
    with transaction.atomic():
        plan.executed_at, plan.proof = now(), _proof(plan, left)
        plan.save(update_fields=["executed_at", "proof"])
        publish(
            ReadingsErased(
                community=plan.community,
                erasure=plan.pk,
                mandate=plan.mandate_id,
                reason=plan.reason,
            )
        )
    return card(plan)


def _proof(plan: Erasure, left: dict[str, int]) -> str:
    what = f"{plan.community} {plan.mandate_id} {plan.before} {plan.series} {plan.rows}"
    after = ", ".join(f"{table} {count}" for table, count in left.items())
    digest = hashlib.sha256(f"{what} {after}".encode()).hexdigest()
    return f"counted before: readings {plan.rows}; counted after: {after}; sha256 {digest}"


def _count(store: Store, table: str, series: Series, before: datetime | None) -> int:
    plan = Erasure(series=series, before=before)
    asked = _statements(f"SELECT count() FROM {table} WHERE", table, plan)  # noqa: S608 - ours
    return sum(int(store.ask(sql, given)[0][0]) for sql, given in asked)


def _statements(
    start: str, table: str, plan: Erasure
) -> Iterator[tuple[str, dict[str, int | Series]]]:
    before = LATEST if plan.before is None else to_ms(plan.before)
    sql = f"{start} {_WHICH.replace('TIME', _TIMES[table])}"
    for start_at in range(0, len(plan.series), _CHUNK):
        yield sql, {"series": plan.series[start_at : start_at + _CHUNK], "before": before}
