"""Words on a form that are not sent yet: kept as a draft, and there again until they are sent."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext

from linli.foundation.drafts.api import get_draft, keep_draft, throw_away_draft
from linli.kernel import Refused
from linli.surface.shell.notices import say

if TYPE_CHECKING:
    from linli.surface.shell.form import Field

LATER = "later"
"""The button that keeps a form for later instead of sending it."""
WRITTEN = ("text", "words", "phone")
"""What people type into such forms; everything else is chosen again with one press."""


def filled(request: HttpRequest, slot: str, fields: "Iterable[Field]") -> "tuple[Field, ...]":
    """The fields with what was kept of them."""
    draft = get_draft(viewer=request.__dict__["actor"], slot=slot)
    if draft is None:
        return tuple(fields)
    kept = {name: text for name in WRITTEN if (text := draft.values.get(name))}
    return tuple(
        replace(field, value=(kept[field.name],)) if field.name in kept else field
        for field in fields
    )


def keep(request: HttpRequest, slot: str) -> bool:
    """Keep what stands on this form; nothing is begun for an empty one, and nothing for strangers.

    Error pages may then say that it is kept.
    """
    actor = request.__dict__["actor"]
    words = {name: request.POST[name] for name in WRITTEN if name in request.POST}
    if actor.person is None or not words:
        return False
    if not any(words.values()) and get_draft(viewer=actor, slot=slot) is None:
        return False
    try:
        keep_draft(by=actor, slot=slot, values=words)
    except Refused:  # too long or too many: the page itself still holds every word
        return False
    request.__dict__["kept"] = True
    return True


def put_aside(request: HttpRequest, slot: str) -> bool:
    """Whether the person pressed "keep it for later", which is done then."""
    if request.method != "POST" or LATER not in request.POST:
        return False
    if keep(request, slot):
        say(request, gettext("Kept. It waits for you on the home page for 30 days."))
    return True


def sent(request: HttpRequest, slot: str, became: str = "") -> None:
    """What was kept has been sent now, as `became`."""
    actor = request.__dict__["actor"]
    draft = get_draft(viewer=actor, slot=slot) if actor.person else None
    if draft is not None:
        throw_away_draft(by=actor, draft=draft.id, became=became)
