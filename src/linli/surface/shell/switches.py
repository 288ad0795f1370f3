"""One-tap switches: face, language, community; each comes back to the page it was pressed on."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.surface.shell import arriving
from linli.surface.shell.guard import post_only, safe_next
from linli.surface.shell.neighbourhood import communities
from linli.surface.shell.notices import say
from linli.surface.shell.request import FACES, Request

_YEAR = 365 * 24 * 60 * 60


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Keep a choice on this device for a year."""
    response.set_cookie(
        name,
        value,
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _switch(request: Request, name: str, known: set[str]) -> HttpResponse:
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next")))
    value = request.POST.get(name, "")
    if value in known:
        remember(response, name, value)
    return response


def has_chosen_face(request: Request) -> bool:
    """Whether this device has said, or been told, which face it shows."""
    return "face" in request.COOKIES


def keep_face(request: Request, response: HttpResponse) -> None:
    """Remember the face that is on as this device's own."""
    remember(response, "face", request.face)


@post_only
def set_face(request: Request) -> HttpResponse:
    """标准版 or 长辈版, one tap both ways."""
    return _switch(request, "face", set(FACES))


@post_only
def set_language(request: Request) -> HttpResponse:
    """Chinese or English; what is sent to someone who has logged in is in that language too."""
    chosen = request.POST.get(settings.LANGUAGE_COOKIE_NAME, "")
    if request.actor.person and chosen in dict(settings.LANGUAGES):
        people.set_language(by=request.actor, language=chosen)
    return _switch(request, settings.LANGUAGE_COOKIE_NAME, set(dict(settings.LANGUAGES)))


@post_only
def choose_community(request: Request) -> HttpResponse:
    """Which community's desk and phone to show before log-in."""
    return _switch(request, "community", {card.id for card in communities()})


@post_only
def stop_helping(request: Request) -> HttpResponse:
    """Act for oneself again."""
    again = arriving.stop_helping(request)
    say(request, _("You act for yourself again."), undo_url=again)
    return HttpResponseRedirect("/")


def favicon(request: Request) -> HttpResponse:
    """Browsers ask for it by its old name."""
    return HttpResponseRedirect(static("shell/favicon.svg"))
