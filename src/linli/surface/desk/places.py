"""A place: what lies in it, who lives there as far as one may know, what is open there."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.foundation.places import api
from linli.foundation.places.api import PlaceCard, PlaceKind
from linli.kernel import Actor, Page, Refused, Role
from linli.support.matters import api as matters
from linli.surface.desk import place_forms
from linli.surface.desk.pages import REGISTER, REGISTRARS, page
from linli.surface.desk.people import RELATIONS
from linli.surface.desk.register import KINDS, lives_field, share_field, whom
from linli.surface.shell import api as shell
from linli.surface.shell.language import label

_MOST = 200


@shell.staff_only(*REGISTER)
def place(request: shell.Request, place: str) -> HttpResponse:
    """One place of the tree."""
    return _show(request, api.get_place(viewer=request.actor, place=place))


@shell.staff_only(*REGISTRARS)
@shell.post_only
@shell.submit_once
def settle(request: shell.Request, place: str) -> HttpResponse:
    """Write down someone who lives in or owns a dwelling."""
    card = api.get_place(viewer=request.actor, place=place)
    try:
        relation = request.POST.get("relation", "")
        if relation not in RELATIONS:
            raise Refused("invalid", "Please choose what they are to this home.", field="relation")
        with transaction.atomic():  # whoever cannot be settled is not written down either
            people.settle(
                by=request.actor,
                person=whom(request),
                dwelling=place,
                relation=people.Relation(relation),
                share=request.POST.get("share", ""),
                lives_here=request.POST.get("lives", "yes") == "yes",
            )
    except Refused as refused:
        return _show(request, card, refused, status=422)
    shell.say(request, _("Written down."))
    return redirect("desk:place", place)


@shell.staff_only(*REGISTRARS)
@shell.post_only
@shell.submit_once
def move_out(request: shell.Request, place: str, person: str) -> HttpResponse:
    """Someone no longer belongs to a dwelling."""
    people.move_out(by=request.actor, person=person, dwelling=place)
    shell.say(request, _("Written down."))
    return redirect("desk:place", place)


@shell.staff_only(*REGISTRARS)
@shell.post_only
@shell.submit_once
def hide(request: shell.Request, place: str) -> HttpResponse:
    """A household asked not to be shown; a keeper can also show it again when it asks."""
    shows = request.POST.get("do") == "show"
    people.set_private(by=request.actor, is_private=not shows, dwelling=place)
    shell.say(request, _("It is shown again.") if shows else _("This home is no longer shown."))
    return redirect("desk:place", place)


@shell.staff_only(Role.KEEPER)
@shell.post_only
@shell.submit_once
def keep(request: shell.Request, place: str) -> HttpResponse:
    """The keeper's mark on a household, set or taken away, with a reason."""
    card = api.get_place(viewer=request.actor, place=place)
    reason, clears = request.POST.get("reason", ""), request.POST.get("do") == "clear"
    try:
        change = people.clear_confidential if clears else people.mark_confidential
        change(by=request.actor, dwelling=place, reason=reason)
    except Refused as refused:
        return _show(request, card, refused, status=422)
    shell.say(request, _("The mark is taken away.") if clears else _("The household is protected."))
    return redirect("desk:place", place)


def _show(
    request: shell.Request, card: PlaceCard, *refusals: Refused, status: int = 200
) -> HttpResponse:
    viewer = request.actor
    above = api.get_places(viewer=viewer, places=card.path)
    is_home = card.kind is PlaceKind.DWELLING
    kept = is_home and viewer.has(Role.KEEPER)
    posted = request.POST
    settling, problems = shell.refill(_settle_fields(), posted, () if kept else refusals)
    if kept:
        keeping, problems = shell.refill(_keep_fields(), posted, refusals)
    else:
        keeping = ()
    more: dict[str, Any] = _household(viewer, card) if is_home else {}
    return page(
        request,
        "desk/work_place.html",
        here="desk:people",
        status=status,
        title=label(card),
        card=card,
        above=[above[one] for one in card.path[:-1] if one in above],
        inside=() if is_home else _inside(request, card),
        is_home=is_home,
        settling=settling if is_home and viewer.has(*REGISTRARS) else (),
        keeping=keeping,
        problems=problems,
        open=matters.list_matters(viewer=viewer, place=card.id, limit=20),
        **place_forms.offers(viewer, card),
        **more,
    )


def _inside(request: shell.Request, card: PlaceCard) -> Page[PlaceCard]:
    is_cell = card.kind is PlaceKind.CELL
    return api.list_places(
        viewer=request.actor,
        under=card.id if is_cell else None,
        parent=None if is_cell else card.id,
        cursor=request.GET.get("cursor"),
        limit=_MOST,
    )


def _household(viewer: Actor, card: PlaceCard) -> dict[str, Any]:
    found: dict[str, Any] = {
        "residents": people.list_residents_of(viewer=viewer, dwelling=card.id),
        "owners": people.list_owners_of(viewer=viewer, dwelling=card.id),
    }
    shown = any(one.id for one in found["residents"])
    found["may_hide"] = shown and viewer.has(*REGISTRARS)
    if viewer.has(Role.KEEPER):
        found["is_private"] = people.is_private(viewer=viewer, dwelling=card.id)
        found["is_kept"] = people.is_confidential(viewer=viewer, dwelling=card.id)
        found["keepings"] = people.list_keepings(viewer=viewer, dwelling=card.id)
    return found


def _settle_fields() -> tuple[shell.Field, ...]:
    return (
        shell.Field(name="name", label=_("Name"), maxlength=60),
        shell.Field(
            name="kind",
            label=_("Who is it?"),
            kind="select",
            choices=tuple(shell.Choice(key, _(words)) for key, words in KINDS.items()),
        ),
        shell.Field(name="phone", label=_("Phone"), kind="tel", maxlength=30, size="mid"),
        shell.Field(name="id_number", label=_("ID number"), maxlength=30, size="mid"),
        shell.Field(
            name="relation",
            label=_("What are they to this home?"),
            kind="radio",
            choices=tuple(shell.Choice(key, _(words)) for key, words in RELATIONS.items()),
        ),
        share_field(),
        lives_field("yes"),
    )


def _keep_fields() -> tuple[shell.Field, ...]:
    hint = _("Only keepers can read this.")
    return (shell.Field(name="reason", label=_("Why?"), hint=hint, maxlength=400),)
