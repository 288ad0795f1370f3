"""A sheet of A4 in Chinese official form: what stands on it and where, in millimetres and points.

Margins, sizes and page numbers follow GB/T 9704 (党政机关公文格式) as far as two embedded faces
allow: song (宋体, Noto Serif SC) for text and titles, hei (黑体, Noto Sans SC) for headings. Lines
are broken as Chinese is: anywhere but before a closing and after an opening mark.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import segno
from fpdf import FPDF
from fpdf.enums import TextMode
from pylopdf_fonts_zh_cn import sans_path, serif_path

Face = Literal["song", "hei"]
Align = Literal["left", "center", "right"]

WIDE, HIGH = 210.0, 297.0
TEXT = 16.0
TITLE = 22.0
SMALL = 12.0
_MM = 25.4 / 72
_OPENING = frozenset("（《〈“‘【〔「『([")
_CLOSING = frozenset("，。、；：！？）》〉”’】〕」』…—%,.;:!?)]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_MISSING = "〓"
"""The printers' mark for a character that a typeface does not have; it is written in by hand."""
_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,:/-][A-Za-z0-9]+)*%?|.")
_MASK = 3
"""Any of the eight reads as well; trying them all takes most of the time of a code."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The same values make the same bytes, so that a document can be known by its digest."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Millimetres of white around the text."""

    top: float = 30
    right: float = 26
    bottom: float = 30
    left: float = 28


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its width in millimetres, how its cells stand."""

    head: str
    wide: float
    align: Align = "left"


class _Pages(FPDF):
    """Pages that number themselves, "— 1 —", outside on the paper's foot."""

    is_numbered = True

    def footer(self) -> None:
        """The page's number in 14 pt."""
        if self.is_numbered:
            self.set_font("song", size=14)
            said = f"— {self.page_no()} —"
            self.text((WIDE - self.get_string_width(said)) / 2, HIGH - 17, said)


class Sheet:
    """Pages of one document; `y` is where the next thing begins."""

    def __init__(
        self, title: str, *, margins: Margins | None = None, is_numbered: bool = True
    ) -> None:
        self.margins = margins or Margins()
        self.pdf = _Pages(format="A4")
        self.pdf.is_numbered = is_numbered
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font("song", fname=serif_path())
        self.pdf.add_font("hei", fname=sans_path())
        self.pdf.set_title(title)
        self.pdf.set_lang("zh-CN")
        self.pdf.set_creator("Linli")
        self.pdf.set_creation_date(_MADE)
        song, hei = (self.pdf.fonts[face] for face in ("song", "hei"))
        self._known = song.cmap.keys() & hei.cmap.keys()  # type: ignore[union-attr]
        self._widths: dict[tuple[Face, str], float] = {}
        self._lines: dict[tuple[str, float, float, Face], list[str]] = {}
        self.turn()

    @property
    def left(self) -> float:
        """Where lines begin."""
        return self.margins.left

    @property
    def wide(self) -> float:
        """How long a line may be."""
        return WIDE - self.margins.left - self.margins.right

    @property
    def bottom(self) -> float:
        """Below this nothing is written."""
        return HIGH - self.margins.bottom

    def turn(self) -> None:
        """Begin a new page."""
        self.pdf.add_page()
        self.y = self.margins.top

    def need(self, high: float) -> bool:
        """Turn the page unless so much fits; whether it was turned."""
        if self.y + high <= self.bottom:
            return False
        self.turn()
        return True

    def width(self, text: str, size: float, face: Face = "song") -> float:
        """How wide a text is, in millimetres."""
        return sum(self._width_of(char, face) for char in text) * size

    def broken(self, text: str, size: float, wide: float, face: Face = "song") -> list[str]:
        """A text in lines of at most this width; paragraphs begin their own."""
        key = (text, size, wide, face)
        if key not in self._lines:
            paragraphs = self.clean(text).split("\n")
            self._lines[key] = [
                line for one in paragraphs for line in self._broken(one, size, wide, face)
            ]
        return self._lines[key]

    def clean(self, text: str) -> str:
        """What can be printed: no control characters, and a mark for what no typeface has."""
        text = unicodedata.normalize("NFC", text)
        return "".join(
            char if char == "\n" or ord(char) in self._known else _MISSING
            for char in text
            if char == "\n" or unicodedata.category(char) not in _UNSEEN
        )

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = TEXT,
        face: Face = "song",
        *,
        bold: bool = False,
    ) -> None:
        """One line with its foot at y."""
        self.pdf.set_font(face, size=size)
        if not bold:
            self.pdf.text(x, y, self.clean(text))
            return
        with self.pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=size / 130):
            self.pdf.text(x, y, self.clean(text))

    def stand(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        wide: float,
        *,
        size: float = TEXT,
        face: Face = "song",
        align: Align = "left",
        leading: float = 1.5,
        bold: bool = False,
    ) -> float:
        """Lines one under another, from y downwards; where they end."""
        step = size * _MM * leading
        for line in lines:
            free = wide - self.width(line, size, face)
            at = x + {"left": 0.0, "center": free / 2, "right": free}[align]
            self.write(at, y + step / 2 + size * _MM * 0.36, line, size, face, bold=bold)
            y += step
        return y

    def flow(
        self,
        text: str,
        size: float = TEXT,
        face: Face = "song",
        *,
        indent: int = 2,
        align: Align = "left",
        leading: float = 1.75,
        bold: bool = False,
    ) -> None:
        """Paragraphs down the page and over to the next, each begun two characters in."""
        step = size * _MM * leading
        for paragraph in self.clean(text).split("\n"):
            for line in self._broken("\u3000" * indent + paragraph, size, self.wide, face):
                self.need(step)
                self.y = self.stand(
                    [line],
                    self.left,
                    self.y,
                    self.wide,
                    size=size,
                    face=face,
                    align=align,
                    leading=leading,
                    bold=bold,
                )

    def title(self, text: str, size: float = TITLE) -> None:
        """The document's name in the middle, heavier, with air below."""
        least = len(self.broken(text, size - 4, self.wide))
        while len(self.broken(text, size, self.wide)) > least:  # a word torn is worse than small
            size -= 1
        lines = self.broken(text, size, self.wide)
        self.y = self.stand(
            lines, self.left, self.y, self.wide, size=size, align="center", leading=1.6, bold=True
        )
        self.y += 8

    def heading(self, text: str, size: float = TEXT) -> None:
        """A heading in the hei face, never alone at a page's foot."""
        self.need(3 * size * _MM * 1.75)
        self.flow(text, size, "hei")

    def signed(self, by: str, on: str) -> None:
        """Who and when, to the right under the text, together on one page."""
        step = TEXT * _MM * 1.75
        self.need(4 * step)
        self.y += step
        lines = [self.clean(by), self.clean(on)]
        wide = max(self.width(line, TEXT) for line in lines)
        x = max(WIDE - self.margins.right - 4 * TEXT * _MM - wide, self.left)
        self.y = self.stand(lines, x, self.y, wide, align="center", leading=1.75)

    def qr(self, address: str, x: float, y: float, side: float) -> None:
        """A QR code with its quiet margin, drawn as squares: sharp at any size."""
        code = segno.make(address, error="m", micro=False, mask=_MASK)
        rows = [list(row) for row in code.matrix_iter()]
        unit = side / (len(rows) + 8)
        self.pdf.set_fill_color(0)
        for down, row in enumerate(rows, start=4):
            for begin, count in _runs(row):
                self.pdf.rect(
                    x + (begin + 4) * unit, y + down * unit, count * unit, unit * 1.02, style="F"
                )

    def box(self, x: float, y: float, wide: float, high: float, line: float = 0.3) -> None:
        """An empty frame."""
        self.pdf.set_line_width(line)
        self.pdf.rect(x, y, wide, high)

    def rule(self, x: float, y: float, wide: float, line: float = 0.3) -> None:
        """A line to write on."""
        self.pdf.set_line_width(line)
        self.pdf.line(x, y, x + wide, y)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        size: float = SMALL,
        *,
        bold_last: bool = False,
    ) -> None:
        """A ruled table; its head is said again on every page and no row is cut in two."""
        head = [column.head for column in columns]
        self._row(columns, head, size, "hei")
        for place, row in enumerate(rows):
            face: Face = "hei" if bold_last and place == len(rows) - 1 else "song"
            if self.need(self._high(columns, row, size, face)):
                self._row(columns, head, size, "hei")
            self._row(columns, row, size, face)

    def tall(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float = SMALL
    ) -> float:
        """How high a table stands with its head, in millimetres."""
        head = self._high(columns, [column.head for column in columns], size, "hei")
        return head + sum(self._high(columns, row, size, "song") for row in rows)

    def save(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())

    def _row(self, columns: Sequence[Column], row: Sequence[str], size: float, face: Face) -> None:
        high, x = self._high(columns, row, size, face), self.left
        for column, text in zip(columns, row, strict=True):
            lines = self.broken(text, size, column.wide - 3, face)
            self.box(x, self.y, column.wide, high, 0.2)
            tall = len(lines) * size * _MM * 1.35
            align: Align = "center" if face == "hei" and text == column.head else column.align
            self.stand(
                lines,
                x + 1.5,
                self.y + (high - tall) / 2,
                column.wide - 3,
                size=size,
                face=face,
                align=align,
                leading=1.35,
            )
            x += column.wide
        self.y += high

    def _high(
        self, columns: Sequence[Column], row: Sequence[str], size: float, face: Face
    ) -> float:
        most = max(
            len(self.broken(text, size, column.wide - 3, face))
            for column, text in zip(columns, row, strict=True)
        )
        return most * size * _MM * 1.35 + 3

    def _broken(self, text: str, size: float, wide: float, face: Face) -> list[str]:
        lines, line, used = [], "", 0.0
        for piece in self._pieces(text, size, wide, face):
            long = self.width(piece, size, face)
            if line and used + long > wide + 0.01:
                whole, line = _cut(line, piece)
                lines.append(whole.rstrip(" "))
                used = self.width(line, size, face)
            else:
                line, used = line + piece, used + long
        return [*lines, line.rstrip(" ")]

    def _pieces(self, text: str, size: float, wide: float, face: Face) -> Iterator[str]:
        """Words, or their letters where no line could hold the word."""
        for word in _WORD.findall(text):
            if self.width(word, size, face) <= wide:
                yield word
            else:
                yield from word

    def _width_of(self, char: str, face: Face) -> float:
        known = self._widths.get((face, char))
        if known is None:
            self.pdf.set_font(face, size=100)
            known = self._widths[face, char] = self.pdf.get_string_width(char) / 100
        return known


def _cut(line: str, piece: str) -> tuple[str, str]:
    """A full line, and what the next one begins with: a closing mark takes the character before it
    along, an opening one goes along itself."""
    cut = len(line)
    while piece[0] in _CLOSING and cut > 1 and (cut == len(line) or line[cut] in _CLOSING):
        cut -= 1
    while cut > 1 and line[cut - 1] in _OPENING:
        cut -= 1
    return line[:cut], line[cut:] + piece


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Where dark squares begin and how many follow."""
    runs: list[tuple[int, int]] = []
    for place, is_dark in enumerate(row):
        if not is_dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
