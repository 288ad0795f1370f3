"""A photo made safe to keep: decoded, turned upright, made smaller, and written anew.

What is written anew has nothing of the old file but its pixels: no place, no camera, no date.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from linli.foundation.files.domain.sniff import Type
from linli.kernel import Refused

LONGEST_SIDE = 4096
THUMBNAIL_SIDE = 480
MOST_PIXELS = 60_000_000
MOST_PIXELS_UNSCALED = 30_000_000
"""Only JPEG can be decoded at a smaller scale; the others take their whole size in memory."""

_FORMATS = {Type.JPEG: "JPEG", Type.PNG: "PNG", Type.WEBP: "WEBP"}
_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo ready to be kept, with a small one for lists; sizes in pixels."""

    type: Type
    content: bytes
    thumbnail: bytes
    width: int
    height: int


def clean_picture(content: bytes, kind: Type) -> Picture:
    """The photo without anything but its pixels; refused when too large or damaged.

    Opaque ones become JPEG, those with transparency PNG; the thumbnail is always JPEG.
    """
    try:
        with Image.open(io.BytesIO(content), formats=(_FORMATS[kind],)) as opened:
            _check_size(opened, kind)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            return _written(_pixels_only(upright))
    except _DAMAGE as error:
        raise Refused(
            "invalid", "This photo is damaged and cannot be opened.", field="content"
        ) from error


def _check_size(opened: Image.Image, kind: Type) -> None:
    most = MOST_PIXELS if kind is Type.JPEG else MOST_PIXELS_UNSCALED
    if opened.width * opened.height > most:
        raise Refused(
            "too_large",
            "This photo has %(width)s × %(height)s points; at most %(most)s million are possible.",
            field="content",
            width=opened.width,
            height=opened.height,
            most=most // 1_000_000,
        )


def _pixels_only(image: Image.Image) -> Image.Image:
    is_clear = image.has_transparency_data
    pixels = image.convert("RGBA" if is_clear else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare


def _written(image: Image.Image) -> Picture:
    is_clear = image.mode == "RGBA"
    kind = Type.PNG if is_clear else Type.JPEG
    content = _png(image) if is_clear else _jpeg(image, 88)
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(kind, content, _jpeg(_on_white(small), 80), image.width, image.height)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()
