"""What a place is called, in Chinese and in English."""

import re

from linli.foundation.places.domain.cards import PlaceKind

K = PlaceKind
_LETTERED = re.compile(r"[A-Z]+$")


def name_zh(kind: PlaceKind, number: str, name: str) -> str:
    """The short Chinese name: its own if it has one, else made from its number."""
    if name:
        return name
    if kind is K.BUILDING:
        return f"{number}座" if _LETTERED.match(number) else _with(number, "号楼", "楼")
    if kind is K.ENTRANCE:
        return _with(number, "单元", "门")
    if kind is K.CELL:
        return f"第{number}网格" if number.isdigit() else number
    return number


def name_en(kind: PlaceKind, number: str, name: str) -> str:
    """The short English name."""
    if name:
        return name
    words = {K.BUILDING: "Building", K.ENTRANCE: "Entrance", K.CELL: "Grid cell"}
    return f"{words[kind]} {number}" if kind in words else number


def label_zh(parent: PlaceKind | None, parent_label: str, kind: PlaceKind, own: str) -> str:
    """The whole Chinese label: "3号楼2单元401"; below the community its own name is left out."""
    if parent in (None, K.COMMUNITY):
        return own
    gap = "" if kind in (K.ENTRANCE, K.DWELLING) or _is_wide(own) else " "
    return f"{parent_label}{gap}{own}"


def label_en(parent: PlaceKind | None, parent_label: str, own: str) -> str:
    """The whole English label: "Building 3, Entrance 2, 401"."""
    return own if parent in (None, K.COMMUNITY) else f"{parent_label}, {own}"


def _with(number: str, suffix: str, ending: str) -> str:
    return number if number.endswith(ending) else f"{number}{suffix}"


def _is_wide(text: str) -> bool:
    return ord(text[0]) >= 0x2E80
