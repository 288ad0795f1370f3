"""Resident and worker write to each other and show each other pictures, without a go-between."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.files import api as files
from linli.kernel import Actor, Ref, Refused, new_id, now
from linli.support.matters import policy
from linli.support.matters.domain.catalogue import ClockKind, spans
from linli.support.matters.domain.states import Act
from linli.support.matters.facts import MatterMessaged
from linli.support.matters.models import Matter, Message, Photo, ReadMark
from linli.support.matters.services import running
from linli.support.matters.services.steps import clean, find, find_for, write

MOST_PHOTOS = 6


def post_message(
    *,
    by: Actor,
    matter: str,
    text: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    is_note: bool = False,
    key: str | None = None,
) -> str:
    """Write to everyone in a matter, or (`is_note`) among staff; returns the message's id.

    `photos` are (name, content) pairs, voice notes among them. The first words from
    staff stop the answer clock.
    """
    text = clean(text, field="text")
    own_key = f"{by.person or by.via}:{clean(key, field='key', longest=120)}" if key else None
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.NOTE if is_note else Act.MESSAGE)
        twin = Message.objects.filter(matter=row, key=own_key).first() if own_key else None
        if twin is not None:
            return twin.pk
        if not text and not photos:
            raise Refused("invalid", "Please write something or add a photo.", field="text")
        at = now()
        message = _add(
            row, by, at, purpose="note" if is_note else "message", text=text, key=own_key
        )
        upload(row, by, message, photos)
        if photos and not is_note:
            write(row, by, at, _shown(message), message=message)
        if not is_note:
            _count_answer(row, by, at)
        return message


def take_back_message(*, by: Actor, message: str) -> None:
    """Take back one's own words within half an hour; that there were some stays visible."""
    policy.check_member(by)
    with transaction.atomic():
        row = (
            Message.objects.select_for_update()
            .filter(pk=message, matter__community=by.community, author=by.person)
            .first()
        )
        if row is None or by.person is None or row.purpose not in {"message", "note"}:
            raise Refused("not_found", "There is no such message of yours.")
        if row.taken_back_at is None:
            if now() > row.at + timedelta(minutes=spans().undo_minutes):
                raise Refused("conflict", "The half hour to take this back is over.")
            row.taken_back_at, row.text = now(), ""
            row.save(update_fields=["taken_back_at", "text"])
            for photo in row.photos.all():
                files.drop_file(by=by, file=photo.file, about=Ref("matter", row.matter_id))
                photo.delete()


def mark_read(*, by: Actor, matter: str) -> None:
    """Remember that someone has read what was written so far."""
    with transaction.atomic():
        row = find(by, matter)
        policy.check_sees(policy.standing_of(by, row))
        if by.person is not None:
            ReadMark.objects.update_or_create(
                matter=row, person_id=by.person, defaults={"until": now()}
            )


def explain(row: Matter, by: Actor, at: datetime, purpose: str, text: str) -> str:
    """Keep the words that explain an act; the timeline only points to them."""
    message = _add(row, by, at, purpose=purpose, text=text)
    _count_answer(row, by, at)
    return message


def upload(row: Matter, by: Actor, message: str, photos: Sequence[tuple[str, bytes]]) -> None:
    """Hand pictures to the files module, which strips, bounds and checks them."""
    if len(photos) > MOST_PHOTOS:
        raise Refused(
            "too_large", "At most %(most)s photos at a time.", field="photos", most=MOST_PHOTOS
        )
    for place, (name, content) in enumerate(photos):
        file = files.keep_file(
            by=by,
            name=name,
            content=content,
            about=Ref("matter", row.pk),
            key=f"{message}:{place}",
        )
        known = {"matter": row, "message_id": message, "is_sound": file.kind == "audio"}
        Photo.objects.get_or_create(file=file.id, defaults=known)


def _shown(message: str) -> str:
    """Which line tells of it: pictures, or a voice note alone."""
    has_pictures = Photo.objects.filter(message=message, is_sound=False).exists()
    return "photo" if has_pictures else "voice"


def _add(
    row: Matter, by: Actor, at: datetime, *, purpose: str, text: str, key: str | None = None
) -> str:
    message = Message.objects.create(
        id=new_id(),
        matter=row,
        author_id=by.person,
        on_behalf_of_id=by.on_behalf_of,
        via=by.via,
        purpose=purpose,
        text=text,
        is_note=purpose == "note",
        at=at,
        key=key,
    )
    publish(
        MatterMessaged(
            community=row.community,
            matter=row.pk,
            message=message.pk,
            author=by.person,
            is_note=message.is_note,
        )
    )
    return message.pk


def _count_answer(row: Matter, by: Actor, at: datetime) -> None:
    speaks_for_staff = by.is_staff and by.on_behalf_of is None and by.person != row.reporter_id
    if not speaks_for_staff or row.answered_at is not None:
        return
    row.answered_at = at
    row.save(update_fields=["answered_at"])
    running.stop(row, at, ClockKind.ANSWER)
