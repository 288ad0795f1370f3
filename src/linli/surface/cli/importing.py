"""`linli import WHAT FILE…`: homes and people, kinds of devices, outlines of places, holidays."""

import argparse
import json
import sys
from pathlib import Path

import django

from linli.kernel import ANYONE, Actor, Refused, Via, system

_LARGEST = 64 * 1024 * 1024
_WHAT = {
    "community": "a list of homes and people, .xlsx or .csv",
    "models": "kinds of devices, .json",
    "outlines": "the map of the community, .geojson",
    "holidays": "the public holidays of a year, .toml, for every community here",
}


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the word."""
    parser.add_argument(
        "what",
        choices=list(_WHAT),
        help="; ".join(f"{name}: {words}" for name, words in _WHAT.items()),
    )
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path, help="what is taken in")
    parser.add_argument("--community", metavar="ID", help="which one, when there are several")
    parser.add_argument("--dry-run", action="store_true", help="report the same, write nothing")
    parser.add_argument(
        "--all", action="store_true", help="report every row, not only refused ones"
    )
    parser.add_argument(
        "--template", type=Path, metavar="FILE", help="write the empty list (.xlsx or .csv) instead"
    )


def run(options: argparse.Namespace) -> int:
    """Take in each file; 1 when a row was refused."""
    django.setup()
    if options.template:
        return _write_template(options)
    if not options.files:
        raise Refused("invalid", "Say which file.", field="files")
    if options.dry_run and options.what != "community":
        raise Refused("invalid", "Only a list of homes and people can be tried.", field="dry_run")
    is_for_all = options.what == "holidays"
    by = system("" if is_for_all else community_of(options.community), via=Via.IMPORT)
    take_in = _TAKE_IN[options.what]
    refused = 0
    for path in options.files:
        sys.stderr.write(f"reading {path} …\n")
        refused += take_in(by, path, options)
    return 1 if refused else 0


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


def _people(by: Actor, path: Path, options: argparse.Namespace) -> int:
    from linli.foundation.people.api import RowOutcome, import_community
    from linli.surface.cli.list_report import in_language, lines_of, summary_of

    report = import_community(
        by=by, source=_bytes(path), filename=path.name, dry_run=options.dry_run
    )
    with in_language():
        for line in lines_of(report, with_all=options.all):
            print(f"{path.name}{line}")
        print(f"{path.name}: {summary_of(report)}")
    return report.count(RowOutcome.REFUSED)


def _models(by: Actor, path: Path, options: argparse.Namespace) -> int:
    from linli.foundation.devices.api import define_models

    try:
        made = define_models(by=by, source=_bytes(path))
    except Refused as refused:
        print(f"{path.name}, {refused.field}: {refused}")
        return 1
    print(f"{path.name}: {len(made)} kinds of devices")
    return 0


def _outlines(by: Actor, path: Path, options: argparse.Namespace) -> int:
    from linli.foundation.places.api import draw_outlines

    try:
        drawing = json.loads(_bytes(path))
    except (ValueError, RecursionError) as error:
        raise Refused("invalid", "%(path)s is not a JSON file.", path=str(path)) from error
    outlines = draw_outlines(by=by, drawing=drawing)
    refused = [one for one in outlines if one.refused]
    for one in refused:
        print(f"{path.name}, outline {one.number}: {one.refused}")
    print(f"{path.name}: {len(outlines) - len(refused)} outlines drawn, {len(refused)} refused")
    return len(refused)


def _holidays(by: Actor, path: Path, options: argparse.Namespace) -> int:
    from linli.support.matters.api import take_in_holidays

    for one in take_in_holidays(by=by, source=_bytes(path)):
        print(f"{path.name}: {one.year}, {one.notice}: {len(one.off)} holidays")
    return 0


_TAKE_IN = {
    "community": _people,
    "models": _models,
    "outlines": _outlines,
    "holidays": _holidays,
}


def _write_template(options: argparse.Namespace) -> int:
    from linli.foundation.people.api import community_template, template_columns

    path: Path = options.template
    if options.what != "community":
        raise Refused("invalid", "Only the list of homes and people has a template.")
    if path.suffix == ".csv":
        headers = ",".join(one.header.zh for one in template_columns(viewer=ANYONE))
        content = f"\ufeff{headers}\n".encode()  # the mark tells spreadsheets that it is UTF-8
    else:
        content = community_template(viewer=ANYONE, language="zh")
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise Refused(
            "invalid", "%(path)s cannot be written: %(why)s.", path=str(path), why=_why(error)
        ) from error
    print(f"{path}: the empty list; docs/import.md explains each column")
    return 0


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
            why=_why(error),
        ) from error


def _why(error: OSError) -> str:
    return str(error.strerror or error).lower()
