"""`linli bench NAME`: finds the measurement of that name and hands over."""

import argparse
import sys
from importlib import import_module
from pkgutil import iter_modules

from linli.kernel import Refused


def names() -> list[str]:
    """What can be measured in this installation."""
    package = import_module("linli.bench")
    return sorted(
        module.name for module in iter_modules(package.__path__) if not module.name.startswith("_")
    )


def run(options: argparse.Namespace) -> int:
    """Run one measurement with its own arguments."""
    if not options.rest or options.rest[0] in {"-h", "--help"}:
        sys.stdout.write("\n".join(["linli bench NAME …", "", *map(_sentence, names()), ""]))
        return 0
    name, *rest = options.rest
    if name not in names():
        raise Refused(
            "not_found",
            "There is nothing called “%(name)s” to measure; there are %(names)s.",
            name=name,
            names=", ".join(names()),
        )
    return int(import_module(f"linli.bench.{name}").main(rest))


def _sentence(name: str) -> str:
    words = (import_module(f"linli.bench.{name}").__doc__ or "").splitlines()[0]
    return "  " + words.replace("`", "")
