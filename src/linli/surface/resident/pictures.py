"""Photos and voice notes: only for those who may see what they hang on."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.files.api import list_files, read_file
from linli.kernel import Actor, Refused
from linli.support.matters.api import read_photo
from linli.surface.resident import drafts
from linli.surface.shell import api as shell


@shell.signed_in
def of_matter(request: shell.Request, matter: str, file: str) -> HttpResponse:
    """A file of a matter; the matter is asked first whether this viewer may see it."""
    small = "small" in request.GET
    found = read_photo(viewer=request.actor, matter=matter, file=file, thumbnail=small)
    return shell.send_file(request, found)


@shell.signed_in
def of_draft(request: shell.Request, file: str) -> HttpResponse:
    """A file of the report one is writing."""
    draft = drafts.draft_of(request)
    if file not in draft.photos:
        raise Refused("not_found", "There is no such photo.")
    small = "small" in request.GET
    found = read_file(viewer=request.actor, file=file, about=draft.about, thumbnail=small)
    return shell.send_file(request, found)


@shell.signed_in
@shell.post_only
def remove(request: shell.Request, file: str) -> HttpResponse:
    """Take a photo or a voice note out of the report one is writing."""
    drafts.remove_photo(request, drafts.draft_of(request), file)
    return redirect("resident:report-details")


def draft_photos(viewer: Actor, draft: drafts.Draft) -> tuple[shell.Photo, ...]:
    """The photos of a draft as small pictures."""
    return _photos(_draft_addresses(viewer, draft, is_sound=False))


def draft_sounds(viewer: Actor, draft: drafts.Draft) -> tuple[shell.Sound, ...]:
    """The voice notes of a draft."""
    return _sounds(_draft_addresses(viewer, draft, is_sound=True))


def _draft_addresses(viewer: Actor, draft: drafts.Draft, *, is_sound: bool) -> list[str]:
    if not draft.photos:
        return []
    kinds = {card.id: card.kind for card in list_files(viewer=viewer, about=draft.about)}
    wanted = [one for one in draft.photos if (kinds.get(one) == "audio") is is_sound]
    return [reverse("resident:draft-photo", args=[file]) for file in wanted]


def matter_photos(matter: str, files: tuple[str, ...]) -> tuple[shell.Photo, ...]:
    """Photos of a matter as small pictures."""
    return _photos(_matter_addresses(matter, files))


def matter_sounds(matter: str, files: tuple[str, ...]) -> tuple[shell.Sound, ...]:
    """Voice notes of a matter."""
    return _sounds(_matter_addresses(matter, files))


def _matter_addresses(matter: str, files: tuple[str, ...]) -> list[str]:
    return [reverse("resident:photo", args=[matter, file]) for file in files]


def _photos(addresses: Iterable[str]) -> tuple[shell.Photo, ...]:
    return tuple(
        shell.Photo(address, f"{address}?small", _("Photo %(number)s") % {"number": number})
        for number, address in enumerate(addresses, start=1)
    )


def _sounds(addresses: Iterable[str]) -> tuple[shell.Sound, ...]:
    return tuple(
        shell.Sound(address, _("Voice note %(number)s") % {"number": number})
        for number, address in enumerate(addresses, start=1)
    )
