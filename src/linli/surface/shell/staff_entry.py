"""Coming in to work: a password and the code of an authenticator, set up on the first day."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from linli.foundation.people.api import Enrolment, SignIn, confirm_totp, enrol_totp, sign_in_staff
from linli.kernel import ANYONE, Refused
from linli.surface.shell.address import address_of
from linli.surface.shell.arriving import arrive, options_of
from linli.surface.shell.entry import LONGEST, onward
from linli.surface.shell.form import Field, question
from linli.surface.shell.request import Request

_ENROLLING = "enrolling"
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


def _password() -> Field:
    return Field(
        name="password",
        label=_("Password"),
        kind="password",
        autocomplete="current-password",
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
    }
    return _show(request, enrolment)


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
        )
    except Refused as refused:
        return _show(request, None, [refused])
    options = [(entry["person"], community) for community in entry["communities"]]
    return arrive(request, options, entry["next"], strong=True)


def _show(
    request: Request, enrolment: Enrolment | None = None, refusals: Sequence[Refused] = ()
) -> HttpResponse:
    secret = enrolment.secret if enrolment else ""
    return question(
        request,
        title=_("Set up your second key"),
        intro=_("A password can be guessed. An authenticator on your phone cannot."),
        fields=(_password(), _code(_("The code your authenticator shows now."))),
        button=_("Log in"),
        action="/log-in/second",
        back="/log-in/staff",
        refusals=refusals,
        template="shell/second.html",
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        uri=enrolment.uri if enrolment else "",
    )
