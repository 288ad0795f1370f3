"""The switches of 可能用得上: every card, what it looks at, on or off; and what one may tell us."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.foundation.people.api import has_consent, record_consent
from linli.kernel import Actor, Refused
from linli.surface.resident import useful
from linli.surface.shell import api as shell
from linli.surface.shell.language import read


@shell.signed_in
def cards(request: shell.Request) -> HttpResponse:
    """What may be shown to me, why, and how to turn it off."""
    viewer = request.actor
    off = useful.off_switches(viewer)
    context = {
        "title": _("What may be useful to me"),
        "rules": [(one.key, read(one.uses), one.key not in off) for one in useful.rules()],
        "is_on": useful.ALL not in off,
        "needs": [
            (key, read(words), _is_told(viewer, words.zh)) for key, words in useful.needs().items()
        ],
    }
    return render(request, "resident/cards.html", context)


@shell.signed_in
@shell.post_only
@shell.submit_once
def turn_off(request: shell.Request, key: str) -> HttpResponse:
    """Show this card, or any, no more."""
    useful.switch(request.actor, _known(key), is_on=False)
    shell.say(request, _("It is not shown any more."), undo_url=f"/cards/{key}/on")
    return redirect(shell.safe_next(request, request.GET.get("next"), "/cards"))


@shell.signed_in
@shell.post_only
@shell.submit_once
def turn_on(request: shell.Request, key: str) -> HttpResponse:
    """Show it again."""
    useful.switch(request.actor, _known(key), is_on=True)
    shell.say(request, _("It may be shown again."))
    return redirect("resident:cards")


def _known(key: str) -> str:
    if key != useful.ALL and key not in {one.key for one in useful.rules()}:
        raise Refused("not_found", "There is no such card.")
    return key


@shell.signed_in
@shell.post_only
@shell.submit_once
def tell(request: shell.Request, key: str) -> HttpResponse:
    """Tell us something about one's household, or take it back; it is a consent like any other."""
    if key not in useful.needs():
        raise Refused("not_found", "There is no such question.")
    viewer, purpose = request.actor, useful.needs()[key].zh
    is_given = request.POST.get("is_given") == "yes"
    record_consent(by=viewer, person=_own(viewer), purpose=purpose, is_given=is_given)
    shell.say(request, _("Thank you for telling us.") if is_given else _("We no longer use it."))
    return redirect("resident:cards")


def _own(viewer: Actor) -> str:
    if viewer.on_behalf_of or viewer.person is None:
        raise Refused("forbidden", "Only the person themselves can tell us this.")
    return viewer.person


def _is_told(viewer: Actor, purpose: str) -> bool:
    if viewer.on_behalf_of or viewer.person is None:
        return False
    return has_consent(viewer=viewer, person=viewer.person, purpose=purpose)
