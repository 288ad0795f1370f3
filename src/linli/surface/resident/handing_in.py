"""The last page of a report, its receipt, and the half hour in which it can be taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.foundation.people.api import get_person
from linli.foundation.places.api import get_place
from linli.kernel import Refused
from linli.support.matters.api import (
    MatterSheet,
    get_matter,
    list_categories,
    open_matter,
    post_message,
    support_matter,
    withdraw_matter,
)
from linli.surface.resident import drafts
from linli.surface.resident.asking import UNSURE
from linli.surface.resident.nearby import around
from linli.surface.resident.pictures import draft_files
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import moment


@shell.signed_in
@shell.submit_once
def review(request: shell.Request) -> HttpResponse:
    """Every answer once more, then hand it in; the same page sent again hands in once."""
    draft = drafts.draft_of(request)
    if request.method == "POST":
        done = drafts.matter_of(request, request.POST.get("draft", ""))
        if done:
            return redirect("resident:receipt", done)
    if not (draft.category and draft.place):
        return redirect("resident:report")
    if request.method == "POST":
        try:
            matter = _hand_in(request, draft)
        except Refused as refused:
            return _check(request, draft, refused)
        drafts.close(request, draft, matter)
        return redirect("resident:receipt", matter)
    return _check(request, draft)


@shell.signed_in
@shell.post_only
@shell.submit_once
def call_me(request: shell.Request) -> HttpResponse:
    """ "Hard to say": what was answered so far is handed in as it is, and a person calls."""
    draft = drafts.draft_of(request)
    category = draft.category or UNSURE
    spot, _colon, place = around(request.actor, category).usual.rpartition(":")
    where = {} if draft.place else {"place": place, "spot": spot}
    draft = drafts.keep(request, draft, category=category, reach=draft.reach or "known", **where)
    matter = _hand_in(request, draft, wish=_("Hard to say. Please contact me."))
    drafts.close(request, draft, matter)
    return redirect("resident:receipt", matter)


def _hand_in(request: shell.Request, draft: drafts.Draft, wish: str = "") -> str:
    """Open the matter and hang the photos on it; the draft's id makes both happen once."""
    by = request.actor
    matter = open_matter(
        by=by,
        nature="demand",
        category=draft.category,
        place=draft.place,
        description="\n".join(part for part in (wish, _said(draft)) if part),
        reporter=by.subject,
        contact=_contact(request, draft),
        key=f"report:{draft.key}",
    )
    photos = drafts.read_photos(request, drafts.REPORT)
    if photos:
        post_message(by=by, matter=matter, photos=photos, key=f"photos:{draft.key}")
    return matter


def _said(draft: drafts.Draft) -> str:
    spot = _("It is about the lift.") if draft.spot == "lift" else ""
    return "\n".join(part for part in (spot, draft.words) if part)


def _contact(request: shell.Request, draft: drafts.Draft) -> str | None:
    if draft.reach == "write":
        return _("Please write here, do not call.")
    if draft.reach == "phone":
        subject = request.actor.subject or ""
        return f"{get_person(viewer=request.actor, person=subject).name} {draft.phone}"
    return None


def _check(request: shell.Request, draft: drafts.Draft, *refusals: Refused) -> HttpResponse:
    place = get_place(viewer=request.actor, place=draft.place)
    name = next(
        read(card.name)
        for card in list_categories(viewer=request.actor)
        if card.key == draft.category
    )
    where = f"{label(place)} · {_('In the lift')}" if draft.spot == "lift" else label(place)
    kept = draft_files(request, drafts.REPORT)
    brought = _brought(len(kept["photos"]), len(kept["sounds"]))
    rows = (
        (_("What"), name, "report"),
        (_("Where"), where, "report-where"),
        (_("In your words"), draft.words or _("Nothing written"), "report-details"),
        (_("Photos and voice notes"), brought, "report-details"),
        (_("How we reach you"), _reached(draft), "report-reach"),
    )
    answers = [
        shell.Answer(asked, said, f"{reverse(f'resident:{page}')}?change=1")
        for asked, said, page in rows
    ]
    return shell.check(
        request,
        title=_("Is all of this right?"),
        answers=answers,
        button=_("Hand it in"),
        back=reverse("resident:report-reach"),
        hidden=(shell.Field(name="draft", kind="hidden", value=(draft.key,)),),
        refusals=refusals,
        template="resident/report-check.html",
        **kept,
        understood=_("We understood: %(what)s. %(where)s.") % {"what": name, "where": where},
    )


def _brought(photos: int, sounds: int) -> str:
    said = [
        ngettext("%(count)s photo", "%(count)s photos", photos) % {"count": photos}
        if photos
        else "",
        ngettext("%(count)s voice note", "%(count)s voice notes", sounds) % {"count": sounds}
        if sounds
        else "",
    ]
    return joined(said) or _("None")


def _reached(draft: drafts.Draft) -> str:
    if draft.reach == "phone":
        return shell.understood(draft.phone)
    return _("We write to you here") if draft.reach == "write" else _("We call the phone you gave")


@shell.signed_in
def handed_in(request: shell.Request, matter: str) -> HttpResponse:
    """The receipt: a number, who sees to it, by when, and the way back."""
    sheet = get_matter(viewer=request.actor, matter=matter)
    undo = next((one for one in sheet.undoable if one.kind == "report"), None)
    until = (
        _("You can take it back until %(until)s.") % {"until": moment(undo.until)} if undo else ""
    )
    return shell.receipt(
        request,
        title=_("We have it"),
        number=sheet.card.number,
        answers=(*_answers(sheet), *_ring(request, sheet)),
        words=_("You need not do anything else. We tell you about every step."),
        next_url=reverse("resident:matter", args=[matter]),
        next_label=_("See how it goes"),
        undo_url=reverse("resident:take-back", args=[matter]) if undo else "",
        undo_words=until,
        template="resident/receipt.html",
        matter=matter,
    )


def _ring(request: shell.Request, sheet: MatterSheet) -> list[shell.Answer]:
    """Whom to ask, for a receipt one keeps on paper."""
    if request.community is None or not request.community.phone:
        return []
    told = {"phone": request.community.phone, "number": sheet.card.number}
    said = _("Call %(phone)s and say the number %(number)s.") % told
    return [shell.Answer(_("Any question?"), said)]


def _answers(sheet: MatterSheet) -> list[shell.Answer]:
    card = sheet.card
    who = sheet.responsible_name or read(sheet.responsible_duty)
    rows = [
        shell.Answer(_("What"), read(card.heading)),
        shell.Answer(_("Where"), read(card.place_label)),
        shell.Answer(_("Who sees to it"), who),
    ]
    clocks = {str(clock.kind): clock.due_at for clock in sheet.clocks if clock.state == "running"}
    if answer := clocks.get("answer"):
        rows.append(shell.Answer(_("First answer by"), moment(answer)))
    if card.promised_at:
        rows.append(shell.Answer(_("Done by"), moment(card.promised_at)))
    return rows


@shell.signed_in
@shell.post_only
@shell.submit_once
def take_back(request: shell.Request, matter: str) -> HttpResponse:
    """Take a report back; what was written comes back as a draft."""
    withdraw_matter(by=request.actor, matter=matter)
    undo = reverse("resident:restore", args=[matter])
    if drafts.reopen(request, matter):
        shell.say(request, _("Taken back. What you wrote is still here."), undo_url=undo)
        return redirect("resident:report-check")
    shell.say(request, _("Taken back."), undo_url=undo)
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def join(request: shell.Request, matter: str) -> HttpResponse:
    """Say "the same at ours" instead of reporting it again."""
    support_matter(by=request.actor, matter=matter)
    thrown = drafts.throw_away(request)
    undo = reverse("resident:unfollow", args=[matter]) + (f"?draft={thrown}" if thrown else "")
    shell.say(request, _("You have joined in. We tell you when it is done."), undo_url=undo)
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def start_over(request: shell.Request) -> HttpResponse:
    """Throw the begun report away; for a day it can be brought back."""
    thrown = drafts.throw_away(request)
    if thrown:
        undo = reverse("resident:draft-back", args=[thrown])
        shell.say(request, _("Thrown away. You begin anew."), undo_url=undo)
    return redirect("resident:report")
