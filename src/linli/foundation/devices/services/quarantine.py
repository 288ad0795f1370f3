"""Count what became of readings, and keep a bounded look at what was refused."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from linli.foundation.devices import policy
from linli.foundation.devices.domain import RejectedItem
from linli.foundation.devices.domain.quarantine import (
    KEPT,
    MOST_PER_COMMUNITY,
    MOST_PER_DEVICE,
    MOST_STRANGERS_A_DAY,
    clean,
    kept_of,
    may_keep,
)
from linli.foundation.devices.models import Device, OutcomeCount, Rejected
from linli.foundation.devices.selectors.gate import gate_entries
from linli.foundation.places.api import get_community
from linli.kernel import Actor, now
from linli.perception.gate import GateEntry

_ADD = """
INSERT INTO devices_outcome (community, day, device, outcome, count) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (community, day, device, outcome)
DO UPDATE SET count = devices_outcome.count + excluded.count
"""


def count_outcomes(*, by: Actor, counts: Mapping[tuple[str, str], int]) -> None:
    """Add counts by (device, outcome) to today's figures of the community's own calendar.

    Names of devices nobody knows come from strangers: beyond 1,000 a day they are counted
    together, under no name.
    """
    policy.check_is_system(by)
    given: Counter[tuple[str, str]] = Counter()
    for (device, outcome), number in counts.items():
        if number > 0:
            given[clean(device, 64), clean(outcome, 40)] += number
    if not given:
        return
    with transaction.atomic():
        today = _today(by)
        _add(by.community, today, _folded_strangers(by.community, today, given))


def keep_rejected(*, by: Actor, items: Iterable[RejectedItem]) -> int:
    """Keep what was refused for a look, the newest 50 of a device and 2,000 of a community;
    returns how many came. Bytes are kept only where a mandate in force covers all they may hold,
    of everything else only who, why and when. The counts are `count_outcomes`' affair.
    """
    policy.check_is_system(by)
    given = list(items)[-MOST_PER_COMMUNITY:]
    if not given:
        return 0
    with transaction.atomic():
        entries = {
            entry.device: entry
            for entry in gate_entries(by, {clean(item.device, 64) for item in given})
        }
        Rejected.objects.bulk_create(
            (_kept(by.community, item, entries.get(item.device)) for item in given),
            batch_size=200,
        )
        _drop_oldest(by.community)
    return len(given)


def forget_rejected(*, by: Actor) -> int:
    """Let go of what was refused a week ago; returns how many. The counts stay."""
    policy.check_is_system(by)
    rows = Rejected.objects.filter(community=by.community, received_at__lt=now() - KEPT)
    return rows.delete()[0]


def _kept(community: str, item: RejectedItem, entry: GateEntry | None) -> Rejected:
    kept = kept_of(item, mandated=entry is not None and _is_mandated(item, entry))
    return Rejected(
        community=community,
        device=kept.device,
        received_at=kept.received_at,
        reason=kept.reason,
        detail=kept.detail,
        raw=kept.raw,
        size=kept.size,
        transport=kept.transport,
        topic=kept.topic,
        property=kept.property,
    )


def _is_mandated(item: RejectedItem, entry: GateEntry) -> bool:
    if entry.refusal is not None:
        return False
    at = int(item.received_at.timestamp() * 1000)
    in_force = (
        key
        for key, spec in entry.properties.items()
        if spec.valid_from <= at and (spec.valid_until is None or at < spec.valid_until)
    )
    return may_keep(item, entry.known, in_force)


def _drop_oldest(community: str) -> None:
    rows = Rejected.objects.filter(community=community)
    ranked = rows.annotate(
        rank=Window(RowNumber(), partition_by=F("device"), order_by=F("pk").desc())
    )
    crowded = ranked.filter(rank__gt=MOST_PER_DEVICE).values_list("pk", flat=True)
    rows.filter(pk__in=list(crowded)).delete()
    oldest = rows.order_by("-pk").values_list("pk", flat=True)[MOST_PER_COMMUNITY:][:1]
    for pk in oldest:
        rows.filter(pk__lte=pk).delete()


def _today(by: Actor) -> date:
    zone = get_community(viewer=by, community=by.community).timezone
    return now().astimezone(ZoneInfo(zone)).date()


def _folded_strangers(
    community: str, day: date, given: Counter[tuple[str, str]]
) -> Counter[tuple[str, str]]:
    names = {device for device, _ in given if device}
    known = set(_names(community, names))
    today = OutcomeCount.objects.filter(community=community, day=day)
    met = set(today.filter(device__in=names).values_list("device", flat=True))
    strangers = sorted(names - known - met)
    if not strangers:
        return given
    everyone = Device.objects.filter(community=community).values("pk")
    so_far = today.exclude(device="").exclude(device__in=everyone).values("device").distinct()
    room = max(0, MOST_STRANGERS_A_DAY - so_far.count())
    nameless = set(strangers[room:])
    folded: Counter[tuple[str, str]] = Counter()
    for (device, outcome), number in given.items():
        folded["" if device in nameless else device, outcome] += number
    return folded


def _names(community: str, names: set[str]) -> Iterable[str]:
    rows = Device.objects.filter(community=community, pk__in=names)
    return rows.values_list("pk", flat=True)


def _add(community: str, day: date, counts: Counter[tuple[str, str]]) -> None:
    today = connection.ops.adapt_datefield_value(day)
    rows = [
        (community, today, device, outcome, number)
        for (device, outcome), number in sorted(counts.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
