"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from linli.surface.shell.looks import look_of
from linli.surface.shell.neighbourhood import community_of
from linli.surface.shell.notices import heard
from linli.surface.shell.request import ELDER, STANDARD, face_of
from linli.surface.shell.returning import returned

_OTHER = {"zh-hans": ("en", "en", "English"), "en": ("zh-hans", "zh-Hans", "中文")}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The words and switches of the layout."""
    language = get_language() or settings.LANGUAGE_CODE
    face = getattr(request, "face", face_of(request))
    actor = getattr(request, "actor", None)
    is_signed_in = actor is not None and actor.person is not None
    return {
        "face": face,
        "look": look_of(request),
        "other_face": STANDARD if face == ELDER else ELDER,
        "other_language": _OTHER.get(language, _OTHER["en"]),
        "here": _here(request),
        "actor": actor,
        "is_signed_in": is_signed_in,
        "is_practice": request.path.startswith("/practice"),
        "is_entry": request.path.startswith("/log-in"),
        "helping": _helping(request) if is_signed_in else "",
        "reference": getattr(request, "reference", ""),
        "demo": settings.DEMO,
        "notices": SimpleLazyObject(lambda: heard(request)),
        "returned": returned(request),
        **_place(request, language),
    }


def _here(request: HttpRequest) -> str:
    """Where a switch returns to; an answer to a form has no address of its own but its form's."""
    return request.get_full_path() if request.method in ("GET", "POST") else "/"


def _helping(request: HttpRequest) -> str:
    return str(request.session.get("helping_name", ""))


def _place(request: HttpRequest, language: str) -> dict[str, Any]:
    card = getattr(request, "community", None) or community_of(request)
    if card is None:
        return {"community": None, "place_name": "邻里" if language.startswith("zh") else "Linli"}
    return {
        "community": card,
        "place_name": card.name if language.startswith("zh") else card.name_en or card.name,
        "desk": card.desk.in_language(language),
        "desk_hours": card.desk_hours.in_language(language),
        "phone": card.phone,
        "phone_link": "".join(sign for sign in card.phone if sign.isdigit() or sign == "+"),
        "is_invented": card.is_invented,
    }
