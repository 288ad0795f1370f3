"""Every "no" as a page: what happened, what is safe, one next step, and a reference number."""

import logging
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from linli.kernel import ANYONE, Refused, new_id
from linli.surface.shell import once
from linli.surface.shell.form import said
from linli.surface.shell.notices import say
from linli.surface.shell.outages import is_outage
from linli.surface.shell.request import face_of
from linli.surface.shell.returning import is_from_here, page_of, park

log = logging.getLogger("linli.shell")

STATUS = {
    "invalid": 422,
    "not_found": 404,
    "gone": 410,
    "forbidden": 403,
    "not_signed_in": 401,
    "conflict": 409,
    "too_many": 429,
    "too_large": 413,
    "unavailable": 503,
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """The words of one kind of page, in English source sentences."""

    title: str
    what: str
    can_repeat: bool = False


TROUBLES = {
    400: Trouble(
        gettext_noop("We could not read what was sent"),
        gettext_noop("Something was lost on the way. Please go back and send it again."),
    ),
    403: Trouble(
        gettext_noop("This is not open to you"),
        gettext_noop("Only certain people may see or do this. If you should be one, ask us."),
    ),
    404: Trouble(
        gettext_noop("We could not find this page"),
        gettext_noop("Perhaps the address has changed, or a letter is missing."),
    ),
    405: Trouble(
        gettext_noop("This only works by its button"),
        gettext_noop("Please go back to the page and press the button there."),
    ),
    409: Trouble(
        gettext_noop("It has moved on in the meantime"),
        gettext_noop("Someone else may have dealt with it. Look again before you go on."),
    ),
    410: Trouble(
        gettext_noop("This is over"),
        gettext_noop("It was here once and has been taken back or has ended."),
    ),
    413: Trouble(
        gettext_noop("This is too large"),
        gettext_noop("Please send fewer or smaller photos. The desk can also take them."),
    ),
    422: Trouble(
        gettext_noop("Something needs changing"),
        gettext_noop("Please go back and change it."),
    ),
    429: Trouble(
        gettext_noop("That was a lot at once"),
        gettext_noop("Please wait a little and try again, or call us."),
        can_repeat=True,
    ),
    500: Trouble(
        gettext_noop("Something went wrong on our side"),
        gettext_noop("You did nothing wrong. It is written down and we will look into it."),
        can_repeat=True,
    ),
    503: Trouble(
        gettext_noop("This part is resting for a moment"),
        gettext_noop("Please try again in a few minutes, or call us."),
        can_repeat=True,
    ),
}
OUTAGE = Trouble(
    gettext_noop("This could not be done just now"),
    gettext_noop(
        "Our database or disk does not answer at the moment. Please try again in a minute; if it"
        " is urgent, call us or come to the desk."
    ),
    can_repeat=True,
)
ENDED = Trouble(
    gettext_noop("You no longer act for this person"),
    gettext_noop("From here you go on as yourself."),
)
STALE = Trouble(
    gettext_noop("The page had been open for too long"),
    gettext_noop("Please go back, load the page again and press the button once more."),
)


def new_reference() -> str:
    """A short number one can say on the phone; it stands in the log beside the cause."""
    tail = new_id()[-8:].upper()
    return f"{tail[:4]}-{tail[4:]}"


def page(
    request: HttpRequest, status: int, *, what: str = "", trouble: Trouble | None = None
) -> HttpResponse:
    """The page for a status; a fragment for a part of a page that htmx asked for."""
    trouble = trouble or TROUBLES.get(status) or TROUBLES[400 if status < 500 else 500]
    _make_whole(request)
    part = "HX-Request" in request.headers
    is_parked = _is_parked(request)
    context: dict[str, Any] = {
        "title": gettext(trouble.title),
        "what": what or gettext(trouble.what),
        "safe": _safe(request, status, is_parked=is_parked),
        **_onward(request, is_parked=is_parked),
        "again_url": request.get_full_path()
        if trouble.can_repeat and request.method == "GET"
        else "",
    }
    template = "shell/parts/problem.html" if part else "shell/problem.html"
    return render(request, template, context, status=status)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal as a page; whoever is not logged in goes to the log-in and comes back."""
    if refused.code == "not_signed_in":
        if park(request):
            kept = gettext("You were logged out. What you wrote is kept: log in and go on with it.")
            say(request, kept, tone="wait")
        return HttpResponseRedirect(f"/log-in?next={quote(page_of(request))}")
    return page(request, STATUS[refused.code], what=said(refused))


def no_longer_helping(request: HttpRequest, name: str) -> HttpResponse:
    """A helper whose trust has ended: what they asked for another is not done as their own."""
    words = gettext(
        "%(name)s no longer trusts you to act for them, or the time is over. Ask them, or the"
        " service desk. From here you go on as yourself."
    )
    return page(request, 403, what=words % {"name": name}, trouble=ENDED)


def crash(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw: logged under the reference number that the page shows."""
    if is_outage(error):
        return outage(request, error)
    _make_whole(request)
    reference = getattr(request, "reference", "")
    log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return page(request, 500)


def outage(request: HttpRequest, error: BaseException) -> HttpResponse:
    """A locked database or a full disk: one line in the log, and a page that says when to come."""
    _make_whole(request)
    reference = request.__dict__["reference"]
    log.warning("reference %s: %s %s: %s", reference, request.method, request.path, error)
    answer = page(request, 503, trouble=OUTAGE)
    answer["Retry-After"] = "60"
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _is_parked(request: HttpRequest) -> bool:
    """Keep what was written on a form that could not be taken; a database that is away cannot."""
    try:
        return park(request)
    except Exception as error:  # noqa: BLE001 — the error page must come up whatever happens
        log.warning("a form could not be kept: %s", error)
        return False


def _onward(request: HttpRequest, *, is_parked: bool) -> dict[str, str]:
    """The one next step: back to what was written, or to the page of the button, or home."""
    page = "/" if request.method in ("GET", "HEAD") else page_of(request)
    label = gettext("Go to the home page") if page == "/" else gettext("Back to the page")
    return {
        "next_url": page,
        "next_label": gettext("Back to what I wrote") if is_parked else label,
    }


def _safe(request: HttpRequest, status: int, *, is_parked: bool) -> str:
    """What the reader need not fear for; said only when it is true."""
    if getattr(request, "kept", False) or is_parked:
        return gettext("What you wrote is kept. You can go on with it later.")
    if request.method in ("GET", "HEAD"):
        return gettext("You have lost nothing: only this page did not come up.")
    if status == 503:
        return gettext("Nothing has been changed. Sending it once more does no harm.")
    if status >= 500:
        return gettext("We cannot tell whether this was done. Please look before you send again.")
    return gettext("Nothing has been changed.")


def _make_whole(request: HttpRequest) -> None:
    """A request that failed before the middleware was through lacks what the layout needs."""
    request.__dict__.setdefault("actor", ANYONE)
    request.__dict__.setdefault("face", face_of(request))
    request.__dict__.setdefault("reference", new_reference())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler403`."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: reached when something failed outside the views, even the session."""
    error = sys.exception()
    return outage(request, error) if error and is_outage(error) else page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: usually a page that stayed open while its cookie went away.

    Its own page comes up again with everything on it; a form of another site is only refused.
    """
    if not (once.given_key(request) and is_from_here(request)):
        return page(request, 403, trouble=STALE)
    park(request)
    say(request, gettext("The page had been open for long. Please press the button once more."))
    return HttpResponseRedirect(page_of(request))
