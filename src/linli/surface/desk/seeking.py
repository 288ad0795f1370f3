"""One box for anything a caller would say: matters, people, places and devices in one list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.devices import api as devices
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Role
from linli.kernel.written import plain
from linli.support.matters import api as matters
from linli.surface.desk.pages import OFFICE, REGISTER
from linli.surface.desk.wording import state
from linli.surface.shell.language import joined, label, read

_MOST_MATTERS = 20
_MOST_OTHERS = 10
_MOST_REPORTERS = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where it is, what it is, and why it was found."""

    href: str
    title: str
    line: str
    why: str


def seek(viewer: Actor, text: str) -> tuple[Hit, ...]:
    """What a text may mean, best first: a number alone; people and places it names; what was
    reported by them or with these words; devices. Each question is asked once, with a limit."""
    found = matters.list_matters(viewer=viewer, search=text, limit=_MOST_MATTERS).items
    numbered = [card for card in found if _is_number(card, text)]
    hits = [_matter(card, _("This is its number")) for card in numbered]
    hits += _people_and_places(viewer, text)
    hits += [_matter(card, _why(card, text)) for card in found]
    hits += _devices(viewer, text)
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.href, hit)
    return tuple(best.values())


def _people_and_places(viewer: Actor, text: str) -> Iterator[Hit]:
    if not viewer.has(*REGISTER):
        return
    cards = people.list_people(viewer=viewer, search=text, limit=_MOST_OTHERS).items
    for card in cards:
        why = _("The name") if text.casefold() in card.name.casefold() else _("The phone number")
        yield Hit(reverse("desk:person", args=[card.id]), card.name, card.phone_masked, why)
    for place in places.resolve_place(viewer=viewer, text=text)[:_MOST_OTHERS]:
        yield Hit(reverse("desk:place", args=[place.id]), label(place), "", _("The address"))
    names = {card.id: card.name for card in cards[:_MOST_REPORTERS]}
    if names:
        theirs = matters.list_matters(viewer=viewer, reporters=names, limit=_MOST_OTHERS).items
        for one in theirs:
            why = _("Reported by %(name)s") % {"name": names.get(one.reporter or "", "")}
            yield _matter(one, why)


def _devices(viewer: Actor, text: str) -> Iterator[Hit]:
    if not viewer.has(*OFFICE, Role.KEEPER):
        return
    for card in devices.list_devices(viewer=viewer, search=text, limit=_MOST_OTHERS).items:
        yield Hit(reverse("desk:device", args=[card.id]), read(card.name), card.id, _("A device"))


def _matter(card: matters.MatterCard, why: str) -> Hit:
    line = joined((read(card.place_label), card.number, state(card.state)))
    return Hit(reverse("desk:matter", args=[card.id]), read(card.heading), line, why)


def _is_number(card: matters.MatterCard, text: str) -> bool:
    """Whether a text is the number of a matter, with or without year, dashes and zeros."""
    year, day, serial = card.number.split("-")
    said = rf"\D*(?:{year})?\D*{day}\D*0*{int(serial)}\D*"
    return re.fullmatch(said, plain(text)) is not None


def _why(card: matters.MatterCard, text: str) -> str:
    where = card.place_label
    if any(text.casefold() in said.casefold() for said in (where.zh, where.en)):
        return _("It is there")
    return _("In its words or its place")
