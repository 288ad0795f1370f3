"""Protected households, for the keeper; and whom figures and devices leave out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import KeepingCard
from linli.foundation.people.domain.cover import (
    SMALLEST_UNIT,
    Standing,
    countable,
    shown_branches,
)
from linli.foundation.people.domain.groups import counted_homes
from linli.foundation.people.domain.reports import HeldCard, RunCard
from linli.foundation.people.domain.sheet import HEADERS, Column
from linli.foundation.people.models import HeldRow, Household, Keeping, ListRun
from linli.foundation.people.models.sealing import HELD, key_for, reopen
from linli.foundation.people.selectors.seeing import UNSHOWN, hidden_among, live_tenures
from linli.foundation.places.api import get_place, list_dwellings
from linli.kernel import Actor, Page, Refused

_PAGE = 50

_EVER = datetime.max.replace(tzinfo=UTC)


def is_confidential(*, viewer: Actor, dwelling: str) -> bool:
    """Whether the household of a dwelling is confidential; for the keeper and the platform."""
    policy.check_keeper_or_system(viewer)
    place = get_place(viewer=viewer, place=dwelling)
    return _marked(viewer).filter(dwelling=place.id).exists()


def list_confidential(*, viewer: Actor) -> tuple[str, ...]:
    """Dwellings with a confidential household; for the keeper and the platform."""
    policy.check_keeper_or_system(viewer)
    rows = _marked(viewer).order_by("dwelling__order", "id")
    return tuple(rows.values_list("dwelling_id", flat=True))


def list_keepings(*, viewer: Actor, dwelling: str) -> tuple[KeepingCard, ...]:
    """Every mark set or cleared at a dwelling, oldest first; for the keeper."""
    policy.check_keeper(viewer)
    place = get_place(viewer=viewer, place=dwelling)
    rows = Keeping.objects.filter(household__dwelling=place.id).order_by("at", "id")
    return tuple(
        KeepingCard(row.household_id, row.is_confidential, row.by_id, row.reason, row.at)
        for row in rows
    )


def is_private(*, viewer: Actor, dwelling: str) -> bool:
    """Whether a household wishes not to be shown; for those who live there and the keeper."""
    place = get_place(viewer=viewer, place=dwelling)
    home = Household.objects.filter(dwelling=place.id, until=None).first()
    lives = live_tenures().filter(person=policy.eyes_of(viewer), household=home)
    if not policy.sees_all(viewer) and (home is None or not lives.exists()):
        raise Refused("forbidden", "Only those who live here can see this.")
    return home is not None and home.is_private


def list_own_private(*, viewer: Actor) -> frozenset[str]:
    """The dwellings one lives in whose household wishes not to be shown."""
    lived = live_tenures().filter(person=policy.eyes_of(viewer), household__is_private=True)
    return frozenset(lived.values_list("dwelling_id", flat=True))


def list_hidden_dwellings(*, viewer: Actor) -> frozenset[str]:
    """Every dwelling whose household is not shown, by its own wish or by the keeper's mark; for
    the platform alone. What is shown goes by this list, what is recorded by the closed ones: so
    a protected home looks like any that keeps its affairs to itself."""
    policy.check_system(viewer)
    rows = Household.objects.filter(UNSHOWN, community=viewer.community, until=None)
    return frozenset(rows.values_list("dwelling_id", flat=True))


def list_held_rows(*, viewer: Actor, cursor: str | None = None) -> Page[HeldCard]:
    """Rows of lists that wait for the keeper, oldest first."""
    policy.check_keeper(viewer)
    rows = HeldRow.objects.filter(community=viewer.community, done_at=None)
    if cursor is not None:
        rows = rows.filter(id__gt=cursor)
    found = list(rows.select_related("run__by").order_by("id")[: _PAGE + 1])
    cards = tuple(_held(row) for row in found[:_PAGE])
    return Page(cards, cards[-1].id if len(found) > _PAGE else None)


def list_list_runs(*, viewer: Actor, cursor: str | None = None) -> Page[RunCard]:
    """Lists tried or taken in by staff, newest first; for the keeper."""
    policy.check_keeper(viewer)
    rows = ListRun.objects.filter(community=viewer.community)
    if cursor is not None:
        rows = rows.filter(id__lt=cursor)
    found = list(rows.select_related("by").order_by("-id")[: _PAGE + 1])
    cards = tuple(
        RunCard(row.pk, row.by.name, row.is_trial, row.accepted, row.refused, row.held, row.at)
        for row in found[:_PAGE]
    )
    return Page(cards, cards[-1].id if len(found) > _PAGE else None)


def countable_dwellings(*, viewer: Actor, under: str) -> frozenset[str]:
    """The dwellings below a place that figures may be made of: whole buildings only, without the
    confidential households and the decoys that cover them (see `domain/cover.py`).

    For the platform alone (`system(community)`), which then shows figures, never this list.
    """
    policy.check_system(viewer)
    place = get_place(viewer=viewer, place=under)
    spots = list_dwellings(viewer=viewer)
    standings = {spot.id: Standing(spot.building, spot.cell or "") for spot in spots}
    within = frozenset(spot.id for spot in list_dwellings(viewer=viewer, under=place.id))
    marked = frozenset(_marked(viewer).values_list("dwelling_id", flat=True))
    return countable(standings, marked, within=within, key=key_for("people.cover"))


def countable_branches(
    *, viewer: Actor, under: str, branches: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """The dwellings figures may be made of in each branch of a building that can be shown beside
    the figure of the whole building (see `domain/cover.py`); for the platform alone."""
    policy.check_system(viewer)
    place = get_place(viewer=viewer, place=under)
    whole = frozenset(spot.id for spot in list_dwellings(viewer=viewer, under=place.id))
    if len(whole) < SMALLEST_UNIT:
        return {}
    inside = {name: dwellings & whole for name, dwellings in branches.items()}
    marked = frozenset(_marked(viewer).values_list("dwelling_id", flat=True))
    return shown_branches(whole, inside, marked, key=key_for("people.cover"))


def countable_homes(
    *,
    viewer: Actor,
    under: str,
    measured: Iterable[str],
    spans: Sequence[tuple[datetime, datetime]],
) -> tuple[frozenset[str], ...]:
    """For each span of whole days, which of the measured homes below a place a figure over that
    span may be made of (see `domain/groups.py`); for the platform alone, which shows no list."""
    policy.check_system(viewer)
    place = get_place(viewer=viewer, place=under)
    homes = frozenset(measured)
    spots = [spot for spot in list_dwellings(viewer=viewer) if spot.id in homes]
    standings = {spot.id: Standing(spot.building, spot.cell or "") for spot in spots}
    within = frozenset(spot.id for spot in list_dwellings(viewer=viewer, under=place.id))
    marks, key = _marks(viewer), key_for("people.cover")
    seen: dict[frozenset[str], frozenset[str]] = {}
    found = []
    for since, until in spans:
        protected = frozenset(
            mark.dwelling for mark in marks if mark.since < until and mark.until > since
        )
        if protected not in seen:
            seen[protected] = counted_homes(standings, protected, within=within, key=key)
        found.append(seen[protected])
    return tuple(found)


def list_closed_dwellings(*, viewer: Actor) -> frozenset[str]:
    """Every dwelling closed to devices, in one question; for the platform alone."""
    policy.check_system(viewer)
    return frozenset(list_confidential(viewer=viewer))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A household was protected for a while, or is still."""

    dwelling: str
    since: datetime
    until: datetime


def _marks(viewer: Actor) -> list[_Mark]:
    """Every time a household of this community was protected, from its mark to its clearing."""
    rows = Keeping.objects.filter(household__community=viewer.community).order_by("at", "id")
    open_since: dict[str, datetime] = {}
    found = []
    for home, is_set, at in rows.values_list("household__dwelling", "is_confidential", "at"):
        if is_set:
            open_since.setdefault(home, at)
        elif home in open_since:
            found.append(_Mark(home, open_since.pop(home), at))
    still = _marked(viewer).values_list("dwelling_id", "since")
    found += [_Mark(home, open_since.get(home, since), _EVER) for home, since in still]
    return found


def hidden_people(*, viewer: Actor, people: Iterable[str]) -> frozenset[str]:
    """Those of these persons whose household is not shown; for the platform alone."""
    policy.check_system(viewer)
    return hidden_among(people)


def _marked(viewer: Actor) -> QuerySet[Household]:
    return Household.objects.filter(community=viewer.community, until=None, is_confidential=True)


def _held(row: HeldRow) -> HeldCard:
    said = json.loads(reopen(row.sealed, HELD))
    cells = tuple((HEADERS[Column(key)][0], text) for key, text in said.items())
    return HeldCard(row.pk, row.dwelling_id, row.row, cells, row.why, row.run.by.name, row.run.at)
