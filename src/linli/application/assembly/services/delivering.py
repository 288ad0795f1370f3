"""Evidence that a ballot reached a unit: without it silence is never taken for anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.facts import DeliveryNoted
from linli.application.assembly.models import Delivery, RollUnit
from linli.application.assembly.services.finding import check_stage, clean, lock, write_leaf
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now

CHANNELS = ("door", "post", "board", "phone", "sms", "app")
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """A ballot reached a unit of the roll: by which channel, on what evidence, when."""

    unit: int
    channel: str
    evidence: str
    at: datetime | None = None


def note_delivery(*, by: Actor, assembly: str, notes: Sequence[DeliveryNote]) -> int:
    """Keep that ballots reached units, one per unit and channel; returns how many were new."""
    if not by.is_system:
        policy.check_may_take(by)
    if len(notes) > MOST_AT_ONCE:
        raise Refused("too_many", "At most %(most)s rows at once.", most=MOST_AT_ONCE)
    with transaction.atomic():
        row = lock(by, assembly)
        check_stage(row, {Stage.ANNOUNCED, Stage.VOTING})
        units = RollUnit.objects.filter(head__roll=row.pk).in_bulk([one.unit for one in notes])
        known = set(Delivery.objects.filter(unit__in=units).values_list("unit_id", "channel"))
        new = 0
        for number, note in enumerate(notes, start=1):
            _check(note, number, units)
            if (note.unit, note.channel) not in known:
                known.add((note.unit, note.channel))
                made = Delivery.objects.create(
                    unit=units[note.unit],
                    channel=note.channel,
                    evidence=clean(note.evidence, field="evidence", most=200),
                    by_id=by.person,
                    at=note.at or now(),
                )
                write_leaf(row, "delivery", str(made.pk))
                publish(DeliveryNoted(community=row.community, assembly=row.pk, unit=note.unit))
                new += 1
        return new


def _check(note: DeliveryNote, number: int, units: dict[int, RollUnit]) -> None:
    if note.unit not in units:
        raise Refused("not_found", "Row %(row)s: there is no such home.", field="unit", row=number)
    if note.channel not in CHANNELS:
        raise Refused("invalid", "Row %(row)s: there is no such way.", field="channel", row=number)
    if note.at is not None and note.at > now():
        raise Refused("invalid", "Row %(row)s: this is in the future.", field="at", row=number)
