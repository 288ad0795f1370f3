"""Lists ask the database a fixed number of times, however long they are."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).resolve().parents[1] / "query_counts.json"
PATHS = (
    *("/", "/matters", "/matters/around", "/measured", "/notices", "/drafts", "/me"),
    "/assembly",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_list_asks_no_more_than_its_budget(life, auntie, path):
    for number in range(12):
        life.estate.report(title=f"第{number}件")
        life.estate.report(
            by=life.estate.neighbour,
            category="lighting",
            place=life.estate.garden,
            title=f"{number}",
        )
    auntie.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert auntie.get(path).status_code == 200
    budget = json.loads(FILE.read_text())[f"resident {path}"]
    assert len(asked) <= budget, f"{len(asked)} > {budget}"
