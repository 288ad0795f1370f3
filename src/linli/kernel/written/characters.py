"""Characters as they come from many keyboards, made one."""

import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣~～"), "-")
_SIMPLE = str.maketrans(
    "棟單號樓門層戶萬億圓點後間個兩陸貳參壹", "栋单号楼门层户万亿元点后间个两陆贰叁壹"
)


def plain(text: str) -> str:
    """Text with full-width forms narrowed, dashes alike, no control or invisible characters."""
    narrow = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    return "".join(
        " " if char.isspace() else char
        for char in narrow
        if char.isspace() or not unicodedata.category(char).startswith("C")
    ).strip()


def simple(text: str) -> str:
    """Plain text in which traditional characters of addresses and numbers are simplified."""
    return plain(text).translate(_SIMPLE)
