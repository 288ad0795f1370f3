"""Publish, correct, note who has read it and where it hangs, withdraw; nothing is ever edited."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from linli.application.announcements import policy
from linli.application.announcements.domain.cards import Audience, Kind
from linli.application.announcements.domain.wording import (
    LONGEST_WHY,
    MOST_PLACES,
    Wording,
    line,
    sha256_of,
    wording,
)
from linli.application.announcements.facts import (
    AnnouncementCorrected,
    AnnouncementPublished,
    AnnouncementWithdrawn,
)
from linli.application.announcements.models import (
    Announcement,
    Hung,
    Seen,
    Version,
    Withdrawal,
)
from linli.application.announcements.models import (
    Audience as AudienceRow,
)
from linli.application.announcements.selectors import find, is_for, latest
from linli.foundation.facts.api import publish
from linli.foundation.files import api as files
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Ref, Refused, Words, now

_WIDE = frozenset({PlaceKind.COMMUNITY, PlaceKind.BUILDING, PlaceKind.ENTRANCE})
_MOST_VERSIONS = 50


def publish_announcement(
    *,
    by: Actor,
    kind: str,
    audience: Audience,
    title: Words,
    text: Words,
    key: str,
    basis: str = "",
    hang_until: date | None = None,
) -> str:
    """Announce something and return its id; the same key announces once.

    A legal publication names its article and until when it must hang (Civil Code 278, 280; SPC
    interpretation 13). English words left out are the Chinese ones. Whoever it is for hears of it
    by their own channels (a journey sees to that).
    """
    policy.check_may_publish(by)
    _check_key(key)
    sort = _kind(kind)
    said = wording(sort, title, text, basis, hang_until, today=_today(by))
    spots = _spots(by, audience)
    try:
        with transaction.atomic():
            row, is_new = Announcement.objects.get_or_create(
                community=by.community,
                key=key,
                defaults={"kind": sort, "owners_only": audience.owners_only, "at": now()},
            )
            if is_new:
                rows = [AudienceRow(announcement=row, place_id=spot) for spot in spots]
                AudienceRow.objects.bulk_create(rows)
                made = _write(by, row, 1, said, why="", key=key)
                publish(
                    AnnouncementPublished(
                        community=row.community, announcement=row.pk, sha256=made.sha256
                    )
                )
    except IntegrityError:  # its twin came at the same instant
        row = Announcement.objects.get(community=by.community, key=key)
    return row.pk


def correct_announcement(
    *,
    by: Actor,
    announcement: str,
    title: Words,
    text: Words,
    why: str,
    key: str,
    basis: str = "",
    hang_until: date | None = None,
) -> int:
    """Publish a new version and return its number; the older ones stay to be read and compared.

    `why` is said to everyone. The same key corrects once; words that change nothing are refused.
    """
    policy.check_may_publish(by)
    _check_key(key)
    with transaction.atomic():
        row = _standing(by, announcement)
        twin = row.versions.filter(key=key).first()
        if twin is not None:
            return int(twin.number)
        last = latest(row)
        sort = Kind(row.kind)
        said = wording(sort, title, text, basis, hang_until, today=_today(by))
        if sha256_of(sort, last.number, said) == last.sha256:
            raise Refused("conflict", "Nothing is different from what hangs there now.")
        if last.number >= _MOST_VERSIONS:
            raise Refused("too_many", "Please withdraw it and publish a new one.")
        reason = _reason(why)
        made = _write(by, row, last.number + 1, said, why=reason, key=key)
        publish(
            AnnouncementCorrected(
                community=row.community,
                announcement=row.pk,
                number=made.number,
                sha256=made.sha256,
            )
        )
        return int(made.number)


def note_seen(*, by: Actor, announcement: str, number: int) -> bool:
    """Note that the person themselves has read a version; False when it was noted before.

    Somebody else who reads for them notes nothing. It is no consent.
    """
    policy.check_member(by)
    row = find(by, announcement)
    if by.person is None or by.on_behalf_of:
        return False
    if not is_for(by, row):
        raise Refused("forbidden", "This announcement is for others.")
    last = latest(row)
    if last.number != number:
        raise Refused("conflict", "There is a newer version now; please read that one.")
    _, is_new = Seen.objects.get_or_create(
        version=last, person_id=by.person, defaults={"at": now()}
    )
    return is_new


def note_hung(
    *,
    by: Actor,
    announcement: str,
    number: int,
    place: str,
    on: date,
    key: str,
    photo: bytes | None = None,
    photo_name: str = "photo",
) -> str:
    """Note that a version was put up at an entrance (or building, or the community's own board) on
    a day, perhaps with a photo; returns the note's id, the same for the same key."""
    policy.check_may_hang(by)
    _check_key(key)
    with transaction.atomic():
        row = _standing(by, announcement)
        twin = Hung.objects.filter(by_id=by.person, key=key).first()
        if twin is not None:
            return twin.pk
        last = latest(row)
        if last.number != number:
            raise Refused("conflict", "There is a newer version now; please hang that one up.")
        spot = places.get_place(viewer=by, place=place)
        if spot.kind not in _WIDE or not _touches(row, spot):
            raise Refused(
                "invalid", "Please choose an entrance the announcement is for.", field="place"
            )
        first = last.at.astimezone(_zone(by)).date()
        if not first <= on <= _today(by):
            raise Refused(
                "invalid",
                "It was put up on a day between its publication and today.",
                field="on",
            )
        hung = Hung.objects.create(
            version=last,
            place_id=spot.id,
            on=on,
            by_id=by.person or "",
            photo=_kept(by, row, photo, photo_name, key),
            key=key,
            at=now(),
        )
        return hung.pk


def withdraw(*, by: Actor, announcement: str, why: str) -> None:
    """Take an announcement back; it stays readable, marked and with the reason. Again: nothing."""
    policy.check_may_publish(by)
    with transaction.atomic():
        row = find(by, announcement, for_update=True)
        if Withdrawal.objects.filter(announcement=row).exists():
            return
        Withdrawal.objects.create(announcement=row, why=_reason(why), by_id=by.person, at=now())
        publish(AnnouncementWithdrawn(community=row.community, announcement=row.pk))


def _write(
    by: Actor, row: Announcement, number: int, said: Wording, *, why: str, key: str
) -> Version:
    return Version.objects.create(
        announcement=row,
        number=number,
        title_zh=said.title.zh,
        title_en=said.title.en,
        text_zh=said.text.zh,
        text_en=said.text.en,
        basis=said.basis,
        hang_until=said.hang_until,
        why=why,
        sha256=sha256_of(Kind(row.kind), number, said),
        by_id=by.person,
        key=key,
        at=now(),
    )


def _standing(by: Actor, announcement: str) -> Announcement:
    row = find(by, announcement, for_update=True)
    if Withdrawal.objects.filter(announcement=row).exists():
        raise Refused("conflict", "This announcement was withdrawn.")
    return row


def _spots(by: Actor, audience: Audience) -> list[str]:
    wanted = list(dict.fromkeys(audience.places))
    if not wanted:
        raise Refused("invalid", "Please say whom it is for.", field="places")
    if len(wanted) > MOST_PLACES:
        raise Refused(
            "too_many", "At most %(most)s places at once.", field="places", most=MOST_PLACES
        )
    for spot in wanted:  # fewer than an entrance's homes would tell who lives there
        if places.get_place(viewer=by, place=spot).kind not in _WIDE:
            raise Refused(
                "invalid", "A notice is for a whole building or entrance.", field="places"
            )
    return wanted


def _touches(row: Announcement, spot: places.PlaceCard) -> bool:
    """Whether a board stands in the audience: below one of its places, or above them."""
    audience = set(row.places.values_list("place_id", flat=True))
    return not audience.isdisjoint(spot.path) or spot.kind is PlaceKind.COMMUNITY


def _kept(by: Actor, row: Announcement, photo: bytes | None, name: str, key: str) -> str:
    if not photo:
        return ""
    about = Ref("announcement", row.pk)
    return files.keep_file(by=by, name=name, content=photo, about=about, key=f"hung:{key}"[:80]).id


def _reason(why: str) -> str:
    reason = line(why, "why", LONGEST_WHY)
    if not reason:
        raise Refused("invalid", "Please say why; everyone reads it.", field="why")
    return reason


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise Refused(
            "invalid", "Please choose what kind of announcement it is.", field="kind"
        ) from None


def _check_key(key: str) -> None:
    if not 0 < len(key) <= 80:
        raise Refused("invalid", "A message needs a key of its own.", field="key")


def _zone(by: Actor) -> ZoneInfo:
    return ZoneInfo(places.get_community(viewer=by, community=by.community).timezone)


def _today(by: Actor) -> date:
    return now().astimezone(_zone(by)).date()
