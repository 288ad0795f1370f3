"""What was refused is kept for a look where a mandate allows it, for a week, for the few."""

from datetime import timedelta

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.api import RejectedItem
from linli.foundation.devices.domain import quarantine as limits
from linli.foundation.devices.models import Rejected
from linli.foundation.people.api import (
    mark_confidential,
)
from linli.foundation.places.api import create_community
from linli.kernel import Actor, Role, system
from modules.foundation.devices.devices_estate import NOW, YEAR, refused

pytestmark = pytest.mark.django_db


def rejected(**changes):
    parts = {
        "device": "s-1",
        "received_at": NOW,
        "reason": "malformed",
        "detail": "no bracket at the end",
        "raw": b'{"n":"smoke","v":7',
        "transport": "mqtt",
        "topic": "linli/s-1/up",
    }
    return RejectedItem(**{**parts, **changes})


def kept(estate, *items):
    devices.keep_rejected(by=estate.system, items=items)
    return devices.list_rejected(viewer=estate.keeper).items


def test_what_was_refused_under_a_mandate_is_kept_for_a_look(estate):
    estate.activate("s-1")
    (card,) = kept(estate, rejected(raw=b"x" * 9000))
    assert card.raw == b"x" * limits.MOST_RAW and card.size == 9000
    assert (card.reason, card.detail, card.topic) == (
        "malformed",
        "no bracket at the end",
        "linli/s-1/up",
    )


@pytest.mark.parametrize("reason", sorted(limits.WITHOUT_MANDATE))
def test_a_reading_without_mandate_leaves_only_who_why_and_when(estate, reason):
    estate.activate("s-1")
    (card,) = kept(estate, rejected(reason=reason))
    assert (card.device, card.received_at) == ("s-1", NOW)
    assert (card.raw, card.size, card.detail, card.topic) == (b"", 0, "", "")


def test_no_bytes_are_kept_of_a_device_whose_data_no_mandate_allows(estate):
    estate.register("waiting")
    ended = estate.activate("ended")
    partly = estate.activate("partly", mandate=estate.grant(series=["smoke-detector.smoke"]))
    closed = estate.activate("closed", place=estate.flat)
    mark_confidential(by=estate.keeper, dwelling=estate.flat, reason="保密")
    late = NOW + YEAR
    cards = kept(
        estate,
        *(rejected(device=one) for one in ("waiting", "stranger", partly, closed)),
        rejected(device=ended, received_at=late),
        rejected(device=partly, property="battery"),
        rejected(device=partly, property="smoke", raw=b"7x"),
    )
    assert [card.raw for card in cards] == [b"7x", *[b""] * 6]
    assert not Rejected.objects.exclude(raw=b"").exclude(device=partly).exists()


def test_quarantine_keeps_the_newest_of_each_device_and_of_all(estate, monkeypatch):
    from linli.foundation.devices.services import quarantine

    monkeypatch.setattr(quarantine, "MOST_PER_DEVICE", 3)
    monkeypatch.setattr(quarantine, "MOST_PER_COMMUNITY", 5)
    estate.activate("s-1"), estate.activate("s-2")
    cards = kept(estate, *(rejected(detail=str(number)) for number in range(5)))
    assert [card.detail for card in cards] == ["4", "3", "2"]
    cards = kept(estate, *(rejected(device="s-2", detail=str(number)) for number in range(5)))
    assert [(card.device, card.detail) for card in cards] == [
        ("s-2", "4"),
        ("s-2", "3"),
        ("s-2", "2"),
        ("s-1", "4"),
        ("s-1", "3"),
    ]


def test_what_was_refused_is_forgotten_after_a_week_and_stays_counted(estate):
    estate.activate("s-1")
    devices.count_outcomes(by=estate.system, counts={("s-1", "malformed"): 2})
    old = rejected(received_at=NOW - timedelta(days=8), raw=b"old")
    (young,) = (card for card in kept(estate, old, rejected(raw=b"new")) if card.raw == b"new")
    assert devices.forget_rejected(by=estate.system) == 1
    assert devices.list_rejected(viewer=estate.manager).items == (young,)
    assert devices.list_outcomes(viewer=estate.manager).totals == (("malformed", 2),)
    refused("forbidden", devices.forget_rejected, by=estate.manager)


def test_quarantine_is_for_a_manager_the_operator_and_the_keeper(estate):
    estate.activate("s-1")
    (card,) = kept(estate, rejected())
    operator = estate.actor(Role.OPERATOR, person="o")
    assert devices.get_rejected(viewer=operator, number=card.number).raw == card.raw
    worker = estate.actor(Role.WORKER, person="w")
    for viewer in (estate.resident, estate.council, worker):
        refused("forbidden", devices.list_rejected, viewer=viewer)
        refused("forbidden", devices.get_rejected, viewer=viewer, number=card.number)
    other = create_community(by=system(""), name="别处")
    stranger = Actor(person="x", roles=frozenset({Role.MANAGER}), community=other)
    refused("not_found", devices.get_rejected, viewer=stranger, number=card.number)
    refused("forbidden", devices.keep_rejected, by=estate.manager, items=[])


def test_quarantine_is_filtered_and_turned_over(estate):
    estate.activate("s-1"), estate.activate("s-2")
    kept(estate, *(rejected() for _ in range(3)), rejected(device="s-2", reason="too_large"))
    ask = {"viewer": estate.manager}
    assert len(devices.list_rejected(**ask, device="s-1")) == 3
    assert len(devices.list_rejected(**ask, reason="too_large")) == 1
    first = devices.list_rejected(**ask, limit=3)
    assert len(devices.list_rejected(**ask, limit=3, cursor=first.next)) == 1
