"""Who may call a view, and how often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from linli.foundation.people.api import claim_request, forget_request, keep_answer
from linli.kernel import Actor, Refused, Role, new_id
from linli.surface.shell import once
from linli.surface.shell.behalf import in_their_name, is_for_another
from linli.surface.shell.notices import say

View = Callable[..., HttpResponse]
_DONE = "done"
_REMEMBERED = 20


def signed_in(view: View) -> View:
    """Only for people who have logged in; others log in first and come back."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.person is None:
            raise Refused("not_signed_in", "Please log in first.")
        if request.method == "POST" and is_for_another(request.actor):
            return in_their_name(request, view, args, kwargs)
        return view(request, *args, **kwargs)

    return guarded


def staff_only(*roles: Role) -> Callable[[View], View]:
    """Only for staff, or for one of the given roles; front doors check again by object."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor
            if not (actor.has(*roles) if roles else actor.is_staff):
                raise Refused("forbidden", "This page is for the people who work here.")
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return guard


def post_only(view: View) -> View:
    """Only by a button: a link or a reload changes nothing and leads to the page it stands on."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            say(
                request, gettext("Nothing was done yet. Please press the button here."), tone="wait"
            )
            return HttpResponseRedirect(page_above(request.path))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(request, *args, **kwargs)

    guarded.__dict__["is_post_only"] = True  # `wraps` of the guards around it carries it on
    return guarded


def is_page(address: str) -> bool:
    """Whether one can open this address: there is a view, and it is not only for a button."""
    try:
        return not getattr(resolve(address).func, "is_post_only", False)
    except Resolver404:
        return False


def page_above(address: str) -> str:
    """The nearest page over an address that only a button sends to."""
    parts = address.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:length])
        for page in (above, f"{above}/"):
            if is_page(page):
                return page
    return "/"


def key_of(request: HttpRequest) -> str:
    """The key of this form (`{% once %}`), for a verb's `key=`: the same words act once."""
    return once.said_key(request) if once.given_key(request) else new_id()


def submit_once(view: View) -> View:
    """A form sent again leads where it led the first time, without doing anything again.

    Kept in the database in the transaction of the change: five at the same instant act once, on
    any device and after a restart. A form that was refused may be sent again, and one that says
    something else after Back is a new act. Strangers are remembered by their session; what they
    may send has a key of its own.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not once.given_key(request):
            return view(request, *args, **kwargs)
        if request.actor.person is None:
            return _once_a_session(request, lambda: view(request, *args, **kwargs))
        by, key = request.actor, f"form:{once.given_key(request)}"
        with transaction.atomic():
            led = _led_before(by, key, once.said_key(request))
            if led:
                request.again = True
                return HttpResponseRedirect(led)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                keep_answer(by=by, key=key, status=response.status_code, answer=response.url)
            else:
                forget_request(by=by, key=key)
        return response

    guarded.__dict__["is_submit_once"] = True  # `wraps` of the guards around it carries it on
    return guarded


def _led_before(by: Actor, key: str, said: str) -> str:
    """Where the same words under this key led; nothing when they were not sent just before."""
    try:
        before = claim_request(by=by, key=key, digest=said)
    except Refused:  # the key was used, for other words
        forget_request(by=by, key=key)
        before = claim_request(by=by, key=key, digest=said)
    return before.answer if before else ""


def _once_a_session(request: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
    key = once.said_key(request)
    done: list[list[str]] = request.session.get(_DONE, [])
    for known, address in done:
        if known == key:
            return HttpResponseRedirect(address)
    response = act()
    if isinstance(response, HttpResponseRedirect):
        done = request.session.get(_DONE, [])
        request.session[_DONE] = [*done, [key, response.url]][-_REMEMBERED:]
    return response


def safe_next(request: HttpRequest, given: str | None, default: str = "/") -> str:
    """An address of this site to go on to, never another one."""
    if given and given.startswith("/") and _is_ours(request, given):
        return given
    return default


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
