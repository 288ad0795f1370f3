"""Walks the product as everybody who uses it, and comes back with every page there is.

Links are followed first. Then every button is pressed, each time in the world as it was, so that
pages one only comes to by answering (the steps of a report, a number shown once) are found too, and
every form is sent empty, so that its refusal is seen. Nobody has to name a new page here.

Every link on every page so found, and every form that only asks, is opened by the one who sees it:
what answers that it is not there, or not for them, is a dead end.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.http import Http404
from django.test import Client
from django.urls import resolve

from faces.markup import Form, Page, Values
from faces.worlds import STRANGER, World, Worlds

STARTS = ("/", "/desk/", "/log-in", "/log-in/staff", "/style", "/demo/mailbox", "/nowhere")
OWN = ("/log-in/password",)  # linked from one's own record only, which is one among many
HALF_WAY = ("/card", "/log-in/code", "/log-in/second", "/log-in/community", "/help/taken")
LATER = {"ledger/<str:community>/bundle/<str:assembly>.zip": "there once work has signed it"}
LOOKED_AT = {"manager": 6, "resident": 6}  # addresses of one route, two from each kind of page
OTHERS_LOOK_AT = 1
DEEPEST = 8
MOST_HOPS = 8


@dataclass(frozen=True)
class Press:
    """A form sent on a page: what was given beside what the page held."""

    address: str
    index: int
    given: tuple[tuple[str, str], ...]
    goes_to: str


@dataclass(frozen=True)
class Sight:
    """One page as one person comes to it: by an address, or by pressing what leads there."""

    route: str
    who: str
    address: str
    presses: tuple[Press, ...] = ()
    kind: str = "page"  # or "answer" (what a button shows), "error" (a refusal)
    rank: int = 0  # 0: the first of its route

    def route_is(self, address: str) -> bool:
        """Whether an address is one of this route."""
        return route_of(address) == self.route

    def __str__(self) -> str:
        return f"{self.kind} {self.route or '/'} as {self.who}"


def route_of(address: str) -> str | None:
    """The route of an address of ours, None where there is no page behind it."""
    path = urlsplit(address).path
    if path.startswith(("/static/", "/api/", "/ingest/")):
        return None
    try:
        return str(resolve(path, "linli.wiring.urls").route)
    except Http404:
        return None


def _named(address: str) -> str:
    route = route_of(address)
    return "nowhere" if route is None else route


@dataclass(frozen=True)
class Lead:
    """An address a page offers: as a link, or as what a form asks for."""

    who: str
    address: str
    page: str
    is_form: bool


@dataclass
class Crawl:
    """Everything found in one world."""

    sights: list[Sight] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    followed: int = 0
    markup: dict[Sight, str] = field(default_factory=dict)


def crawl(worlds: Worlds, name: str) -> Crawl:
    """Walk; the same world gives the same sights."""
    walker = _Walker(worlds, name)
    world = worlds.enter(name)
    worlds.measure(world)
    for who in world.sessions:
        walker.follow_links(world, who)
    walker.press_buttons(world, list(walker.found.sights))
    return walker.found


class _Walker:
    def __init__(self, worlds: Worlds, name: str) -> None:
        self.worlds, self.name, self.found = worlds, name, Crawl()
        self.shapes: dict[str, set[str]] = {}
        self.pages: dict[Sight, Page] = {}
        self.untried: list[Lead] = []
        self.tried: set[tuple[str, str]] = set()

    # -- links ---------------------------------------------------------------------------------

    def follow_links(self, world: World, who: str) -> None:
        client, most = client_of(world, who), LOOKED_AT.get(who, OTHERS_LOOK_AT)
        usual = HALF_WAY if who == "half-way" else STARTS + OWN
        starts = usual + world.starts.get(who, ())
        waiting, seen, counted = deque(starts), set(starts), Counter[Any]()
        while waiting:
            address = waiting.popleft()
            response = client.get(address)
            self._note(who, address, response)
            if response.status_code in (301, 302):
                found: list[str] = [] if who == "half-way" else [response["Location"]]
            else:
                found = self._look(response, Sight(_named(address), who, address))
            for link in found:
                onward = within(address, link)
                if onward is None or onward in seen:
                    continue
                kind = (
                    route_of(onward),
                    *sorted(key for key, _ in parse_qsl(urlsplit(onward).query)),
                )
                if counted[kind] < most and counted[kind, route_of(address)] < 2:
                    counted.update([kind, (kind, route_of(address))])
                    seen.add(onward)
                    waiting.append(onward)
        self._try(client)

    def _look(self, response: Any, sight: Sight) -> list[str]:
        """Keep a page if there is none like it yet; where it leads."""
        if response.status_code >= 500:
            self.found.broken.append(f"{response.status_code} {sight} {sight.address}")
        if "text/html" not in response.get("Content-Type", ""):
            self.found.opened.add(sight.route)
            return []
        markup = response.content.decode()
        page, asked = Page(markup), self._leads_of(response, sight)
        if response.status_code < 400:
            self.found.opened.add(sight.route)
        mould = f"{sight.kind} {sight.route}"
        if response.status_code in (403, 404, 405):
            mould = f"status {response.status_code}"
            sight = replace(sight, kind="error")
        shapes = self.shapes.setdefault(mould, set())
        shape = _shape(page)
        if shape not in shapes and len(shapes) < 3:
            sight = replace(sight, rank=len(shapes))
            shapes.add(shape)
            self.found.sights.append(sight)
            self.pages[sight] = page
            self.found.markup[sight] = markup
        return [] if response.status_code >= 400 else page.links + asked

    # -- where links lead ----------------------------------------------------------------------

    def _leads_of(self, response: Any, sight: Sight) -> list[str]:
        """Keep what a page offers to open; a place on the page itself must be there.

        Returns what its forms ask for when somebody fills them.
        """
        if "text/html" not in response.get("Content-Type", ""):
            return []
        page = Page(response.content.decode())
        for link in page.links:
            if link.startswith("#") and link[1:] not in page.ids:
                self.found.dead.append(f"{link} is not on {sight} {sight.address}")
        asking = [form for form in page.forms if not form.is_post]
        filled, bare = (
            [f"{form.action}?{urlencode(values(form))}" for form in asking]
            for values in (Form.filled, Form.emptied)
        )
        for is_form, links in ((False, page.links), (True, filled + bare)):
            for link in links:
                onward = within(sight.address, link)
                if onward is not None and not onward.startswith("/static/"):
                    self.untried.append(Lead(sight.who, onward, str(sight), is_form))
        return filled

    def _note(self, who: str, address: str, response: Any) -> None:
        """What an address answered, so that it is not asked twice."""
        if response.status_code < 300:
            self.tried.add((who, _kind_of(address)))

    def _try(self, client: Client) -> None:
        """Open what was offered and not opened yet, as the one who saw it, in this moment."""
        leads, self.untried = self.untried, []
        for lead in leads:
            if (key := (lead.who, _kind_of(lead.address))) in self.tried:
                continue
            self.tried.add(key)
            self.found.followed += 1
            status = answer_of(client, lead.address)
            if status == 404 and route_of(lead.address) in LATER:
                continue
            if status >= 500 or status in (403, 404, 405) or (status >= 400 and not lead.is_form):
                self.found.dead.append(f"{status} {lead.address} on {lead.page}")

    # -- buttons -------------------------------------------------------------------------------

    def press_buttons(self, world: World, linked: list[Sight]) -> None:
        waiting = deque(linked)
        tried: set[tuple[str, ...]] = set()
        while waiting:
            sight = waiting.popleft()
            for form in self.pages[sight].forms:
                where = within(sight.address, form.action or sight.address)
                route = route_of(where or "")
                if not form.is_post or where is None or route is None:
                    continue
                mould = (
                    route,
                    *sorted(form.asked),
                    "" if form.asked else str(form.values.get("what")),
                )
                if mould in tried:
                    continue
                tried.add(mould)
                waiting.extend(self._press(world, sight, form, where, route))

    def _press(
        self, world: World, sight: Sight, form: Form, where: str, route: str
    ) -> Iterator[Sight]:
        if any(kind != "file" for kind in form.asked.values()):
            self._send_empty(world, sight, form, where, route)
        for given in form.answers():
            yield from self._give(world, sight, _pressed(sight, form, given, where), route)

    def _give(self, world: World, sight: Sight, press: Press, route: str) -> Iterator[Sight]:
        where = press.goes_to
        client, response = self._replay(world, sight.who, (*sight.presses, press))
        landing = where
        if response.status_code in (301, 302):
            landing = urljoin(where, response["Location"])
            response = client.get(landing)
        answered = route_of(landing)
        if response.status_code >= 500:
            self.found.broken.append(f"{response.status_code} {sight} pressed {where}")
        if response.status_code != 200 or answered is None:
            return
        kind = "answer" if landing == where and answered == route else "page"
        one = Sight(answered, sight.who, landing, (*sight.presses, press), kind)
        if kind == "page" and answered in self.found.opened or len(sight.presses) >= DEEPEST:
            self._leads_of(response, one)
            self._try(client)
            return
        before = len(self.found.sights)
        links = self._look(response, one)
        self._try(client)
        if len(self.found.sights) > before:
            yield self.found.sights[-1]
        for link in links:
            yield from self._step_aside(client, one, within(landing, link))

    def _step_aside(self, client: Client, sight: Sight, address: str | None) -> Iterator[Sight]:
        """A link on a page one only comes to by pressing, to a page nobody has seen yet."""
        route = route_of(address or "")
        if address is None or route is None or route in self.found.opened:
            return
        response = client.get(address)
        if response.status_code == 200:
            before = len(self.found.sights)
            self._look(response, replace(sight, route=route, address=address, kind="page"))
            self._try(client)
            if len(self.found.sights) > before:
                yield self.found.sights[-1]

    def _send_empty(self, world: World, sight: Sight, form: Form, where: str, route: str) -> None:
        press = _pressed(sight, form, form.emptied(), where)
        client, response = self._replay(world, sight.who, (*sight.presses, press))
        if response.status_code in (400, 422):
            one = Sight(route, sight.who, where, (*sight.presses, press), "error")
            self._look(response, one)
            self._try(client)
        elif response.status_code >= 500:
            self.found.broken.append(f"{response.status_code} {sight} sent empty to {where}")

    def _replay(self, world: World, who: str, presses: tuple[Press, ...]) -> tuple[Client, Any]:
        self.worlds.enter(self.name)
        return replay(client_of(world, who), presses)


def replay(client: Client, presses: tuple[Press, ...]) -> tuple[Client, Any]:
    """Press everything again, on the page on which it was pressed."""
    response: Any = None
    for number, press in enumerate(presses):
        client.get(press.address)
        response = client.post(press.goes_to, dict(press.given))
        if response.status_code in (301, 302) and number < len(presses) - 1:
            client.get(urljoin(press.goes_to, response["Location"]))
    return client, response


def _pressed(sight: Sight, form: Form, values: Values, where: str) -> Press:
    given = {
        name: text for name, text in values.items() if name not in ("csrfmiddlewaretoken", "once")
    }
    return Press(sight.address, form.index, tuple(given.items()), where)


def client_of(world: World, who: str) -> Client:
    """Somebody at their browser."""
    client = Client(raise_request_exception=False)
    if who != STRANGER:
        client.cookies["sessionid"] = world.sessions[who]
    return client


def answer_of(client: Client, address: str) -> int:
    """The status an address ends in; 405 for one that only a button may send to."""
    for _ in range(MOST_HOPS):
        try:
            view = resolve(urlsplit(address).path, "linli.wiring.urls").func
        except Http404:
            return 404
        if getattr(view, "is_post_only", False):
            return 405
        response = client.get(address)
        onward = within(address, response["Location"]) if "Location" in response else None
        if onward is None:
            return int(response.status_code)
        address = onward
    return 508


def _kind_of(address: str) -> str:
    """An address without the way back it carries: "/help?page=…" is one from every page."""
    parts = urlsplit(address)
    asked = [
        (name, "/" if value.startswith("/") else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return f"{parts.path}?{urlencode(asked)}"


def within(page: str, link: str) -> str | None:
    """The address a link on a page leads to, None when it leads away or nowhere."""
    if link.startswith(("#", "tel:", "mailto:")):
        return None
    joined = urlsplit(urljoin(f"http://here{page}", link))
    if joined.netloc != "here":
        return None
    return joined.path + (f"?{joined.query}" if joined.query else "")


def _shape(page: Page) -> str:
    asked = sorted(f"{route_of(form.action)}{sorted(form.asked)}" for form in page.forms)
    return hashlib.sha256("|".join([*sorted(page.shape), *asked]).encode()).hexdigest()
