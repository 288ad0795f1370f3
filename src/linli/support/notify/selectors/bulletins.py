"""Notices that were put up, and how many they have reached."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from linli.kernel import Actor, Page, Ref, Refused, Words
from linli.support.notify import policy
from linli.support.notify.domain import BULLETIN, BulletinCard, Kind, Reach
from linli.support.notify.models import Bulletin, Message

_MOST = 50


def list_bulletins(*, viewer: Actor, cursor: str | None = None) -> Page[BulletinCard]:
    """The notices of this community, newest first, 50 a page; for staff."""
    policy.check_may_tell(viewer)
    rows = _rows().filter(community=viewer.community)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows.order_by("-pk")[: _MOST + 1])
    cards = tuple(_card(row) for row in found[:_MOST])
    return Page(cards, cards[-1].id if len(found) > _MOST else None)


def list_posted(*, viewer: Actor, since: datetime) -> tuple[BulletinCard, ...]:
    """The notices put up since a moment, newest first, for those who belong here: they hang on
    the boards."""
    policy.reader_of(viewer)
    rows = _rows().filter(community=viewer.community, at__gte=since)
    return tuple(_card(row) for row in rows.order_by("-at", "-id")[:_MOST])


def get_bulletin(*, viewer: Actor, bulletin: str) -> BulletinCard:
    """One notice; it hangs on a board, so whoever has its address may read it."""
    row = _rows().filter(pk=bulletin).first()
    if row is None or viewer.community not in ("", row.community):
        raise Refused("not_found", "There is no such notice.")
    return _card(row)


def count_reached(*, viewer: Actor, bulletin: str) -> tuple[Reach, ...]:
    """By which channels people were told a notice, and how many it has reached; for staff.

    In an inbox only what was seen counts as reached.
    """
    known = Bulletin.objects.filter(pk=bulletin).values_list("told_as", flat=True).first()
    return count_told(viewer=viewer, told_as=known or bulletin)


def count_told(*, viewer: Actor, told_as: str) -> tuple[Reach, ...]:
    """The same for all notices that share a key."""
    policy.check_may_tell(viewer)
    rows = Message.objects.filter(community=viewer.community, key=f"{BULLETIN}{told_as}")
    arrived = Q(kind=Kind.APP, read_at__isnull=False) | (
        ~Q(kind=Kind.APP) & Q(delivered_at__isnull=False)
    )
    counts = {
        row["kind"]: (row["told"], row["reached"])
        for row in rows.order_by()
        .values("kind")
        .annotate(told=Count("pk"), reached=Count("pk", filter=arrived))
    }
    return tuple(Reach(kind, *counts[kind]) for kind in Kind if kind in counts)


def _rows() -> QuerySet[Bulletin]:
    return Bulletin.objects.select_related("place", "by")


def _card(row: Bulletin) -> BulletinCard:
    return BulletinCard(
        id=row.pk,
        place=row.place_id,
        place_label=Words(row.place.label, row.place.label_en or row.place.label),
        title=Words(row.title_zh, row.title_en),
        text=Words(row.text_zh, row.text_en),
        is_urgent=row.is_urgent,
        by_name=row.by.name if row.by else "",
        at=row.at,
        is_spread=row.spread_at is not None,
        about=Ref.parse(row.about) if row.about else Ref("bulletin", row.pk),
    )
