"""One box finds whatever a caller would say, best first, and says why; nobody finds what is not
shown to them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.people import api as people
from linli.support.matters import api as matters
from linli.surface.desk.seeking import seek

MOST_QUERIES = 60


@pytest.fixture
def leak(office):
    return office.report(description="厨房水管一直滴水")


def titles(office, text, actor=None):
    return [(hit.title, hit.why) for hit in seek(actor or office.clerk, text)]


@pytest.mark.parametrize("spell", [
    "{n}", " {n} ", "编号{n}", "{bare}", "{n} 号", "{wide}", "{short}", "{spaced}",
])  # fmt: skip
def test_a_number_is_found_in_any_spelling_and_stands_first(office, leak, spell):
    number = matters.get_matter(viewer=office.clerk, matter=leak).card.number
    year, day, serial = number.split("-")
    text = spell.format(
        n=number,
        bare=number.replace("-", ""),
        wide="".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number),
        short=f"{day}-{int(serial)}",
        spaced=f"{year} {day} {serial}",
    )
    (first, *_others) = seek(office.clerk, text)
    assert first.href.endswith(leak) and number in first.line


@pytest.mark.parametrize("text", ["王秀英", "秀英", "王", "13900000001", "139 0000 0001", "0001"])
def test_a_person_is_found_by_name_and_phone_with_what_they_reported(office, leak, text):
    hrefs = [hit.href for hit in seek(office.clerk, text)]
    assert f"/desk/people/{office.auntie.person}" in hrefs
    assert f"/desk/matters/{leak}" in hrefs


@pytest.mark.parametrize("text", ["3-2-401", "三号楼二单元401室", "３栋２单元４０１", "3#2-401"])
def test_an_address_finds_the_door_and_what_is_open_there(office, leak, text):
    hrefs = [hit.href for hit in seek(office.clerk, text)]
    assert f"/desk/places/{office.dwelling}" in hrefs
    assert f"/desk/matters/{leak}" in hrefs


def test_words_and_an_address_together_narrow(office, leak):
    other = office.report(description="楼道灯坏了")
    hrefs = [hit.href for hit in seek(office.clerk, "3-2-401 滴水")]
    assert f"/desk/matters/{leak}" in hrefs and f"/desk/matters/{other}" not in hrefs
    assert f"/desk/matters/{leak}" in [hit.href for hit in seek(office.clerk, "滴水")]


def test_each_hit_says_why_and_stands_once(office, leak, at_work):
    page = at_work(office.clerk).get("/desk/", {"q": "王秀英"}).content.decode()
    assert "王秀英报的" in page and "139****0001" in page
    hrefs = [hit.href for hit in seek(office.clerk, "王秀英")]
    assert len(hrefs) == len(set(hrefs))
    assert titles(office, "月球背面") == []


def test_a_household_that_is_not_shown_is_found_by_nothing(office, leak):
    people.set_private(by=office.auntie, is_private=True, dwelling=office.dwelling)
    for text in ("王秀英", "13900000001", "0001", "滴水", "3-2-401"):
        hrefs = [hit.href for hit in seek(office.clerk, text)]
        assert f"/desk/people/{office.auntie.person}" not in hrefs, text
        assert f"/desk/matters/{leak}" not in hrefs, text
    assert f"/desk/people/{office.auntie.person}" in [
        hit.href for hit in seek(office.keeper, "0001")
    ]


def test_a_worker_finds_no_register(office, leak):
    hrefs = [hit.href for hit in seek(office.plumber, "王秀英")]
    assert not [href for href in hrefs if "/people/" in href]


def test_a_search_asks_a_bounded_number_of_questions(office, leak):
    for text in ("王", "3-2-401 滴水 厨房 水管 今天 早上", "0001", "3"):
        with CaptureQueriesContext(connection) as held:
            seek(office.manager, text)
        few = len(held)
        assert few <= MOST_QUERIES, text
    for number in range(12):
        office.report(description=f"王家滴水 {number}")
    with CaptureQueriesContext(connection) as held:
        seek(office.manager, "王")
    assert len(held) <= MOST_QUERIES
