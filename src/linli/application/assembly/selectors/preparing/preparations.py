"""Preparations: the body, its tasks, and the lists it shows."""

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing import tables
from linli.application.assembly.domain.preparing.bodies import BodyKind, BodyState, Side
from linli.application.assembly.domain.preparing.cards import (
    ConcernCard,
    PreparationCard,
    PreparerCard,
    ShowingCard,
    TaskCard,
)
from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.models import Concern, Correction, Preparation, Showing, Task
from linli.application.assembly.selectors.preparing.names import names_of
from linli.application.assembly.selectors.preparing.times import local_day, zone_of
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now, system

_MOST = 50


def row_of(viewer: Actor, preparation: str) -> Preparation:
    """The preparation; "not_found" outside the viewer's community."""
    policy.check_member(viewer)
    row = Preparation.objects.filter(pk=preparation, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such preparation.")
    return row


def list_preparations(*, viewer: Actor, limit: int = _MOST) -> tuple[PreparationCard, ...]:
    """The preparations of the community, newest first."""
    policy.check_member(viewer)
    rows = Preparation.objects.filter(community=viewer.community).order_by("-created_at", "-id")
    return tuple(_card(viewer, row) for row in rows[: min(limit, _MOST)])


def get_preparation(*, viewer: Actor, preparation: str) -> PreparationCard:
    """One preparation, for everybody who belongs here: serving in it is public."""
    return _card(viewer, row_of(viewer, preparation))


def list_shown(*, viewer: Actor, preparation: str, what: str = "") -> tuple[ShowingCard, ...]:
    """What was shown to everybody, newest first; only the body sees who objected. A constant
    number of questions."""
    row = row_of(viewer, preparation)
    rows = row.showings.order_by("-shown_at", "-number").prefetch_related(
        Prefetch("concerns", Concern.objects.filter(withdrawn_at=None).order_by("at", "id")),
        Prefetch("corrections", Correction.objects.order_by("id")),
    )
    if what:
        rows = rows.filter(what=what)
    is_in, found = policy.prepares(viewer, row), list(rows[:_MOST])
    concerns = [one for each in found for one in each.concerns.all()]
    known = (one.person_id for one in concerns if is_in or _is_own(viewer, one))
    names, zone = names_of(viewer.community, known), zone_of(viewer.community)
    return tuple(_shown(viewer, one, names, zone, is_in=is_in) for one in found)


def _card(viewer: Actor, row: Preparation) -> PreparationCard:
    members = list(row.members.filter(left_at=None).order_by("-leads", "id"))
    platform = system(viewer.community)
    cards = people.get_people(viewer=platform, people=[one.person_id for one in members])
    return PreparationCard(
        id=row.pk,
        kind=BodyKind(row.kind),
        state=BodyState(row.state),
        members=tuple(
            PreparerCard(
                one.person_id,
                cards[one.person_id].name,
                Side(one.side),
                one.leads,
                one.recommended_by,
            )
            for one in members
        ),
        tasks=_tasks(row),
        request=row.request_id,
        assembly=row.assembly_id,
        formed_at=row.formed_at,
        is_mine=policy.prepares(viewer, row),
    )


def _tasks(row: Preparation) -> tuple[TaskCard, ...]:
    today = local_day(row.community, now())
    words = tables.tasks()
    found = sorted(row.tasks.all(), key=lambda one: list(words).index(one.name))
    return tuple(
        TaskCard(
            name=one.name,
            words=words[one.name],
            due=one.due,
            article=one.article,
            done_at=one.done_at,
            note=one.note,
            is_late=_is_late(one, today),
        )
        for one in found
    )


def _is_late(one: Task, today: date) -> bool:
    return one.done_at is None and one.due is not None and one.due < today


def _shown(
    viewer: Actor, row: Showing, names: Mapping[str, str], zone: ZoneInfo, *, is_in: bool
) -> ShowingCard:
    return ShowingCard(
        id=row.pk,
        what=Shown(row.what),
        number=row.number,
        rows=tuple(tuple(cells) for cells in row.body),
        shown_at=row.shown_at,
        until=row.until,
        last_day=(row.until.astimezone(zone) - timedelta(days=1)).date(),
        is_open=now() < row.until,
        concerns=tuple(
            _concern(viewer, one, names)
            for one in row.concerns.all()
            if is_in or one.answered_at is not None or _is_own(viewer, one)
        ),
        corrections=tuple(one.text for one in row.corrections.all()),
    )


def _is_own(viewer: Actor, row: Concern) -> bool:
    return viewer.person is not None and viewer.person == row.person_id and not viewer.on_behalf_of


def _concern(viewer: Actor, row: Concern, names: Mapping[str, str]) -> ConcernCard:
    return ConcernCard(
        id=row.pk,
        about=row.about,
        name=names.get(row.person_id, ""),
        text=row.text,
        at=row.at,
        answer=row.answer,
        is_upheld=row.is_upheld,
        is_mine=_is_own(viewer, row),
    )
