"""What is stored about me, who looked, how I am reached, what I agreed to."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import (
    Home,
    LookCard,
    Relation,
    get_person,
    list_consents,
    list_help,
    list_homes,
    list_looks,
    record_consent,
)
from linli.foundation.places.api import PlaceCard, get_places
from linli.kernel import Actor, Refused
from linli.support.matters.api import list_my_matters
from linli.surface.resident.card import line_of, own_card
from linli.surface.resident.channels import channels_line
from linli.surface.resident.helping import SCOPES
from linli.surface.resident.privacy import own_homes
from linli.surface.resident.wording import channel, last_day
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label
from linli.surface.shell.templatetags.shell import moment

_SHOWN = 3


@shell.signed_in
def mine(request: shell.Request) -> HttpResponse:
    """Everything at a glance, each with the way to change it."""
    viewer = request.actor
    person = subject_of(viewer)
    looks = _looks(viewer, person, None)
    homes = list_homes(viewer=viewer, person=person)
    places = get_places(viewer=viewer, places=[home.dwelling for home in homes])
    context = {
        "title": _("My data"),
        "rows": _stored(viewer, person, homes, places),
        "homes": own_homes(viewer, homes, places),
        "looks": [_look_row(card) for card in looks[0][:_SHOWN]],
        "has_looks": looks[2],
        "channels": channels_line(viewer, person),
        "consents": _consents(viewer, person),
        "card_line": line_of(own_card(viewer)),
        **_helpers(viewer, person),
    }
    return render(request, "resident/me.html", context)


def subject_of(viewer: Actor) -> str:
    """Whose data these pages are about."""
    if viewer.subject is None:
        raise Refused("not_signed_in", "Please log in first.")
    return viewer.subject


def _stored(
    viewer: Actor, person: str, homes: Sequence[Home], places: Mapping[str, PlaceCard]
) -> list[tuple[str, str]]:
    card = get_person(viewer=viewer, person=person)
    found = list_my_matters(viewer=viewer)
    count = sum(
        len(part) for part in (found.waiting_for_me, found.waiting_for_staff, found.finished)
    )
    count += found.older
    said = [
        f"{label(places[home.dwelling])} · {_relation(home)}"
        for home in homes
        if home.dwelling in places
    ]
    return [
        (_("Name"), card.name),
        (_("Phone"), card.phone_masked or _("none")),
        (_("Homes"), joined(said) or _("none")),
        (_("Matters you reported"), str(count)),
    ]


def _relation(home: Home) -> str:
    return {
        Relation.OWNER: _("owner"),
        Relation.TENANT: _("tenant"),
        Relation.FAMILY: _("family"),
    }[home.relation]


def _looks(
    viewer: Actor, person: str, cursor: str | None
) -> tuple[tuple[LookCard, ...], str | None, bool]:
    """Who looked; staff who act for someone at the counter are not shown it."""
    try:
        page = list_looks(viewer=viewer, person=person, cursor=cursor)
    except Refused:
        return (), None, False
    return page.items, page.next, True


def _look_row(card: LookCard) -> dict[str, Any]:
    return {
        "title": card.looker_name or _("The platform"),
        "line": f"{moment(card.at)} · {card.reason}",
        "via": channel(card.via),
    }


@shell.signed_in
def looks(request: shell.Request) -> HttpResponse:
    """Everyone who looked at my contact data, when and why."""
    person = subject_of(request.actor)
    cards, following, is_shown = _looks(request.actor, person, request.GET.get("cursor"))
    context = {
        "title": _("Who looked at my data"),
        "looks": [_look_row(card) for card in cards],
        "next": following,
        "is_shown": is_shown,
    }
    return render(request, "resident/looks.html", context)


def _consents(viewer: Actor, person: str) -> list[dict[str, Any]]:
    try:
        cards = list_consents(viewer=viewer, person=person)
    except Refused:
        return []
    return [
        {
            "purpose": card.purpose,
            "is_given": card.is_given,
            "line": " · ".join(part for part in (moment(card.at), channel(card.via)) if part),
        }
        for card in cards
    ]


@shell.signed_in
@shell.post_only
@shell.submit_once
def consent(request: shell.Request) -> HttpResponse:
    """Give or take back a consent one was asked for."""
    person = subject_of(request.actor)
    given = request.POST if "purpose" in request.POST else request.GET  # a form, or an undo
    purpose = given.get("purpose", "")
    known = {card.purpose: card for card in list_consents(viewer=request.actor, person=person)}
    if purpose not in known:
        raise Refused("not_found", "You were not asked about this.")
    is_given = given.get("is_given") == "yes"
    record_consent(by=request.actor, person=person, purpose=purpose, is_given=is_given)
    before = {"purpose": purpose, "is_given": "yes" if known[purpose].is_given else "no"}
    undo = f"{reverse('resident:consent')}?{urlencode(before)}"
    said = _("You agree.") if is_given else _("You no longer agree.")
    shell.say(request, said, undo_url=undo if known[purpose].is_given is not is_given else "")
    return redirect("resident:me")


def _helpers(viewer: Actor, person: str) -> dict[str, Any]:
    """Who may act for me and whom I may act for; those who have not said yes are marked."""
    mine: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    for card in list_help(viewer=viewer, person=person):
        is_mine = card.principal == person
        name = card.helper_name if is_mine else card.principal_name
        row = {
            "id": card.id,
            "name": name or _("Someone you invited"),
            "is_asked": card.accepted_at is None,
            "line": " · ".join(
                (_(SCOPES[card.scope]), _("until %(day)s") % {"day": last_day(card.until)})
            ),
        }
        (mine if is_mine else theirs).append(row)
    return {"helpers": mine, "helped": theirs}
