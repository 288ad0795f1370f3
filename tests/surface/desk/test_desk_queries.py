"""Lists of the desk cost the same number of queries however long they are."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Ref, Words
from linli.support.matters import api as matters
from linli.support.notify import api as notify

FILE = Path(__file__).resolve().parents[1] / "query_counts.json"
PATHS = (
    *("/desk/", "/desk/shift", "/desk/worker", "/desk/calls", "/desk/letters"),
    *("/desk/people", "/desk/people?q=王", "/desk/matters/{matter}"),
)


def grow(office, start: int) -> None:
    """Twelve more matters, each with a call to make."""
    person = office.auntie.person
    people.set_channels(by=office.auntie, person=person, kinds=(ChannelKind.PHONE,))
    for number in range(start, start + 12):
        matter = office.report(
            by=office.clerk, reporter=person, title=f"漏水 {number}", description=f"第 {number} 处"
        )
        matters.assign_matter(by=office.clerk, matter=matter, person=office.manager.person)
        notify.tell(
            by=office.platform,
            person=office.auntie.person,
            text=Words("停水", "No water"),
            about=Ref("matter", matter),
            key=f"k{number}",
            urgent=True,
        )


def count(client, path: str) -> int:
    client.get(path)  # what is remembered for all is remembered now
    with CaptureQueriesContext(connection) as held:
        assert client.get(path).status_code == 200
    return len(held)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_the_desk_keeps_its_budget(office, at_work, path):
    matter = office.report()
    address, client = path.format(matter=matter), at_work(office.manager)
    grow(office, 0)
    first = count(client, address)
    grow(office, 100)
    assert count(client, address) == first
    key = f"desk {path}"
    counts = json.loads(FILE.read_text())
    if os.environ.get("LINLI_WRITE_COUNTS"):
        counts[key] = first
        FILE.write_text(json.dumps(dict(sorted(counts.items())), indent=2) + "\n")
    assert first <= counts[key]
