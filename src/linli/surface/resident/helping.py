"""帮手: trust someone to act for me, by phone number or invitation; say yes to it; end it."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api as people
from linli.foundation.people.api import HelpCard, HelpScope, list_help
from linli.kernel import Actor, Refused, now
from linli.surface.resident.wording import last_day
from linli.surface.shell import api as shell

_DAYS = {"30": 30, "90": 90, "365": 365}
SCOPES = {
    HelpScope.EVERYDAY: gettext_noop("Look and act for me: report, answer, confirm"),
    HelpScope.SEE: gettext_noop("Only look"),
}


def on_home(viewer: Actor) -> dict[str, str] | None:
    """Who may act for me just now, and how to stop the one who does; a helper sees none of it."""
    if viewer.on_behalf_of:
        return None
    found = [
        one
        for one in list_help(viewer=viewer)
        if one.principal == viewer.person and one.accepted_at is not None
    ]
    if not found:
        return None
    if len(found) > 1:
        return {"words": _("%(count)s people help you") % {"count": len(found)}, "stop": ""}
    words = _("%(name)s helps you") % {"name": found[0].helper_name}
    return {"words": words, "stop": reverse("resident:helper-stop", args=[found[0].id])}


@shell.signed_in
@shell.submit_once
def allow(request: shell.Request) -> HttpResponse:
    """Name someone by name and phone; it ends by itself and can be ended any time."""
    if request.method != "POST":
        return _ask(request)
    try:
        phone = shell.phone_typed(request.POST.get("phone", ""), "phone")
        trust = people.allow_help(
            by=request.actor,
            name=request.POST.get("name", ""),
            phone=phone.value,
            scope=_scope(request),
            until=_until(request),
        )
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return _ask(request, refused)
    undo = reverse("resident:helper-stop", args=[trust])
    said = _("They are asked. Once they say yes they can act for you.")
    shell.say(request, f"{said} {shell.understood(phone.words)}", undo_url=undo)
    return redirect("resident:me")


@shell.signed_in
def invite(request: shell.Request) -> HttpResponse:
    """An invitation to hand over or send, for one person, for seven days; sent again, the same."""
    if request.method != "POST":
        return _ask_invitation(request)
    try:
        code = people.invite_helper(
            by=request.actor,
            scope=_scope(request),
            until=_until(request),
            key=shell.key_of(request),
        )
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return _ask_invitation(request, refused)
    path = reverse("resident:invited", args=[code])
    context = {
        "title": _("Your invitation"),
        "path": path,
        "address": request.build_absolute_uri(path),
    }
    response = render(request, "resident/invitation.html", context)
    add_never_cache_headers(response)
    return response


def _scope(request: shell.Request) -> HelpScope:
    given = request.POST.get("scope", "")
    return HelpScope(given) if given in set(HelpScope) else HelpScope.EVERYDAY


def _until(request: shell.Request) -> date:
    days = _DAYS.get(request.POST.get("days", ""), 365)
    return (timezone.localtime(now()) + timedelta(days=days)).date()


def _ask(request: shell.Request, *refusals: Refused) -> HttpResponse:
    _check_may(request)
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
        *_terms(),
    )
    return shell.question(
        request,
        title=_("Let someone act for me"),
        intro=_("They can never vote for you, nor change your phone number or your helpers."),
        fields=fields,
        button=_("I trust this person"),
        back=reverse("resident:me"),
        refusals=refusals,
        template="resident/helper.html",
    )


def _ask_invitation(request: shell.Request, *refusals: Refused) -> HttpResponse:
    _check_may(request)
    return shell.question(
        request,
        title=_("Invite a helper"),
        intro=_(
            "You get a page to hand over or to send. It is good for one person and seven days."
        ),
        fields=_terms(),
        button=_("Make the invitation"),
        back=reverse("resident:helpers"),
        refusals=refusals,
    )


def _check_may(request: shell.Request) -> None:
    """Say before anything is filled in that this is for the person themselves."""
    if request.actor.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    if request.actor.by_card:
        raise Refused(
            "forbidden",
            "This cannot be changed with the card. Log in with a code, or come to the desk.",
        )


def _terms() -> tuple[shell.Field, ...]:
    months = (("30", _("One month")), ("90", _("Three months")), ("365", _("One year")))
    return (
        shell.Field(
            name="scope",
            label=_("What may they do?"),
            kind="radio",
            value=(HelpScope.EVERYDAY,),
            choices=tuple(shell.Choice(scope, _(words)) for scope, words in SCOPES.items()),
        ),
        shell.Field(
            name="days",
            label=_("For how long?"),
            kind="radio",
            value=("365",),
            choices=tuple(shell.Choice(*one) for one in months),
        ),
    )


@shell.submit_once
def invited(request: shell.Request, code: str) -> HttpResponse:
    """What an invitation says; whoever takes it up logs in by phone and then says yes."""
    told = people.read_invitation(viewer=request.actor, code=code)
    is_known = request.actor.person is not None
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        typed = request.POST.get("phone", "")
        try:
            phone = None if is_known else shell.phone_typed(typed, "phone")
            people.take_invitation(
                by=request.actor,
                code=code,
                name=request.POST.get("name", ""),
                phone=phone.value if phone else "",
            )
        except Refused as refused:
            if not refused.field:
                raise
            refusals = (refused,)
        else:
            if phone:
                shell.say(request, shell.understood(phone.words))
            return redirect(reverse("resident:me") if is_known else "/log-in?next=/me")
    names = {"name": told.principal_name, "until": last_day(told.until)}
    ask = (
        shell.Field(name="name", label=_("Your name"), maxlength=60, size="mid"),
        shell.Field(
            name="phone",
            label=_("Your phone number"),
            kind="tel",
            hint=_("We send you a code. There is no password to remember."),
            maxlength=30,
            size="mid",
        ),
    )
    return shell.question(
        request,
        title=_("%(name)s asks for your help") % names,
        intro=_("You would act for them until %(until)s. You can say no, and stop at any time.")
        % names,
        fields=() if is_known else ask,
        button=_("Go on"),
        refusals=refusals,
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def stop(request: shell.Request, trust: str) -> HttpResponse:
    """End it at once, or say no to it."""
    people.stop_help(by=request.actor, help_id=trust)
    undo = reverse("resident:helper-again", args=[trust])
    shell.say(request, _("It has ended. Both of you are told."), undo_url=undo)
    return redirect("resident:me")


@shell.signed_in
@shell.post_only
@shell.submit_once
def again(request: shell.Request, trust: str) -> HttpResponse:
    """Undo that it was ended."""
    people.resume_help(by=request.actor, help_id=trust)
    undo = reverse("resident:helper-stop", args=[trust])
    shell.say(request, _("They can act for you again."), undo_url=undo)
    return redirect("resident:me")


@shell.signed_in
@shell.post_only
@shell.submit_once
def begin(request: shell.Request, trust: str) -> HttpResponse:
    """Act for someone who trusts me, until I stop; the first time is my yes to it."""
    card = _asked(request, trust)
    if card.accepted_at is None:
        people.accept_help(
            by=people.actor_for(
                person=request.actor.person or "", community=request.actor.community
            ),
            help_id=trust,
        )
    shell.help_person(
        request,
        person=card.principal,
        name=card.principal_name,
        again_url=reverse("resident:helping-begin", args=[trust]),
    )
    return redirect("resident:home")


def _asked(request: shell.Request, trust: str) -> HelpCard:
    person = request.actor.person or ""
    for card in list_help(viewer=request.actor, person=person):
        if card.id == trust and card.helper == person:
            return card
    raise Refused("not_found", "There is no such help in force.")
