"""Opens one sight after another in one Chromium and measures each; figures go to the report."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext

from faces.checks import HEIGHT, OUR_COOKIES, PHONE, Seen, look
from faces.crawl import Press, Sight, client_of, replay
from faces.figures import keep
from faces.worlds import World, Worlds

STAFF_ROUTES = ("desk/", "log-in/staff", "log-in/second", "log-in/password", "style", "demo/")
LANGUAGES = ("zh-hans", "en")
_FILL = """([index, action, given]) => {
  const forms = [...document.querySelectorAll("main form")];
  const leads = (form) => new URL(form.action, location).pathname === action;
  const form = forms[index] && leads(forms[index]) ? forms[index] : forms.find(leads);
  if (!form) throw new Error(`no form to ${action} on ${location}`);
  const kept = new Set(["csrfmiddlewaretoken", "once"]);
  const filled = new Set();
  for (const e of form.elements) {
    if (!e.name || kept.has(e.name) || e.type === "file" || e.tagName === "BUTTON") continue;
    if (e.type === "radio" || e.type === "checkbox") e.checked = given[e.name] === e.value;
    else if (e.name in given) e.value = given[e.name];
    filled.add(e.name);
  }
  for (const [name, value] of Object.entries(given)) if (!filled.has(name))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  HTMLFormElement.prototype.submit.call(form);
}"""


class Looker:
    """One visitor in one face and language, who sees page after page."""

    def __init__(
        self, chromium: Chromium, site: str, worlds: Worlds, face: str, language: str
    ) -> None:
        self.site, self.worlds, self.face, self.language = site, worlds, face, language
        self.context: BrowserContext = chromium.new_context(
            viewport={"width": PHONE, "height": HEIGHT}
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.faults: list[tuple[str, str]] = []
        self.page.on("request", self._note_stranger)
        self.page.on("console", self._note_complaint)
        self.page.on("pageerror", lambda error: self.faults.append(("U29", str(error))))
        self.page.on("dialog", self._note_dialog)

    def see(self, world: World, sight: Sight, *, deep: bool = True) -> Seen:
        """Come to a sight as its person does and measure it."""
        self.faults.clear()
        self.come_to(world, sight)
        resident = not sight.route.startswith(STAFF_ROUTES)
        seen = look(
            self.page, face=self.face, language=self.language, is_resident=resident, deep=deep
        )
        names = {str(one.get("name")) for one in self.context.cookies()}
        seen.wrong += self.faults
        seen.wrong += [("U29", f"cookie {name}") for name in names - OUR_COOKIES]
        return seen

    def come_to(self, world: World, sight: Sight) -> None:
        """Open an address, or press again what led there."""
        client, address = client_of(world, sight.who), sight.address
        last: Press | None = None
        if sight.presses:
            self.worlds.enter(world.name)
            shown = sight.kind in ("answer", "error")
            before = sight.presses[:-1] if shown else sight.presses
            last = sight.presses[-1] if shown else None
            client, response = replay(client, before)
            if not shown and response.status_code in (301, 302):
                landing = urljoin(before[-1].goes_to, response["Location"])
                address = landing if sight.route_is(landing) else address
        self._be(client.cookies)
        if last is None:
            self.page.goto(self.site + address)
            return
        self.page.goto(self.site + last.address)
        with self.page.expect_navigation():
            action = urlsplit(last.goes_to).path
            self.page.evaluate(_FILL, [last.index, action, dict(last.given)])

    def be(self, world: World, who: str) -> None:
        """Become somebody."""
        self._be(client_of(world, who).cookies)

    def _be(self, cookies: Any) -> None:
        self.context.clear_cookies()
        kept = {"face": self.face, "language": self.language}
        if "sessionid" in cookies:
            kept["sessionid"] = cookies["sessionid"].value
        self.context.add_cookies(
            [{"name": name, "value": text, "url": self.site} for name, text in kept.items()]
        )

    def _note_stranger(self, request: Any) -> None:
        if not request.url.startswith((self.site, "blob:", "data:")):
            self.faults.append(("U29", f"asked {request.url[:80]}"))

    def _note_complaint(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(("U29", f"the console complained: {message.text[:160]}"))

    def _note_dialog(self, dialog: Any) -> None:
        self.faults.append(("U29", f"a dialog: {dialog.message[:80]}"))
        dialog.dismiss()

    def close(self) -> None:
        """Leave."""
        self.context.close()


@dataclass
class Seeing:
    """What is to be looked at, by whom, in which state."""

    looker: Looker
    world: World
    sights: list[Sight]
    state: str


def look_at(seeing: Seeing) -> list[str]:
    """Measure every sight; each thing that is wrong and not excused, in a line."""
    found = []
    looker = seeing.looker
    for sight in seeing.sights:
        seen = looker.see(seeing.world, sight, deep=looker.language == "zh-hans")
        _keep(seeing, sight, seen)
        for check, what in seen.wrong:
            where = f"{looker.face}, {looker.language}, {seeing.state}"
            found.append(f"{check} {sight} {sight.address} ({where}): {what}")
    return found


def _keep(seeing: Seeing, sight: Sight, seen: Seen) -> None:
    keep(
        {
            "state": seeing.state,
            "route": sight.route,
            "face": seeing.looker.face,
            "language": seeing.looker.language,
            "figures": seen.figures,
            "wrong": sorted({check for check, _ in seen.wrong}),
        }
    )
