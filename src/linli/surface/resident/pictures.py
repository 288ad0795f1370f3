"""Photos: shown only to those who may see what they hang on, never as anything but a picture."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.foundation.files.api import FileContent, read_file
from linli.support.matters.api import read_photo
from linli.surface.resident import drafts
from linli.surface.shell import api as shell

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@shell.signed_in
def of_matter(request: shell.Request, matter: str, file: str) -> HttpResponse:
    """A photo of a matter; the matter is asked first whether this viewer may see it."""
    small = "small" in request.GET
    return _sent(read_photo(viewer=request.actor, matter=matter, file=file, thumbnail=small))


@shell.signed_in
def of_draft(request: shell.Request, file: str) -> HttpResponse:
    """A photo of the report one is writing."""
    about = drafts.of_photo(request, file).about
    small = "small" in request.GET
    return _sent(read_file(viewer=request.actor, file=file, about=about, thumbnail=small))


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


def draft_photos(files: tuple[str, ...]) -> tuple[shell.Photo, ...]:
    """The photos of a draft as small pictures."""
    return _photos([reverse("resident:draft-photo", args=[file]) for file in files])


def matter_photos(matter: str, files: tuple[str, ...]) -> tuple[shell.Photo, ...]:
    """Photos of a matter as small pictures."""
    return _photos([reverse("resident:photo", args=[matter, file]) for file in files])


def _photos(addresses: list[str]) -> tuple[shell.Photo, ...]:
    return tuple(
        shell.Photo(address, f"{address}?small", _("Photo %(number)s") % {"number": number})
        for number, address in enumerate(addresses, start=1)
    )


def _sent(file: FileContent) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.media_type)
    is_shown = file.media_type in _SHOWN
    response["Content-Disposition"] = content_disposition_header(not is_shown, file.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response
