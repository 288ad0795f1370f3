"""Coming in by phone and code, choosing who one is, and going out."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from linli.foundation.people.api import request_code, verify_code
from linli.kernel import ANYONE, Refused
from linli.kernel.written import say_phone
from linli.surface.shell.address import address_of
from linli.surface.shell.arriving import arrive, enter, options_of, own_name, waiting_options
from linli.surface.shell.form import Choice, Field, question
from linli.surface.shell.guard import post_only, safe_next
from linli.surface.shell.neighbourhood import communities
from linli.surface.shell.notices import say
from linli.surface.shell.request import Request
from linli.surface.shell.typed import phone_typed

_ENTRY = "entry"
LONGEST = 200
"""What is typed into a box of these pages is cut here before anyone looks at it."""


def onward(request: Request, default: str = "/") -> str:
    """Where the person wanted to go before logging in."""
    return safe_next(request, request.POST.get("next") or request.GET.get("next"), default)


def log_in(request: Request) -> HttpResponse:
    """One box: the phone number."""
    if request.method != "POST":
        return _ask_phone(request)
    try:
        phone = phone_typed(request.POST.get("phone", "")[:LONGEST], "phone").value
        asked = request_code(by=ANYONE, phone=phone, address=address_of(request))
    except Refused as refused:
        return _ask_phone(request, refused)
    request.session[_ENTRY] = {
        "phone": phone,
        "next": onward(request),
        "minutes": asked.minutes_valid,
    }
    return HttpResponseRedirect("/log-in/code")


def _ask_phone(request: Request, *refusals: Refused) -> HttpResponse:
    fields = (
        Field(
            name="phone",
            label=_("Your phone number"),
            kind="tel",
            hint=_("We send you a code. There is no password to remember."),
            autocomplete="tel",
            maxlength=30,
            size="mid",
        ),
        Field(name="next", kind="hidden", value=(onward(request),)),
    )
    return question(
        request,
        fields=fields,
        button=_("Send me a code"),
        refusals=refusals,
        template="shell/login.html",
        onward=onward(request),
    )


def enter_code(request: Request) -> HttpResponse:
    """The code that was sent; it may be pasted or filled in by the phone."""
    entry = request.session.get(_ENTRY)
    if not entry:
        return HttpResponseRedirect("/log-in")
    if request.method != "POST":
        return _ask_code(request, entry)
    code = request.POST.get("code", "")[:LONGEST]
    try:
        signed = verify_code(
            by=ANYONE, phone=entry["phone"], code=code, address=address_of(request)
        )
    except Refused as refused:
        return _ask_code(request, entry, refused)
    return arrive(request, options_of(signed), entry["next"], strong=signed.strong)


def _ask_code(request: Request, entry: dict[str, str], *refusals: Refused) -> HttpResponse:
    sent = _("It was sent to %(phone)s and is good for %(minutes)s minutes.")
    field = Field(
        name="code",
        label=_("The code we sent you"),
        kind="code",
        hint=sent % {"phone": say_phone(entry["phone"]).zh, "minutes": entry["minutes"]},
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=20,
        size="code",
    )
    return question(
        request,
        fields=(field,),
        button=_("Log in"),
        back="/log-in",
        action="/log-in/code",
        refusals=refusals,
        template="shell/code.html",
    )


@post_only
def send_again(request: Request) -> HttpResponse:
    """As many more minutes: a new code for the same phone."""
    entry = request.session.get(_ENTRY)
    if not entry:
        return HttpResponseRedirect("/log-in")
    try:
        request_code(by=ANYONE, phone=entry["phone"], address=address_of(request))
    except Refused as refused:
        return _ask_code(request, entry, refused)
    say(request, _("We have sent you a new code. You have 10 minutes again."))
    return HttpResponseRedirect("/log-in/code")


def choose(request: Request) -> HttpResponse:
    """Who to be, for a phone that several share, or a person with homes in several estates."""
    waiting = waiting_options(request)
    if waiting is None:
        return HttpResponseRedirect("/log-in")
    among = [(option[0], option[1]) for option in waiting["among"]]  # type: ignore[attr-defined]
    picked = request.POST.get("who", "")
    if request.method == "POST" and picked.isdecimal() and int(picked[:4]) < len(among):
        address = str(waiting["next"])
        enter(request, among[int(picked[:4])], strong=bool(waiting["strong"]))
        return HttpResponseRedirect(address)
    missing = Refused("invalid", "Please choose who you are.", field="who")
    names = {card.id: card.name for card in communities()}
    choices = tuple(
        Choice(str(index), own_name(option), hint=names.get(option[1], ""))
        for index, option in enumerate(among)
    )
    return question(
        request,
        fields=(Field(name="who", label=_("Who are you?"), kind="radio", choices=choices),),
        button=_("Log in"),
        refusals=[missing] if request.method == "POST" else (),
    )


@post_only
def log_out(request: Request) -> HttpResponse:
    """Leave nothing behind on a phone that others use."""
    request.session.flush()
    request.actor = ANYONE
    response = HttpResponseRedirect("/log-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
