"""One matter on one screen: what it is, what happened, what was written, what one may do."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.kernel import Actor, Refused, Role, now
from linli.support.matters import api as matters
from linli.support.matters.api import MatterSheet
from linli.surface.desk import outbox, showing
from linli.surface.desk.answers import began, offers
from linli.surface.desk.clocks import clock_settings
from linli.surface.desk.doing import DONE, do
from linli.surface.desk.forms import JUDGEMENTS, Form, forms_of, refused_form
from linli.surface.desk.pages import REGISTER, WORKS, address, page
from linli.surface.desk.queue import prefers
from linli.surface.desk.wording import role
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment

_ON_THE_PHONE = (
    *("set_out", "start", "resume", "resolve", "take", "judge", "message", "note", "hold"),
)


@shell.staff_only(*WORKS)
def matter(request: shell.Request, matter: str) -> HttpResponse:
    """One matter with everything this viewer may see and do."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    if not outbox.looks_ahead(request):
        matters.mark_read(by=request.actor, matter=matter)
    forms = began(forms_of(request.actor, sheet), sheet, request.GET.get("answer", ""))
    return _show(request, sheet, _opened(request, forms))


def _opened(request: shell.Request, forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """A form that was sent after the session had ended stands open, with what was written."""
    kept = shell.returned(request)
    names = set(kept.values) if kept else set()
    return tuple(
        replace(form, is_open=form.is_open or any(one.name in names for one in form.fields))
        for form in forms
    )


@shell.staff_only(*WORKS)
@shell.post_only
@shell.submit_once
def act(request: shell.Request, matter: str, act: str) -> HttpResponse:
    """One act from a form of the page; refused, the same page comes back with all that was
    typed and what to change. A phone that was without signal sends the same with its own key."""
    try:
        _do_once(request, matter, act)
    except Refused as refused:
        if outbox.asks(request):
            return outbox.refused(refused)
        sheet = matters.get_matter(viewer=request.actor, matter=matter)
        forms = forms_of(request.actor, sheet)
        if all(form.act != act for form in forms):
            raise
        return _show(request, sheet, refused_form(forms, act, request.POST, refused), status=422)
    if outbox.asks(request):
        return outbox.taken()
    shell.say(request, _(DONE[act]))
    return _onward(request, matter)


def _do_once(request: shell.Request, matter: str, act: str) -> None:
    key = shell.key_of(request)
    with matters.once(by=request.actor, matter=matter, key=key) as is_new:
        if is_new:
            do(request, matter, act)


@shell.staff_only(*WORKS)
@shell.post_only
def contact(request: shell.Request, matter: str) -> HttpResponse:
    """How to reach the reporter, opened with a reason; the resident can see who looked and why."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    reason = request.POST.get("reason", "").strip()
    try:
        found = matters.get_contact(viewer=request.actor, matter=matter, reason=reason)
    except Refused as refused:
        why = shell.said(refused)
        return _show(request, sheet, forms_of(request.actor, sheet), status=422, contact_why=why)
    shown = forms_of(request.actor, sheet)
    response = _show(request, sheet, shown, contact=found)
    add_never_cache_headers(response)
    return response


@shell.staff_only(*WORKS)
@shell.post_only
@shell.submit_once
def party_came(request: shell.Request, matter: str, party: str) -> HttpResponse:
    """A party that was called in has come."""
    matters.party_comes(by=request.actor, party=party)
    shell.say(request, _("Kept: they have come."))
    return _onward(request, matter)


@shell.staff_only(*WORKS)
@shell.post_only
@shell.submit_once
def hand_out(request: shell.Request, matter: str, person: str) -> HttpResponse:
    """Someone who helped or followed no longer does."""
    matters.remove_hand(by=request.actor, matter=matter, person=person)
    shell.say(request, _("They no longer take part."))
    if person == request.actor.person:  # who has left may not see it any more
        return redirect("desk:queue")
    return _onward(request, matter)


@shell.staff_only(*WORKS)
@shell.post_only
@shell.submit_once
def take_back(request: shell.Request, matter: str, message: str) -> HttpResponse:
    """Take back one's own words within half an hour."""
    matters.take_back_message(by=request.actor, message=message)
    shell.say(request, _("Taken back."))
    return _onward(request, matter)


@shell.staff_only(*WORKS)
def photo(request: shell.Request, matter: str, file: str) -> HttpResponse:
    """A photo or voice note of a matter; the matter is asked first whether they may see it."""
    small = "small" in request.GET
    found = matters.read_photo(viewer=request.actor, matter=matter, file=file, thumbnail=small)
    return shell.send_file(request, found)


def _onward(request: shell.Request, matter: str) -> HttpResponse:
    """Back to the matter, or to one's list when it is no longer one's own to see."""
    on_phone = _is_on_phone(request)
    try:
        matters.get_matter(viewer=request.actor, matter=matter)
    except Refused:
        return redirect("desk:worker" if on_phone else "desk:queue")
    return redirect("desk:worker-matter" if on_phone else "desk:matter", matter)


def _is_on_phone(request: shell.Request) -> bool:
    """Whether the small page is wanted; who does not work here has no other."""
    here = request.resolver_match
    is_small = "phone" in request.GET or (here is not None and here.url_name == "worker-matter")
    return is_small or not request.actor.is_staff


def _show(
    request: shell.Request,
    sheet: MatterSheet,
    forms: tuple[Form, ...],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    on_phone = _is_on_phone(request)
    if on_phone:
        forms = tuple(form for form in forms if form.act in _ON_THE_PHONE)
    category = matters.get_category(viewer=request.actor, category=sheet.card.category)
    return page(
        request,
        "desk/work_phone_matter.html" if on_phone else "desk/work_matter.html",
        here="desk:worker" if on_phone else "desk:queue",
        status=status,
        sheet=sheet,
        card=sheet.card,
        number=_("Number %(number)s") % {"number": sheet.card.number},
        facts=showing.facts_of(sheet, category),
        clocks=showing.clocks_of(sheet),
        clock_settings=clock_settings(request.actor, sheet.card),
        lines=showing.lines_of(sheet),
        talk=showing.talk_of(sheet),
        forms=forms,
        problems=next((form.problems for form in forms if form.problems), ()),
        parties=_parties(sheet),
        hands=_leaving(request.actor, sheet),
        judgement=_(JUDGEMENTS[sheet.judgement]) if sheet.judgement else "",
        undo=[one for one in sheet.undoable if one.kind == "message"],
        survivor=reverse("desk:matter", args=[sheet.survivor]) if sheet.survivor else "",
        home=_home(request, sheet),
        chain=address("desk:chain", sheet.card.id),
        query="?phone" if on_phone else "",
        at=now(),
        title=read(sheet.card.heading),
        offers=offers() if matters.Act.MESSAGE in sheet.acts else (),
        wish=prefers(request.actor, (sheet.card,)).get(sheet.card.id, "")
        if request.actor.is_staff
        else "",
        **more,
    )


def _leaving(viewer: Actor, sheet: MatterSheet) -> list[matters.HandCard]:
    """Those whom the viewer may let go: everyone by themselves, all by who calls people in."""
    may_all = matters.Act.ADD_HAND in sheet.acts
    return [one for one in sheet.hands if may_all or one.person == viewer.person]


def _parties(sheet: MatterSheet) -> tuple[tuple[str, str, str, str], ...]:
    """Whom one called in: id, name, task, and when they came or nothing."""
    return tuple(
        (one.id, one.organisation or role(Role(one.role)), one.task, moment(one.came_at))
        for one in sheet.parties
    )


def _home(request: shell.Request, sheet: MatterSheet) -> str:
    """The page of the place, for those who may look through people and places."""
    may = request.actor.has(*REGISTER) and not sheet.card.is_masked
    return reverse("desk:place", args=[sheet.card.place]) if may else ""
