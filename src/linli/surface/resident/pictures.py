"""Photos and voice notes: only for those who may see what they hang on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.files.api import list_files, read_file
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
    """A file of what one is writing."""
    about = drafts.of_photo(request, file).about
    small = "small" in request.GET
    found = read_file(viewer=request.actor, file=file, about=about, thumbnail=small)
    return shell.send_file(request, found)


@shell.signed_in
@shell.post_only
@shell.submit_once
def remove(request: shell.Request, file: str) -> HttpResponse:
    """Take a photo out of what one is writing."""
    draft = drafts.remove_photo(request, file)
    undo = reverse("resident:draft-photo-back", args=[file])
    shell.say(request, _("The photo is taken out."), undo_url=undo)
    return redirect(page_of_slot(draft.slot))


@shell.signed_in
@shell.post_only
@shell.submit_once
def put_back(request: shell.Request, file: str) -> HttpResponse:
    """Put a photo that was taken out back."""
    draft = drafts.put_photo_back(request, file)
    shell.say(request, _("The photo is back."))
    return redirect(page_of_slot(draft.slot))


def page_of_slot(slot: str) -> str:
    """The page on which photos are added to a draft."""
    kind, _colon, matter = slot.partition(":")
    return (
        reverse("resident:write", args=[matter]) if matter else reverse("resident:report-details")
    )


def draft_files(request: shell.Request, slot: str) -> dict[str, Any]:
    """The photos of a draft as small pictures, and its voice notes."""
    card = drafts.card_of(request, slot)
    files = drafts.photos_of(card.values) if card else ()
    if card is None or not files:
        return {"photos": (), "sounds": ()}
    kinds = {one.id: one.kind for one in list_files(viewer=request.actor, about=card.about)}
    hrefs = {file: reverse("resident:draft-photo", args=[file]) for file in files}
    heard = [file for file in files if kinds.get(file) == "audio"]
    return {
        "photos": shell.photos_at([href for file, href in hrefs.items() if file not in heard]),
        "sounds": shell.sounds_at([hrefs[file] for file in heard]),
    }


def matter_photos(matter: str, files: tuple[str, ...]) -> tuple[shell.Photo, ...]:
    """Photos of a matter as small pictures."""
    return shell.photos_at(_matter_addresses(matter, files))


def matter_sounds(matter: str, files: tuple[str, ...]) -> tuple[shell.Sound, ...]:
    """Voice notes of a matter."""
    return shell.sounds_at(_matter_addresses(matter, files))


def _matter_addresses(matter: str, files: tuple[str, ...]) -> list[str]:
    return [reverse("resident:photo", args=[matter, file]) for file in files]
