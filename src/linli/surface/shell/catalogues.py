"""Translations: find every sentence in the source, keep the catalogues whole, compile them.

Needs only Python (`polib` of the development tools), so it runs where no gettext is installed:
`python -m linli.surface.shell.catalogues extract|compile|check`. Each surface keeps its own
catalogue; the shell's also holds the refusals that modules below the surfaces raise.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import (
    block_re,
    constant_re,
    endblock_re,
    inline_re,
    plural_re,
)

PACKAGE = Path(__file__).resolve().parents[2]
SURFACES = PACKAGE / "surface"
LANGUAGES = ("zh_Hans", "en")
_SINGULAR = {"gettext", "gettext_lazy", "gettext_noop", "_", "N_"}
_SENTENCE = re.compile(r"[A-Z][^\n]* [^\n]*\.")
_BILINGUAL = {"Words"}
_PLURAL = {"ngettext", "ngettext_lazy"}


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A source sentence and where it stands; `plural` is empty for most."""

    words: str
    plural: str = ""
    where: str = ""


def apps() -> list[str]:
    """The surfaces that speak to people."""
    return sorted(
        folder.name
        for folder in SURFACES.iterdir()
        if (folder / "__init__.py").exists() and any(folder.glob("*.py"))
    )


def sentences(app: str) -> dict[tuple[str, str], Sentence]:
    """Every source sentence of a surface; for the shell also the refusals of all modules."""
    found = [*_in_folder(SURFACES / app)]
    if app == "shell":
        for path in sorted(PACKAGE.rglob("*.py")):
            if SURFACES not in path.parents:
                found += _refusals(path)
    return {(each.words, each.plural): each for each in sorted(found, reverse=True)}


def _in_folder(folder: Path) -> Iterator[Sentence]:
    for path in sorted(folder.rglob("*.py")):
        yield from _calls(path)
        yield from _refusals(path)
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        yield from _in_template(path)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts(call: ast.Call) -> list[str]:
    return [
        arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else ""
        for arg in call.args
    ]


def _tree(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Call):
            yield node


def _calls(path: Path) -> Iterator[Sentence]:
    for call in _tree(path):
        name, texts = _name(call), _texts(call)
        if name in _SINGULAR and texts[:1] and texts[0]:
            yield Sentence(texts[0], "", _where(path))
        elif name in _PLURAL and len(texts) > 1 and texts[0]:
            yield Sentence(texts[0], texts[1], _where(path))


def _refusals(path: Path) -> Iterator[Sentence]:
    """What a refusal may say: its own words, and every whole sentence a name may carry there."""
    for call in _tree(path):
        texts = _texts(call)
        if _name(call) == "Refused" and len(texts) > 1 and texts[1]:
            yield Sentence(texts[1], "", _where(path))
        for given in call.keywords:
            sentence = given.value.value if isinstance(given.value, ast.Constant) else None
            if given.arg == "needed" and isinstance(sentence, str):
                yield Sentence(sentence, "", _where(path))
    if "surface" not in path.parts:  # a surface marks its own words
        said = _said_by_names if "wiring" not in path.parts else _said_plainly
        for text in said(ast.parse(path.read_text(encoding="utf-8"))):
            yield Sentence(text, "", _where(path))


def _said_plainly(tree: ast.Module) -> Iterator[str]:
    """Whole sentences that stand as constants of a module or as values of its tables."""
    for line in tree.body:
        if not isinstance(line, ast.Assign | ast.AnnAssign) or line.value is None:
            continue
        held = line.value.values if isinstance(line.value, ast.Dict) else [line.value]
        texts = (one.value for one in held if isinstance(one, ast.Constant))
        yield from (text for text in texts if isinstance(text, str) and _SENTENCE.fullmatch(text))


def _said_by_names(tree: ast.Module) -> Iterator[str]:
    """The same, also inside what a module makes, such as a limit with the words of its refusal;
    what has both languages already is no source."""
    for line in tree.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and line.value is not None:
            yield from (text for text in _held(line.value) if _SENTENCE.fullmatch(text))


def _held(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not (isinstance(node, ast.Call) and _name(node) in _BILINGUAL):
        for inner in ast.iter_child_nodes(node):
            yield from _held(inner)


def _where(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _in_template(path: Path) -> Iterator[Sentence]:
    """The words of translate, blocktranslate and `_("…")`, as Django itself reads them."""
    tokens = iter(Lexer(path.read_text(encoding="utf-8")).tokenize())
    where = _where(path)
    for token in tokens:
        if token.token_type is TokenType.BLOCK and block_re.match(token.contents):
            yield Sentence(*_block(tokens), where)
        elif token.token_type is TokenType.BLOCK and (found := inline_re.match(token.contents)):
            yield Sentence(found[1].strip("\"'"), "", where)
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            for constant in constant_re.findall(token.contents):
                yield Sentence(re.sub(r"^_\(['\"]|['\"]\)$", "", constant), "", where)


def _block(tokens: Iterator[Token]) -> tuple[str, str]:
    """Singular and plural of a blocktranslate, up to its end."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            parts[-1].append(token.contents)
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents.split('|')[0]})s")
        elif plural_re.match(token.contents):
            parts.append([])
        elif endblock_re.match(token.contents):
            break
    return "".join(parts[0]), "".join(parts[1]) if len(parts) > 1 else ""


def path_of(app: str, language: str) -> Path:
    """Where the catalogue of a surface lies."""
    return SURFACES / app / "locale" / language / "LC_MESSAGES" / "django.po"


def extract() -> None:
    """Bring every catalogue up to date: new sentences in, unused ones out, translations kept."""
    for app in apps():
        wanted = sentences(app)
        for language in LANGUAGES if wanted else ():
            path = path_of(app, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = (
                {(e.msgid, e.msgid_plural): e for e in polib.pofile(str(path))}
                if (path.exists())
                else {}
            )
            catalogue = _empty(language)
            for key in sorted(wanted):
                catalogue.append(_entry(wanted[key], kept.get(key), language))
            catalogue.save(str(path))


def _empty(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    is_zh = language == "zh_Hans"
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;" if is_zh else "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def _entry(wanted: Sentence, kept: polib.POEntry | None, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=wanted.words, occurrences=[(wanted.where, "")])
    if re.search(r"%\(\w+\)", wanted.words):
        entry.flags.append("python-format")
    is_english = language == "en"
    if wanted.plural:
        entry.msgid_plural = wanted.plural
        own = {0: wanted.words, 1: wanted.plural} if is_english else {0: ""}
        entry.msgstr_plural = own if is_english or kept is None else kept.msgstr_plural
    else:
        entry.msgstr = wanted.words if is_english else kept.msgstr if kept else ""
    return entry


def compile_all() -> None:
    """Write the `.mo` beside every `.po`; both are checked in, so a bare machine needs no tool."""
    for app in apps():
        for language in LANGUAGES:
            path = path_of(app, language)
            if path.exists():
                polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def check() -> list[str]:
    """What is not in order, one sentence each; empty when every sentence is translated."""
    return [*(problem for app in apps() for problem in _problems(app)), *_two_meanings()]


def _two_meanings() -> Iterator[str]:
    """Django puts all catalogues into one: of two translations of a sentence one is never seen."""
    for language in LANGUAGES:
        said: dict[tuple[str, str], tuple[str, str]] = {}
        for app in apps():
            path = path_of(app, language)
            for entry in polib.pofile(str(path)) if path.exists() else ():
                text = entry.msgstr or repr(sorted(entry.msgstr_plural.items()))
                first, before = said.setdefault((entry.msgid, entry.msgid_plural), (app, text))
                if before != text and not entry.obsolete:
                    yield f"{app}: {entry.msgid!r} is “{text}”, and “{before}” in {first}"


def _problems(app: str) -> Iterator[str]:
    wanted = sentences(app)
    for language in LANGUAGES if wanted else ():
        path = path_of(app, language)
        if not path.exists():
            yield f"{app}: there is no catalogue for {language}"
            continue
        catalogue = polib.pofile(str(path))
        entries = {(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
        for key, sentence in sorted(wanted.items()):
            entry = entries.get(key)
            if entry is None or not entry.translated():
                yield f"{app}: not in {language}: {sentence.words!r} ({sentence.where})"
            elif _holes(entry) is False:
                yield f"{app}: other placeholders in {language}: {sentence.words!r}"
        if not _is_compiled(path, catalogue):
            yield f"{app}: {language} is not compiled"


def _holes(entry: polib.POEntry) -> bool:
    """Whether the translation uses the placeholders of the source and no other ones."""

    def holes(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text))

    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    known = holes(entry.msgid) | holes(entry.msgid_plural)
    return all(holes(text) <= known for text in said)


def _is_compiled(path: Path, catalogue: polib.POFile) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.read_bytes() == catalogue.to_binary()


def main(word: str) -> int:
    """Do what the word says; 1 when `check` finds something."""
    if word == "extract":
        extract()
    elif word == "compile":
        compile_all()
    elif word == "check":
        problems = check()
        sys.stdout.write("".join(f"{problem}\n" for problem in problems))
        return 1 if problems else 0
    else:
        sys.stdout.write("extract, compile or check?\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
