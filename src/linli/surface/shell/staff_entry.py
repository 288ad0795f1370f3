"""Coming in to work: a password and the code of an authenticator, set up on the first day."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from linli.foundation.people.api import (
    Enrolment,
    SignIn,
    confirm_totp,
    enrol_totp,
    set_password,
    sign_in_staff,
)
from linli.kernel import ANYONE, Actor, Refused
from linli.surface.shell.address import address_of
from linli.surface.shell.arriving import arrive, options_of
from linli.surface.shell.entry import LONGEST, onward
from linli.surface.shell.form import Field, question
from linli.surface.shell.notices import say
from linli.surface.shell.request import Request

_ENROLLING = "enrolling"
_CHANGING = "changing"
_DESK = "/desk/"


def log_in(request: Request) -> HttpResponse:
    """Password and second factor; without a second factor, set one up first."""
    if request.method != "POST":
        return _ask(request)
    password = request.POST.get("password", "")[:LONGEST]
    try:
        signed = sign_in_staff(
            by=ANYONE,
            login=request.POST.get("login", "")[:LONGEST],
            password=password,
            totp=request.POST.get("totp", "")[:LONGEST],
            address=address_of(request),
        )
        if signed.must_enrol:
            return _begin(request, signed, password)
        if signed.must_change:
            return _begin_changing(request, signed)
    except Refused as refused:
        return _ask(request, refused)
    return arrive(request, options_of(signed), onward(request, _DESK), strong=signed.strong)


def _ask(request: Request, *refusals: Refused) -> HttpResponse:
    fields = (
        Field(name="login", label=_("Phone or user name"), autocomplete="username", maxlength=60),
        _password(),
        _code(_("Leave this empty if you have none yet.")),
        Field(name="next", kind="hidden", value=(onward(request, _DESK),)),
    )
    return question(
        request,
        title=_("Log in to work"),
        fields=fields,
        button=_("Log in"),
        back="/log-in",
        refusals=refusals,
        template="shell/login-staff.html",
    )


def _password(name: str = "password", label: str = "") -> Field:
    return Field(
        name=name,
        label=label or _("Password"),
        kind="password",
        autocomplete="current-password",
        maxlength=LONGEST,
    )


def _own_password(name: str = "new_password") -> Field:
    return Field(
        name=name,
        label=_("A password of your own"),
        kind="password",
        hint=_("At least 10 characters. From now on you log in with this one."),
        autocomplete="new-password",
        maxlength=LONGEST,
    )


def _code(hint: str) -> Field:
    return Field(
        name="totp",
        label=_("The six digits of your authenticator"),
        kind="code",
        hint=hint,
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=20,
        size="code",
    )


def _begin(request: Request, signed: SignIn, password: str) -> HttpResponse:
    enrolment = enrol_totp(by=ANYONE, person=signed.person, password=password)
    request.session.cycle_key()
    request.session[_ENROLLING] = {
        "person": signed.person,
        "communities": list(signed.communities),
        "next": onward(request, _DESK),
        "must_change": signed.must_change,
    }
    return _show(request, enrolment)


def _begin_changing(request: Request, signed: SignIn) -> HttpResponse:
    request.session.cycle_key()
    request.session[_CHANGING] = {
        "person": signed.person,
        "communities": list(signed.communities),
        "next": onward(request, _DESK),
    }
    return HttpResponseRedirect("/log-in/password")


def change(request: Request) -> HttpResponse:
    """A password of one's own: after a one-time one, or whenever one likes."""
    entry = request.session.get(_CHANGING)
    actor = request.actor
    if not entry and not (actor.is_staff and actor.on_behalf_of is None):
        return HttpResponseRedirect("/log-in/staff")
    if request.method != "POST":
        return _ask_new(request)
    person: str = entry["person"] if entry else actor.person or ""
    try:
        set_password(
            by=Actor(person=person, roles=frozenset(), community=""),
            person=person,
            password=request.POST.get("password", "")[:LONGEST],
            current=request.POST.get("current", "")[:LONGEST],
        )
    except Refused as refused:
        return _ask_new(request, refused)
    answer: HttpResponse = HttpResponseRedirect(_DESK)
    if entry:
        options = [(entry["person"], community) for community in entry["communities"]]
        answer = arrive(request, options, entry["next"], strong=True)
    say(request, _("Your new password is set."))
    return answer


def _ask_new(request: Request, *refusals: Refused) -> HttpResponse:
    return question(
        request,
        title=_("Choose a password of your own"),
        fields=(_password("current", _("The password you have now")), _own_password("password")),
        button=_("Set it"),
        back=_DESK if request.actor.is_staff else "/log-in/staff",
        refusals=refusals,
    )


def finish(request: Request) -> HttpResponse:
    """The first code of a new authenticator, with the password once more."""
    entry = request.session.get(_ENROLLING)
    if not entry:
        return HttpResponseRedirect("/log-in/staff")
    if request.method != "POST":
        return _show(request)
    try:
        confirm_totp(
            by=ANYONE,
            person=entry["person"],
            password=request.POST.get("password", "")[:LONGEST],
            totp=request.POST.get("totp", "")[:LONGEST],
            new_password=request.POST.get("new_password", "")[:LONGEST],
        )
    except Refused as refused:
        return _show(request, None, [refused])
    options = [(entry["person"], community) for community in entry["communities"]]
    return arrive(request, options, entry["next"], strong=True)


def _show(
    request: Request, enrolment: Enrolment | None = None, refusals: Sequence[Refused] = ()
) -> HttpResponse:
    secret = enrolment.secret if enrolment else ""
    must_change = request.session[_ENROLLING]["must_change"]
    own = (_own_password(),) if must_change else ()
    return question(
        request,
        title=_("Set up your second key"),
        intro=_("A password can be guessed. An authenticator on your phone cannot."),
        fields=(_password(), _code(_("The code your authenticator shows now.")), *own),
        button=_("Log in"),
        action="/log-in/second",
        back="/log-in/staff",
        refusals=refusals,
        template="shell/second.html",
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        uri=enrolment.uri if enrolment else "",
    )
