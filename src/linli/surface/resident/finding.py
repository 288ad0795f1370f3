"""找一找: everything one can do here on one page, found by the words people say."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kernel import Words
from linli.surface.shell import api as shell

_FILE = Path(__file__).resolve().parent / "services.toml"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Service:
    """Something one can do, and the words it is looked for by; `is_own`: never a helper's."""

    href: str
    icon: str
    name: Words
    says: tuple[str, ...]
    is_open: bool
    is_own: bool

    def answers(self, asked: str) -> bool:
        """Whether somebody who says this may mean it."""
        names = (self.name.zh, self.name.en, *self.says)
        return any(asked in said or said in asked for said in map(_plain, names))


@cache
def services() -> tuple[Service, ...]:
    """Everything there is, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["service"]
    return tuple(
        Service(
            href=row["href"],
            icon=row["icon"],
            name=Words(row["zh"], row["en"]),
            says=tuple(row["says"]),
            is_open=row.get("open", False),
            is_own=row.get("own", False),
        )
        for row in rows
    )


def find(text: str) -> tuple[Service, ...]:
    """The services somebody may mean; all of them when nothing was said."""
    asked = _plain(text[:_LONGEST])
    return tuple(one for one in services() if not asked or one.answers(asked))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def everything(request: shell.Request) -> HttpResponse:
    """One box, and below it what was found or all there is; open to strangers too."""
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    is_helping = request.actor.on_behalf_of is not None
    found = [one for one in find(asked) if not (is_helping and one.is_own)]
    context = {"title": _("What would you like to do?"), "asked": asked, "found": found}
    return render(request, "resident/find.html", context)
