"""The addresses of programs; whatever goes wrong below /api is answered as a problem."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from linli.kernel import Refused
from linli.surface.rest.document import api, document
from linli.surface.rest.operations import KEY
from linli.surface.rest.problems import of_error, problem
from linli.surface.rest.reference import reference

View = Callable[..., HttpResponse]
MOST = 1 << 20
MOST_WITH_PHOTOS = 12 << 20


def guarded(view: View) -> View:
    """Speak the caller's language, bound what comes in, and turn every failure into a problem."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        with translation.override(_language(request)):
            try:
                _check_size(request)
                response = view(request, *args, **given)
            except Exception as error:  # noqa: BLE001 — even this must become a problem
                response = of_error(request, error)
            return _as_problem(response)

    return answered


def _check_size(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = MOST_WITH_PHOTOS if request.content_type == "multipart/form-data" else MOST
    if not length.isdecimal() or int(length) > most:
        raise Refused("too_large", "Send at most %(most)s bytes.", most=most)
    if request.headers.get(KEY):
        _ = request.body  # read it whole now: what is asked under a key is compared later


def _language(request: HttpRequest) -> str:
    for language, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if language.startswith(("zh", "en")):
            return "zh-hans" if language.startswith("zh") else "en"
    return "zh-hans"


def _as_problem(response: HttpResponse) -> HttpResponse:
    if response.status_code != 405 or response.headers["Content-Type"].endswith("problem+json"):
        return response
    return problem(405, headers={"Allow": response.get("Allow", "")})


def _openapi(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return problem(405, headers={"Allow": "GET, HEAD"})
    return HttpResponse(orjson.dumps(document()), content_type="application/json")


def _nothing(request: HttpRequest) -> HttpResponse:
    return problem(404)


def _within(patterns: list[Any]) -> list[URLPattern]:
    return [
        URLPattern(each.pattern, guarded(each.callback), each.default_args, each.name)
        for each in patterns
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", guarded(_openapi), name="openapi"),
    path("api/v1/", guarded(reference), name="api-reference"),
    path("api/v1/", include(_within(api.urls[0]))),
    re_path(r"^api(?:/|$)", guarded(_nothing)),
    path("", include("linli.surface.rest.urls_ingest")),
]
