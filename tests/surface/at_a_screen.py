"""Somebody at a screen: everything is found by the words that stand on it."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from browser import no_overflow
from linli.kernel import clock


class Wall:
    """One clock for all threads: the live site answers in threads of its own."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def get(self) -> datetime | None:
        return self.at

    def set(self, at: datetime | None) -> datetime | None:
        before, self.at = self.at, at
        return before

    def reset(self, before: datetime | None) -> None:
        self.at = before


@contextmanager
def one_clock() -> Iterator[None]:
    """A held moment holds on the pages of the live site, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "_held", Wall())
        yield


@dataclass
class Screen:
    """A page, and what a person does on it."""

    page: Page
    address: str

    @property
    def path(self) -> str:
        """Where one is."""
        return self.page.url.removeprefix(self.address)

    def go(self, path: str) -> "Screen":
        """Type an address, or hold the phone over a code."""
        self.page.goto(self.address + path)
        return self

    def press(self, *names: str) -> "Screen":
        """The links or buttons of these names, one after another; each leads to a page."""
        for name in names:
            with self.page.expect_navigation():
                self._named(name).click()
        return self

    def fetch(self, name: str) -> bytes:
        """The file behind a link."""
        with self.page.expect_download() as come:
            self._named(name).click()
        return Path(come.value.path()).read_bytes()

    def unfold(self, name: str) -> "Screen":
        """Open what is folded in."""
        self._main().locator("summary", has_text=name).click()
        return self

    def write(self, label: str, words: str) -> "Screen":
        """Fill a field."""
        self.page.get_by_label(label, exact=True).fill(words)
        return self

    def pick(self, label: str, choice: str) -> "Screen":
        """One of a list that folds out."""
        self.page.get_by_label(label, exact=True).select_option(label=choice)
        return self

    def tick(self, choice: str | Sequence[str], *, group: str = "") -> "Screen":
        """One or several choices, of one question where there are many."""
        where = self.page.get_by_role("group", name=group, exact=True) if group else self._main()
        for one in [choice] if isinstance(choice, str) else choice:
            label = where.locator("label.choice", has=self.page.get_by_text(one, exact=True))
            label.locator("input").check()
        return self

    def attach(self, label: str, shade: int) -> "Screen":
        """A photo of its own."""
        photo = {"name": "photo.png", "mimeType": "image/png", "buffer": _photo(shade)}
        self.page.get_by_label(label, exact=True).set_input_files([photo])
        return self

    def says(self, question: str) -> str:
        """What stands beside this on the page."""
        name = self._main().locator("dt", has_text=re.compile(f"^{re.escape(question)}$"))
        return name.locator("xpath=following-sibling::dd[1]").inner_text().strip()

    def table(self, name: str) -> list[list[str]]:
        """The rows of a table, cell by cell."""
        rows = self.page.get_by_role("table", name=name, exact=True).locator("tbody tr")
        return [one.locator("th, td").all_inner_texts() for one in rows.all()]

    def words(self) -> str:
        """All the words of the page."""
        return self._main().inner_text()

    def look(self, name: str) -> "Screen":
        """The page fits its window; with SHOTS it is kept as a picture."""
        if shots := os.environ.get("SHOTS"):
            self.page.screenshot(path=f"{shots}/{name}.png", full_page=True)
        assert no_overflow(self.page), name
        return self

    def _main(self) -> Locator:
        return self.page.locator("main")

    def _named(self, name: str) -> Locator:
        """By its whole name, else by how it begins (a row says more than its title)."""
        exact = self._either(name, exact=True)
        begins = re.compile(f"^{re.escape(name)}")
        return exact if exact.count() else self._either(begins)

    def _either(self, name: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        links = self._main().get_by_role("link", name=name, exact=exact)
        return links.or_(self._main().get_by_role("button", name=name, exact=exact))


def _photo(shade: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), (shade % 255, 40, 40)).save(out, "PNG")
    return out.getvalue()
