"""A form sent after its session had ended: kept, and there again once its writer is back."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from linli.foundation.drafts.api import (
    ParkedFile,
    ParkedForm,
    find_parked,
    forget_parked,
    park_form,
    read_parked_files,
)
from linli.kernel import Refused
from linli.surface.shell import once
from linli.surface.shell.address import address_of
from linli.surface.shell.guard import is_page, page_above, safe_next

COOKIE = "parked"
_A_DAY = 24 * 60 * 60
_PER_HOUR = 30
_AN_HOUR = 60 * 60
_MOST_FORMS = 3
_NEVER = frozenset({"csrfmiddlewaretoken", once.NAME, COOKIE, "next"})
_SECRET = frozenset({"password", "new_password", "current", "totp", "code", "pin"})
"""Fields whose values are never kept."""


def page_of(request: HttpRequest) -> str:
    """The page on which this form stands."""
    if request.method == "GET" or is_page(request.path):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}"
    above = page_above(request.path)
    return safe_next(request, came_from.removeprefix(ours), above) if ours in came_from else above


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it; browsers say so of every form of another site."""
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin", ours) != ours:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def park(request: HttpRequest) -> bool:
    """Keep what this form holds, for this browser and for whom its page was made; whether it was.

    Nothing is kept of a form of another site, of passwords and codes, or when there is nothing.
    """
    key = once.given_key(request)
    if request.method != "POST" or not key or not is_from_here(request):
        return False
    values = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in _NEVER and name.rpartition("-")[2] not in _SECRET
    }
    known = once.is_ours(key)
    if not (known or is_page(request.path)):  # a button alone holds no words
        return False
    files = _files(request) if known else ()
    if not (any(any(texts) for texts in values.values()) or files) or not _has_room(request):
        return False
    try:
        parked = park_form(
            by=request.__dict__["actor"],
            page=page_of(request),
            form=key,
            values=values,
            files=files,
        )
    except Refused:
        return False
    request.__dict__["parked_now"] = parked
    return True


def _files(request: HttpRequest) -> tuple[ParkedFile, ...]:
    return tuple(
        ParkedFile(name, file.name or "photo", file.content_type or "", file.read())
        for name in request.FILES
        for file in request.FILES.getlist(name)
    )


def _has_room(request: HttpRequest) -> bool:
    """Nobody fills the store: so many forms an hour from one address, counted in this process."""
    name = f"parked-{address_of(request)}"
    cache.add(name, 0, _AN_HOUR)
    return cache.incr(name) <= _PER_HOUR


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Bind what was parked to this browser, by a signed cookie; and let go of what was taken."""
    waiting = _waiting(request)
    new = request.__dict__.get("parked_now")
    gone = request.__dict__.get("parked_gone")
    kept = [one for one in [new, *waiting] if one and one != gone][:_MOST_FORMS]
    if kept == waiting:
        return
    if not kept:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_signed_cookie(
        COOKIE,
        ".".join(kept),
        salt=COOKIE,
        max_age=_A_DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _waiting(request: HttpRequest) -> list[str]:
    told = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=_A_DAY)
    return [one for one in (told or "").split(".") if one]


def returned(request: HttpRequest) -> ParkedForm | None:
    """What this person wrote on this page in this browser before their session ended."""
    if request.method != "GET" or COOKIE not in request.COOKIES:
        return None
    if "returned" not in request.__dict__:
        request.__dict__["returned"] = _find(request, request.path)
    found: ParkedForm | None = request.__dict__["returned"]
    return found


def _find(request: HttpRequest, page: str) -> ParkedForm | None:
    for one in _waiting(request):
        form = find_parked(viewer=request.__dict__["actor"], parked=one)
        if form and form.page.partition("?")[0] == page and _is_theirs(request, form):
            return form
    return None


def _is_theirs(request: HttpRequest, form: ParkedForm) -> bool:
    return once.is_of(form.form, request.__dict__["actor"])


def take_up(request: HttpRequest) -> None:
    """Add the files that were kept to the form that is sent again, unless there are new ones."""
    form = _sent_again(request)
    if form is None or not form.files:
        return
    given: MultiValueDict[str, Any] = request.FILES.copy()
    for file in read_parked_files(viewer=request.__dict__["actor"], parked=form.id):
        if file.field not in request.FILES:
            given.appendlist(
                file.field, SimpleUploadedFile(file.name, file.content, file.media_type)
            )
    request.__dict__["files_sent"] = request.FILES
    request._files = given  # type: ignore[attr-defined]  # where Django keeps them


def let_go(request: HttpRequest, response: HttpResponse) -> None:
    """What was parked has been taken now: the same form led somewhere."""
    if request.method != "POST" or response.status_code not in (302, 303):
        return
    form = _sent_again(request)
    if form is not None and "parked_now" not in request.__dict__:
        forget_parked(by=request.__dict__["actor"], parked=form.id)
        request.__dict__["parked_gone"] = form.id


def _sent_again(request: HttpRequest) -> ParkedForm | None:
    told = request.POST.get(COOKIE, "") if request.method == "POST" else ""
    if not told or told not in _waiting(request):
        return None
    form = find_parked(viewer=request.__dict__["actor"], parked=told)
    return form if form and _is_theirs(request, form) and _holds(request.POST, form) else None


def _holds(sent: Mapping[str, Any], form: ParkedForm) -> bool:
    """Whether it is the same form: an unchecked box is left out, nothing else is."""
    texts = {name for name, values in form.values.items() if any(values)}
    return not texts or bool(texts & set(sent))
