"""Tell a building or the whole community something: everyone there, by their own channels."""

from django.db import transaction

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Ref, Refused, Words, now, system
from linli.support.notify import policy
from linli.support.notify.domain import BULLETIN, Kind, State
from linli.support.notify.models import Bulletin, Message
from linli.support.notify.services.telling import put, tell

_AT_ONCE = 25
_MOST_CALLS = 200
_WIDE = frozenset({PlaceKind.COMMUNITY, PlaceKind.CELL, PlaceKind.BUILDING, PlaceKind.ENTRANCE})


def put_up_bulletin(
    *,
    by: Actor,
    place: str,
    title: Words,
    text: Words,
    key: str,
    urgent: bool = False,
    owners_only: bool = False,
    about: Ref | None = None,
    told_as: str = "",
) -> str:
    """Write a notice for everyone who lives below a place, and return its id.

    `work` brings it to people, a few at a time; the same key writes one notice. English words left
    out are the Chinese ones. At night only what is `urgent` rings or buzzes. With `owners_only` it
    is for those who own there, wherever they live. A notice `about` something leads people to that;
    those with the same `told_as` tell nobody twice.
    """
    policy.check_may_announce(by)
    spot = places.get_place(viewer=by, place=place)
    if spot.kind not in _WIDE:  # how many of one home were told would tell who lives there
        raise Refused("invalid", "A notice is for a whole building or entrance.", field="place")
    title, text = _clean(title, "title", (40, 80)), _clean(text, "text", (600, 1200))
    if not 0 < len(key) <= 80:
        raise Refused("invalid", "A message needs a key of its own.", field="key")
    if len(told_as) > 80:
        raise Refused("invalid", "A message needs a key of its own.", field="told_as")
    row, _ = Bulletin.objects.get_or_create(
        community=by.community,
        by_id=by.person,
        key=key,
        defaults={
            "place_id": spot.id,
            "title_zh": title.zh,
            "title_en": title.en,
            "text_zh": text.zh,
            "text_en": text.en,
            "is_urgent": urgent,
            "owners_only": owners_only,
            "about": str(about or ""),
            "told_as": told_as,
            "at": now(),
        },
    )
    return row.pk


def spread_bulletins(*, by: Actor) -> int:
    """Bring waiting notices to the next few people; the work process calls this; how many."""
    policy.check_system(by)
    rows = Bulletin.objects.filter(spread_at=None)
    if by.community:
        rows = rows.filter(community=by.community)
    return sum(_spread(row.pk) for row in rows.order_by("at", "id")[:10])


def call_the_unreached(*, by: Actor, bulletin: str) -> int:
    """Put those who have not opened their inbox onto the desk's list of calls; how many."""
    policy.check_desk(by)
    told_as = Bulletin.objects.filter(pk=bulletin).values_list("told_as", flat=True).first()
    with transaction.atomic():
        told = Message.objects.filter(
            community=by.community, key=f"{BULLETIN}{told_as or bulletin}"
        )
        rows, others = told.filter(kind=Kind.APP, read_at=None), told.exclude(kind=Kind.APP)
        tried = others.exclude(state=State.FAILED).values("person")
        found = list(rows.exclude(person__in=tried).order_by("id")[:_MOST_CALLS])
        rung = set(others.filter(kind=Kind.PHONE).values_list("person_id", flat=True))
        calls = [put(row, Kind.PHONE) for row in found if row.person_id not in rung]
        return len(calls)


def _spread(bulletin: str) -> int:
    with transaction.atomic():
        row = Bulletin.objects.select_for_update().filter(pk=bulletin, spread_at=None).first()
        if row is None:  # another worker has it
            return 0
        platform = system(row.community)
        listed = people.list_owning if row.owners_only else people.list_living
        everyone = listed(viewer=platform, under=row.place_id)
        following = [person for person in sorted(everyone) if person > row.told_until][:_AT_ONCE]
        for person in following:
            tell(
                by=platform,
                person=person,
                text=Words(f"{row.title_zh}：{row.text_zh}", f"{row.title_en}: {row.text_en}"),
                about=Ref.parse(row.about) if row.about else Ref("bulletin", row.pk),
                key=f"{BULLETIN}{row.told_as or row.pk}",
                urgent=row.is_urgent,
            )
        if following:
            row.told_until = following[-1]
        else:
            row.spread_at = now()
        row.save(update_fields=["told_until", "spread_at"])
        return len(following)


def _clean(words: Words, field: str, longest: tuple[int, int]) -> Words:
    zh, en = " ".join(words.zh.split()), " ".join(words.en.split())
    if not zh:
        raise Refused("invalid", "A message needs words.", field=f"{field}_zh")
    for said, most, name in ((zh, longest[0], "zh"), (en, longest[1], "en")):
        if len(said) > most:
            raise Refused(
                "too_large",
                "Please write at most %(longest)s characters.",
                field=f"{field}_{name}",
                longest=most,
            )
    return Words(zh, en or zh)
