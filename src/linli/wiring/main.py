"""The `linli` command: finds the word, sets place and ports, turns refusals into sentences."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from linli import __version__
from linli.kernel import Refused
from linli.wiring import house, ports
from linli.wiring.excuses import excuse
from linli.wiring.patience import Patience
from linli.wiring.words import WORDS, Word, words_here

REFUSED = 2
STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line; returns the exit code (2: refused or not understood)."""
    try:
        return _main(list(sys.argv[1:] if argv is None else argv))
    except Refused as refusal:
        print(f"linli: {refusal}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # the reader of our output has gone; nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:
        told = excuse(error)
        if told is None:
            raise
        print(f"linli: {told}", file=sys.stderr)
        return REFUSED


def _main(arguments: list[str]) -> int:
    place, name, rest = split(arguments)
    if "--version" in rest and not name:
        print(f"linli {__version__}")
        return 0
    if name in {None, "help"}:
        print(overview())
        return 0 if name or set(rest) <= {"-h", "--help"} else _lost(rest[0])
    word = words_here().get(name or "")
    if word is None:
        return _lost(name or "")
    chosen = settle(place, demo=word.name == "demo")
    return _carry_out(word, rest, chosen)


def split(arguments: list[str]) -> tuple[argparse.Namespace, str | None, list[str]]:
    """The place options, the word and the rest; options may stand before or after the word.

    What follows a word that passes its arguments on is left alone.
    """
    before, after, name = _around_the_word(arguments)
    parser = argparse.ArgumentParser(prog="linli", add_help=False, allow_abbrev=False)
    parser.add_argument("--data")
    parser.add_argument("--port")
    place, unknown = parser.parse_known_args(before)
    if any(word.name == name and word.passes_on for word in WORDS):
        return place, name, unknown + after
    place, rest = parser.parse_known_args(after, place)
    return place, name, unknown + rest


def _around_the_word(arguments: list[str]) -> tuple[list[str], list[str], str | None]:
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        if not argument.startswith("-"):
            return arguments[:index], arguments[index + 1 :], argument
        index += 2 if argument in {"--data", "--port"} else 1
    return arguments, [], None


def settle(place: argparse.Namespace, *, demo: bool = False) -> frozenset[str]:
    """Set the data folder and ports for this process and those it starts, before Django looks.

    Returns the names of the ports somebody chose.
    """
    given = place.data or os.environ.get("LINLI_DATA")
    data = Path(given) if given else house.default_data(demo=demo)
    if data.exists() and not data.is_dir():
        raise Refused(
            "invalid", "%(data)s is a file; --data needs a folder.", field="data", data=str(data)
        )
    os.environ["LINLI_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings")
    if demo:
        os.environ["LINLI_DEMO"] = "1"
    return ports.settle(house.data(), place.port)


def overview() -> str:
    """What the command can do, in plain words."""
    here = words_here().values()
    width = max(len(word.name) for word in here)
    lines = [f"  linli {word.name:<{width}}  {word.sentence}" for word in here]
    return "\n".join(
        [
            f"Linli 邻里 {__version__}: a self-hosted platform for smart communities.",
            "",
            *lines,
            "",
            "  --data DIR   the folder this community lives in (or LINLI_DATA)",
            "  --port N     the port of its pages (or LINLI_PORT)",
            "",
            "`linli WORD --help` says more about a word.",
        ]
    )


def _carry_out(word: Word, rest: list[str], chosen_ports: frozenset[str]) -> int:
    module = import_module(word.module)
    parser = argparse.ArgumentParser(prog=f"linli {word.name}", description=word.sentence)
    if word.passes_on:
        options = argparse.Namespace(rest=rest)
    else:
        module.describe(parser)
        options = parser.parse_args(rest)
    options.word, options.chosen_ports = word.name, chosen_ports
    if word.on_tables:
        import_module("linli.wiring.preparing").make_tables()
        with Patience(f"linli {word.name}"):
            return int(module.run(options))
    return int(module.run(options))


def _lost(name: str) -> int:
    known = ", ".join(words_here())
    print(f"linli: there is no word “{name}”; the words are {known}.", file=sys.stderr)
    return REFUSED
