"""What a worker's phone asks without a person pressing: who is logged in, and was it taken."""

from functools import cache
from pathlib import Path

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.kernel import Refused
from linli.surface.desk.pages import WORKS, page
from linli.surface.shell import api as shell

STATUS = {"not_found": 404, "forbidden": 403, "conflict": 409, "too_large": 413}
_KEEPER = Path(__file__).parent / "static" / "desk" / "keeper.js"


def asks(request: shell.Request) -> bool:
    """Whether the phone sends what it kept, and wants a short answer instead of a page."""
    return request.headers.get("Accept") == "application/json"


def looks_ahead(request: shell.Request) -> bool:
    """Whether the phone only puts the page by for later; nobody has read it yet."""
    return "X-Linli-Ahead" in request.headers


def taken() -> HttpResponse:
    """It is done, now or when it was sent the first time."""
    return JsonResponse({"said": ""})


def refused(why: Refused) -> HttpResponse:
    """Why it was not done, in words for whoever did it without a signal."""
    said = shell.said(why)
    if why.code == "not_found":
        said = _("This is no longer with you; perhaps a colleague has it now.")
    return JsonResponse({"said": said}, status=STATUS.get(why.code, 422))


@shell.staff_only(*WORKS)
def ready(request: shell.Request) -> HttpResponse:
    """Who would be sending, and the token that forms need."""
    answer = JsonResponse({"person": request.actor.person, "token": get_token(request)})
    add_never_cache_headers(answer)
    return answer


@shell.staff_only(*WORKS)
def no_signal(request: shell.Request) -> HttpResponse:
    """Shown by the phone itself for a page it does not have."""
    return page(request, "desk/work_no_signal.html", here="desk:worker", title=_("No signal here"))


def keeper(request: shell.Request) -> HttpResponse:
    """The service worker; its address limits it to the worker's own pages."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _script() -> bytes:
    return _KEEPER.read_bytes()
