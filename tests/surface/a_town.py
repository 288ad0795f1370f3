"""The people of an estate that holds assemblies, each at a screen of their own."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore

from browser import Browser
from linli.application.assembly import api as assembly
from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.kernel import Actor, Role
from linli.support.ledger import api as ledger
from modules.application.assembly_estate import build, decide
from modules.application.preparing_estate import RULES
from surface.at_a_screen import Screen

ELDER = frozenset({"d", "g"})
"""Who has chosen 长辈版."""
OWN_RULES = {**RULES, "first_request_share": "1/3", "committee_min": 3, "list_published_days": 7}


def day(month: int, of_month: int, hour: int = 9) -> datetime:
    """A moment of that year in the estate's zone."""
    return datetime.fromisoformat(f"2026-{month:02}-{of_month:02}T{hour:02}:00+08:00")


class Town:
    """The people of the estate, each at a screen of their own that stays where they left it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.estate = estate = build()
        self.street = self._office("周倩", Role.STREET)
        decide(estate.committee, self.street, partial_success="stands_over_half", **OWN_RULES)
        self._screens: dict[str, Screen] = {}
        self._meetings: dict[str, str] = {}

    def _office(self, name: str, role: Role) -> Actor:
        estate = self.estate
        one = people.register_person(by=estate.platform, name=name)
        people.grant_role(by=estate.platform, person=one, role=role)
        return Actor(one, frozenset({role}), estate.community)

    def owner(self, name: str) -> Screen:
        """An owner at home, some of them in 长辈版."""
        face = "elder" if name in ELDER else "standard"
        return self._at(name, self.estate.owners[name], face=face).go("/")

    def office(self, who: Actor, path: str = "/desk/assembly") -> Screen:
        """Somebody at their work, on the pages of the assembly; no script runs there."""
        return self._at(who.person or "", who, javascript=False).go(path)

    def _at(self, key: str, who: Actor, **how: Any) -> Screen:
        if key not in self._screens:
            session = SessionStore()
            session.update({"person": who.person, "community": who.community, "strong": True})
            session.create()
            kept = {"sessionid": session.session_key or ""}
            page = self.browser.open("/log-in", cookies=kept, **how)
            self._screens[key] = Screen(page, self.browser.address)
        return self._screens[key]

    def time_passes(self) -> None:
        """What the house does by itself: votes open and end, news travels, it signs."""
        estate = self.estate
        assembly.run_votes(by=estate.platform)
        deliver_all()
        ledger.sign_checkpoint(by=estate.platform, community=estate.community)

    def meeting(self, who: Actor, title: str, *tabs: str) -> Screen:
        """The pages of one assembly; whoever was there once finds it again by its address."""
        if title not in self._meetings:
            screen = self.office(who).press("会议和投票", title)
            self._meetings[title] = screen.path
        return self.office(who, self._meetings[title]).press(*tabs)

    def requests(self, name: str) -> Screen:
        """From home to what owners ask for; in 长辈版 it stands under "everything else"."""
        ways = ("别的事", "业主大会：提议、签名") if name in ELDER else ("业主大会",)
        return self.owner(name).press(*ways)

    def preparing(self) -> Screen:
        """The street office on the page of the body that prepares."""
        return self.office(self.street).press("业主大会筹备组")

    def paper_of(self, title: str, name: str) -> assembly.PaperCard:
        """What is printed on somebody's ballot."""
        cards = assembly.list_assemblies(viewer=self.estate.clerk).items
        self.estate.assembly = next(one.id for one in cards if one.title.zh == title)
        return self.estate.paper_of(name)

    def home_of(self, name: str) -> str:
        """How the door is called on the list."""
        estate = self.estate
        heads = assembly.my_ballots(viewer=estate.owners[name], assembly=estate.assembly)
        return heads[0].units[0].zh
