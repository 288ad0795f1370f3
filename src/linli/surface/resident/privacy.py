"""不显示: whether staff see who lives in my home, and the way to change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import Home, is_private, list_own_private, set_private
from linli.foundation.places.api import PlaceCard, get_place
from linli.kernel import Actor
from linli.surface.shell import api as shell
from linli.surface.shell.language import label


@dataclass(frozen=True, slots=True)
class OwnHome:
    """A home I live in, and whether its household wants to be shown."""

    id: str
    name: str
    is_private: bool


def own_homes(
    viewer: Actor, homes: Sequence[Home], places: Mapping[str, PlaceCard]
) -> list[OwnHome]:
    """Where I live, each once; nothing for staff who only act for someone."""
    if viewer.is_staff and viewer.on_behalf_of:
        return []
    lived = dict.fromkeys(home.dwelling for home in homes if home.household)
    private = list_own_private(viewer=viewer)
    return [OwnHome(home, label(places[home]), home in private) for home in lived if home in places]


@shell.signed_in
@shell.submit_once
def hide(request: shell.Request, home: str) -> HttpResponse:
    """What it means not to be shown, and the button for it."""
    if request.method == "POST":
        set_private(by=request.actor, is_private=True, dwelling=home)
        is_own = not request.actor.on_behalf_of  # a helper cannot take it back
        undo = reverse("resident:home-show", args=[home]) if is_own else ""
        shell.say(request, _("Your home is no longer shown."), undo_url=undo)
        return redirect("resident:me")
    is_private(viewer=request.actor, dwelling=home)
    return shell.question(
        request,
        template="resident/private.html",
        title=_("Do not show my home"),
        name=label(get_place(viewer=request.actor, place=home)),
        fields=(),
        button=_("Do not show my home"),
        back=reverse("resident:me"),
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def show(request: shell.Request, home: str) -> HttpResponse:
    """Let staff see again who lives here."""
    set_private(by=request.actor, is_private=False, dwelling=home)
    undo = reverse("resident:home-hide", args=[home])
    shell.say(request, _("You want your home to be shown again."), undo_url=undo)
    return redirect("resident:me")
