"""Guards over the Python sources; each takes the `src` folder and says what breaks a rule."""

import ast
import re
from pathlib import Path

from architecture.guards.sources import LAYERS, Source, dotted, imports, modules, sources

DOORS = ("api", "facts")
FACTS_DOOR = "linli.foundation.facts.api"
SILENT_LAYERS = {"kernel", "perception", "journeys", *LAYERS}
ANATOMY = {"models", "domain", "policy", "services", "selectors", "facts", "api"}
BANNED = {"util", "utils", "helper", "helpers", "base", "manager", "managers", "common", "misc"}
FORCED = {"linli.wiring.sqlite.base"}  # Django looks for a backend under this name
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
PLAIN = {"str", "int", "float", "bool", "None"}
PERSONAL = re.compile(
    r"(^|_)(name|names|phone|email|address|text|note|title|body|content|words)(_|$)"
)


def front_doors(src: Path) -> list[str]:
    """From outside a module only its `api` and `facts` are imported."""
    wrong = []
    for source in sources(src):
        for node, target, name in imports(source):
            parts = target.split(".")
            if parts[0] != "linli" or len(parts) < 2 or parts[1] not in LAYERS:
                continue
            full = parts + ([name] if name and len(parts) < 4 else [])
            if len(full) < 4:  # the layer, or a module as a whole
                is_shut = len(full) == 3 and source.module != ".".join(full)
            else:
                is_shut = ".".join(full[:3]) != source.module and full[3] not in DOORS
            if is_shut:
                wrong.append(f"{source.at(node)} reaches past the front door: {'.'.join(full)}")
    return wrong


def applications(src: Path) -> list[str]:
    """Applications never know each other: what joins two is a journey."""
    wrong = []
    for source in sources(src):
        if source.layer != "application":
            continue
        for node, target, name in imports(source):
            full = [*target.split("."), *([name] if name else [])]
            if full[:2] == ["linli", "application"] and source.module != ".".join(full[:3]):
                wrong.append(f"{source.at(node)} knows another application: {'.'.join(full)}")
    return wrong


def signals(src: Path) -> list[str]:
    """Nothing listens to Django's signals: what happens after what stands in the journeys."""
    return [
        f"{source.at(node)} listens to a signal: {target}"
        for source in sources(src)
        for node, target, name in imports(source)
        if target.startswith("django.dispatch")
        or target == "django.db.models.signals"
        or (target, name) == ("django.db.models", "signals")
    ]


def engine(src: Path) -> list[str]:
    """Only the telemetry engine's own process imports chdb; everyone else speaks HTTP to it."""
    return [
        f"{source.at(node)} opens the engine itself"
        for source in sources(src)
        for node, target, _ in imports(source)
        if target.split(".")[0] == "chdb" and not source.name.startswith("linli.wiring.engine")
    ]


def listeners(src: Path) -> list[str]:
    """`@when` stands in journeys only."""
    wrong = []
    for source in sources(src):
        if source.layer == "journeys" or source.module == "linli.foundation.facts":
            continue
        doors = (
            {"when"}
            if any((target, name) == (FACTS_DOOR, "when") for _, target, name in imports(source))
            else set()
        )
        for node, target, name in imports(source):
            if (target, name) == ("linli.foundation.facts", "api"):
                doors.add(f"{_bound(node, name)}.when")
            elif (target, name) == (FACTS_DOOR, None) and isinstance(node, ast.Import):
                doors.add(f"{node.names[0].asname or FACTS_DOOR}.when")
        wrong += [
            f"{source.at(node)} listens outside the journeys"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Call) and dotted(node.func) in doors
        ]
        if "when" in doors:
            wrong.append(f"{source.where} imports `when` outside the journeys")
    return wrong


def _bound(node: ast.AST, name: str) -> str:
    assert isinstance(node, ast.ImportFrom)
    return next(alias.asname or alias.name for alias in node.names if alias.name == name)


def clocks(src: Path) -> list[str]:
    """Only `kernel.clock` reads the machine's clock."""
    forbidden = re.compile(
        r"(^|\.)(timezone\.now|datetime\.now|datetime\.utcnow|datetime\.today|date\.today)$"
    )
    wrong = []
    for source in sources(src):
        if source.name == "linli.kernel.clock":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and forbidden.search(dotted(node)):
                wrong.append(f"{source.at(node)} reads the clock: {dotted(node)}")
            elif isinstance(node, ast.Call) and _asks_for_today(node):
                wrong.append(f"{source.at(node)} reads the clock: {dotted(node.func)}()")
            elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                wrong.append(f"{source.at(node.value)} lets Django read the clock: {node.arg}")
        for node, target, name in imports(source):
            if (target, name) in {
                ("django.utils.timezone", "now"),
                ("django.db.models.functions", "Now"),
            }:
                wrong.append(f"{source.at(node)} reads the clock: {target}.{name}")
    return wrong


def _asks_for_today(node: ast.Call) -> bool:
    named = dotted(node.func).rpartition(".")[2] in {"localtime", "localdate"}
    return named and not node.args and not node.keywords


def models_by_name(src: Path) -> list[str]:
    """No `get_model` outside migrations: it goes round the front doors."""
    return [
        f"{source.at(node)} asks for a model by name"
        for source in sources(src)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and re.search(r"(^|apps|config)\.get_model$", dotted(node.func))
    ]


def translations(src: Path) -> list[str]:
    """Modules speak English source sentences; only surfaces translate, and never a built string."""
    wrong = []
    for source in sources(src):
        if source.layer in SILENT_LAYERS:
            wrong += [
                f"{source.at(node)} translates below the surfaces"
                for node, target, _ in imports(source)
                if target.startswith(("django.utils.translation", "gettext"))
            ]
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in GETTEXT:
                wrong += [
                    f"{source.at(node)} {fault}"
                    for argument in node.args
                    for fault in _built(argument)
                ]
    return wrong


def _built(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.JoinedStr | ast.BinOp) or (
        isinstance(argument, ast.Call) and dotted(argument.func).endswith(".format")
    ):
        return ["translates a string built at run time"]
    words = argument.value if isinstance(argument, ast.Constant) else ""
    is_nameless = isinstance(words, str) and re.search(r"(?<!%)%[sdif]", words)
    return ["has a placeholder without a name"] if is_nameless else []


def anatomy(src: Path) -> list[str]:
    """A module has the seven names and nothing else."""
    wrong = []
    for _, _, folder in modules(src):
        for path in sorted(folder.iterdir()):
            known = path.stem in ANATOMY or path.name in {"__init__.py", "apps.py", "migrations"}
            if path.name == "__pycache__" or (path.is_file() and path.suffix != ".py"):
                continue
            if path.is_dir() and not list(path.rglob("*.py")):  # data, or an emptied folder
                continue
            if not known:
                wrong.append(f"{path.relative_to(src)} is none of the seven names")
        wrong += [
            f"{folder.relative_to(src)} has no {name}"
            for name in ("__init__.py", "apps.py", "api.py")
            if not (folder / name).exists() and not (folder / name[:-3]).is_dir()
        ]
    return wrong


def names(src: Path) -> list[str]:
    """No file or class whose name says nothing."""
    wrong = []
    for source in sources(src):
        if BANNED & set(source.name.split(".")) and source.name not in FORCED:
            wrong.append(f"{source.where} has a name that says nothing")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and BANNED & {_last(node.name), _first(node.name)}:
                wrong.append(f"{source.at(node)} has a name that says nothing: {node.name}")
    return wrong


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+[a-z]*|[a-z]+", name)] or [""]


def _last(name: str) -> str:
    return _words(name)[-1]


def _first(name: str) -> str:
    return _words(name)[0]


def doors_only_open(src: Path) -> list[str]:
    """An `api` only re-exports: a docstring, imports, and a sorted `__all__`."""
    wrong = []
    for source in sources(src):
        if not (source.module and source.name == f"{source.module}.api"):
            continue
        body = source.tree.body
        if ast.get_docstring(source.tree) is None:
            wrong.append(f"{source.where} does not say what the module is for")
        else:
            body = body[1:]
        for node in body:
            if isinstance(node, ast.ImportFrom | ast.Import):
                continue
            if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__":
                listed = ast.literal_eval(node.value)
                if list(listed) != sorted(listed) or len(set(listed)) != len(listed):
                    wrong.append(f"{source.at(node)} does not list its names in order")
                continue
            wrong.append(f"{source.at(node)} does more than open a door")
        if not any(isinstance(n, ast.Assign) and dotted(n.targets[0]) == "__all__" for n in body):
            wrong.append(f"{source.where} does not list its names")
    return wrong


def facts(src: Path) -> list[str]:
    """A fact is a frozen dataclass of ids and plain values, named after what happened."""
    wrong = []
    for source in sources(src):
        if not (source.module and source.name.startswith(f"{source.module}.facts")):
            continue
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and any(dotted(b) == "Fact" for b in node.bases):
                wrong += [
                    f"{source.at(node)} {node.name} {fault}" for fault in _faults(source, node)
                ]
    return wrong


def _faults(source: Source, node: ast.ClassDef) -> list[str]:
    found = []
    frozen = {
        keyword.arg
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and dotted(mark.func) == "dataclass"
        for keyword in mark.keywords
        if isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    }
    if frozen != {"frozen", "slots", "kw_only"}:
        found.append("is not a frozen, slotted, keyword-only dataclass")
    if ast.get_docstring(node) is None:
        found.append("does not say what happened")
    kind = None
    for field in node.body:
        if not isinstance(field, ast.AnnAssign):
            continue
        name, annotation = dotted(field.target), ast.unparse(field.annotation)
        if annotation.startswith("ClassVar"):
            if name == "kind" and isinstance(field.value, ast.Constant):
                kind = field.value.value
        elif not set(re.split(r"\s*\|\s*", annotation)) <= PLAIN:
            found.append(f"carries more than plain values: {name}: {annotation}")
        elif PERSONAL.search(name) and "str" in annotation:
            found.append(f"may carry personal data: {name}")
    assert source.module is not None
    expected = f"{source.module.rsplit('.', 1)[1]}.{'_'.join(_words(node.name))}"
    if kind != expected:
        found.append(f"is called {kind!r} instead of {expected!r}")
    return found


def migrations(src: Path) -> list[str]:
    """Each module's migrations end in one leaf."""
    wrong = []
    for _, module, folder in modules(src):
        made, followed = set(), set()
        for path in (folder / "migrations").glob("[0-9]*.py"):
            made.add(path.stem)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                    values = [e.value for e in node.elts if isinstance(e, ast.Constant)]
                    if len(values) == 2 and values[0] == module:
                        followed.add(values[1])
        leaves = sorted(made - followed)
        if len(leaves) > 1:
            wrong.append(f"{module} has {len(leaves)} last migrations: {', '.join(leaves)}")
    return wrong
