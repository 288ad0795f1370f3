"""Kept files.

This module cannot know who may see a matter or a message. So every question names the thing
(`about`), **which the caller has already checked for the viewer**; a file answers only where it
hangs on exactly that thing, in the viewer's own community.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.db.models import Q, QuerySet

from linli.foundation.files import policy
from linli.foundation.files.domain import FileCard, FileContent, Type
from linli.foundation.files.models import StoredFile
from linli.foundation.files.models.sealing import open_content
from linli.kernel import Actor, Kept, Ref, Refused, Words

log = logging.getLogger(__name__)


def get_file(*, viewer: Actor, file: str, about: Ref) -> FileCard:
    """What a file is, if it hangs on exactly `about`, which the caller has checked."""
    return card(_find(viewer, file, about))


def read_file(*, viewer: Actor, file: str, about: Ref, thumbnail: bool = False) -> FileContent:
    """The bytes of a file, if it hangs on exactly `about`, which the caller has checked.

    With `thumbnail` the small JPEG of an image. Bytes that are not as they were kept are refused
    as unavailable rather than shown.
    """
    row = _find(viewer, file, about)
    if not thumbnail:
        content = _read(row.path, row.digest)
        return FileContent(row.pk, row.name, row.media_type, content, row.digest)
    if row.thumbnail_path is None:
        raise Refused("not_found", "There is no small picture of this file.")
    content = _read(row.thumbnail_path, row.thumbnail)
    return FileContent(row.pk, row.name, Type.JPEG.value, content, row.thumbnail)


def list_files(*, viewer: Actor, about: Ref) -> tuple[FileCard, ...]:
    """The files that hang on a thing, which the caller has checked; oldest first."""
    return list_files_of(viewer=viewer, abouts=(about,)).get(about, ())


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """The files the viewer brought, or had brought for them; for them alone."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    own = Q(kept_by=viewer.person, kept_for="") | Q(kept_for=viewer.person)
    rows = [card(row) for row in _live(viewer).filter(own).order_by("pk")]
    found = [
        {
            "id": one.id,
            "name": one.name,
            "size": one.size,
            "at": one.kept_at,
            "about": str(one.about),
        }
        for one in (rows if full else ())
    ]
    return (
        Kept(
            key="files",
            what=Words("您交来的照片和文件", "photos and files you sent"),
            source=Words("您自己传的", "sent by you"),
            seen_by=Words("办那件事的人", "those who work on the matter"),
            time=Words("和那件事一起保存", "kept with the matter"),
            basis=Words("您报了这件事", "you reported it"),
            way=Words("提出异议，请管理人删除", "object, and have the keeper erase it"),
            count=len(rows),
            rows=tuple(found),
        ),
    )


def read_own_file(*, viewer: Actor, file: str) -> FileContent:
    """The bytes of a file of one's own, for taking along."""
    own = Q(kept_by=viewer.person, kept_for="") | Q(kept_for=viewer.person)
    row = _live(viewer).filter(own, pk=file).first()
    if row is None or viewer.person is None or viewer.on_behalf_of:
        raise Refused("not_found", "There is no such file.")
    content = _read(row.path, row.digest)
    return FileContent(row.pk, row.name, row.media_type, content, row.digest)


def list_files_of(*, viewer: Actor, abouts: Iterable[Ref]) -> dict[Ref, tuple[FileCard, ...]]:
    """The same for many things at once; things without files are left out."""
    wanted = set(abouts)
    rows = _live(viewer).filter(
        about_kind__in={about.kind for about in wanted},
        about_id__in={about.id for about in wanted},
    )
    found: dict[Ref, list[FileCard]] = defaultdict(list)
    for row in rows.order_by("pk"):
        one = card(row)
        if one.about in wanted:
            found[one.about].append(one)
    return {about: tuple(cards) for about, cards in found.items()}


def card(row: StoredFile) -> FileCard:
    """A row as others see it."""
    return FileCard(
        id=row.pk,
        community=row.community,
        about=Ref(row.about_kind, row.about_id),
        name=row.name,
        kind=row.kind,
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        has_thumbnail=bool(row.thumbnail),
        kept_by=row.kept_by or None,
        kept_for=row.kept_for or None,
        kept_via=row.kept_via,
        kept_at=row.kept_at,
    )


def _live(viewer: Actor) -> QuerySet[StoredFile]:
    policy.check_belongs(viewer)
    return StoredFile.objects.filter(community=viewer.community, dropped_at=None)


def _find(viewer: Actor, file: str, about: Ref) -> StoredFile:
    row = _live(viewer).filter(pk=file, about_kind=about.kind, about_id=about.id).first()
    if row is None:
        raise Refused("not_found", "There is no such file.")
    return row


def _read(path: Path, digest: str) -> bytes:
    try:
        content = open_content(path.read_bytes(), path.name)
    except (OSError, InvalidTag, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it does not open"
        log.error("file %s cannot be read: %s", path.name, why)
        raise Refused("unavailable", "This file cannot be read at the moment.") from error
    if hashlib.sha256(content).hexdigest() != digest:
        log.error("file %s is not as it was kept", path.name)
        raise Refused("unavailable", "This file cannot be read at the moment.")
    return content
