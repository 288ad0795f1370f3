"""What was done in my name: by whom, when, and how I hear of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import (
    DeedCard,
    DeedNews,
    choose_deed_news,
    get_deed_news,
    list_deeds,
)
from linli.kernel import Actor, Ref, Refused
from linli.surface.resident.wording import channel
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment


@shell.signed_in
def deeds(request: shell.Request) -> HttpResponse:
    """Every deed, newest first, each with the matter where it can be said that it was not mine."""
    person = _own(request.actor)
    page = list_deeds(viewer=request.actor, person=person, cursor=request.GET.get("cursor"))
    news = get_deed_news(viewer=request.actor, person=person)
    context = {
        "title": _("What was done in my name"),
        "deeds": [_row(card) for card in page],
        "next": page.next,
        "is_daily": news is DeedNews.DAILY,
    }
    return render(request, "resident/deeds.html", context)


@shell.signed_in
@shell.post_only
@shell.submit_once
def news(request: shell.Request) -> HttpResponse:
    """Hear of each deed, or once a day."""
    given = request.POST.get("news", "")
    if given not in set(DeedNews):
        raise Refused("invalid", "Please choose one.", field="news")
    choose_deed_news(by=request.actor, person=_own(request.actor), news=DeedNews(given))
    shell.say(request, _("Kept."))
    return redirect("resident:deeds")


def _own(viewer: Actor) -> str:
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only you yourself can see what was done in your name.")
    return viewer.person


def _row(card: DeedCard) -> dict[str, Any]:
    about = Ref.parse(card.about) if card.about else None
    is_matter = about is not None and about.kind == "matter"
    by = card.actor_name if card.trust else _("%(name)s at the desk") % {"name": card.actor_name}
    return {
        "href": reverse("resident:matter", args=[about.id]) if is_matter and about else "",
        "title": _("%(who)s: %(what)s") % {"who": by, "what": read(card.what)},
        "line": " · ".join(part for part in (moment(card.at), channel(card.via)) if part),
    }
