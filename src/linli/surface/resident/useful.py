"""可能用得上: a card or two from what this household told us, with the reason and an off switch.

Rules, not profiles: each looks at what is there when the page is opened, and keeps nothing.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone

from linli.foundation.people import api as people
from linli.kernel import Actor, Words, now
from linli.support.matters.api import list_around, list_still
from linli.surface.resident.cut_off import cut_off
from linli.surface.resident.nearby import home_cards
from linli.surface.shell.language import read

_FILE = Path(__file__).resolve().parent / "useful.toml"
_STILL_DAYS = 3
_ENDS_SOON = timedelta(days=14)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a card says, why, and what it looks at."""

    key: str
    icon: str
    title: Words
    reason: Words
    verb: Words
    uses: Words


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion with its reason, where it leads, and how it is turned off."""

    title: str
    reason: str
    verb: str
    href: str
    off_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: where its card leads, and the words that fill it."""

    href: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom the rules look, and what the page knows of them already."""

    viewer: Actor
    has_phone: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, the most pressing first."""
    return tuple(
        Rule(
            row["key"],
            row["icon"],
            *(Words(**row[part]) for part in ("title", "reason", "verb", "uses")),
        )
        for row in _read()["card"]
    )


@cache
def needs() -> dict[str, Words]:
    """What a household may tell us about itself, by key; kept as a consent in these words."""
    return {row["key"]: Words(**row["words"]) for row in _read()["need"]}


def room(face: str, rows: int) -> int:
    """Two cards in 标准版; one in 长辈版, and only with fewer than two rows beside the doors."""
    if face != "elder":
        return 2
    return 1 if rows < 2 else 0


def cards_for(viewer: Actor, most: int, *, has_phone: bool) -> tuple[Card, ...]:
    """The first cards that fit; none for a helper, who is told nothing about a home not theirs."""
    return tuple(islice(_cards(Asked(viewer, has_phone)), most)) if most else ()


def off_switches(viewer: Actor) -> frozenset[str]:
    """The cards this person turned off; `all` for every one."""
    return frozenset(people.get_habits(viewer=viewer).get("cards", "").split())


def switch(by: Actor, key: str, *, is_on: bool) -> None:
    """Turn a card, or all of them, off or on again."""
    off = off_switches(by) - {key} if is_on else off_switches(by) | {key}
    known = [one for one in (ALL, *(rule.key for rule in rules())) if one in off]
    people.set_habit(by=by, name="cards", value=" ".join(known))


def _cards(asked: Asked) -> Iterator[Card]:
    viewer = asked.viewer
    if viewer.on_behalf_of or viewer.person is None:
        return
    off = off_switches(viewer)
    if ALL in off:
        return
    for rule in rules():
        if rule.key not in off and (found := _LOOKS[rule.key](asked)) is not None:
            yield _card(rule, found)


def _card(rule: Rule, found: Found) -> Card:
    return Card(
        title=read(rule.title).format(**found.words),
        reason=read(rule.reason).format(**found.words),
        verb=read(rule.verb),
        href=found.href,
        off_url=reverse("resident:card-off", args=[rule.key]),
    )


def _outage(asked: Asked) -> Found | None:
    signs = {row["sign"]: Words(**row["name"]) for row in _read()["outage"]}
    found = cut_off(asked.viewer, signs)
    if found is None:
        return None
    words = {"what": read(found.what), "when": read(found.when), "title": read(found.notice.title)}
    return Found(reverse("resident:bulletin", args=[found.notice.id]), words)


def _still(asked: Asked) -> Found | None:
    found = list_still(viewer=asked.viewer, days=_STILL_DAYS)
    if not found:
        return None
    words = {"what": read(found[0].heading), "days": str(_STILL_DAYS)}
    return Found(reverse("resident:matter", args=[found[0].id]), words)


def _stairs(asked: Asked) -> Found | None:
    viewer = asked.viewer
    need, person = needs()["stairs"], viewer.person or ""
    if not people.has_consent(viewer=viewer, person=person, purpose=need.zh):
        return None
    steps = {step for home in home_cards(viewer) for step in home.path[1:]}
    broken = list_around(viewer=viewer, category="lift")
    if not any(card.place in steps for card in broken):
        return None
    return Found(f"{reverse('shell:help')}?page=/", {"need": read(need)})


def _helper(asked: Asked) -> Found | None:
    viewer = asked.viewer
    today = timezone.localtime(now()).date()
    ending = [
        card
        for card in people.list_help(viewer=viewer)
        if card.principal == viewer.person and card.until and card.until <= today + _ENDS_SOON
    ]
    if not ending:
        return None
    first = min(ending, key=lambda card: str(card.until))
    return Found(reverse("resident:me"), {"name": first.helper_name, "day": str(first.until)})


def _phone(asked: Asked) -> Found | None:
    return None if asked.has_phone else Found(f"{reverse('shell:help')}?page=/", {})


_LOOKS: dict[str, Callable[[Asked], Found | None]] = {
    "outage": _outage,
    "still": _still,
    "stairs": _stairs,
    "helper": _helper,
    "phone": _phone,
}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
