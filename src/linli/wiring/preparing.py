"""Makes a data folder ready before anything starts: tables, static files, and the demo's people.

Run as a program of its own: `python -m linli.wiring.preparing [--demo]`.
"""

import hashlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from linli.kernel import Refused
from linli.wiring import house
from linli.wiring.excuses import excuse
from linli.wiring.patience import Patience


def main(arguments: list[str]) -> int:
    """Prepare; 0 when the folder is ready, 2 when something was refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings")
    try:
        with Patience("reading the program"):
            django.setup()
            _read_addresses()
        _migrate()
        _collect_static()
        if "--demo" in arguments:
            _demo()
    except Refused as refusal:
        sys.stderr.write(f"linli: {refusal}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        refused = excuse(error)
        if refused is None:
            raise
        sys.stderr.write(f"linli: {refused}\n")
        return 2
    return 0


def make_tables() -> None:
    """Have a data folder and this version's tables in it, for words that act without `up`."""
    from linli.wiring import starting

    starting.ready_folder(house.data())
    django.setup()
    _migrate()


def _read_addresses() -> None:
    # Pages that cannot be imported are told here at once, not by waiting for a web that never is.
    from django.conf import settings

    importlib.import_module(settings.ROOT_URLCONF)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with Patience("looking at the database"):
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        with _told("bringing the database to this version"):
            call_command("migrate", interactive=False, verbosity=0)


def _collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    with Patience("looking at styles and pictures"):
        present = _fingerprint()
    if stamp.is_file() and stamp.read_text() == present:
        return
    with _told("collecting styles and pictures"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(present)


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list(()):
            path = Path(storage.path(name))
            found.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _demo() -> None:
    from django.conf import settings

    demo = importlib.import_module("linli.demo.api")
    done = settings.DATA / "run" / "demo.done"
    if (
        not done.exists()
    ):  # interrupted before the mark: prepare again, which goes on or changes nothing
        with _told("building the demo community") as waiting:
            demo.prepare(lambda line: waiting.tell(f"  {line}"))
        done.write_text("")
    people = settings.DATA / "run" / "people.json"
    people.touch(mode=0o600)
    people.write_text(json.dumps([list(person) for person in demo.people()], ensure_ascii=False))


@contextmanager
def _told(what: str) -> Iterator[Patience]:
    with Patience(what) as waiting:
        waiting.tell(f"{what} …")
        yield waiting
    waiting.tell(f"{what}: done in {waiting.seconds:.1f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
