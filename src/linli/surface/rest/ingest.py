"""`POST /ingest/v1/readings` on the pages' port: handed on to core as it is, and its answer back.

Core decides everything; this only spares devices a second address.
"""

from http.client import HTTPConnection, HTTPException

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt

from linli.surface.shell.address import address_of

MOST = 1 << 20
_PATIENCE = 50.0  # seconds; core itself gives up before
_PASSED_ON = ("Authorization", "Content-Type", "Idempotency-Key")
_BROUGHT_BACK = ("Content-Type", "Retry-After", "WWW-Authenticate", "Allow")


@csrf_exempt
def ingest(request: HttpRequest) -> HttpResponse:
    """Pass a request on; 503 while core is away, when nothing was taken."""
    try:
        body = request.read(MOST + 1)  # of one too large enough for core to see that it is
    except (OSError, RawPostDataException):
        return _problem(400, "Bad Request", "The body could not be read.")
    connection = HTTPConnection(settings.NEAR, settings.HUB_PORT, timeout=_PATIENCE)
    try:
        connection.request(request.method or "GET", request.path, body, _headers(request))
        said = connection.getresponse()
        answer = HttpResponse(said.read(), status=said.status)
        for name in _BROUGHT_BACK:
            if value := said.headers.get(name):
                answer[name] = value
    except (OSError, HTTPException):
        answer = _problem(503, "Service Unavailable", "Readings cannot be taken at the moment.")
        answer["Retry-After"] = "5"
    finally:
        connection.close()
    return answer


def _headers(request: HttpRequest) -> dict[str, str]:
    passed = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
    return {**passed, "X-Forwarded-For": address_of(request)}


def _problem(status: int, title: str, detail: str) -> HttpResponse:
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(orjson.dumps(said), status=status, content_type="application/problem+json")
