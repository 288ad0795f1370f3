"""Photos: shown only to those who may see what they hang on, never as anything but a picture."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from linli.foundation.files.api import FileContent, read_file
from linli.kernel import Refused
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
    draft = drafts.draft_of(request)
    if file not in draft.photos:
        raise Refused("not_found", "There is no such photo.")
    small = "small" in request.GET
    return _sent(read_file(viewer=request.actor, file=file, about=draft.about, thumbnail=small))


@shell.signed_in
@shell.post_only
def remove(request: shell.Request, file: str) -> HttpResponse:
    """Take a photo out of the report one is writing."""
    drafts.remove_photo(request, drafts.draft_of(request), file)
    return redirect("resident:report-details")


def draft_photos(draft: drafts.Draft) -> tuple[shell.Photo, ...]:
    """The photos of a draft as small pictures."""
    addresses = [reverse("resident:draft-photo", args=[file]) for file in draft.photos]
    return _photos(addresses)


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
