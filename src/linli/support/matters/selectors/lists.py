"""The queue, one's own matters, what neighbours reported, and what looks like the same thing."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_

from django.db.models import Count, F, Q, QuerySet

from linli.foundation.places import api as places
from linli.kernel import Actor, Page, Refused, now
from linli.support.matters import policy
from linli.support.matters.domain.cards import (
    ChosenCard,
    LaneCount,
    MatterCard,
    MyMatters,
    NeighbourCard,
    Similar,
)
from linli.support.matters.domain.catalogue import Nature, categories, category_of
from linli.support.matters.domain.likeness import LIKE, likeness
from linli.support.matters.domain.numbering import read_number
from linli.support.matters.domain.rights import Standing, acts_for
from linli.support.matters.domain.states import CLOSED, OPEN, UNSETTLED, State
from linli.support.matters.models import Hand, Matter
from linli.support.matters.selectors.calendars import calendar_for
from linli.support.matters.selectors.counted import of_floors, of_week
from linli.support.matters.selectors.seeing import (
    building_of,
    card_of,
    find_seen,
    lens_for,
    neighbour_cards,
    place_of,
    with_counts,
)

LANES = (
    *("new", "due_today", "overdue", "supervised"),
    *("waiting_resident", "waiting_check", "mine", "open", "done"),
)
_UNCOUNTED = frozenset({"open", "done"})
MOST = 200
MOST_CHOSEN = 50
_MOST_COMPARED = 100
_MOST_MINE = 200
_MOST_WORDS = 5
_MOST_PLACES = 5


def list_matters(
    *,
    viewer: Actor,
    lane: str | None = None,
    place: str | None = None,
    category: str | None = None,
    state: str | None = None,
    nature: str | None = None,
    assignee: str | None = None,
    search: str = "",
    reporters: Iterable[str] = (),
    opened_since: datetime | None = None,
    due_before: datetime | None = None,
    floors: str | None = None,
    trend: str | None = None,
    week: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MatterCard]:
    """The matters a viewer sees: danger to life, what is late, what is due next; ended ones by end.

    `lane` is one of LANES; `place` keeps a branch or a grid cell; `search` is a number in any
    spelling, an address or words; `reporters` keeps what these persons reported; `opened_since`
    what came since, `due_before` what is promised from now until then. `floors` of `place` ("3-8",
    "shared") and a `week` (its Monday) of a `trend` are what a figure was made of.
    """
    rows = Matter.objects.filter(policy.visible(viewer))
    rows = rows.filter(_lane(viewer, lane)) if lane else rows
    rows = _narrow(rows, viewer, place, category, state)
    if nature:
        rows = rows.filter(nature=nature)
    if assignee:
        rows = rows.filter(assignee=assignee)
    if search.strip():
        rows = rows.filter(_matches(viewer, search))
    if opened_since:
        rows = rows.filter(opened_at__gte=opened_since)
    if due_before:
        rows = rows.filter(state__in=_values(OPEN), due_at__gte=now(), due_at__lt=due_before)
    if place and floors:
        rows = rows.filter(of_floors(viewer, place, floors))
    if trend and week:
        rows = rows.filter(of_week(viewer, trend, week))
    if people := list(reporters)[:MOST]:
        rows = rows.filter(reporter__in=people)
    return _page(
        rows,
        viewer,
        cursor,
        min(max(limit, 1), MOST),
        ended_first=lane == "done",
        by_words=bool(search.strip() or people),
        by_door=bool(floors) or _is_narrow(viewer, place),
    )


def list_chosen(*, viewer: Actor, chosen: Sequence[str]) -> tuple[ChosenCard, ...]:
    """Up to fifty matters as they were chosen, each with what the desk may do with it as it stands;
    for the desk. What the viewer does not see is left out."""
    if not viewer.has(*policy.DESK):
        raise Refused("forbidden", "This is for the service desk.")
    wanted = list(dict.fromkeys(chosen))
    if len(wanted) > MOST_CHOSEN:
        raise Refused(
            "too_large", "Please choose at most %(most)s at a time.", field="m", most=MOST_CHOSEN
        )
    rows = with_counts(Matter.objects.filter(policy.visible(viewer), pk__in=wanted)).in_bulk()
    found = [rows[one] for one in wanted if one in rows]
    lens = lens_for(viewer, found)
    desk = frozenset({Standing.DESK})
    return tuple(ChosenCard(card_of(row, lens), acts_for(State(row.state), desk)) for row in found)


def list_waiting(*, viewer: Actor, limit: int = 50) -> tuple[MatterCard, ...]:
    """Residents' reports that staff still have to see to, who waits longest first."""
    rows = Matter.objects.filter(
        policy.visible(viewer), nature=Nature.DEMAND, state__in=_values(OPEN)
    )
    longest = with_counts(rows).order_by("opened_at", "id")
    found = list(longest[: min(max(limit, 1), MOST)])
    lens = lens_for(viewer, found)
    return tuple(card_of(row, lens) for row in found)


def count_lanes(*, viewer: Actor) -> tuple[LaneCount, ...]:
    """How many matters stand in each lane of the viewer's queue."""
    counted = {
        lane: Count("pk", filter=_lane(viewer, lane)) for lane in LANES if lane not in _UNCOUNTED
    }
    counts = Matter.objects.filter(policy.visible(viewer)).aggregate(**counted)
    return tuple(LaneCount(lane, counts[lane]) for lane in counted)


def list_my_matters(*, viewer: Actor) -> MyMatters:
    """What a resident reported, by whose turn it is, and what they follow; newest first.

    All that is still open; of what is finished the latest 200, and how many `older` there are.
    """
    policy.check_member(viewer)
    if viewer.subject is None:
        raise Refused("not_signed_in", "Please sign in first.")
    own = Matter.objects.filter(community=viewer.community, reporter=viewer.subject)
    rows, older = _open_and_latest(own)
    lens = lens_for(viewer, rows)
    cards = [card_of(row, lens) for row in rows]
    follows = Matter.objects.filter(
        community=viewer.community, voices__person=viewer.subject
    ).exclude(reporter=viewer.subject)
    followed = Matter.objects.filter(pk__in=follows.values("pk"))
    return MyMatters(
        waiting_for_me=tuple(card for card in cards if card.whose_turn == "resident"),
        waiting_for_staff=tuple(card for card in cards if card.whose_turn == "staff"),
        finished=tuple(card for card in cards if card.whose_turn == "nobody"),
        followed=neighbour_cards(
            viewer, list(with_counts(followed).order_by("-opened_at", "-id")[:_MOST_MINE])
        ),
        older=older,
    )


def _open_and_latest(own: QuerySet[Matter]) -> tuple[list[Matter], int]:
    """All that is open and the latest that are finished; how many finished ones are left out."""
    newest = with_counts(own).order_by("-opened_at", "-id")
    rows = list(newest[:_MOST_MINE])
    if len(rows) < _MOST_MINE:
        return rows, 0
    ended = newest.exclude(state__in=_values(UNSETTLED))
    finished = list(ended[:_MOST_MINE])
    unsettled = newest.filter(state__in=_values(UNSETTLED))
    return [*unsettled, *finished], ended.count() - len(finished)


def list_still(*, viewer: Actor, days: int) -> tuple[MatterCard, ...]:
    """One's own matters that wait for staff and of which nothing was heard for so many days, the
    oldest first; what rests with a reason is not silent."""
    policy.check_member(viewer)
    if viewer.subject is None:
        raise Refused("not_signed_in", "Please sign in first.")
    open_ones = _values(OPEN - {State.ON_HOLD})
    own = Matter.objects.filter(
        community=viewer.community, reporter=viewer.subject, state__in=open_ones
    )
    silent = own.exclude(entries__at__gte=now() - timedelta(days=days))
    rows = list(with_counts(silent).order_by("opened_at", "id")[:5])
    lens = lens_for(viewer, rows)
    return tuple(card_of(row, lens) for row in rows)


def list_around(
    *,
    viewer: Actor,
    place: str | None = None,
    category: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[NeighbourCard]:
    """What is open in public areas, in neutral form: "is it the same at yours?"; newest first."""
    policy.check_member(viewer)
    rows = Matter.objects.filter(
        community=viewer.community, is_public=True, state__in=_values(UNSETTLED)
    ).exclude(nature="task")
    rows = _narrow(rows, viewer, place, category, None)
    if cursor is not None:
        at, last = _read_cursor(cursor)
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, id__lt=last))
    limit = min(max(limit, 1), MOST)
    found = list(with_counts(rows).order_by("-opened_at", "-id")[: limit + 1])
    shown = found[:limit]
    following = _cursor(shown[-1].opened_at, shown[-1]) if len(found) > limit else None
    return Page(neighbour_cards(viewer, shown), following)


def get_around(*, viewer: Actor, matter: str) -> NeighbourCard:
    """One matter in neutral form: a public one, or one the viewer follows."""
    rows = with_counts(Matter.objects.filter(policy.followed(viewer), pk=matter))
    found = neighbour_cards(viewer, list(rows))
    if not found:
        raise Refused("not_found", "There is no such matter.")
    return found[0]


def list_followers(*, viewer: Actor, matter: str) -> tuple[str, ...]:
    """Who follows a matter without being its reporter: neighbours, and whose report was joined."""
    row, _ = find_seen(viewer, matter)
    policy.check_staff(viewer)
    return tuple(row.voices.order_by("pk").values_list("person", flat=True))


def list_similar(
    *, viewer: Actor, category: str, place: str, text: str = ""
) -> tuple[Similar, ...]:
    """Open matters that may be the same: same category, around the same place, like words.

    Residents are shown public ones and their own; at most five, the likeliest first.
    """
    card = category_of(category)
    where = places.get_place(viewer=viewer, place=place)
    kin = [one.key for one in categories().values() if one.group == card.group]
    rows = Matter.objects.filter(
        policy.visible(viewer) | policy.followed(viewer),
        category__in=kin,
        state__in=_values(UNSETTLED),
        path__contains=f"/{where.path[min(1, len(where.path) - 1)]}/",
    )
    near = with_counts(rows).order_by("-opened_at", "-id")[:_MOST_COMPARED]
    rated = [(_alike(row, category, place, text), row) for row in near]
    best = sorted((pair for pair in rated if pair[0] >= LIKE), key=lambda pair: -pair[0])[:5]
    return tuple(
        Similar(
            matter=row.pk,
            number=row.number,
            category_name=categories()[row.category].name,
            place_label=place_of(row) if row.is_public else building_of(row),
            opened_at=row.opened_at,
            supports=getattr(row, "voice_count", 0),
            likeness=points,
        )
        for points, row in best
    )


def list_for_ref(*, viewer: Actor, ref: str) -> tuple[MatterCard, ...]:
    """The matters a thing caused (`event:…`, `series:…`), newest first."""
    rows = Matter.objects.filter(policy.visible(viewer), causes__ref=ref)
    chosen = Matter.objects.filter(pk__in=rows.values("pk"))
    found = list(with_counts(chosen).order_by("-opened_at", "-id")[:MOST])
    lens = lens_for(viewer, found)
    return tuple(card_of(row, lens) for row in found)


def _alike(row: Matter, category: str, place: str, text: str) -> int:
    base = 30 * (row.category == category) + 20 * (row.place_id == place)
    words = likeness(f"{row.title} {row.description}", text) if text.strip() else 0
    return min(base + words * 6 // 10, 100)


def _lane(viewer: Actor, lane: str) -> Q:
    at, open_states = now(), Q(state__in=_values(OPEN))
    if lane == "new":
        return Q(state=State.REPORTED)
    if lane == "open":
        return open_states
    if lane == "overdue":
        return open_states & Q(due_at__lt=at)
    if lane == "supervised":
        return open_states & Q(supervision__gt=0)
    if lane == "due_today":
        midnight = calendar_for(viewer.community).end_of_day(at)
        return open_states & Q(due_at__gte=at, due_at__lt=midnight)
    if lane == "waiting_resident":
        return Q(state=State.RESOLVED, reporter__isnull=False)
    if lane == "waiting_check":
        return Q(state=State.RESOLVED, reporter=None)
    if lane == "mine":
        hands = Hand.objects.filter(person=viewer.person or "", until=None)
        mine = Q(assignee=viewer.person or "") | Q(pk__in=hands.values("matter"))
        return Q(state__in=_values(UNSETTLED)) & mine
    if lane == "done":
        return Q(state__in=_values(CLOSED))
    raise Refused("invalid", "There is no such list.", field="lane")


def _narrow(
    rows: QuerySet[Matter],
    viewer: Actor,
    place: str | None,
    category: str | None,
    state: str | None,
) -> QuerySet[Matter]:
    if place:
        card = places.get_place(viewer=viewer, place=place)
        rows = rows.filter(path__contains=f"/{card.id}/")
    if category:
        rows = rows.filter(category=category_of(category).key)
    if state:
        rows = rows.filter(state=state)
    return rows


def _is_narrow(viewer: Actor, place: str | None) -> bool:
    if place is None:
        return False
    wide = {places.PlaceKind.COMMUNITY, places.PlaceKind.CELL, places.PlaceKind.BUILDING}
    return places.get_place(viewer=viewer, place=place).kind not in wide


def _matches(viewer: Actor, search: str) -> Q:
    """A number, else the whole text or each of its words in the words, the kind or the place."""
    text = search.replace("\0", "").strip()[:80]
    number = read_number(text[:40])
    if number is not None and not number.startswith("-"):
        return Q(number=number)
    found, words = _says(viewer, text), text.split()[:_MOST_WORDS]
    found |= Q(number__endswith=number) if number else Q()
    return found | reduce(and_, (_says(viewer, word) for word in words)) if words[1:] else found


def _says(viewer: Actor, text: str) -> Q:
    words = text.casefold()
    named = [
        one.key
        for one in categories().values()
        if words in one.name.zh or words in one.name.en.casefold()
    ]
    found = Q(title__icontains=text) | Q(description__icontains=text)
    found |= Q(place_label__icontains=text) | Q(place_label_en__icontains=text)
    found |= Q(category__in=named)
    for place in places.resolve_place(viewer=viewer, text=text)[:_MOST_PLACES]:
        found |= Q(path__contains=f"/{place.id}/")
    return found


def _page(
    rows: QuerySet[Matter],
    viewer: Actor,
    cursor: str | None,
    limit: int,
    *,
    ended_first: bool,
    by_words: bool,
    by_door: bool,
) -> Page[MatterCard]:
    """A household that is not shown is found neither by its words nor by its door."""
    if ended_first:
        rows = rows.order_by(F("closed_at").desc(), "-id")
    else:
        rows = rows.order_by("order_at", "id")
    if cursor is not None:
        at, last = _read_cursor(cursor)
        beyond = Q(closed_at__lt=at) | Q(closed_at=at, id__lt=last)
        ahead = Q(order_at__gt=at) | Q(order_at=at, id__gt=last)
        rows = rows.filter(beyond if ended_first else ahead)
    found = list(with_counts(rows)[: limit + 1])
    shown = found[:limit]
    lens = lens_for(viewer, shown)
    kept = [
        row
        for row in shown
        if row.pk not in lens.masked or not (by_words or (by_door and row.dwelling_id))
    ]
    cards = tuple(card_of(row, lens) for row in kept)
    if len(found) <= limit:
        return Page(cards)
    last_row = shown[-1]
    return Page(cards, _cursor(last_row.closed_at if ended_first else last_row.order_at, last_row))


def _cursor(at: datetime | None, row: Matter) -> str:
    assert at is not None
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row.pk}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
        at, _, last = text.partition("|")
        return datetime.fromisoformat(at), last
    except (ValueError, binascii.Error):
        raise Refused(
            "invalid", "This list cannot be continued from here.", field="cursor"
        ) from None


def _values(states: frozenset[State]) -> list[str]:
    return [str(state) for state in states]
