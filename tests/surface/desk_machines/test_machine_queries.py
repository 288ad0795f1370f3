"""The lists of machines ask a fixed number of questions, however long they are."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.devices import api as devices

BUDGETS = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text("utf-8"))
PATHS = (
    "/desk/overview",
    "/desk/overview?place={cell}",
    "/desk/overview?place={building}",
    "/desk/overview/trends",
    "/desk/devices",
    "/desk/devices/quarantine",
    "/desk/mandates",
    "/desk/rules",
    "/desk/alarms",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_stays_within_its_budget(machines, manager, path):
    for index in range(20):
        devices.register_device(
            by=machines.estate.manager,
            model="smoke-detector",
            device=f"more-{index}",
            place=machines.estate.entrance,
        )
    address = path.format(**vars(machines))
    manager.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert manager.get(address).status_code == 200
    assert len(asked) <= BUDGETS[f"desk {path}"], len(asked)
