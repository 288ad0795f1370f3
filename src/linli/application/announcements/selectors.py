"""Questions about announcements: whose they are, what changed, how far they got."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from linli.application.announcements import policy
from linli.application.announcements.domain.cards import (
    KIND_NAMES,
    AnnouncementCard,
    AnnouncementPage,
    Figure,
    HungCard,
    Kind,
    ReachCard,
    VersionCard,
    figure_of,
    told_as,
)
from linli.application.announcements.domain.diff import Piece, diff
from linli.application.announcements.models import (
    Announcement,
    Audience,
    Hung,
    Seen,
    Version,
    Withdrawal,
)
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Kept, Page, Refused, Words, system
from linli.support.notify import api as notify

_PAGE = 20
_MOST_ENTRANCES = 500


def list_announcements(*, viewer: Actor, cursor: str | None = None) -> Page[AnnouncementCard]:
    """What is announced to the viewer's homes, newest first; staff and the council see all."""
    policy.check_member(viewer)
    rows = _rows().filter(community=viewer.community)
    if not policy.sees_all(viewer):
        rows = rows.filter(pk__in=_addressed(viewer).values("announcement"))
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    found = list(rows.order_by("-pk")[: _PAGE + 1])
    shown = found[:_PAGE]
    seen = _seen(viewer, shown)
    return Page(
        tuple(_card(row, seen) for row in shown), shown[-1].pk if len(found) > _PAGE else None
    )


def get_announcement(
    *, viewer: Actor, announcement: str, number: int | None = None
) -> AnnouncementPage:
    """One announcement and its versions; the latest unless a number is given.

    What is for all who live there hangs on a board, so whoever has its address may read it; what
    is for owners only is not found by anybody else.
    """
    row = find(viewer, announcement)
    if row.owners_only and not is_for(viewer, row):
        if viewer.person is None:
            raise Refused("not_signed_in", "Please sign in first.")
        raise _unknown()
    versions = tuple(_version(one) for one in _versions(row))
    shown = [one for one in versions if number in (None, one.number)]
    if not shown:
        raise _unknown()
    return AnnouncementPage(_card(row, _seen(viewer, [row])), shown[0], versions)


def diff_of(
    *, viewer: Actor, announcement: str, number: int, in_english: bool = False
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What a version changed against the one before it: in the title, and in the text."""
    page = get_announcement(viewer=viewer, announcement=announcement, number=number)
    older = next((one for one in page.versions if one.number == number - 1), None)
    if older is None:
        raise Refused("not_found", "There is no version before the first.")
    language = "en" if in_english else "zh"
    return (
        diff(older.title.in_language(language), page.shown.title.in_language(language)),
        diff(older.text.in_language(language), page.shown.text.in_language(language)),
    )


def count_reach(*, viewer: Actor, announcement: str) -> ReachCard:
    """How far the latest version has got, channel by channel, each with what was counted; staff.

    A channel nobody was told by has no figure. Only sums are given, never who.
    """
    policy.check_figures(viewer)
    row = find(viewer, announcement)
    last = latest(row)
    hung = tuple(_hung(one) for one in _hangings(row))
    boards = _boards(viewer, row)
    now_up = {one.place for one in hung if one.version == last.number}
    figures = (
        figure_of("seen", (Seen.objects.filter(version=last).count(), _count_people(row))),
        *_told(row, last.number),
        figure_of("board", (len(now_up & set(boards)), len(boards))),
    )
    return ReachCard(figures, hung, tuple(one for one in boards if one not in now_up))


def list_boards(*, viewer: Actor, announcement: str) -> tuple[places.PlaceCard, ...]:
    """The entrances where it belongs, in order; a building that has none is one itself; staff."""
    policy.check_figures(viewer)
    wanted = _boards(viewer, find(viewer, announcement))
    return tuple(places.get_places(viewer=viewer, places=wanted).values())


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """Which announcements the viewer noted as read, for them alone."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    rows = Seen.objects.filter(
        person=viewer.person, version__announcement__community=viewer.community
    ).order_by("at", "pk")
    found = [
        {
            "announcement": row.version.announcement_id,
            "version": row.version.number,
            "title": row.version.title_zh,
            "at": row.at,
        }
        for row in (rows.select_related("version") if full else ())
    ]
    return (
        Kept(
            key="announcements",
            what=Words("您看过的公告", "announcements you noted as read"),
            source=Words("您自己按的“我看过了”", "your own press of “I have read it”"),
            seen_by=Words("只有您自己；别人只看到总数", "you alone; others see only a sum"),
            time=Words("和公告一起保存", "kept with the announcement"),
            basis=Words("为了知道公告送到没有", "to know whether it reached people"),
            way=Words("不按就不记", "what is not pressed is not noted"),
            count=rows.count(),
            rows=tuple(found),
        ),
    )


def find(viewer: Actor, announcement: str, *, for_update: bool = False) -> Announcement:
    """The row, in the viewer's own community (a stranger with its address in any)."""
    rows = Announcement.objects.select_for_update() if for_update else _rows()
    row = rows.filter(pk=announcement).first()
    if row is None or viewer.community not in ("", row.community):
        raise _unknown()
    return row


def latest(row: Announcement) -> Version:
    """The version that holds."""
    return _versions(row)[0]


def is_for(viewer: Actor, row: Announcement) -> bool:
    """Whether an announcement is for this viewer, by home and by owning it."""
    if viewer.community != row.community:
        return False
    return policy.sees_all(viewer) or _addressed(viewer).filter(announcement=row).exists()


def _addressed(viewer: Actor) -> QuerySet[Audience]:
    """The audiences the viewer's homes lie in: all of them, and those of owners where they own."""
    homes = _homes(viewer)
    known = places.get_places(viewer=viewer, places=[home.dwelling for home in homes])
    mine = {spot for card in known.values() for spot in card.path}
    owned = {
        spot
        for home in homes
        if home.relation is Relation.OWNER and home.dwelling in known
        for spot in known[home.dwelling].path
    }
    return Audience.objects.filter(
        Q(place__in=mine, announcement__owners_only=False)
        | Q(place__in=owned, announcement__owners_only=True)
    )


def _homes(viewer: Actor) -> Sequence[people.Home]:
    if viewer.subject is None:
        return ()
    try:
        return people.list_homes(viewer=viewer, person=viewer.subject)
    except Refused:  # someone who serves here without being on record as a person of the place
        return ()


def _rows() -> QuerySet[Announcement]:
    versions = Version.objects.select_related("by").order_by("-number")
    return Announcement.objects.select_related("withdrawal").prefetch_related(
        Prefetch("versions", versions), "places__place"
    )


def _versions(row: Announcement) -> list[Version]:
    """Newest first, from what `_rows` has brought already or from the database."""
    known = row.versions.all()
    return sorted(known, key=lambda one: -one.number)


def _seen(viewer: Actor, rows: Iterable[Announcement]) -> dict[int, datetime]:
    if viewer.subject is None:
        return {}
    found = Seen.objects.filter(
        person=viewer.subject, version__announcement__in=[row.pk for row in rows]
    )
    return dict(found.values_list("version", "at"))


def _card(row: Announcement, seen: dict[int, datetime]) -> AnnouncementCard:
    last = latest(row)
    try:
        withdrawal: Withdrawal | None = row.withdrawal
    except Withdrawal.DoesNotExist:
        withdrawal = None
    return AnnouncementCard(
        id=row.pk,
        kind=Kind(row.kind),
        kind_name=KIND_NAMES[Kind(row.kind)],
        places=tuple(one.place_id for one in row.places.all()),
        place_labels=tuple(
            Words(one.place.label, one.place.label_en or one.place.label)
            for one in row.places.all()
        ),
        owners_only=row.owners_only,
        latest=_version(last),
        seen_at=seen.get(last.pk),
        withdrawn_at=withdrawal.at if withdrawal else None,
        withdrawn_why=withdrawal.why if withdrawal else "",
    )


def _version(row: Version) -> VersionCard:
    return VersionCard(
        number=row.number,
        title=Words(row.title_zh, row.title_en),
        text=Words(row.text_zh, row.text_en),
        basis=row.basis,
        hang_until=row.hang_until,
        why=row.why,
        by_name=row.by.name if row.by else "",
        at=row.at,
        sha256=row.sha256,
    )


def _hangings(row: Announcement) -> QuerySet[Hung]:
    rows = Hung.objects.filter(version__announcement=row).select_related("version", "place", "by")
    return rows.order_by("-version__number", "place__order", "-on", "-pk")


def _hung(row: Hung) -> HungCard:
    return HungCard(
        id=row.pk,
        place=row.place_id,
        place_label=Words(row.place.label, row.place.label_en or row.place.label),
        version=row.version.number,
        on=row.on,
        by_name=row.by.name,
        photo=row.photo,
    )


def _told(row: Announcement, number: int) -> tuple[Figure, ...]:
    counts = notify.count_told(viewer=system(row.community), told_as=told_as(row.pk, number))
    return tuple(figure_of(one.kind.value, (one.reached, one.told)) for one in counts)


def _count_people(row: Announcement) -> int:
    listed = people.list_owning if row.owners_only else people.list_living
    return len(
        {
            person
            for spot in row.places.all()
            for person in listed(viewer=system(row.community), under=spot.place_id)
        }
    )


def _boards(viewer: Actor, row: Announcement) -> list[str]:
    """Every entrance in the audience once; a building that has none counts itself."""
    found: dict[str, None] = {}
    for spot in row.places.all():
        for place in _boards_at(viewer, spot.place_id, PlaceKind(spot.place.kind)):
            found[place] = None
    return list(found)


def _boards_at(viewer: Actor, place: str, kind: PlaceKind) -> list[str]:
    if kind is PlaceKind.ENTRANCE:
        return [place]
    entrances = places.list_places(
        viewer=viewer, kind=PlaceKind.ENTRANCE, under=place, limit=_MOST_ENTRANCES
    )
    buildings = (
        [
            one.id
            for one in places.list_places(
                viewer=viewer, kind=PlaceKind.BUILDING, under=place, limit=_MOST_ENTRANCES
            )
        ]
        if kind is PlaceKind.COMMUNITY
        else [place]
    )
    with_entrance = {one.parent for one in entrances}
    return [*(one for one in buildings if one not in with_entrance), *(one.id for one in entrances)]


def _unknown() -> Refused:
    return Refused("not_found", "There is no such announcement.")
