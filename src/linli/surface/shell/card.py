"""Coming in by a paper card: the code is scanned, four digits are pressed."""

import re

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.foundation.people.api import check_pass, use_pass
from linli.kernel import ANYONE, Refused
from linli.surface.shell.address import address_of
from linli.surface.shell.arriving import enter
from linli.surface.shell.form import Field, refill, said
from linli.surface.shell.notices import say
from linli.surface.shell.request import Request

_SLOT = "card"
_DIGITS = 4
_MOST_TYPED = 30
_BACK = "back"


def scanned(request: Request, token: str) -> HttpResponse:
    """The address on the card; what it carries goes no further than this device's session, so
    that no link, call for help or history entry of the next page names it."""
    request.session[_SLOT] = token[:60]
    return HttpResponseRedirect("/card")


def digits(request: Request) -> HttpResponse:
    """Ten large keys; the fourth one lets in. Each key is a button, so it works without script."""
    token = request.session.get(_SLOT, "")
    if not token:
        return HttpResponseRedirect("/log-in")
    try:
        check_pass(viewer=ANYONE, token=token)
        if request.method != "POST":
            return _keys(request, "")
        typed = _typed(request)
        if "key" in request.POST and len(typed) < _DIGITS:
            return _keys(request, typed)
        return _let_in(request, token, typed)
    except Refused as refused:
        if refused.field:
            return _keys(request, "", refused)
        return _closed(request, refused)


def _typed(request: Request) -> str:
    """What stands in the box, after the key that was pressed."""
    typed, key = request.POST.get("pin", "")[:_MOST_TYPED], request.POST.get("key", "")
    if key == _BACK:
        return typed[:-1]
    return typed + key if key.isdecimal() and len(key) == 1 else typed


def _let_in(request: Request, token: str, pin: str) -> HttpResponse:
    signed = use_pass(
        by=ANYONE, token=token, pin=pin, device=_device(request), address=address_of(request)
    )
    option = (signed.person, signed.communities[0])
    enter(request, option, strong=False, login_pass=signed.login_pass)
    if signed.wrong_before:
        words = _(
            "Wrong digits were tried %(count)s times since your last visit. Was it not you? Then"
            " call us."
        )
        say(request, words % {"count": signed.wrong_before}, tone="wait")
    return HttpResponseRedirect("/")


def _device(request: Request) -> str:
    """What kind of browser this is, without its version: it should not be new after an update."""
    return re.sub(r"[\d._]+", "", request.headers.get("User-Agent", ""))[:400]


def _keys(request: Request, typed: str, *refusals: Refused) -> HttpResponse:
    asked = Field(
        name="pin",
        label=_("Press your four digits"),
        hint=_("They are not on the card. You were given them with it."),
        kind="code",
        inputmode="numeric",
        value=(typed,),
        maxlength=8,
        size="code",
    )
    fields, problems = refill((asked,), QueryDict(), refusals)
    context = {
        "title": _("Log in with the card"),
        "fields": fields,
        "problems": problems,
        "keys": "123456789",
    }
    response = render(request, "shell/card.html", context, status=422 if refusals else 200)
    add_never_cache_headers(response)
    return response


def _closed(request: Request, refused: Refused) -> HttpResponse:
    """The card cannot be used now: why, and the other ways in."""
    context = {"title": _("This card does not open now"), "closed": said(refused)}
    status = 429 if refused.code == "too_many" else 403
    return render(request, "shell/card.html", context, status=status)
