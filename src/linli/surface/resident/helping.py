"""帮手: trust someone to act for me, end it, and act for someone who trusts me."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.people.api import allow_help, list_help, resume_help, stop_help
from linli.kernel import Refused, now
from linli.surface.shell import api as shell

_DAYS = {"30": 30, "365": 365}


@shell.signed_in
@shell.submit_once
def allow(request: shell.Request) -> HttpResponse:
    """Name someone by name and phone; it ends by itself and can be ended any time."""
    if request.method != "POST":
        return _ask(request)
    days = _DAYS.get(request.POST.get("days", ""), 365)
    try:
        phone = shell.phone_typed(request.POST.get("phone", ""), "phone")
        trust = allow_help(
            by=request.actor,
            name=request.POST.get("name", ""),
            phone=phone.value,
            until=(timezone.localtime(now()) + timedelta(days=days)).date(),
        )
    except Refused as refused:
        return _ask(request, refused)
    undo = reverse("resident:helper-stop", args=[trust])
    said = _("They can act for you from now on.")
    shell.say(request, f"{said} {shell.understood(phone.words)}", undo_url=undo)
    return redirect("resident:me")


def _ask(request: shell.Request, *refusals: Refused) -> HttpResponse:
    fields = (
        shell.Field(name="name", label=_("Their name"), maxlength=60, size="mid"),
        shell.Field(
            name="phone",
            label=_("Their phone number"),
            kind="tel",
            hint=_("They log in with it. You share no password."),
            maxlength=30,
            size="mid",
        ),
        shell.Field(
            name="days",
            label=_("For how long?"),
            kind="radio",
            value=("365",),
            choices=(shell.Choice("30", _("One month")), shell.Choice("365", _("One year"))),
        ),
    )
    return shell.question(
        request,
        title=_("Let someone act for me"),
        intro=_("They can report and see matters for you. They cannot vote for you."),
        fields=fields,
        button=_("I trust this person"),
        back=reverse("resident:me"),
        refusals=refusals,
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def stop(request: shell.Request, trust: str) -> HttpResponse:
    """End it at once."""
    stop_help(by=request.actor, help_id=trust)
    undo = reverse("resident:helper-again", args=[trust])
    shell.say(request, _("This person no longer acts for you."), undo_url=undo)
    return redirect("resident:me")


@shell.signed_in
@shell.post_only
@shell.submit_once
def again(request: shell.Request, trust: str) -> HttpResponse:
    """Undo that it was ended."""
    resume_help(by=request.actor, help_id=trust)
    undo = reverse("resident:helper-stop", args=[trust])
    shell.say(request, _("They can act for you again."), undo_url=undo)
    return redirect("resident:me")


@shell.signed_in
@shell.post_only
@shell.submit_once
def begin(request: shell.Request, trust: str) -> HttpResponse:
    """Act for someone who trusts me, until I stop; a band on every page says so."""
    person = request.actor.person or ""
    for card in list_help(viewer=request.actor, person=person):
        if card.id == trust and card.helper == person:
            shell.help_person(
                request,
                person=card.principal,
                name=card.principal_name,
                again_url=reverse("resident:helping-begin", args=[trust]),
            )
            return redirect("resident:home")
    raise Refused("not_found", "There is no such help in force.")
