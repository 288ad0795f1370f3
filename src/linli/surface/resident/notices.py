"""The inbox: what was told to me, and that I have seen it."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from linli.kernel import Actor, Ref
from linli.support.notify.api import (
    InboxCard,
    get_bulletin,
    list_inbox,
    mark_read,
    mark_unread,
)
from linli.surface.shell import api as shell
from linli.surface.shell.language import read


@dataclass(frozen=True, slots=True)
class Told:
    """One message, what it is about, and whether it is new."""

    id: str
    words: str
    at: datetime
    href: str
    seen_url: str
    is_new: bool
    is_urgent: bool


def told(card: InboxCard) -> Told:
    """A message as the pages show it."""
    return Told(
        id=card.id,
        words=read(card.text),
        at=card.at,
        href=_page_of(card.about),
        seen_url=reverse("resident:notice-seen", args=[card.id]),
        is_new=card.read_at is None,
        is_urgent=card.is_urgent,
    )


def _page_of(about: Ref) -> str:
    """Where one reads more: the matter, the notice on the board, or the assembly's preparation."""
    if about.kind in {"concern", "candidacy"}:
        return reverse("resident:candidates")
    pages = {
        "matter": "resident:matter",
        "bulletin": "resident:bulletin",
        "announcement": "resident:announcement",
    }
    return reverse(pages[about.kind], args=[about.id]) if about.kind in pages else ""


def bulletin(request: shell.Request, bulletin: str) -> HttpResponse:
    """An ordinary notice as it hangs on the board, for whoever reads its code; no log-in."""
    viewer = request.actor
    if viewer.person is None and request.community:
        viewer = replace(viewer, community=request.community.id)
    card = get_bulletin(viewer=viewer, bulletin=bulletin)
    return render(request, "resident/bulletin.html", {"title": read(card.title), "card": card})


def new_ones(viewer: Actor) -> list[Told]:
    """What has not been seen yet, newest first."""
    return [told(card) for card in list_inbox(viewer=viewer, unread=True)]


def seen_ones(viewer: Actor) -> list[Told]:
    """What was told lately and has been seen, newest first."""
    return [told(card) for card in list_inbox(viewer=viewer) if card.read_at is not None]


def newest_of_each(messages: list[Told]) -> list[Told]:
    """One message for each thing they are about: what came later says more."""
    newest = {one.href or one.id: one for one in reversed(messages)}
    return [one for one in messages if newest[one.href or one.id] is one]


@shell.signed_in
def inbox(request: shell.Request) -> HttpResponse:
    """Every message, newest first."""
    page = list_inbox(viewer=request.actor, cursor=request.GET.get("cursor"))
    cards = [told(card) for card in page]
    context = {
        "title": _("Notices"),
        "cards": cards,
        "new": sum(card.is_new for card in cards),
        "next": page.next,
    }
    return render(request, "resident/notices.html", context)


@shell.signed_in
@shell.post_only
@shell.submit_once
def seen(request: shell.Request, message: str) -> HttpResponse:
    """I have seen this one."""
    if mark_read(by=request.actor, message=message):
        undo = reverse("resident:notice-unseen", args=[message])
        shell.say(request, _("Marked as seen."), undo_url=undo)
    return redirect(shell.safe_next(request, request.GET.get("next"), reverse("resident:notices")))


@shell.signed_in
@shell.post_only
@shell.submit_once
def seen_all(request: shell.Request) -> HttpResponse:
    """I have seen them all."""
    undo = ""
    if mark_read(by=request.actor):
        read = [card.read_at for card in list_inbox(viewer=request.actor) if card.read_at]
        undo = f"{reverse('resident:notices-unseen')}?{urlencode({'at': max(read).isoformat()})}"
    shell.say(request, _("All are marked as seen."), undo_url=undo)
    return redirect("resident:notices")


@shell.signed_in
@shell.post_only
@shell.submit_once
def unseen(request: shell.Request, message: str) -> HttpResponse:
    """It was marked as seen by mistake; for a day it can be new again."""
    mark_unread(by=request.actor, message=message)
    shell.say(request, _("It is new again."))
    return redirect("resident:notices")


@shell.signed_in
@shell.post_only
@shell.submit_once
def unseen_all(request: shell.Request) -> HttpResponse:
    """Those that were marked at one moment are new again."""
    at = parse_datetime(request.GET.get("at", "")[:40])
    if at is not None:
        mark_unread(by=request.actor, at=at)
    shell.say(request, _("They are new again."))
    return redirect("resident:notices")
