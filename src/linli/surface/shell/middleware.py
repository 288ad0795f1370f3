"""Who is asking, in which face and language, and how a refusal is shown."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from linli.kernel import ANYONE, Refused
from linli.surface.shell import errors, once, returning
from linli.surface.shell.arriving import actor_of, ended_trust
from linli.surface.shell.neighbourhood import community_of, set_the_clock
from linli.surface.shell.request import Request, face_of

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
MACHINE_PATHS = ("/api/", "/ingest/", "/healthz", "/static/")
"""Addresses that answer programs; they say no in their own form."""
MOST_BYTES = 60 * 1024 * 1024
"""The largest form with photos; what is larger is refused before it is read."""
_DRESSED = frozenset({400, 403, 404, 405, 413, 500})
_SOMEBODY_ELSE = Refused(
    "conflict", "This page was opened by somebody else. Nothing was sent in your name."
)


class ShellMiddleware:
    """Puts `actor`, `face` and `reference` on every request and makes every error a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(Request, plain)
        request.kept = False
        request.reference = errors.new_reference()
        request.face = face_of(request)
        request.actor = ANYONE
        request.community = None
        _set_language(request)
        try:
            request.actor = actor_of(request)
            response = self._answer(request)
        except Exception as error:  # noqa: BLE001 — even this must become a page
            response = errors.crash(request, error)
        return _with_headers(request, response)

    def _answer(self, request: Request) -> HttpResponse:
        if _is_for_machines(request):
            return self.get_response(request)
        request.community = community_of(request)
        set_the_clock(request.community)
        if _length(request) > MOST_BYTES:
            return errors.page(request, 413)
        if name := ended_trust(request):
            return errors.no_longer_helping(request, name)
        response = _dressed(request, self.get_response(request))
        returning.let_go(request, response)
        returning.remember(request, response)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A page made for someone else is not sent in the name of whoever is logged in now."""
        if request.method != "POST" or _is_for_machines(request):
            return None
        key, actor = once.given_key(request), request.__dict__["actor"]
        if actor.person and once.is_ours(key) and not once.is_of(key, actor):
            return errors.refusal(request, _SOMEBODY_ELSE)
        returning.take_up(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal or an accident in a view, as a page."""
        if _is_for_machines(request):
            return None
        if isinstance(error, Refused):
            return errors.refusal(request, error)
        if _is_known_to_django(error):
            return None
        return errors.crash(request, error)


def _is_known_to_django(error: Exception) -> bool:
    from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
    from django.http import Http404

    return isinstance(error, BadRequest | PermissionDenied | SuspiciousOperation | Http404)


def _is_for_machines(request: HttpRequest) -> bool:
    return request.path.startswith(MACHINE_PATHS)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _set_language(request: HttpRequest) -> None:
    """Chinese unless another language was chosen; what the browser was set to says little."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    translation.activate(language)
    request.__dict__["LANGUAGE_CODE"] = language


def _dressed(request: Request, response: HttpResponse) -> HttpResponse:
    """Django's own bare answers in our look; pages drawn from the layout stay as they are."""
    if response.status_code not in _DRESSED or getattr(response, "streaming", False):
        return response
    if b"data-face" in response.content[:400] or "HX-Request" in request.headers:
        return response
    if not response.get("Content-Type", "").startswith("text/html"):
        return response
    is_stale = response.status_code == 403 and b"CSRF" in response.content
    dressed = errors.page(request, response.status_code, trouble=errors.STALE if is_stale else None)
    if "Allow" in response:
        dressed["Allow"] = response["Allow"]
    return dressed


def _with_headers(request: Request, response: HttpResponse) -> HttpResponse:
    response.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.setdefault("Permissions-Policy", PERMISSIONS)
    response.setdefault("X-Request-Id", request.reference)
    if request.actor.person and not _is_for_machines(request):
        response.setdefault("Cache-Control", "private, no-cache")
    return response
