"""Words said once on the next page: done, and how to take it back."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

_SLOT = "said"
_MOST = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A one-time notice; `undo_url` is posted to when the person takes it back."""

    words: str
    tone: str = "ok"
    undo_url: str = ""


def say(request: HttpRequest, words: str, *, tone: str = "ok", undo_url: str = "") -> None:
    """Say this on the next page this person sees; tone is ok, wait, late or plain."""
    waiting: list[dict[str, Any]] = request.session.get(_SLOT, [])
    notice = asdict(Said(str(words), tone, undo_url))
    request.session[_SLOT] = [*waiting, notice][-_MOST:]


def heard(request: HttpRequest) -> tuple[Said, ...]:
    """What was to be said, once."""
    session = getattr(request, "session", None)
    if session is None or _SLOT not in session:
        return ()
    return tuple(Said(**notice) for notice in session.pop(_SLOT))
