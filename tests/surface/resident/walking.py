"""Walking the resident's pages by their links, as somebody with a finger would."""

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client
from django.urls import Resolver404, resolve

OURS = ("resident:", "shell:")


@dataclass
class Walk:
    """How many steps from home each route is, and what one can do on the pages on the way."""

    steps: dict[str, int] = field(default_factory=dict)
    acts: set[str] = field(default_factory=set)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.actions: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.hrefs.append(str(given["href"]))
        if tag == "form" and given.get("method") == "post" and given.get("action"):
            self.actions.append(str(given["action"]))


def walk(client: Client, most: int = 4) -> Walk:
    """Every page of the resident's within so many steps of home."""
    found, seen = Walk(), {"/"}
    waiting = deque([("/", 0)])
    while waiting:
        path, steps = waiting.popleft()
        name = name_of(path)
        if not name.startswith(OURS):
            continue
        found.steps.setdefault(name, steps)
        if steps == most:
            continue
        response = client.get(path)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        links = _Links()
        links.feed(response.content.decode())
        found.acts |= {name_of(action) for action in links.actions}
        for href in links.hrefs:
            target = _target(path, href)
            if target and target not in seen:
                seen.add(target)
                waiting.append((target, steps + 1))
    return found


def _target(path: str, href: str) -> str:
    if href.startswith("?"):
        return path.partition("?")[0] + href
    return href if re.match(r"/(?!/)", href) else ""


def name_of(path: str) -> str:
    """The name of the route behind an address."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""
