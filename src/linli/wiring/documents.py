"""Writes the pages that are made from the sources, or says which no longer tell the truth.

`python -m linli.wiring.documents write|check`, with Django's settings in the environment.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

import django

from linli.kernel import ANYONE, Fact
from linli.wiring import dependencies, faces, house
from linli.wiring.environment import SETTINGS
from linli.wiring.modules import MODULES
from linli.wiring.words import is_importable, words_here

_MADE = "<!-- Made from the sources by `./linli fix`; change those, not this page. -->\n"
_PEOPLE = "linli.foundation.people.api"
_REST = "linli.surface.rest.reference"


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; 1 when one is stale."""
    django.setup()
    assert house.ROOT is not None, "pages are made in a source tree"
    stale = [
        path
        for path, page in pages(house.ROOT).items()
        if _differs(path, page, "write" in arguments)
    ]
    for path in stale:
        sys.stdout.write(f"{path.relative_to(house.ROOT)} is stale; ./linli fix writes it anew\n")
    return 1 if stale else 0


def pages(root: Path) -> dict[Path, str]:
    """Every generated page and what it should say."""
    docs = root / "docs"
    made: dict[str, Callable[[], str]] = {
        "commands.md": commands,
        "settings.md": settings,
        "facts.md": facts,
        "import.md": imports,
        "dependencies.md": lambda: dependencies.page(root),
        "faces.md": faces.page,
    }
    if is_importable(_REST):
        made["api.md"] = lambda: str(import_module(_REST).page())
    return {docs / name: f"{_MADE}\n{make().strip()}\n" for name, make in made.items()}


def _differs(path: Path, page: str, write: bool) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == page:
        return False
    if write:
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
    return not write


def commands() -> str:
    """The words of `linli` and their options."""
    parts = [
        "# Commands",
        "`./linli WORD …` in the source tree, `linli WORD …` when installed. `--data DIR` and"
        " `--port N` may stand before or after the word. Exit codes: 0 done, 1 something is wrong,"
        " 2 refused or not understood.",
    ]
    for word in words_here().values():
        parts += [f"## {word.name}", word.sentence]
        if not word.passes_on:
            parts.append(_options(word.module, word.name))
    return "\n\n".join(part for part in parts if part)


def _options(module: str, name: str) -> str:
    parser = argparse.ArgumentParser(prog=f"linli {name}", add_help=False)
    import_module(module).describe(parser)
    rows = [
        f"| `{' '.join(action.option_strings) or action.metavar or action.dest}` | {action.help} |"
        for action in parser._actions
    ]
    return "\n".join(["| | |", "|---|---|", *rows]) if rows else ""


def settings() -> str:
    """Every environment variable."""
    rows = [f"| `{each.name}` | {each.default} | {each.meaning} |" for each in SETTINGS]
    return "\n".join(
        ["# Settings", "", "| variable | unless set | meaning |", "|---|---|---|", *rows]
    )


def facts() -> str:
    """What the modules announce."""
    parts = [
        "# Facts",
        "What has happened, announced by a module in the transaction of the change and heard only"
        " in `journeys/`. Every fact names its `community`; all other fields are ids, numbers and"
        " words of the code, never personal data.",
    ]
    for module in MODULES:
        kinds = list(kinds_of(module))
        if kinds:
            parts += [f"## {module.rsplit('.', 1)[1]}", _table(kinds)]
    return "\n\n".join(parts)


def imports() -> str:
    """The columns of the list of homes and people."""
    rows = [
        f"| {one.header.zh} | {one.header.en} | {one.note.zh}<br>{one.note.en} | {one.example} |"
        f" {', '.join(one.others)} |"
        for one in import_module(_PEOPLE).template_columns(viewer=ANYONE)
    ]
    head = "| 列 | column | 填什么 what goes there | 例 such as | also understood |"
    return "\n\n".join(
        [
            "# The list of homes and people",
            "`linli import community --template list.xlsx` (or `.csv`) writes the empty list; the"
            " desk has it under *People and places → Take in a list*. One row is one person in one"
            " dwelling; several owners of a dwelling take a row each, and a row without a name"
            " writes down the dwelling alone. A row near the top names the columns, in Chinese or"
            " in English, in any order and with the usual other words for them; columns nobody"
            " knows are left alone, and the report says which.",
            "A list may be as it is: titles above the header, a header in two lines, cells merged"
            " downwards, full-width digits, an address in one column in any way people write it"
            " (`3-2-401`, `3栋2单元401`, `三号楼二单元401室`) or spread over several, a sheet for"
            " each building that is named after it. Every sheet that is shown and has a header is"
            " read; hidden ones, notes, totals (合计) and repeated headers are left out, and the"
            " report says so. What can mean two homes is not guessed: that row is refused, with"
            " the reason.",
            "`linli import community FILE --dry-run --all` says what would become of every row;"
            " without `--dry-run` it is done. One bad row stops no other, the same list again"
            " changes nothing, and nobody is ever removed by a list. The report says first what it"
            " understood of each sheet, then row by row what was not taken in and why; in Chinese"
            " where the terminal is. Files: `.xlsx`, or text (`.csv`) with comma, semicolon or"
            " tab, in UTF-8, GBK or GB 18030. An old `.xls` is opened and saved as `.xlsx` first.",
            "\n".join([head, "|---|---|---|---|---|", *rows]),
        ]
    )


def kinds_of(module: str) -> Iterator[type[Fact]]:
    """The facts a module announces, as written."""
    name = f"{module}.facts"
    if not is_importable(name):
        return
    for value in vars(import_module(name)).values():
        if isinstance(value, type) and issubclass(value, Fact) and value.__module__ == name:
            yield value


def _table(kinds: list[type[Fact]]) -> str:
    rows = [
        f"| `{kind.kind}` | {kind.version} | {_fields(kind)} | {_sentence(kind)} |"
        for kind in kinds
    ]
    return "\n".join(["| kind | version | fields | meaning |", "|---|---|---|---|", *rows])


def _fields(kind: type[Fact]) -> str:
    hints = get_type_hints(kind)
    own = [field.name for field in fields(kind) if field.name != "community"]
    return ", ".join(f"`{name}: {_type(hints[name])}`" for name in own)


def _type(hint: object) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint).replace("|", "or")


def _sentence(kind: type[Fact]) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
