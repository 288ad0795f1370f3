"""`linli witness`: vouches that a community's public ledger only grows, for whoever runs it.

A residents' committee, a street office or two neighbours keep one each, on machines of their own.
It needs no community, no database and no network but the one port (C2SP tlog-witness).
"""

import argparse
import os
from pathlib import Path

from linli.kernel import Refused
from linli.kernel.tlog.notes import COSIGNS, SIGNS, BadNote, Signer, Verifier
from linli.surface.cli.witnessing.door import serve
from linli.surface.cli.witnessing.shelf import Shelf


def describe(parser: argparse.ArgumentParser) -> None:
    """The options; `--port` is read by `linli` itself, as everywhere."""
    parser.add_argument("--key", metavar="FILE", required=True, help="the witness's private key")
    parser.add_argument(
        "--make-key", action="store_true", help="make the key, print its public half, and end"
    )
    parser.add_argument("--name", help="with --make-key: who this is, such as juwei.example/wutong")
    parser.add_argument("--state", metavar="DIR", help="where it keeps what it has signed")
    parser.add_argument(
        "--log", metavar="VKEY", action="append", default=[], help="a ledger it watches; repeatable"
    )
    parser.add_argument(
        "--listen", metavar="ADDRESS", default="127.0.0.1", help="0.0.0.0 lets others in"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, or make a key."""
    if options.make_key:
        return _make_key(Path(options.key), options.name or "")
    signer, logs = _signer(Path(options.key)), _logs(options.log)
    if not options.state:
        raise Refused("invalid", "Say with --state where it keeps what it has signed.")
    with Shelf(Path(options.state)) as shelf:
        print(f"witness {signer.verifier}", flush=True)
        serve((options.listen, int(os.environ["LINLI_PORT"])), signer, logs, shelf)
    return 0


def _make_key(path: Path, name: str) -> int:
    try:
        signer = Signer.make(name, COSIGNS)
    except BadNote:
        raise Refused(
            "invalid", "--name says who this is, without spaces and plus signs.", field="name"
        ) from None
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{signer.text()}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refused(
            "conflict", "%(path)s cannot be made: %(why)s.", field="key", path=str(path), why=why
        ) from error
    print(signer.verifier)
    return 0


def _signer(path: Path) -> Signer:
    try:
        signer = Signer.parse(path.read_text())
    except (OSError, UnicodeDecodeError, BadNote) as error:
        raise Refused(
            "invalid", "%(path)s holds no key: %(why)s.", field="key", path=str(path), why=error
        ) from error
    if signer.kind != COSIGNS:
        raise Refused("invalid", "%(path)s is no witness's key.", field="key", path=str(path))
    return signer


def _logs(given: list[str]) -> dict[str, Verifier]:
    """Each ledger's key under its origin, which is the key's name."""
    if not given:
        raise Refused("invalid", "Say with --log which ledger it watches.", field="log")
    found: dict[str, Verifier] = {}
    for vkey in given:
        try:
            one = Verifier.parse(vkey)
        except BadNote as error:
            raise Refused(
                "invalid", "“%(vkey)s” is no key: %(why)s.", field="log", vkey=vkey, why=error
            ) from error
        if one.kind != SIGNS or found.setdefault(one.name, one) != one:
            raise Refused("invalid", "“%(vkey)s” is not the key of one ledger.", vkey=vkey)
    return found
