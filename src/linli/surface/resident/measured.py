"""What is measured around me, and who decided it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly.api import list_resolutions
from linli.foundation.devices.api import (
    DeviceCard,
    ModelCard,
    list_devices,
    list_models,
    list_outcomes,
)
from linli.foundation.mandates.api import (
    MandateCard,
    count_consents,
    get_mandate,
    list_mandates,
)
from linli.foundation.places.api import get_place, get_places
from linli.kernel import Actor, Page, now, system
from linli.surface.resident.nearby import home_cards
from linli.surface.resident.wording import recipients
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import day

_SLICE = 500
_KEPT = frozenset(
    {"accepted", "duplicate", "late", "out_of_order", "skewed", "no_time", "replayed"}
)


@dataclass(frozen=True, slots=True)
class Kind:
    """All devices of one kind in one part of the community."""

    href: str
    name: str
    count: int
    line: str


@shell.signed_in
def measured(request: shell.Request) -> HttpResponse:
    """Devices from near to far, the decisions they rest on, and how much was refused."""
    viewer = request.actor
    homes = home_cards(viewer)
    models = {card.model.key: card for card in list_models(viewer=viewer)}
    own = [card for home in homes for card in _all(viewer, home.id)]
    buildings = list(dict.fromkeys(home.path[1] for home in homes if len(home.path) > 1))
    near = [
        card for building in buildings for card in _all(viewer, building) if card.dwelling is None
    ]
    far = _elsewhere(viewer, {card.id for card in (*own, *near)})
    mandates = list_mandates(viewer=viewer, valid_at=now(), cursor=request.GET.get("cursor"))
    context = {
        "title": _("What is measured here"),
        "parts": (
            (
                _("In your home"),
                _kinds(own, models, "home"),
                _("Nothing is measured in your home."),
            ),
            (
                _("In your building"),
                _kinds(near, models, "building"),
                _("Nothing is measured here."),
            ),
            (_("In shared places"), _kinds(far, models, "shared"), _("Nothing is measured here.")),
        ),
        "decisions": [_decision_row(card) for card in mandates],
        "next": mandates.next,
        "consents": count_consents(viewer=viewer),
        "count": len(own) + len(near) + len(far),
        "refused": _refused(viewer),
    }
    return render(request, "resident/measured.html", context)


def _elsewhere(viewer: Actor, known: set[str]) -> list[DeviceCard]:
    return [card for card in _all(viewer) if card.dwelling is None and card.id not in known]


def _all(viewer: Actor, place: str | None = None) -> Iterator[DeviceCard]:
    cursor: str | None = None
    while True:
        found: Page[DeviceCard] = list_devices(
            viewer=viewer, place=place, cursor=cursor, limit=_SLICE
        )
        yield from found
        if (cursor := found.next) is None:
            return


def _kinds(cards: Iterable[DeviceCard], models: dict[str, ModelCard], part: str) -> list[Kind]:
    counts: dict[str, list[DeviceCard]] = {}
    for card in cards:
        counts.setdefault(card.model, []).append(card)
    address = reverse("resident:devices")
    return [
        Kind(
            href=f"{address}?kind={model}&part={part}" if len(found) > 1 else _only(found[0]),
            name=read(found[0].model_name),
            count=len(found),
            line=_measures(models.get(model)),
        )
        for model, found in sorted(counts.items(), key=lambda pair: -len(pair[1]))
    ]


def _only(card: DeviceCard) -> str:
    """One alone needs no list on the way."""
    return reverse("resident:device", args=[card.id])


def _measures(model: ModelCard | None) -> str:
    return joined([read(one.name) for one in model.model.properties][:4]) if model else ""


def _refused(viewer: Actor) -> int:
    """All readings refused in seven days as one number: by reason it could point at a home."""
    figures = list_outcomes(viewer=system(viewer.community))
    return sum(count for outcome, count in figures.totals if outcome not in _KEPT)


def _decision_row(card: MandateCard) -> dict[str, str]:
    until = _("until %(day)s") % {"day": day(card.valid_until)} if card.valid_until else ""
    return {
        "href": reverse("resident:decision", args=[card.id]),
        "title": read(card.purpose),
        "line": " · ".join(part for part in (card.basis_text, until) if part),
    }


@shell.signed_in
def devices(request: shell.Request) -> HttpResponse:
    """The devices of one kind, one by one, where each hangs and whether it speaks."""
    viewer = request.actor
    kind = request.GET.get("kind", "")[:80]
    part = request.GET.get("part", "")
    homes = home_cards(viewer)
    top = {"home": 0, "building": 1}.get(part)
    place = None
    if top is not None and homes:
        place = homes[0].id if top == 0 else homes[0].path[1]
    page = list_devices(
        viewer=viewer, model=kind or None, place=place, cursor=request.GET.get("cursor")
    )
    cards = [card for card in page if part == "home" or card.dwelling is None]
    places = get_places(viewer=viewer, places={card.place for card in cards if card.place})
    rows = [
        {
            "href": reverse("resident:device", args=[card.id]),
            "title": read(card.name),
            "line": label(places[card.place]) if card.place in places else "",
            "state": state_of(card),
            "tone": "" if card.state == "active" else "plain",
        }
        for card in cards
    ]
    title = read(cards[0].model_name) if cards else _("Devices")
    context = {"title": title, "rows": rows, "next": page.next}
    return render(request, "resident/devices.html", context)


def state_of(card: DeviceCard) -> str:
    """Whether a device measures, in a word."""
    return {
        "active": _("measuring"),
        "silent": _("silent"),
        "retired": _("taken away"),
    }.get(card.state, _("not switched on"))


@shell.signed_in
def decision(request: shell.Request, mandate: str) -> HttpResponse:
    """One decision in plain words: what, why, who decided, kept how long, seen by whom."""
    viewer = request.actor
    card = get_mandate(viewer=viewer, mandate=mandate)
    models = {one.model.key: one for one in list_models(viewer=viewer)}
    context = {
        "title": read(card.purpose),
        "rows": mandate_facts(viewer, card, models),
        "is_over": not card.is_valid_at(now()),
        "decided_in": _decided_in(viewer, card),
    }
    return render(request, "resident/decision.html", context)


def _decided_in(viewer: Actor, card: MandateCard) -> str:
    """The assembly whose result it rests on; empty when it names no motion."""
    if not card.decision:
        return ""
    found = (one for one in list_resolutions(viewer=viewer) if one.motion == card.decision)
    return next((one.assembly for one in found), "")


def mandate_facts(
    viewer: Actor, card: MandateCard, models: dict[str, ModelCard]
) -> list[tuple[str, str]]:
    """The mandate card, question by question."""
    where = _("The whole community")
    if card.place:
        where = label(get_place(viewer=viewer, place=card.place))
    until = day(card.valid_until) if card.valid_until else _("No end; it rests on a law.")
    return [
        (_("What is recorded"), joined(_series(pattern, models) for pattern in card.series)),
        (_("Why it is measured"), read(card.purpose)),
        (_("Where"), where),
        (_("Who decided"), f"{_basis(card)}: {card.basis_text} ({card.basis_date.isoformat()})"),
        (_("Kept how long"), _("%(count)s days, then erased") % {"count": card.retention_days}),
        (_("Who may see it"), recipients(card.recipients)),
        (_("Until when"), until),
    ]


def _series(pattern: str, models: dict[str, ModelCard]) -> str:
    key, _dot, name = pattern.partition(".")
    model = models.get(key)
    if model is None:
        return key
    if name == "*":
        return f"{read(model.model.name)} ({_measures(model)})"
    found = next((one for one in model.model.properties if one.key == name), None)
    return f"{read(model.model.name)}: {read(found.name) if found else name}"


def _basis(card: MandateCard) -> str:
    return {
        "resolution": _("A vote of the owners"),
        "law": _("A law"),
        "consent": _("Those who live there agreed"),
        "contract": _("A contract"),
    }.get(card.basis_kind, card.basis_kind)
