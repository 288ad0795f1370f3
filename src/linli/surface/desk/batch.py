"""One act on several matters: chosen in the queue, checked, done one by one, told row by row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import Actor, Refused
from linli.support.matters import api as matters
from linli.support.matters.api import Act, ChosenCard
from linli.surface.desk import doing
from linli.surface.desk.batch_forms import Kind, kind_forms, plain
from linli.surface.desk.pages import BATCHES, page
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_SLOT = "batch"
WILL = {
    "assign": gettext_noop("These are given to %(who)s:"),
    "hold": gettext_noop("These are put on hold for %(days)s days:"),
    "message": gettext_noop("Their residents are sent these words:"),
    "merge": gettext_noop("These are put together with “%(into)s”:"),
}
NEEDS = {"assign": Act.ASSIGN, "hold": Act.HOLD, "message": Act.MESSAGE, "merge": Act.MERGE}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; `undo` is the address that takes it back, if any."""

    card: matters.MatterCard
    said: str
    is_done: bool
    undo: str


def chosen_url(chosen: Iterable[str]) -> str:
    """Where these matters stand chosen."""
    return f"{reverse('desk:batch')}?{urlencode([('m', one) for one in chosen])}"


@shell.staff_only(*BATCHES)
def batch(request: shell.Request) -> HttpResponse:
    """What was chosen, and what may be done with all of it."""
    chosen = _chosen(request.actor, request.GET)
    return _ask(request, chosen, kind_forms(request.actor, chosen))


@shell.staff_only(*BATCHES)
@shell.post_only
def check(request: shell.Request, act: str) -> HttpResponse:
    """What will happen to which, before anything happens."""
    _known(act)
    chosen = _chosen(request.actor, request.POST)
    try:
        told = _told(request, act, chosen)
    except Refused as refused:
        forms = kind_forms(request.actor, chosen, act=act, data=request.POST, refused=refused)
        return _ask(request, chosen, forms, status=422)
    into = plain(request.POST, "merge", "into")
    others = [one for one in chosen if act != "merge" or one.card.id != into]
    return page(
        request,
        "desk/work_batch_check.html",
        here="desk:queue",
        title=_("Is this right?"),
        told=told,
        words=plain(request.POST, act, "text") or plain(request.POST, act, "words"),
        will=[one.card for one in others if NEEDS[act] in one.acts],
        left=[one.card for one in others if NEEDS[act] not in one.acts],
        chosen=chosen,
        chosen_url=chosen_url(one.card.id for one in chosen),
        act=act,
        given=[(key, value) for key, value in request.POST.items() if key.startswith(f"{act}-")],
    )


@shell.staff_only(*BATCHES)
@shell.post_only
@shell.submit_once
def do(request: shell.Request, act: str) -> HttpResponse:
    """Each row by itself: what is refused leaves the others alone."""
    _known(act)
    chosen = _chosen(request.actor, request.POST)
    _told(request, act, chosen)
    into = plain(request.POST, "merge", "into")
    rows = []
    for number, one in enumerate(chosen):
        if act != "merge" or one.card.id != into:
            rows.append([one.card.id, *_one(request, act, one.card.id, number)])
    request.session[_SLOT] = [act, rows]
    return redirect("desk:batch-done")


@shell.staff_only(*BATCHES)
def done(request: shell.Request) -> HttpResponse:
    """Row by row what was done, what was refused and why."""
    act, rows = request.session.get(_SLOT, ("", []))
    cards = {
        one.card.id: one.card
        for one in matters.list_chosen(viewer=request.actor, chosen=[row[0] for row in rows])
    }
    found = [
        Outcome(cards[key], said or _(doing.DONE[act]), not said, _undo(act, key, made, said))
        for key, said, made in rows
        if key in cards
    ]
    return page(
        request,
        "desk/work_batch_done.html",
        here="desk:queue",
        title=_("What was done"),
        rows=found,
        count=sum(one.is_done for one in found),
        refused=sum(not one.is_done for one in found),
    )


def _known(act: str) -> None:
    if act not in NEEDS:
        raise Refused("not_found", "There is no such page.")


def _chosen(viewer: Actor, data: QueryDict) -> tuple[ChosenCard, ...]:
    return matters.list_chosen(viewer=viewer, chosen=data.getlist("m"))


def _ask(
    request: shell.Request,
    chosen: Sequence[ChosenCard],
    forms: Sequence[Kind],
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        "desk/work_batch.html",
        here="desk:queue",
        status=status,
        title=_("Several at once"),
        chosen=chosen,
        forms=forms,
        problems=next((one.problems for one in forms if one.problems), ()),
    )


def _told(request: shell.Request, act: str, chosen: Sequence[ChosenCard]) -> str:
    """What is about to happen, in a sentence; Refused when something is missing."""
    if not chosen:
        raise Refused("invalid", "Please choose at least one.", field=None)
    data = request.POST
    if act == "assign":
        who = plain(data, act, "person")
        names = {one.value: one.label for one in _staff(request.actor, chosen)}
        if not who or who not in names:
            raise Refused("invalid", "Please choose who sees to it.", field="person")
        return _(WILL[act]) % {"who": names[who]}
    if act == "hold":
        if plain(data, act, "reason") not in matters.list_hold_reasons(viewer=request.actor):
            raise Refused("invalid", "Please choose why this has to wait.", field="reason")
        return _(WILL[act]) % {"days": plain(data, act, "days")}
    if act == "message":
        if not plain(data, act, "text"):
            raise Refused("invalid", "Please write something.", field="text")
        return _(WILL[act])
    into = {one.card.id: one.card for one in chosen}.get(plain(data, act, "into"))
    if into is None or len(chosen) < 2:
        raise Refused("invalid", "Please choose the one that stays.", field="into")
    return _(WILL[act]) % {"into": f"{read(into.heading)} · {read(into.place_label)}"}


def _staff(viewer: Actor, chosen: Sequence[ChosenCard]) -> tuple[shell.Choice, ...]:
    forms = {one.act: one for one in kind_forms(viewer, chosen)}
    return tuple(forms["assign"].fields[0].choices)


def _one(request: shell.Request, act: str, matter: str, number: int) -> tuple[str, str]:
    """Do it to one: what was refused in words, or nothing; and what was made, to take it back."""
    key = f"{shell.key_of(request)[:30]}n{number}"
    made = ""
    try:
        with matters.once(by=request.actor, matter=matter, key=key) as is_new:
            if is_new:
                made = _DOERS[act](request.actor, matter, request.POST) or ""
    except Refused as refused:
        return shell.said(refused), ""
    return "", made


def _assign(by: Actor, matter: str, data: QueryDict) -> None:
    matters.assign_matter(by=by, matter=matter, person=plain(data, "assign", "person"))


def _hold(by: Actor, matter: str, data: QueryDict) -> None:
    days = plain(data, "hold", "days")
    matters.hold_matter(
        by=by,
        matter=matter,
        reason=plain(data, "hold", "reason"),
        words=plain(data, "hold", "words"),
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
    )


def _message(by: Actor, matter: str, data: QueryDict) -> str:
    return matters.post_message(by=by, matter=matter, text=plain(data, "message", "text"))


def _merge(by: Actor, matter: str, data: QueryDict) -> None:
    matters.merge_matter(by=by, matter=matter, into=plain(data, "merge", "into"))


def _undo(act: str, matter: str, made: str, said: str) -> str:
    if said:
        return ""
    if act == "merge":
        return reverse("desk:act", args=[matter, "unmerge"])
    if act == "hold":
        return reverse("desk:act", args=[matter, "resume"])
    return reverse("desk:take-back", args=[matter, made]) if act == "message" and made else ""


_DOERS: dict[str, Callable[[Actor, str, QueryDict], str | None]] = {
    "assign": _assign,
    "hold": _hold,
    "message": _message,
    "merge": _merge,
}
