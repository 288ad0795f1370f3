"""What became of the readings is counted by device and day."""

from datetime import UTC, date, datetime

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.devices.models import OutcomeCount
from linli.kernel.clock import held
from modules.foundation.devices.devices_estate import refused

pytestmark = pytest.mark.django_db


def test_counts_add_up_by_device_outcome_and_the_communitys_own_day(estate):
    estate.activate("s-1")
    for _ in range(2):
        devices.count_outcomes(
            by=estate.system, counts={("s-1", "accepted"): 10, ("s-1", "late"): 1, ("s-1", "x"): 0}
        )
    with held(datetime(2026, 6, 1, 17, tzinfo=UTC)):  # the second of June in Shanghai
        devices.count_outcomes(by=estate.system, counts={("s-1", "accepted"): 5})
    figures = devices.list_outcomes(viewer=estate.manager, since=date(2026, 6, 1))
    assert [(row.day.day, row.outcome, row.count) for row in figures.rows] == [
        (2, "accepted", 5),
        (1, "accepted", 20),
        (1, "late", 2),
    ]
    assert figures.totals == (("accepted", 25), ("late", 2))
    refused("forbidden", devices.count_outcomes, by=estate.manager, counts={("a", "b"): 1})
    refused("forbidden", devices.list_outcomes, viewer=estate.resident)


def test_strangers_with_ever_new_names_fill_no_table(estate, monkeypatch):
    from linli.foundation.devices.services import quarantine

    monkeypatch.setattr(quarantine, "MOST_STRANGERS_A_DAY", 3)
    estate.activate("s-1")
    for start in (0, 10):
        counts = {(f"x{start + n}", "unknown_device"): 1 for n in range(5)}
        devices.count_outcomes(by=estate.system, counts={**counts, ("s-1", "accepted"): 1})
    assert OutcomeCount.objects.count() == 5
    assert OutcomeCount.objects.get(device="").count == 7
    assert OutcomeCount.objects.get(device="s-1").count == 2
