"""How colleagues come in: a one-time password given, a lost second key taken away."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.foundation.people import api
from linli.kernel import Refused
from linli.surface.desk.people import show_person
from linli.surface.shell import api as shell


@shell.staff_only()
@shell.post_only
def give(request: shell.Request, person: str) -> HttpResponse:
    """Make a one-time password and show it this once; a form sent again makes none."""
    login = request.POST.get("login", "").strip()[:60]
    try:
        made = api.give_password(
            by=request.actor, person=person, login=login or None, key=shell.key_of(request)
        )
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return show_person(request, person, status=422, login_why=shell.said(refused))
    if made is None:
        words = _("This one-time password was shown before and cannot be shown again.")
        shell.say(request, words, tone="wait")
        return redirect("desk:person", person)
    response = show_person(request, person, one_time=made)
    add_never_cache_headers(response)
    return response


@shell.staff_only()
@shell.post_only
@shell.submit_once
def take_second(request: shell.Request, person: str) -> HttpResponse:
    """Take a lost second key away; they set up a new one when they next log in."""
    api.reset_totp(by=request.actor, person=person)
    shell.say(request, _("The second key is taken away. They set up a new one at the next log-in."))
    return redirect("desk:person", person)
