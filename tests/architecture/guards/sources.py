"""The source tree as the guards see it: files, their module names, their syntax."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LAYERS = ("foundation", "support", "application")


@dataclass(frozen=True)
class Source:
    """One Python file; `name` is the dotted name it is imported by."""

    path: Path
    name: str
    where: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path.read_text(encoding="utf-8"))

    @property
    def layer(self) -> str:
        return (self.name.split(".") + [""])[1]

    @property
    def module(self) -> str | None:
        """`linli.layer.module` for a file inside a module of the house."""
        parts = self.name.split(".")
        inside = len(parts) > 2 and parts[1] in LAYERS and (self.path.parent.name != parts[1])
        return ".".join(parts[:3]) if inside else None

    def at(self, node: ast.AST) -> str:
        return f"{self.where}:{getattr(node, 'lineno', 1)}"


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def sources(src: Path, *, migrations: bool = False) -> Iterator[Source]:
    """Every Python file under `src`, without migrations unless asked for."""
    for path in sorted(src.rglob("*.py")):
        relative = path.relative_to(src)
        if "__pycache__" in relative.parts or (("migrations" in relative.parts) != migrations):
            continue
        parts = list(relative.with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        yield Source(path, ".".join(parts), str(relative))


def modules(src: Path) -> Iterator[tuple[str, str, Path]]:
    """Every module of the house: layer, name, folder."""
    for layer in LAYERS:
        for folder in sorted((src / "linli" / layer).glob("*/")):
            if (folder / "__init__.py").exists():
                yield layer, folder.name, folder


def imports(source: Source) -> Iterator[tuple[ast.AST, str, str | None]]:
    """What a file imports: the node, the module, and the name taken from it if any."""
    package = source.name if source.path.name == "__init__.py" else source.name.rpartition(".")[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, None
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                parts = package.split(".")
                above = parts[: len(parts) - node.level + 1]
                start = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node, start, alias.name
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            yield from (
                (node, str(a.value), None) for a in node.args if isinstance(a, ast.Constant)
            )


def _called(node: ast.Call) -> str:
    return dotted(node.func).rpartition(".")[2]


def dotted(node: ast.AST) -> str:
    """`a.b.c` for names and attributes, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""
