"""Acting for someone else: what is done is written down in the same breath, or nothing is done."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from linli.foundation.people.api import note_deed
from linli.kernel import Actor, Ref, Refused

STEPS = frozenset(
    {
        "report",
        "report-all",
        "report-where",
        "report-elsewhere",
        "report-details",
        "report-reach",
        "report-start-over",
        "draft-photo-remove",
        "draft-photo-back",
        "draft-keep",
        "draft-throw-away",
        "draft-back",
        "notices-seen",
        "notice-seen",
        "notices-unseen",
        "notice-unseen",
        "announcement-seen",
        "helping-begin",
        "card-off",
        "card-on",
        "helper-stop",
        "notice-check",
        "notice-figures",
        "notice-result",
    }
)
"""Pages on the way to a deed, and those that change nothing of the principal's."""


def is_for_another(actor: Actor) -> bool:
    """Whether a helper, not staff, acts for someone."""
    return actor.on_behalf_of is not None and not actor.is_staff


def is_practice(name: str) -> bool:
    """Lessons are nobody's affairs."""
    return name.startswith("practice")


def in_their_name(request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse:
    """Do what a helper asks in someone's name, and note it; both or neither."""
    name = request.resolver_match.url_name or ""
    if is_practice(name):
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]
    if request.actor.looks_only and name not in ("helping-begin", "helper-stop"):
        raise Refused("forbidden", "You may look for this person, but not change anything.")
    with transaction.atomic():
        response: HttpResponse = view(request, *args, **kwargs)
        done = isinstance(response, HttpResponseRedirect) and not getattr(request, "again", False)
        if done and name not in STEPS:
            note(request, request.actor, response)
    return response


def note(
    request: Any, by: Actor, response: HttpResponse | None = None, *, about: Ref | None = None
) -> None:
    """Write down who did what for whom on this page, about which matter."""
    match = request.resolver_match
    matter = match.kwargs.get("matter") or _led_to(response)
    key = request.POST.get("once", "")[:40]
    note_deed(
        by=by,
        what=match.url_name or "",
        about=about or (Ref("matter", matter) if matter else None),
        key=f"{match.url_name}:{key}" if key else None,
    )


def _led_to(response: HttpResponse | None) -> str:
    if not isinstance(response, HttpResponseRedirect):
        return ""
    try:
        found: str = resolve(response.url.partition("?")[0]).kwargs.get("matter", "")
    except Resolver404:
        return ""
    return found
