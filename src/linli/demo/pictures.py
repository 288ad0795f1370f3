"""Small drawn pictures in place of photos: nothing in them was ever photographed."""

import io
from random import Random

from PIL import Image, ImageDraw

_WALLS = ("#d9cfc1", "#cfd8d3", "#e4ddd0", "#c9ced6")
_PIPES = ("#8a949c", "#6f7b75", "#9a7f63")


def picture(dice: Random) -> bytes:
    """A wall, a pipe and a wet patch, as a JPEG of about 10 kB."""
    image = Image.new("RGB", (480, 360), dice.choice(_WALLS))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 290, 480, 360), fill="#b7ab99")
    pipe = dice.choice(_PIPES)
    across = dice.randint(60, 380)
    draw.rectangle((across, 0, across + 26, 300), fill=pipe)
    draw.rectangle((across - 10, 150, across + 36, 176), fill="#4f5a5f")
    for _ in range(dice.randint(3, 7)):
        x, y, size = across + dice.randint(-60, 80), dice.randint(180, 300), dice.randint(14, 60)
        draw.ellipse((x, y, x + size, y + size // 2), fill="#a3b4b8")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()
