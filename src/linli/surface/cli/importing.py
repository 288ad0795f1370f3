"""`linli import community FILE…`: a spreadsheet of homes and people, answered row by row."""

import argparse
import sys
from pathlib import Path

import django

from linli.kernel import ANYONE, Actor, Refused, Via, system

_LARGEST = 64 * 1024 * 1024


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the word."""
    parser.add_argument("what", choices=["community"], help="what is taken in")
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help=".xlsx or .csv files")
    parser.add_argument("--community", metavar="ID", help="which one, when there are several")
    parser.add_argument("--dry-run", action="store_true", help="report the same, write nothing")


def run(options: argparse.Namespace) -> int:
    """Take in each file; 1 when a row was refused."""
    django.setup()
    by = system(community_of(options.community), via=Via.IMPORT)
    refused = [_take_in(by, path, dry_run=options.dry_run) for path in options.files]
    return 1 if any(refused) else 0


def community_of(given: str | None) -> str:
    """The community that was named, or the only one."""
    from linli.foundation.places.api import get_community, list_communities

    if given:
        return get_community(viewer=ANYONE, community=given).id
    known = list_communities(viewer=ANYONE)
    if len(known) == 1:
        return known[0].id
    raise Refused(
        "invalid",
        "Say which community with --community ID: %(known)s.",
        field="community",
        known=", ".join(f"{each.id} ({each.name})" for each in known)
        or "there is none yet; linli found opens one",
    )


def _take_in(by: Actor, path: Path, *, dry_run: bool) -> int:
    from linli.foundation.people.api import RowOutcome, import_community

    sys.stderr.write(f"reading {path} …\n")
    report = import_community(by=by, source=_bytes(path), filename=path.name, dry_run=dry_run)
    for row in report.rows:
        if row.outcome is RowOutcome.REFUSED:
            print(f"{path.name}, row {row.row}: {row.sentence}")
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in RowOutcome)
    print(f"{path.name}: {counts}{' (dry run: nothing was written)' if dry_run else ''}")
    return report.count(RowOutcome.REFUSED)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused("too_large", "%(path)s is larger than 64 MB.", path=str(path))
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            "invalid",
            "%(path)s cannot be read: %(why)s.",
            field="files",
            path=str(path),
            why=str(error.strerror or error).lower(),
        ) from error
