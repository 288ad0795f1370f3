"""People: found by name, number or room; what they are here; roles given and taken back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role
from linli.surface.desk.pages import CARD_MAKERS, ENTERS, REGISTER, REGISTRARS, page
from linli.surface.desk.wording import role
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label

_GIVEN = (
    *(Role.WORKER, Role.CLERK, Role.MANAGER, Role.COUNCIL, Role.GRID_WORKER),
    *(Role.COMMITTEE, Role.STREET, Role.KEEPER, Role.OPERATOR),
)
_GRANTERS = (Role.MANAGER, Role.OPERATOR, Role.COMMITTEE, Role.STREET, Role.KEEPER)
RELATIONS = {
    "owner": gettext_noop("Owner"),
    "tenant": gettext_noop("Tenant"),
    "family": gettext_noop("Family"),
}
CHANNELS = {
    "app": gettext_noop("In the app"),
    "sms": gettext_noop("Text message"),
    "phone": gettext_noop("Phone call"),
    "paper": gettext_noop("On paper"),
}


@shell.staff_only(*REGISTER)
def people(request: shell.Request) -> HttpResponse:
    """People and buildings, and one box that finds both."""
    search, only = request.GET.get("q", "").strip()[:80], request.GET.get("role", "")
    viewer = request.actor
    wanted = Role(only) if only in {str(one) for one in _GIVEN} else None
    found = None
    if search or wanted:
        found = api.list_people(
            viewer=viewer, search=search, role=wanted, cursor=request.GET.get("cursor")
        )
    rooms = places.resolve_place(viewer=viewer, text=search) if search else ()
    return page(
        request,
        "desk/work_people.html",
        here="desk:people",
        title=_("People and places"),
        search=search,
        found=found,
        rooms=rooms,
        buildings=places.every_place(viewer=viewer, kind=places.PlaceKind.BUILDING),
        others=places.every_place(viewer=viewer, kind=places.PlaceKind.FACILITY),
        roles=[shell.Way(f"?role={one}", role(one), is_current=one == wanted) for one in _GIVEN],
        only=only,
        may_import=viewer.has(Role.MANAGER, Role.OPERATOR),
    )


@shell.staff_only(*REGISTER)
def person(request: shell.Request, person: str) -> HttpResponse:
    """One person, as far as this viewer may know them."""
    return show_person(request, person)


@shell.staff_only(*REGISTER)
@shell.post_only
def contact(request: shell.Request, person: str) -> HttpResponse:
    """Phone and ID number in full, with a reason that the person can read."""
    reason = request.POST.get("reason", "")
    try:
        found = api.reveal_contact(viewer=request.actor, person=person, reason=reason)
    except Refused as refused:
        return show_person(request, person, status=422, contact_why=shell.said(refused))
    response = show_person(request, person, contact=found)
    add_never_cache_headers(response)
    return response


@shell.staff_only(*_GRANTERS)
@shell.post_only
@shell.submit_once
def grant(request: shell.Request, person: str) -> HttpResponse:
    """Give someone a role, for all of the community or one building."""
    given = request.POST.get("role", "")
    trades = request.POST.get("skills", "").replace("，", "、").replace(",", "、").split("、")
    try:
        if given not in {str(one) for one in _GIVEN}:
            raise Refused("invalid", "Please choose a role.", field="role")
        api.grant_role(
            by=request.actor,
            person=person,
            role=Role(given),
            place=request.POST.get("place") or None,
            skills=[trade for trade in trades if trade.strip()],
        )
    except Refused as refused:
        return show_person(request, person, refused, status=422)
    shell.say(request, _("The role is given."))
    return redirect("desk:person", person)


@shell.staff_only(*_GRANTERS)
@shell.post_only
@shell.submit_once
def revoke(request: shell.Request, person: str, grant: str) -> HttpResponse:
    """Take a role back; when it was held stays on record."""
    api.revoke_role(by=request.actor, grant=grant)
    shell.say(request, _("The role is taken back."))
    return redirect("desk:person", person)


def show_person(
    request: shell.Request, person: str, *refusals: Refused, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of one person, with what was refused or is shown this once."""
    viewer = request.actor
    card = api.get_person(viewer=viewer, person=person, in_office=True)
    fields, problems = shell.refill(_role_fields(viewer), request.POST, refusals)
    return page(
        request,
        "desk/work_person.html",
        here="desk:people",
        status=status,
        title=card.name or _("A resident"),
        card=card,
        facts=_facts(viewer, card),
        homes=_homes(viewer, person),
        grants=_grants(viewer, person),
        fields=fields,
        problems=problems,
        may_grant=viewer.has(*_GRANTERS),
        may_change=viewer.has(*REGISTRARS) and not card.is_masked,
        may_enter=viewer.has(*ENTERS) and not card.is_masked,
        may_card=viewer.has(*CARD_MAKERS) and not card.is_masked,
        looks=api.list_looks(viewer=viewer, person=person) if viewer.has(Role.KEEPER) else None,
        entry=reverse("desk:entry-for", args=[person]) if viewer.has(*ENTERS) else "",
        sign_in=api.get_sign_in(viewer=viewer, person=person),
        is_own=viewer.person == person,
        **more,
    )


def _facts(viewer: Actor, card: api.PersonCard) -> tuple[tuple[str, str], ...]:
    rows = (
        (_("Phone"), card.phone_masked),
        (_("Is here as"), joined(role(one) for one in card.roles)),
        (_("Wants to be reached"), _channels(viewer, card.id)),
    )
    return tuple((name, value) for name, value in rows if value)


def _channels(viewer: Actor, person: str) -> str:
    try:
        found = api.list_channels(viewer=viewer, person=person)
    except Refused:  # not for this office
        return ""
    return joined(_(CHANNELS[one.kind]) for one in found)


def _homes(viewer: Actor, person: str) -> list[tuple[str, str, str]]:
    homes = api.list_homes(viewer=viewer, person=person)
    cards = places.get_places(viewer=viewer, places=[home.dwelling for home in homes])
    return [
        (
            reverse("desk:place", args=[home.dwelling]),
            label(cards[home.dwelling]),
            joined((_(RELATIONS[home.relation]), home.share)),
        )
        for home in homes
        if home.dwelling in cards
    ]


def _grants(viewer: Actor, person: str) -> list[tuple[str, str, str]]:
    """Roles held: grant, role, and where and with which trade."""
    held = [one for one in api.list_staff(viewer=viewer) if one.person.id == person]
    cards = places.get_places(viewer=viewer, places=[one.place for one in held if one.place])
    return [
        (
            one.grant,
            role(one.role),
            joined((label(cards[one.place]) if one.place in cards else "", *one.skills)),
        )
        for one in held
    ]


def _role_fields(viewer: Actor) -> tuple[shell.Field, ...]:
    spots = [
        *places.every_place(viewer=viewer, kind=places.PlaceKind.CELL),
        *places.every_place(viewer=viewer, kind=places.PlaceKind.BUILDING),
    ]
    everywhere = shell.Choice("", _("All of the community"))
    return (
        shell.Field(
            name="role",
            label=_("Role"),
            kind="select",
            choices=tuple(shell.Choice(str(one), role(one)) for one in _GIVEN),
        ),
        shell.Field(
            name="place",
            label=_("Where"),
            kind="select",
            choices=(everywhere, *(shell.Choice(one.id, label(one)) for one in spots)),
        ),
        shell.Field(
            name="skills",
            label=_("Trades"),
            hint=_("For repair workers, with commas between them."),
            maxlength=200,
        ),
    )
