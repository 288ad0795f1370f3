"""How heavy a first visit is: the page with everything it needs, as sent and as packed (U13)."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from faces.figures import keep

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1800)]
KB = 1024
_NEEDS = re.compile(r'(?:src|href)="/static/([^"#?]+)')
NOT_RESIDENTS = ("desk", "style", "demo", "log-in/s", "forms/all")  # the stack is the desk's
LIMITS = {"resident": (60, 25), "staff": (None, 120)}


def needed(markup: str) -> list[bytes]:
    """The page and every file of ours it asks for; photos people sent are not counted."""
    names = {urlsplit(name).path for name in _NEEDS.findall(markup)}
    paths = [finders.find(name) for name in sorted(names)]
    assert all(paths), names
    found = [open(path, "rb").read() for path in paths if path]  # noqa: PTH123, SIM115
    return [markup.encode(), *found]


def test_a_first_visit_is_light(crawled):
    heavy = []
    for sight, markup in crawled("full").markup.items():
        parts = needed(markup)
        raw, packed = sum(map(len, parts)), sum(len(gzip.compress(one, 9)) for one in parts)
        is_staff = sight.route.startswith(NOT_RESIDENTS)
        most, most_packed = LIMITS["staff" if is_staff else "resident"]
        wrong = packed > most_packed * KB or (most is not None and raw > most * KB)
        sent = [round(one / KB, 1) for one in (raw, packed)]
        figures = {"U13": [0, 0, sent[1]] if is_staff else [*sent, 0]}
        line = {"route": sight.route, "face": "standard", "state": "full"}
        keep({**line, "figures": figures, "wrong": ["U13"] if wrong else []})
        if wrong:
            heavy.append(f"{sight}: {raw / KB:.0f} KB, {packed / KB:.0f} packed")
    assert heavy == []
