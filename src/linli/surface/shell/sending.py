"""A kept file on its way to someone who may have it: never as anything but what it is."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from linli.foundation.files.api import FileContent

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_PART = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def send_file(request: HttpRequest, file: FileContent) -> HttpResponse:
    """Pictures are shown and voice notes played in the page; `?save` or any other type is saved.

    The caller has asked whether this viewer may have it. A part of a voice note is sent when only
    a part is asked for: some phones play nothing otherwise.
    """
    is_sound = file.media_type.startswith("audio/")
    is_shown = (is_sound or file.media_type in _SHOWN) and "save" not in request.GET
    response = HttpResponse(file.content, content_type=file.media_type)
    if is_sound:
        _cut(response, request.headers.get("Range", ""), file.content)
    response["Content-Disposition"] = content_disposition_header(not is_shown, file.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _cut(response: HttpResponse, wanted: str, content: bytes) -> None:
    """One part of the bytes (RFC 9110, 14); what cannot be read is answered with the whole."""
    response["Accept-Ranges"] = "bytes"
    found = _PART.fullmatch(wanted.strip())
    if found is None or not any(found.groups()):
        return
    size = len(content)
    first, last = found.groups()
    begin = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if begin > end:
        response.status_code, response.content = 416, b""
        response["Content-Range"] = f"bytes */{size}"
        return
    response.status_code, response.content = 206, content[begin : end + 1]
    response["Content-Range"] = f"bytes {begin}-{end}/{size}"
