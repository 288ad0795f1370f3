"""The pictures in the docs: all there, all shown, small enough."""

import argparse
import re
import sys
from io import BytesIO

import pytest
from PIL import Image

from linli.kernel import Refused
from linli.wiring import pictures
from linli.wiring.checking import root

DOCS = root() / "docs"
MOST = 1_500_000


def names() -> set[str]:
    return {f"{shot.name}.png" for shot in pictures.SHOTS} | {f"{pictures.TOGETHER[0]}.png"}


def test_every_picture_is_there_and_none_is_left_over():
    assert {path.name for path in (DOCS / "pictures").iterdir()} == names()


def test_all_together_they_are_small():
    assert sum(path.stat().st_size for path in (DOCS / "pictures").iterdir()) < MOST


def test_every_picture_is_shown_with_words():
    shown = dict(re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.png)\)", _page()))
    assert set(shown.values()) == names() - {f"{pictures.TOGETHER[0]}.png"}
    assert all(len(words) > 5 for words in shown)


def _page() -> str:
    return (DOCS / "pictures.md").read_text()


def test_the_picture_of_the_readme_is_put_together_from_others():
    assert {shot.name for shot in pictures.SHOTS} >= set(pictures.TOGETHER[1])
    sheet = pictures.beside([_paint(30, 50), _paint(20, 40)])
    assert Image.open(BytesIO(sheet)).size == (30 + 24 + 20, 40)


def test_a_picture_becomes_smaller_and_stays_the_same_size():
    with Image.open(BytesIO(pictures.smaller(_paint(40, 40)))) as few:
        assert (few.size, few.mode) == ((40, 40), "P")


def test_without_the_tool_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright", None)
    with pytest.raises(Refused, match="Playwright"):
        pictures.run(argparse.Namespace(out="nowhere", address="http://127.0.0.1:1"))
    assert not (root() / "nowhere").exists()


def _paint(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#0b4f45").save(out, "PNG")
    return out.getvalue()
