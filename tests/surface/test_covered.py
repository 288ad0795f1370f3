"""No page escapes the browser tests: each is in one of their lists, or is named here with why."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, resolve

from surface.desk.test_desk_browser import KEEPING
from surface.desk.test_desk_browser import PATHS as DESK
from surface.desk_machines.paths import PATHS as MACHINES
from surface.resident.test_resident_browser import PATHS as RESIDENT
from surface.resident.test_steps_browser import STEPS
from surface.shell.test_entry_browser import ENTRY
from surface.shell.test_shell_browser import PAGES

SHOWN = {*DESK, *KEEPING, *MACHINES, *RESIDENT, *STEPS, *ENTRY, *PAGES}
NO_PAGES = {
    "healthz": "a word for programs",
    "ingest/v1/readings": "for devices",
    "favicon.ico": "a picture",
    "report/photos/<str:file>": "a picture",
    "matters/<str:matter>/photos/<str:file>": "a picture",
    "desk/matters/<str:matter>/photos/<str:file>": "a picture",
    "desk/people/import/template": "a file",
    "desk/sheets/matters.<str:kind>": "a file",
    "desk/sheets/figures.<str:kind>": "a file",
    "desk/sheets/delivery.<str:kind>": "a file",
    "desk/devices/kinds/of/<str:key>/file": "a file",
}


def addresses(resolver: Any, above: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for one in resolver.url_patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.callback
        else:
            yield from addresses(one, route)


def is_only_posted(view: Any) -> bool:
    while view is not None:
        if view.__code__.co_qualname.startswith("post_only."):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def opened() -> set[str]:
    """The routes one can open in a browser; what programs ask has tests of its own."""
    found = addresses(get_resolver("linli.wiring.urls"))
    pages = {route: view for route, view in found if not route.startswith(("api/", "^api"))}
    return {route for route, view in pages.items() if not is_only_posted(view)}


def shown() -> set[str]:
    """The routes of the addresses in the browser tests' lists."""

    class Anything(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "1"

    found = (path.format_map(Anything()).partition("?")[0] for path in SHOWN)
    return {resolve(path, "linli.wiring.urls").route for path in found if _is_ours(path)}


def _is_ours(path: str) -> bool:
    return not path.startswith(("/nowhere", "/refuse"))  # pages that go wrong on purpose


def test_every_page_is_seen_by_a_browser():
    assert sorted(opened() - shown() - NO_PAGES.keys()) == []


def test_what_is_exempt_is_there_and_needs_it():
    assert NO_PAGES.keys() <= opened() - shown()


@pytest.mark.parametrize(("path", "is_post"), [("/log-out", True), ("/log-in", False)])
def test_a_page_that_is_only_posted_is_told_from_others(path, is_post):
    assert is_only_posted(resolve(path, "linli.wiring.urls").func) is is_post
