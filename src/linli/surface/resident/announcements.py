"""公示公告: what is announced to my homes, what a correction changed, and that I have read it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.announcements import api as announcements
from linli.application.announcements.api import AnnouncementCard, AnnouncementPage, Piece
from linli.kernel import Actor, Ref, Role
from linli.support.notify.api import mark_read
from linli.surface.shell import api as shell
from linli.surface.shell.language import is_zh, joined, read
from linli.surface.shell.templatetags.shell import day

_PUBLISH = (Role.MANAGER, Role.CLERK, Role.COMMITTEE, Role.COUNCIL)


@dataclass(frozen=True, slots=True)
class Row:
    """One announcement in the list."""

    href: str
    title: str
    line: str
    state: str
    tone: str


@shell.signed_in
def listed(request: shell.Request) -> HttpResponse:
    """Everything announced to my homes, newest first."""
    viewer = request.actor
    page = announcements.list_announcements(viewer=viewer, cursor=request.GET.get("cursor"))
    context = {
        "title": _("Announcements"),
        "rows": [_row(card) for card in page],
        "next": page.next,
        "may_publish": viewer.has(*_PUBLISH) and not viewer.on_behalf_of,
    }
    return render(request, "resident/announcements.html", context)


def one(request: shell.Request, announcement: str) -> HttpResponse:
    """The announcement itself, as it hangs on the board; an older version when it is asked for."""
    viewer = _viewer(request)
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    page = announcements.get_announcement(viewer=viewer, announcement=announcement, number=number)
    context = {
        "title": read(page.shown.title),
        "page": page,
        "card": page.card,
        "shown": page.shown,
        "paragraphs": read(page.shown.text).splitlines(),
        "places": joined(read(one) for one in page.card.place_labels),
        "until": _until(page.shown.hang_until),
        "changed": _changed(viewer, page),
        "versions": [(version.number, version.at, version.why) for version in page.versions],
        "may_note": viewer.person is not None and not viewer.on_behalf_of and _is_open(page),
    }
    return render(request, "resident/announcement.html", context)


@shell.signed_in
@shell.post_only
@shell.submit_once
def seen(request: shell.Request, announcement: str) -> HttpResponse:
    """I have read this version; the message about it is then no longer new."""
    asked = request.POST.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    viewer = request.actor
    if announcements.note_seen(by=viewer, announcement=announcement, number=number):
        shell.say(request, _("Noted: you have read it. That is no consent."))
    mark_read(by=viewer, about=Ref("announcement", announcement))
    return redirect("resident:announcement", announcement)


def _until(last: date | None) -> str:
    return day(timezone.make_aware(datetime.combine(last, time(12)))) if last else ""


def _viewer(request: shell.Request) -> Actor:
    viewer = request.actor
    if viewer.person is None and request.community:
        return replace(viewer, community=request.community.id)
    return viewer


def _is_open(page: AnnouncementPage) -> bool:
    card = page.card
    return page.is_latest and card.withdrawn_at is None and card.seen_at is None


def _changed(viewer: Actor, page: AnnouncementPage) -> list[tuple[Piece, ...]]:
    """What this version changed, in title and text, as far as anything did."""
    if page.shown.number == 1:
        return []
    found = announcements.diff_of(
        viewer=viewer,
        announcement=page.card.id,
        number=page.shown.number,
        in_english=not is_zh(),
    )
    return [pieces for pieces in found if any(piece.change != "same" for piece in pieces)]


def _row(card: AnnouncementCard) -> Row:
    state, tone = "", ""
    if card.withdrawn_at:
        state, tone = _("Withdrawn"), "plain"
    elif card.latest.number > 1:
        state, tone = _("Corrected"), "wait"
    elif card.seen_at:
        state, tone = _("Read"), "ok"
    line = " · ".join((read(card.kind_name), day(card.latest.at)))
    href = reverse("resident:announcement", args=[card.id])
    return Row(href, read(card.latest.title), line, state, tone)
