"""My matters by whose turn it is, one matter, and what neighbours have reported."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Actor, Ref, Refused, Role
from linli.support.matters.api import (
    Act,
    MatterSheet,
    State,
    Undoable,
    get_around,
    get_matter,
    list_around,
    list_my_matters,
    mark_read,
)
from linli.support.notify import api as notify
from linli.surface.resident import relay, showing
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read
from linli.surface.shell.templatetags.shell import moment

_SHOWN = 20
_WORK = "/desk/worker"


@shell.signed_in
def mine(request: shell.Request) -> HttpResponse:
    """What I reported, grouped by whose turn it is."""
    found = list_my_matters(viewer=request.actor)
    everything = "all" in request.GET
    finished = found.finished if everything else found.finished[:_SHOWN]
    groups = (
        (_("Waits for you"), [showing.row_of(card) for card in found.waiting_for_me]),
        (_("Waits for us"), [showing.row_of(card) for card in found.waiting_for_staff]),
        (_("You follow"), [showing.neighbour_row(card) for card in found.followed]),
        (_("Finished"), [showing.row_of(card) for card in finished]),
    )
    context = {
        "title": _("My matters"),
        "groups": [(name, rows) for name, rows in groups if rows],
        "more": len(found.finished) - len(finished),
        "older": found.older if everything else 0,
    }
    return render(request, "resident/matters.html", context)


@shell.signed_in
def around(request: shell.Request) -> HttpResponse:
    """What is open in shared places, without names: perhaps it is the same at yours."""
    page = list_around(viewer=request.actor, cursor=request.GET.get("cursor") or None)
    rows = [showing.neighbour_row(card) for card in page]
    context = {"title": _("Reported in the community"), "rows": rows, "next": page.next}
    return render(request, "resident/around.html", context)


@shell.signed_in
def one(request: shell.Request, matter: str) -> HttpResponse:
    """One matter: who answers, the promise, the line, the talk, and what I can do."""
    viewer = request.actor
    try:
        sheet = get_matter(viewer=viewer, matter=matter)
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return _neighbours(request, matter)
    if _is_work(viewer, sheet):
        return _to_work(viewer, f"{_WORK}/{matter}")
    mark_read(by=viewer, matter=matter)
    notify.mark_read(by=viewer, about=Ref("matter", matter))
    return render(request, "resident/matter.html", {**_page(sheet), **_phone(request, sheet)})


def _is_work(viewer: Actor, sheet: MatterSheet) -> bool:
    """Whether they are the one who answers for it or helps, and not the one it is done for."""
    card = sheet.card
    hands = {card.assignee, *(hand.person for hand in sheet.hands if hand.part == "executor")}
    return viewer.person in hands and card.reporter != viewer.subject


def _to_work(viewer: Actor, address: str) -> HttpResponse:
    """Where one works on it; who came in by phone alone shows first that they hold the office."""
    if viewer.is_staff or viewer.has(Role.COUNCIL):
        return redirect(address)
    return redirect(f"/log-in/staff?next={address}")


def _page(sheet: MatterSheet) -> dict[str, Any]:
    card, acts = sheet.card, set(sheet.acts)
    undo = {one.kind: one for one in sheet.undoable}
    can_judge = Act.CONFIRM in acts
    return {
        "title": read(card.heading),
        "sheet": sheet,
        "card": card,
        "number": _("Number %(number)s") % {"number": card.number},
        "row": showing.row_of(card),
        "promise": showing.promise_of(card),
        "answerer": showing.answerer_of(sheet) if card.state not in _GONE else None,
        "lines": showing.lines_of(sheet),
        "talk": showing.talk_of(sheet),
        "can_judge": can_judge,
        "can_write": Act.MESSAGE in acts,
        "can_urge": Act.URGE in acts,
        "can_withdraw": Act.WITHDRAW in acts,
        "can_restore": Act.RESTORE in acts,
        "can_contest": card.state == State.DECLINED and Act.REOPEN in acts,
        "can_reopen": card.state == State.CONFIRMED and Act.REOPEN in acts,
        "undo_verdict": undo.get("verdict"),
        "may_praise": bool("verdict" in undo and sheet.verdict and sheet.verdict.solved),
        "undo_contest": undo.get("contest"),
        "undo_words": _undo_words(sheet),
        "write_label": _write_label(sheet),
        "survivor": reverse("resident:matter", args=[sheet.survivor]) if sheet.survivor else "",
        "helpers": joined(hand.name for hand in sheet.hands),
        "done_at": moment(card.resolved_at),
    }


def _phone(request: shell.Request, sheet: MatterSheet) -> dict[str, Any]:
    """Ringing and being rung, while there is something to talk about and it is one's own."""
    is_mine = sheet.card.reporter is not None and sheet.card.reporter == request.actor.subject
    is_over = sheet.card.whose_turn == "nobody"
    if not is_mine or is_over or sheet.card.category == relay.CATEGORY:
        return {}
    return {"line": relay.line_of(request, sheet), "can_be_rung": True}


def _undo_words(sheet: MatterSheet) -> dict[str, str]:
    """The way to take back what I wrote last, and until when; nothing when it is too late."""
    last = max((one for one in sheet.undoable if one.message), key=_until, default=None)
    if last is None:
        return {}
    url = reverse("resident:message-take-back", args=[sheet.card.id, last.message])
    said = _("You can take back what you wrote last until %(until)s.")
    return {"url": url, "words": said % {"until": moment(last.until)}}


def _until(one: Undoable) -> datetime:
    return one.until


_GONE = {State.WITHDRAWN, State.MERGED, State.DECLINED}


def _write_label(sheet: MatterSheet) -> str:
    if sheet.responsible_name:
        return _("Write to %(name)s") % {"name": sheet.responsible_name}
    return _("Add something")


def _neighbours(request: shell.Request, matter: str) -> HttpResponse:
    card = get_around(viewer=request.actor, matter=matter)
    context = {
        "title": read(card.category_name),
        "card": card,
        "row": showing.neighbour_row(card),
        "number": _("Number %(number)s") % {"number": card.number},
        "promised": moment(card.promised_at),
    }
    return render(request, "resident/neighbours.html", context)
