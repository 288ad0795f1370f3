"""An assembly's bundle: the files from which anyone counts again (docs/bundle.md)."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from linli.kernel import Actor, Refused, now
from linli.kernel.tlog.tiles import WIDTH
from linli.support.ledger import policy
from linli.support.ledger.domain import line, moment
from linli.support.ledger.models import Checkpoint, Leaf, Log, Tile, WitnessParty
from linli.support.ledger.models.sealing import open_record
from linli.support.ledger.selectors.checkpoints import card_of, find_log, newest, newest_vouched
from linli.support.ledger.selectors.tiling import stored

FORMAT = "linli-bundle/1"
_MOST_HISTORY = 10_000
_CHUNK = 2_000
Open = Callable[[str], IO[bytes]]


def write_bundle(*, viewer: Actor, community: str, assembly: str, opened: bool, path: Path) -> None:
    """Write what an assembly has published, up to the newest vouched checkpoint: into a new
    folder, or one `.zip` when the path ends so.

    Public unless `opened`: then the private records are in it, for scrutineers (`forbidden` for
    others); which scrutineer may open which assembly the caller has decided before.
    """
    if opened:
        policy.check_may_open(viewer, community)
    log = find_log(community)
    point = _point(log, assembly)
    with _written(path) as begin:
        _small_files(log, point, assembly, begin, opened=opened)
        _fill(begin, "history.jsonl", _history(log, point))
        _fill(begin, "hashes", _hashes(log, point))
        leaves = Leaf.objects.filter(log=log, assembly=assembly, index__lt=point.size)
        rows = leaves.order_by("index")
        _fill(begin, "entries.jsonl", map(_entry, rows.iterator(_CHUNK)))
        if opened:
            private = rows.exclude(sealed=None)
            _fill(begin, "opened.jsonl", map(_opened, private.iterator(_CHUNK)))


def _point(log: Log, assembly: str) -> Checkpoint:
    """The newest vouched checkpoint over some of it, else the newest."""
    leaves = Leaf.objects.filter(log=log, assembly=assembly)
    for find in (newest_vouched, newest):
        point = find(log)
        if point is not None and leaves.filter(index__lt=point.size).exists():
            return point
    raise Refused("not_found", "Nothing of this assembly is in the public ledger yet.")


def _small_files(log: Log, point: Checkpoint, assembly: str, begin: Open, *, opened: bool) -> None:
    about = {
        "format": FORMAT,
        "origin": log.origin,
        "assembly": assembly,
        "opened": opened,
        "made_at": moment(now()),
    }
    active = WitnessParty.objects.filter(log=log, retired_at=None).order_by("added_at", "id")
    keys = {
        "log": log.vkey,
        "witnesses": list(active.values_list("vkey", flat=True)),
        "needed": log.needed,
    }
    _fill(begin, "bundle.json", [line(about).encode()])
    _fill(begin, "keys.json", [line(keys).encode()])
    _fill(begin, "checkpoint", [card_of(log, point).note.encode()])


def _history(log: Log, point: Checkpoint) -> Iterator[bytes]:
    """The latest ten thousand of the checkpoints before, oldest first."""
    earlier = Checkpoint.objects.filter(log=log, size__lt=point.size).order_by("-size")
    notes = list(earlier.values_list("note", flat=True)[:_MOST_HISTORY])
    return (line({"note": note}).encode() for note in reversed(notes))


def _hashes(log: Log, point: Checkpoint) -> Iterator[bytes]:
    whole = point.size // WIDTH
    tiles = Tile.objects.filter(log=log, level=0, index__lt=whole).order_by("index")
    for hashes in tiles.values_list("hashes", flat=True).iterator(_CHUNK):
        yield bytes(hashes)
    yield from stored(log.pk, 0, whole * WIDTH, point.size)


def _entry(row: Leaf) -> bytes:
    return b'{"index":%d,"leaf":%b}\n' % (row.index, bytes(row.text))


def _opened(row: Leaf) -> bytes:
    salt, record = open_record(row.sealed or b"", row.log_id, row.index)
    head = json.dumps({"seq": row.seq, "salt": salt.hex()}, separators=(",", ":"))
    return head[:-1].encode() + b',"record":' + record + b"}\n"


def _fill(begin: Open, name: str, parts: Iterable[bytes]) -> None:
    with begin(name) as file:
        file.writelines(parts)


@contextmanager
def _written(path: Path) -> Iterator[Open]:
    if path.suffix == ".zip":
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            yield lambda name: archive.open(name, "w", force_zip64=True)
    else:
        path.mkdir(parents=True, exist_ok=True)
        yield lambda name: (path / name).open("wb")
