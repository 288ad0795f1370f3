"""Guards over what is not Python: pages, papers, and everything that is checked in."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S | re.I)
INLINE = {
    "an inline style": re.compile(r"<style[\s>]|\sstyle\s*=", re.I),
    "an inline handler": re.compile(r"<[^>{}]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a script in an address": re.compile(r"javascript:", re.I),
    "something from elsewhere": re.compile(
        r"<(?:script|img|link|iframe|use|source)[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
}
HALF = re.compile(r"\w*[\u4e00-\u9fff”」》}][,:;?!][\u4e00-\u9fff“]\w*")
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\((?P<to>[^)\s]+)\)|!\[[^\]]*\]\((?P<picture>[^)\s]+)\)")
HOSTS = re.compile(
    r"(?:files\.)?pythonhosted\.org|\bpypi\.org|registry\.npmjs|tuna\.tsinghua|mirrors\.aliyun"
)
PLACES = re.compile(r"(?<![\w.~-])/(?:root|home/[a-z]\w*|Users/\w+|work/(?:main|shared))(?:/|\b)")
TEXT = {".py", ".md", ".txt", ".toml", ".in", ".html", ".css", ".js", ".json", ".yml", ".yaml",
        ".sh", ".po", ".cfg", ".ini", ""}  # fmt: skip


def pages(src: Path) -> list[str]:
    """Templates hold no script, style or handler of their own, and nothing from elsewhere."""
    wrong = []
    for path in sorted(src.rglob("*.html")):
        text = re.sub(
            r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text("utf-8"), flags=re.S
        )
        where = path.relative_to(src)
        for script in SCRIPT.finditer(text):
            is_data = "application/json" in script["attributes"]
            if script["body"].strip() and not is_data:
                wrong.append(f"{where} has an inline script")
        wrong += [f"{where} has {what}" for what, mark in INLINE.items() if mark.search(text)]
    return wrong


def punctuation(src: Path) -> list[str]:
    """Chinese sentences, in code, data and catalogues, have Chinese commas and colons."""
    wrong = []
    for path in sorted(p for p in src.rglob("*") if p.suffix in {".py", ".toml", ".po", ".html"}):
        text = re.sub(r"https?://\S+", "", path.read_text("utf-8"))
        if path.suffix == ".py":  # docstrings are English with a Chinese name in them
            text = re.sub(r'""".*?"""', "", text, flags=re.S)
        wrong += [f"{path.relative_to(src)} says {found[0]}" for found in HALF.finditer(text)]
    return wrong


def links(root: Path) -> list[str]:
    """Every relative link in a paper leads somewhere."""
    wrong = []
    for path in papers(root):
        text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
        for found in LINK.finditer(text):
            to = (found["to"] or found["picture"]).split("#")[0]
            is_ours = to and "://" not in to and not to.startswith("mailto:")
            if is_ours and not (path.parent / to).exists():
                wrong.append(f"{path.relative_to(root)} points to {to}, which is not there")
    return wrong


def decisions(root: Path) -> list[str]:
    """Decisions are numbered one after the other, in the name of the file as in its heading."""
    wrong = []
    for number, path in enumerate(sorted((root / "docs" / "adr").glob("*.md")), start=1):
        is_said = path.read_text(encoding="utf-8").startswith(f"# {number}. ")
        if not (path.name.startswith(f"{number:04}-") and is_said):
            wrong.append(f"{path.relative_to(root)} is decision {number}")
    return wrong


def papers(root: Path) -> list[Path]:
    """The papers of the house."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def glossary(root: Path) -> list[str]:
    """Every identifier the glossary names is defined in the code; every row has all three words."""
    path = root / "GLOSSARY.md"
    known: set[str] = set()
    for source in (root / "src").rglob("*.py"):
        known |= {*source.relative_to(root).with_suffix("").parts, *_defined(source)}
    wrong = []
    for row in re.findall(r"^\|(?!\s*(?:中文|---))(.+)\|$", path.read_text("utf-8"), flags=re.M):
        cells = [cell.strip() for cell in row.split("|")]
        if len(cells) != 3 or not all(cells):
            wrong.append(f"a row of the glossary is not whole: {row.strip()}")
            continue
        for identifier in re.findall(r"`([^`]+)`", cells[2]) or ["nothing in backticks"]:
            is_path = "/" in identifier and (root / "src" / "linli" / identifier).exists()
            if not is_path and not set(re.findall(r"\w+", identifier)) <= known:
                wrong.append(f"the glossary names {identifier}, which the code does not define")
    return wrong


def _defined(source: Path) -> Iterator[str]:
    """The names a file gives to things: classes, functions and what is assigned in them."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def traces(root: Path) -> list[str]:
    """Nothing that is checked in names a package index or somebody's machine."""
    wrong = []
    for path in kept(root):
        if path.suffix not in TEXT or path.stat().st_size > 2_000_000:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        where = path.relative_to(root)
        wrong += [f"{where} names an index: {host}" for host in HOSTS.findall(text)]
        wrong += [
            f"{where} names a machine's folder: {found[0]}" for found in PLACES.finditer(text)
        ]
    return wrong


def kept(root: Path) -> list[Path]:
    """What is, or would be, checked in."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # not a checkout
        return [path for path in root.rglob("*") if path.is_file() and ".venv" not in path.parts]
    paths = (root / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def twins(tests: Path) -> list[str]:
    """No two test files have one name: pytest would mix them up."""
    seen: dict[str, Path] = {}
    wrong = []
    for path in sorted(tests.rglob("test_*.py")):
        if path.name in seen:
            wrong.append(f"{path.relative_to(tests)} and {seen[path.name].relative_to(tests)}")
        seen[path.name] = path
    return wrong
