"""Anyone pastes a result notice, sees what was understood, and reads what is wrong with it."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly.api import ReadNotice, audit_notice, read_notice
from linli.kernel import Refused
from linli.surface.resident.notice_figures import MOST_LETTERS, fields, given_of, named
from linli.surface.resident.notice_words import Judged, Part, judged, understood
from linli.surface.shell import api as shell


def paste(request: shell.Request) -> HttpResponse:
    """A box for the text of a notice; then what was understood of it, before anything is judged."""
    refusals: list[Refused] = []
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            return _shown(request, read_notice(viewer=request.actor, text=text), text)
        except Refused as refused:
            refusals = [_at_text(refused)]
    return shell.question(
        request,
        title=_("Check a result notice"),
        intro=_("Paste the result the owners' assembly has published. Nothing is kept."),
        fields=(_box(text),),
        button=_("See what was understood"),
        back=reverse("resident:rules"),
        refusals=refusals,
        template="resident/notice-paste.html",
    )


def _box(text: str) -> shell.Field:
    return shell.Field(
        name="text",
        label=_("The text of the notice"),
        kind="textarea",
        hint=_("With all figures: how many took part, for, against, abstained."),
        value=(text,),
        maxlength=MOST_LETTERS,
    )


def _at_text(refused: Refused) -> Refused:
    """The box is where every mistake of a pasted notice is put right."""
    return Refused(refused.code, refused.message, field="text", **refused.params)


def _shown(request: shell.Request, read: ReadNotice, text: str) -> HttpResponse:
    top, parts = understood(read.given)
    context = {
        "title": _("This is what was understood"),
        "top": top,
        "parts": parts,
        "left_over": read.left_over,
        "notice": json.dumps(read.given, ensure_ascii=False),
        "box": _box(text),
    }
    return render(request, "resident/notice-understood.html", context)


@shell.post_only
def result(request: shell.Request) -> HttpResponse:
    """What the figures that were shown come to."""
    read = read_notice(viewer=request.actor, text=request.POST.get("notice", ""))
    return _judged(request, read)


def figures(request: shell.Request) -> HttpResponse:
    """The figures of one motion, typed one by one; what is missing may be left empty."""
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            text = json.dumps(given_of(request.POST), ensure_ascii=False)
            return _judged(request, read_notice(viewer=request.actor, text=text))
        except Refused as refused:
            refusals = [named(refused)]
    return shell.question(
        request,
        title=_("Type the figures of a notice"),
        intro=_("Leave empty what the notice does not say. The rest is checked all the same."),
        fields=fields(),
        button=_("Check it"),
        back=reverse("resident:notice-check"),
        refusals=refusals,
    )


def _judged(request: shell.Request, read: ReadNotice) -> HttpResponse:
    found = audit_notice(viewer=request.actor, given=read.given)
    motions: list[tuple[Judged, Part]] = judged(request.actor, read.given, found)
    context = {"title": _("What the figures come to"), "motions": motions}
    return render(request, "resident/notice-result.html", context)
