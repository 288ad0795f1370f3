"""Guards over what papers tell people to type: the words exist, and both READMEs say the same."""

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from architecture.guards.papers import LINK, papers
from linli.wiring.benching import names
from linli.wiring.main import split
from linli.wiring.words import WORDS

BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```", re.M | re.S)
SPAN = re.compile(r"(?<!`)`((?:\./)?linli [^`\n]+)`")
STANDS_FOR_ANY = {"WORD", "NAME"}


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks in a language."""
    return [found["body"] for found in BLOCK.finditer(text) if found["language"] == language]


def commands(root: Path) -> list[str]:
    """Every `linli …` a paper names has a word that is there and options it understands."""
    wrong = []
    for path in papers(root):
        for line in typed(path.read_text(encoding="utf-8")):
            why = misunderstood(line)
            if why:
                wrong.append(f"{path.relative_to(root)} says “{line}”: {why}")
    return wrong


def typed(text: str) -> Iterator[str]:
    """What a paper lets people type at `linli`, in blocks and within sentences."""
    yield from (line.strip() for line in _lines(text) if "linli " in line[:8])
    yield from SPAN.findall(BLOCK.sub("", text))


def _lines(text: str) -> list[str]:
    return "".join(blocks(text, "sh")).replace("\\\n", " ").splitlines()


def misunderstood(line: str) -> str:
    """Why the command would not understand this, "" when it does."""
    _, name, rest = split(shlex.split(line.replace("…", ""), comments=True)[1:])
    if name is None or name in STANDS_FOR_ANY:
        return ""
    word = next((word for word in WORDS if word.name == name), None)
    if word is None:
        return f"there is no word {name}"
    if name == "bench" and rest and rest[0] not in STANDS_FOR_ANY:
        return _parse(_bench(rest[0]), rest[1:])
    if word.passes_on:
        return ""
    parser = argparse.ArgumentParser()
    import_module(word.module).describe(parser)
    return _parse(parser, rest) if rest else ""


def _bench(name: str) -> argparse.ArgumentParser | None:
    return import_module(f"linli.bench.{name}")._parser() if name in names() else None


def _parse(parser: argparse.ArgumentParser | None, rest: list[str]) -> str:
    if parser is None:
        return "there is no such measurement"
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            parser.parse_args(rest)
    except SystemExit as end:
        return said.getvalue().splitlines()[-1] if end.code else ""
    return ""


def readmes(root: Path) -> list[str]:
    """README.md and its Chinese twin have the same chapters, commands and links."""
    one, other = (
        (root / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")
    )
    return [
        f"the READMEs differ in their {what}: {first} and {second}"
        for what, look in (("chapters", _chapters), ("commands", _commands), ("links", _links))
        if (first := look(one)) != (second := look(other))
    ]


def _chapters(text: str) -> list[str]:
    return [mark for mark, _ in re.findall(r"^(#+)( .+)$", BLOCK.sub("", text), flags=re.M)]


def _commands(text: str) -> list[list[str]]:
    return [shlex.split(line, comments=True) for line in _lines(text)]


def _links(text: str) -> list[str]:
    found = [one["to"] or one["picture"] for one in LINK.finditer(BLOCK.sub("", text))]
    return [to for to in found if to not in {"README.md", "README.zh.md"}]
