"""Who may call a view, and how often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel import Refused, Role, new_id
from linli.surface.shell.behalf import in_their_name, is_for_another

View = Callable[..., HttpResponse]
_ONCE = "once"
_DONE = "done"
_REMEMBERED = 20
_KEY_LENGTH = 40


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
    """Only by a button: a link or a reload changes nothing."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(request, *args, **kwargs)

    return guarded


def key_of(request: HttpRequest) -> str:
    """The key of this form (`{% once %}`), for a verb's `key=`: the same form acts once."""
    given = request.POST.get(_ONCE, "")
    return given if given.isalnum() and len(given) <= _KEY_LENGTH else new_id()


def submit_once(view: View) -> View:
    """A form sent again leads where it led the first time, without doing anything again.

    Remembers the last 20 forms of a session; two at the same instant are told apart by the
    verb's own `key`.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get(_ONCE, "")
        done: list[list[str]] = request.session.get(_DONE, [])
        if request.method == "POST" and key:
            for known, address in done:
                if known == key:
                    request.again = True
                    return HttpResponseRedirect(address)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and key and isinstance(response, HttpResponseRedirect):
            done = request.session.get(_DONE, [])
            request.session[_DONE] = [*done, [key, response.url]][-_REMEMBERED:]
        return response

    return guarded


def safe_next(request: HttpRequest, given: str | None, default: str = "/") -> str:
    """An address of this site to go on to, never another one."""
    if given and given.startswith("/") and _is_ours(request, given):
        return given
    return default


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
