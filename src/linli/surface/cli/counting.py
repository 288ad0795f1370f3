"""`linli tally FILE` counts an assembly; `linli audit-notice FILE` checks a published result.

Neither needs a community or a database; docs/tally.md describes both files.
"""

import argparse
import base64
import json
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from linli.kernel import ANYONE, Refused

_LARGEST = 1024 * 1024 * 1024


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of both words."""
    parser.add_argument("file", metavar="FILE", help="the figures as JSON; - reads them from stdin")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")


def run(options: argparse.Namespace) -> int:
    """Print what the figures come to."""
    given = _read(options.file)
    _set_up_without_a_house()
    from linli.application.assembly.api import audit_notice, tally

    is_tally = options.word == "tally"
    ask: Callable[..., dict[str, Any]] = tally if is_tally else audit_notice
    found = ask(viewer=ANYONE, given=given)
    if options.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        print_in_words = _print_count if is_tally else _print_audit
        for motion in found["motions"]:
            print_in_words(motion)
    return 0


def _set_up_without_a_house() -> None:
    """The front door stands among tables; nothing is asked of them, sealed, or made on the disk."""
    for_now = base64.b64encode(secrets.token_bytes(32)).decode()
    given = os.environ.setdefault("LINLI_MASTER_KEY", for_now)
    try:
        django.setup()
    finally:
        if given == for_now:
            del os.environ["LINLI_MASTER_KEY"]


def _read(name: str) -> Any:
    """The values of a JSON file; numbers keep every digit they were written with."""
    try:
        if name != "-" and Path(name).stat().st_size > _LARGEST:
            raise Refused("too_large", "%(file)s is larger than 1 GB.", field="file", file=name)
        content = sys.stdin.buffer.read(_LARGEST) if name == "-" else Path(name).read_bytes()
        return json.loads(content, parse_float=str, parse_constant=str)
    except OSError as error:
        raise Refused(
            "not_found",
            "%(file)s cannot be read: %(why)s.",
            field="file",
            file=name,
            why=error.strerror or str(error),
        ) from None
    except (ValueError, RecursionError) as error:
        raise Refused(
            "invalid", "%(file)s is no JSON: %(why)s.", field="file", file=name, why=str(error)
        ) from None


def _print_count(motion: dict[str, Any]) -> None:
    print(f"{motion['id']} {motion['title']} ({motion['kind']})")
    for name in ("strict", "deemed"):
        count = motion[name]
        print(f"  {name}: {count['outcome']}. {count.get('why', motion['why'])}")
    print(f"  {', '.join(motion['articles'])}; {len(motion['set_aside'])} ballots set aside")


def _print_audit(motion: dict[str, Any]) -> None:
    deemed = motion["deemed"]
    beside = f"; with silence as deemed: {deemed['outcome']}" if deemed else ""
    print(f"{motion['title']}: {motion['strict']['outcome']}{beside}")
    for one in motion["findings"]:
        print(f"  {one['code']}: {one['field']} is {one['printed']}, should be {one['computed']}")
    if not motion["findings"]:
        print("  nothing to object to in the figures that are there")
