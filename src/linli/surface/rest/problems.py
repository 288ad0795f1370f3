"""Every "no" of the interface as problem+json (RFC 9457), in the reader's language."""

import logging
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja.errors import HttpError, ValidationError

from linli.kernel import Refused
from linli.surface.shell.api import is_outage, said
from linli.surface.shell.errors import STATUS

log = logging.getLogger("linli.rest")

MEDIA_TYPE = "application/problem+json"
CODES = {status: code for code, status in STATUS.items()} | {
    400: "invalid",
    405: "not_allowed",
    406: "invalid",
    415: "invalid",
    500: "failed",
}
SENTENCES = {
    400: gettext_noop("What was sent could not be read."),
    401: gettext_noop("Please send a token, or sign in."),
    403: gettext_noop("This is not open to you."),
    404: gettext_noop("There is nothing at this address."),
    405: gettext_noop("This address does not know this method."),
    413: gettext_noop("What was sent is too large."),
    503: gettext_noop("This cannot be answered at the moment. Please ask again."),
    500: gettext_noop("Something went wrong on our side; it is written down."),
}
FAULTS = {
    "missing": gettext_noop("“%(field)s” is missing."),
    "extra_forbidden": gettext_noop("“%(field)s” is not known here."),
    "string_too_long": gettext_noop("“%(field)s” is too long."),
    "string_too_short": gettext_noop("“%(field)s” is too short."),
    "json_invalid": gettext_noop("The body is not JSON."),
}
FAULT = gettext_noop("“%(field)s” cannot be used as it was given.")
_WAIT = 60  # seconds, when a refusal does not say


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    field: str | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """One problem; without a `detail` the sentence of its status."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code or CODES.get(status, "invalid"),
        "detail": detail or gettext(SENTENCES.get(status, SENTENCES[400])),
        "field": field,
    }
    if errors:
        body["errors"] = errors
    more = dict(headers or {})
    if status == 401:
        more["WWW-Authenticate"] = 'Bearer realm="linli"'
    return HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE, headers=more)


def of_refusal(refused: Refused) -> HttpResponse:
    """A refusal of a front door."""
    headers = {}
    if refused.code in ("too_many", "unavailable"):
        headers["Retry-After"] = str(_seconds(refused))
    status = STATUS[refused.code]
    return problem(status, said(refused), code=refused.code, field=refused.field, headers=headers)


def _seconds(refused: Refused) -> int:
    if "seconds" in refused.params:
        return max(1, math.ceil(float(refused.params["seconds"])))
    return int(refused.params.get("minutes", _WAIT // 60)) * 60


def of_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Any exception; what nobody foresaw is logged under the reference of the answer."""
    if isinstance(error, Refused):
        return of_refusal(error)
    if isinstance(error, ValidationError):
        return of_input(error)
    if isinstance(error, Http404):
        return problem(404)
    if isinstance(error, HttpError):
        return problem(error.status_code)
    status = _known_to_django(error)
    if is_outage(error):
        log.warning("the database or the disk does not answer: %s", error)
        return problem(503, headers={"Retry-After": "1"})
    if status is None:
        reference = getattr(request, "reference", "")
        log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=error)
        return problem(500)
    return problem(status)


def _known_to_django(error: Exception) -> int | None:
    from django.core.exceptions import (
        BadRequest,
        PermissionDenied,
        RequestDataTooBig,
        SuspiciousOperation,
    )
    from django.http.multipartparser import MultiPartParserError
    from django.http.request import RawPostDataException, UnreadablePostError

    if isinstance(error, RequestDataTooBig):
        return 413
    if isinstance(error, PermissionDenied):
        return 403
    unreadable = (RawPostDataException, UnreadablePostError, MultiPartParserError)
    if isinstance(error, (BadRequest, SuspiciousOperation, *unreadable)):
        return 400
    return None


def of_input(error: ValidationError) -> HttpResponse:
    """Input of the wrong shape: each fault with its field, the first one as the sentence."""
    faults = [_fault(each) for each in error.errors[:20]]
    return problem(422, faults[0]["detail"], field=faults[0]["field"], errors=faults)


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    where = [str(part) for part in error.get("loc", ())]
    field = where[-1] if where else "body"
    sentence = gettext(FAULTS.get(str(error.get("type")), FAULT))
    return {"field": field, "detail": sentence % {"field": field}}
