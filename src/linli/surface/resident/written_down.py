"""What the service desk wrote down for me, and the way to say: that was not me."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import (
    DeskEntryCard,
    dispute_desk_entry,
    get_desk_entry,
    list_desk_entries,
)
from linli.kernel import Refused
from linli.surface.resident.answering import own_words
from linli.surface.resident.wording import channel
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment


@shell.signed_in
def written_down(request: shell.Request) -> HttpResponse:
    """Everything staff did for me by phone, at the counter or from paper, newest first."""
    viewer = request.actor
    page = list_desk_entries(
        viewer=viewer, person=viewer.subject or "", cursor=request.GET.get("cursor")
    )
    context = {
        "title": _("What the desk wrote down for me"),
        "rows": [_row(card) for card in page],
        "next": page.next,
    }
    return render(request, "resident/written-down.html", context)


@shell.signed_in
@shell.submit_once
def dispute(request: shell.Request, entry: int) -> HttpResponse:
    """Say that it is not one's own; a manager looks into it."""
    card = get_desk_entry(viewer=request.actor, entry=entry)
    if card.person != request.actor.subject:
        raise Refused("not_found", "There is no such entry.")
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        try:
            words = request.POST.get("words", "")
            dispute_desk_entry(by=request.actor, entry=entry, words=words)
        except Refused as refused:
            refusals = (refused,)
        else:
            shell.say(request, _("Noted. A manager looks into it and rings you."))
            return redirect("resident:written-down")
    return shell.question(
        request,
        title=_("I did not say this"),
        intro=_row(card)["title"],
        fields=(own_words(),),
        button=_("This is not mine"),
        back=reverse("resident:written-down"),
        refusals=refusals,
    )


def _row(card: DeskEntryCard) -> dict[str, str]:
    about = card.about.removeprefix("matter:")
    return {
        "title": shell.service_name(card.service),
        "line": " · ".join(
            part for part in (moment(card.at), channel(str(card.via)), card.by_name) if part
        ),
        "matter": reverse("resident:matter", args=[about]) if about != card.about else "",
        "dispute": reverse("resident:entry-dispute", args=[card.number]),
        "disputed": _("You said: this is not mine.") if card.disputed_at else "",
    }
