"""A QR code drawn on the server: it prints, needs no script and loads nothing."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_QUIET = 4
"""Modules of white around the code; ISO/IEC 18004 asks for four."""
MOST_CHARACTERS = 400
"""More would be too fine for an old phone's camera on a 30 mm print."""


def drawn(text: str, words: str) -> SafeString:
    """The text as an inline SVG with a name for those who cannot see it.

    Level M mends 15 % of a crumpled sheet.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"{len(text)} characters are too many for a code on paper")
    picture = segno.make(text, error="m", micro=False).svg_inline(
        border=_QUIET, omitsize=True, svgclass=None, lineclass=None, light="#fff"
    )
    safe = mark_safe(picture)  # noqa: S308 — segno draws numbers only; the text is in no attribute
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', words, safe)
