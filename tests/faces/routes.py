"""The product's addresses: which are opened in a browser, and which answer only buttons."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

NO_PAGES = {
    "healthz": "a word for programs",
    "ingest/v1/readings": "for devices",
    "favicon.ico": "a picture",
    "desk/worker.js": "the script that keeps a worker's pages",
    "report/photos/<str:file>": "a picture of a report that is being written",
    "assembly/<str:assembly>/receipt/<str:ballot>": "the file of a receipt",
    "assembly/<str:assembly>/receipt/slips": "receipts to print, a file",
    "desk/assembly/rules/files/<str:scan>": "a scan of the signed rules",
    "desk/assembly/slips/<str:held>/file": "receipts to print, a file",
    "desk/matters/<str:matter>/next": "leads on to the next matter",
    "desk/assembly/paper/<str:token>": "leads on to the page of a paper ballot",
    "desk/assembly/meetings/<str:meeting>/papers/<str:serial>/scan": "a picture of a paper ballot",
    "desk/people/<str:person>/helpers/<str:trust>/scans/<str:file>": "a picture of a consent",
    "card/<str:token>": "leads on to the card's page",
    "ledger/<str:community>/checkpoint": "for programs",
    "ledger/<str:community>/tile/<path:path>": "for programs",
    "ledger/<str:community>/bundle/<str:assembly>.zip": "a file, linked by an assembly",
}


def addresses(resolver: Any, above: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route and its view."""
    for one in resolver.url_patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.callback
        else:
            yield from addresses(one, route)


def is_only_posted(view: Any) -> bool:
    """Whether a view answers nothing but a button."""
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
