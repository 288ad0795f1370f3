"""Every page can be reached by those it is for: nothing is listed, everything is walked to."""

import pytest
from django.urls import resolve

from faces.crawl import answer_of
from faces.routes import NO_PAGES, is_only_posted, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]


@pytest.mark.long
def test_every_route_is_reached_by_walking(crawled):
    crawl = crawled("full")
    assert crawl.broken == []
    assert sorted(opened() - crawl.opened - NO_PAGES.keys()) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["full", "fresh"])
def test_no_link_leads_to_a_no(crawled, name):
    crawl = crawled(name)
    assert crawl.followed > 200
    assert sorted(set(crawl.dead)) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [("/log-in", 200), ("/nowhere", 404), ("/log-out", 405), ("/desk/people", 200)],
)
def test_where_a_link_ends_is_seen(client, db, address, status):
    assert answer_of(client, address) == status


@pytest.mark.long
def test_what_is_exempt_is_there_and_needs_it(crawled):
    assert NO_PAGES.keys() <= opened() - crawled("full").opened


@pytest.mark.parametrize(("path", "is_post"), [("/log-out", True), ("/log-in", False)])
def test_a_page_that_is_only_posted_is_told_from_others(path, is_post):
    assert is_only_posted(resolve(path, "linli.wiring.urls").func) is is_post
