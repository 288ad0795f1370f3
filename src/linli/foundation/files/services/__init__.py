"""Keep a file that someone sent, drop it again, and sweep up what a crash left behind."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from linli.foundation.facts.api import publish
from linli.foundation.files import policy
from linli.foundation.files.domain import FileCard, Kind, Type
from linli.foundation.files.domain.cards import check_day, check_size, clean_name
from linli.foundation.files.domain.length import check_length
from linli.foundation.files.domain.picture import clean_picture
from linli.foundation.files.domain.sniff import sniff
from linli.foundation.files.facts import FileDropped, FileKept
from linli.foundation.files.models import StoredFile, path_of
from linli.foundation.files.models.sealing import is_sealed, seal_content
from linli.foundation.files.selectors import card
from linli.foundation.files.services import disk
from linli.kernel import Actor, Ref, Refused, new_id, now

SWEPT_AFTER = timedelta(days=1)


def keep_file(
    *, by: Actor, name: str, content: bytes, about: Ref, key: str | None = None
) -> FileCard:
    """Keep a photo, a voice note or a PDF with the thing it is about.

    **The caller has checked that `by` may add to `about`.** At most 10 MB, and three minutes
    of sound; the type is told from the bytes; photos are written anew without place and camera
    data. The bytes are safe on the disk, sealed, before the row is committed. The same key gives
    the same file again.
    """
    policy.check_belongs(by)
    known = _by_key(by, key)
    if known is not None:
        return known
    check_size(content)
    kind = sniff(content)
    if kind.kind is Kind.AUDIO:
        check_length(content, kind)
    check_day(*_sent_today(by, len(content)), is_staff=by.is_staff or by.is_system)
    made = _prepared(content, kind)
    row = _row(by, clean_name(name, made.type), about, key, made)
    disk.write(row.path, seal_content(made.content, row.path.name))
    if row.thumbnail_path is not None:
        disk.write(row.thumbnail_path, seal_content(made.thumbnail, row.thumbnail_path.name))
    return _committed(by, row)


def drop_file(*, by: Actor, file: str, about: Ref) -> None:
    """Delete a file's bytes for good, if it hangs on exactly `about`; again changes nothing.

    **The caller has checked that `by` may take from `about`.** The row stays as evidence.
    """
    policy.check_belongs(by)
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update().filter(
            community=by.community, about_kind=about.kind, about_id=about.id
        )
        row = rows.filter(pk=file).first()
        if row is None:
            raise Refused("not_found", "There is no such file.")
        if row.dropped_at is not None:
            return
        paths = _paths(row)
        row.dropped_at, row.dropped_by = now(), by.person or ""
        row.save(update_fields=["dropped_at", "dropped_by"])
        publish(FileDropped(community=row.community, file=row.pk, about=str(about)))
        transaction.on_commit(lambda: disk.remove(paths))


def sweep_files(*, by: Actor) -> int:
    """Remove bytes older than a day that no kept file names (a crash, a failed form); how many.

    What was kept before files were sealed is sealed on the way.
    """
    policy.check_is_system(by)
    before = (now() - SWEPT_AFTER).timestamp()
    old = [path for path in disk.everything(Path(settings.FILES)) if path.stat().st_mtime < before]
    live = StoredFile.objects.filter(dropped_at=None)
    rows = live.in_bulk({path.name.rpartition(".")[2] for path in old})
    named = {path for row in rows.values() for path in _paths(row)}
    lost = tuple(path for path in old if path not in named)
    disk.remove(lost)
    for row in rows.values():
        _seal_old(row)
    return len(lost)


def _seal_old(row: StoredFile) -> None:
    plain = [path for path in _paths(row) if path.is_file() and not is_sealed(disk.begin_of(path))]
    if not plain:
        return
    with transaction.atomic():  # a drop of this file waits, or came first
        if StoredFile.objects.select_for_update().filter(pk=row.pk, dropped_at=None).exists():
            for path in plain:
                disk.write(path, seal_content(path.read_bytes(), path.name))


@dataclass(frozen=True, slots=True)
class _Made:
    type: Type
    content: bytes
    thumbnail: bytes = b""
    width: int | None = None
    height: int | None = None


def _prepared(content: bytes, kind: Type) -> _Made:
    if kind.kind is not Kind.IMAGE:
        return _Made(kind, content)
    picture = clean_picture(content, kind)
    return _Made(picture.type, picture.content, picture.thumbnail, picture.width, picture.height)


def _row(by: Actor, name: str, about: Ref, key: str | None, made: _Made) -> StoredFile:
    return StoredFile(
        id=new_id(),
        community=by.community,
        key=key,
        about_kind=about.kind,
        about_id=about.id,
        name=name,
        kind=made.type.kind.value,
        media_type=made.type.value,
        size=len(made.content),
        digest=hashlib.sha256(made.content).hexdigest(),
        width=made.width,
        height=made.height,
        thumbnail=hashlib.sha256(made.thumbnail).hexdigest() if made.thumbnail else "",
        kept_by=by.person or "",
        kept_for=by.on_behalf_of or "",
        kept_via=by.via.value,
        kept_at=now(),
    )


def _committed(by: Actor, row: StoredFile) -> FileCard:
    about = str(Ref(row.about_kind, row.about_id))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            publish(FileKept(community=row.community, file=row.pk, about=about))
    except IntegrityError:  # the same request came twice at the same moment
        disk.remove(_paths(row))
        known = _by_key(by, row.key)
        if known is None:
            raise
        return known
    return card(row)


def _paths(row: StoredFile) -> tuple[Path, ...]:
    digests = (row.digest, row.thumbnail) if row.thumbnail else (row.digest,)
    return tuple(path_of(digest, row.pk) for digest in digests)


def _by_key(by: Actor, key: str | None) -> FileCard | None:
    if key is None:
        return None
    if not 1 <= len(key) <= 80:
        raise Refused("invalid", "A request key has 1 to 80 characters.", field="key")
    row = StoredFile.objects.filter(community=by.community, key=key).first()
    return None if row is None else card(row)


def _sent_today(by: Actor, size: int) -> tuple[int, int]:
    """How many files and bytes the person has sent within 24 hours, with this one."""
    if by.person is None:
        return 1, size
    rows = StoredFile.objects.filter(kept_by=by.person, kept_at__gt=now() - timedelta(days=1))
    sent = rows.aggregate(files=Count("pk"), size=Sum("size"))
    return sent["files"] + 1, (sent["size"] or 0) + size
