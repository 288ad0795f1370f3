"""The elected committee: its members, its chair, who leaves, and who moves up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing import tables
from linli.application.assembly.domain.preparing.offices import (
    Due,
    Left,
    Office,
    is_below_half,
    years_after,
)
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.facts import CouncilDue, CouncilSeated, SeatChanged
from linli.application.assembly.models import (
    Assembly,
    Council,
    FilingPaper,
    OfficeHolder,
    Reminder,
)
from linli.application.assembly.selectors.preparing.parameters import days_of
from linli.application.assembly.selectors.preparing.times import local_day
from linli.application.assembly.services.preparing.steps import checked_key, find_council, said
from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now, system

_MOST_YEARS = 5
_DECIDED = frozenset({Stage.FINAL, Stage.ARCHIVED})


def seat_council(
    *,
    by: Actor,
    assembly: str,
    members: Sequence[str],
    alternates: Sequence[str] = (),
    seats: int,
    elected_on: date,
    years: int,
    key: str,
) -> str:
    """Note who was elected, in the order of the votes, and for how many years; returns an id.

    The result of the election must be final. A committee there was before ends with this.

    Raises:
        Refused: no final election of this community; somebody named twice; nobody elected.
    """
    policy.check_leads_preparation(by)
    with transaction.atomic():
        known = Council.objects.filter(by=by.person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        election = _election(by, assembly)
        seated = Council.objects.filter(assembly=election).first()
        if seated is not None:
            return seated.pk
        everybody = _everybody(by, members, alternates, seats)
        _check_term(by.community, elected_on, years)
        at = now()
        sat = _end_present(by.community, at)
        row = Council.objects.create(
            community=by.community,
            assembly=election,
            seats=seats,
            elected_on=elected_on,
            ends_on=years_after(elected_on, years),
            by_id=by.person or "",
            key=key,
        )
        _seat(row, everybody, len(members), at)
        publish(CouncilSeated(community=row.community, council=row.pk))
        seat_changed(row.community, (*sat, *members))
        return row.pk


def choose_chair(*, by: Actor, council: str, holder: str, office: str = Office.CHAIR) -> None:
    """Note whom the members chose as chair or vice chair; again changes nothing."""
    policy.check_keeps_office(by)
    with transaction.atomic():
        row = find_council(by, council)
        chosen = _holder(row, holder)
        if chosen.is_alternate or chosen.left_at is not None:
            raise Refused("conflict", "Only members of the committee can be chosen.")
        kind = _office(office)
        if kind is Office.CHAIR:
            others = row.holders.filter(office=Office.CHAIR).exclude(pk=chosen.pk)
            others.update(office=Office.MEMBER)
        chosen.office = kind
        chosen.save(update_fields=["office"])


def leave_office(*, by: Actor, holder: str, why: str, note: str = "") -> None:
    """Note that somebody left; the first alternate moves up. Again changes nothing.

    Fewer than half of the seats filled means a new election (业主大会指导规则 Article 46).
    """
    policy.check_keeps_office(by)
    with transaction.atomic():
        found = OfficeHolder.objects.filter(pk=holder, council__community=by.community).first()
        if found is None:
            raise Refused("not_found", "There is no such member.")
        row = find_council(by, found.council_id)
        found.refresh_from_db()
        if found.left_at is not None:
            return
        found.left_at, found.why_left, found.office = now(), _why(why), Office.MEMBER
        found.note = said(note, field="note", longest=400)
        found.save()
        if not found.is_alternate:
            seat_changed(row.community, (found.person_id, *_move_up(row)))
            _check_half(row)


def seat_changed(community: str, persons: Iterable[str]) -> None:
    """Announce, of each person, that they took or left a seat of a committee."""
    for person in dict.fromkeys(persons):
        publish(SeatChanged(community=community, person=person))


def remind(row: Council, due: Due, day: date) -> bool:
    """Announce once that a committee must see to something; whether it was news."""
    _, is_new = Reminder.objects.get_or_create(
        council=row, due=due, defaults={"day": day, "at": now()}
    )
    if is_new:
        publish(CouncilDue(community=row.community, council=row.pk, due=due, day=day.isoformat()))
    return is_new


def _election(by: Actor, assembly: str) -> Assembly:
    row = Assembly.objects.filter(pk=assembly, community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such assembly.", field="assembly")
    if row.stage not in _DECIDED or not row.motions.filter(kind="election").exists():
        raise Refused("conflict", "This assembly has no final election.", field="assembly")
    return row


def _everybody(
    by: Actor, members: Sequence[str], alternates: Sequence[str], seats: int
) -> list[str]:
    together = [*members, *alternates]
    if not members or not 1 <= len(members) <= seats <= 99 or len(alternates) > 99:
        raise Refused(
            "invalid", "At least one and at most as many members as seats.", field="members"
        )
    if len(set(together)) < len(together):
        raise Refused("invalid", "Somebody is named twice.", field="members")
    for person in together:
        people.get_person(viewer=system(by.community), person=person)
    return together


def _check_term(community: str, elected_on: date, years: int) -> None:
    most = days_of(community, "term_max_years") or _MOST_YEARS
    least = days_of(community, "term_min_years") or 1
    if not least <= years <= most:
        raise Refused(
            "invalid",
            "A term is %(least)s to %(most)s years.",
            field="years",
            least=least,
            most=most,
        )
    if elected_on > local_day(community, now()):
        raise Refused("invalid", "The day of the election cannot lie ahead.", field="elected_on")


def _end_present(community: str, at: datetime) -> list[str]:
    """The committee there was before ends; returns who sat in it."""
    row = Council.objects.filter(community=community, ended_at=None).first()
    if row is None:
        return []
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    sat = row.holders.filter(is_alternate=False, left_at=None)
    return list(sat.values_list("person_id", flat=True))


def _seat(row: Council, everybody: list[str], members: int, at: datetime) -> None:
    OfficeHolder.objects.bulk_create(
        OfficeHolder(
            council=row,
            person_id=person,
            rank=rank,
            is_alternate=rank > members,
            since=at,
        )
        for rank, person in enumerate(everybody, 1)
    )
    FilingPaper.objects.bulk_create(FilingPaper(council=row, name=name) for name in tables.papers())


def _holder(row: Council, holder: str) -> OfficeHolder:
    found = row.holders.filter(pk=holder).first()
    if found is None:
        raise Refused("not_found", "There is no such member.")
    return found


def _office(text: str) -> Office:
    try:
        return Office(text)
    except ValueError:
        raise Refused("invalid", "Please choose an office.", field="office") from None


def _why(text: str) -> Left:
    try:
        return Left(text)
    except ValueError:
        raise Refused("invalid", "Please say why.", field="why") from None


def _move_up(row: Council) -> list[str]:
    following = row.holders.filter(is_alternate=True, left_at=None).order_by("rank").first()
    if following is None:
        return []
    following.is_alternate, following.since = False, now()
    following.save(update_fields=["is_alternate", "since"])
    return [following.person_id]


def _check_half(row: Council) -> None:
    left = row.holders.filter(is_alternate=False, left_at=None).count()
    if is_below_half(left, row.seats):
        remind(row, Due.BY_ELECTION, local_day(row.community, now()))
