"""Every page can be reached by those it is for: nothing is listed, everything is walked to."""

import pytest
from django.urls import resolve

from faces.routes import NO_PAGES, is_only_posted, opened

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_every_route_is_reached_by_walking(crawled):
    crawl = crawled("full")
    assert crawl.broken == []
    assert sorted(opened() - crawl.opened - NO_PAGES.keys()) == []


@pytest.mark.long
def test_what_is_exempt_is_there_and_needs_it(crawled):
    assert NO_PAGES.keys() <= opened() - crawled("full").opened


@pytest.mark.parametrize(("path", "is_post"), [("/log-out", True), ("/log-in", False)])
def test_a_page_that_is_only_posted_is_told_from_others(path, is_post):
    assert is_only_posted(resolve(path, "linli.wiring.urls").func) is is_post
