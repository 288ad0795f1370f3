"""Form the body that prepares: members, the public list, approval, and its tasks."""

from datetime import date, timedelta

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing import tables
from linli.application.assembly.domain.preparing.bodies import (
    BodyState,
    Seat,
    Side,
    check_composition,
)
from linli.application.assembly.domain.preparing.requests import RequestState
from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.facts import PreparationFormed
from linli.application.assembly.models import Preparation, Preparer, Request, Showing, Task
from linli.application.assembly.selectors.preparing.heads import is_owner_now
from linli.application.assembly.selectors.preparing.parameters import (
    body_of,
    composition_of,
    days_of,
)
from linli.application.assembly.selectors.preparing.times import local_day
from linli.application.assembly.services.preparing.showing import check_over, put_up
from linli.application.assembly.services.preparing.steps import (
    checked_key,
    find_preparation,
    said,
)
from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now, system

_MOST_MEMBERS = 99


def open_preparation(*, by: Actor, request: str = "", key: str) -> str:
    """Begin to form the preparing body, for an accepted request or without one; returns its id.

    The same key, and the same request, begin one preparation.
    """
    policy.check_leads_preparation(by)
    with transaction.atomic():
        known = Preparation.objects.filter(by=by.person, key=checked_key(key)).first()
        asked = _accepted(by, request) if request else None
        if known is None and asked is not None:
            known = Preparation.objects.filter(request=asked).first()
        if known is not None:
            return known.pk
        row = Preparation.objects.create(
            community=by.community,
            kind=body_of(by.community),
            request=asked,
            assembly_id=asked.assembly_id if asked else None,
            by_id=by.person or "",
            key=key,
            created_at=now(),
        )
        return row.pk


def add_preparer(
    *,
    by: Actor,
    preparation: str,
    person: str,
    side: str,
    recommended_by: str,
    leads: bool = False,
) -> None:
    """Put somebody on the list of members, or change for whom they sit; again changes nothing.

    Raises:
        Refused: it is formed already; who sits for the owners owns nothing here.
    """
    policy.check_leads_preparation(by)
    with transaction.atomic():
        row = _forming(by, preparation)
        sits_for = _side(side)
        known = people.get_person(viewer=system(by.community), person=person).id
        if sits_for is Side.OWNER and not is_owner_now(by.community, known):
            raise Refused("conflict", "This person is not on record as an owner.", field="person")
        whom = said(
            recommended_by, field="recommended_by", longest=120, needed="Please say who it was."
        )
        if row.members.filter(left_at=None).exclude(person=known).count() >= _MOST_MEMBERS:
            raise Refused("too_many", "The list is full.", field="members")
        if leads:
            row.members.filter(left_at=None).exclude(person=known).update(leads=False)
        Preparer.objects.update_or_create(
            preparation=row,
            person_id=known,
            left_at=None,
            defaults={"side": sits_for, "leads": leads, "recommended_by": whom},
            create_defaults={
                "side": sits_for,
                "leads": leads,
                "recommended_by": whom,
                "at": now(),
            },
        )


def remove_preparer(*, by: Actor, preparation: str, person: str) -> None:
    """Take somebody off the list before it is approved; again changes nothing."""
    policy.check_leads_preparation(by)
    with transaction.atomic():
        row = _forming(by, preparation)
        row.members.filter(person=person, left_at=None).update(left_at=now(), leads=False)


def show_members(*, by: Actor, preparation: str, key: str) -> str:
    """Show the list of members to everybody; it must be one the rules allow. Returns its id."""
    policy.check_leads_preparation(by)
    with transaction.atomic():
        row = find_preparation(by, preparation)
        known = Showing.objects.filter(by=by.person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        _check_forming(row)
        seats = [Seat(Side(one.side), one.leads) for one in _members(row)]
        check_composition(seats, composition_of(by.community))
        showing = put_up(by, row, Shown.MEMBERS, _list(row), key)
        row.state = BodyState.LISTED
        row.save(update_fields=["state"])
        return showing.pk


def form_preparation(*, by: Actor, preparation: str) -> None:
    """Approve the body once its list was shown long enough and nothing is open; again changes
    nothing. Its tasks begin, each with the day the rules give it."""
    policy.check_leads_preparation(by)
    with transaction.atomic():
        row = find_preparation(by, preparation)
        if row.state in {BodyState.FORMED, BodyState.DONE}:
            return
        check_over(row, Shown.MEMBERS)
        seats = [Seat(Side(one.side), one.leads) for one in _members(row)]
        check_composition(seats, composition_of(by.community))
        row.state, row.formed_at, row.formed_by_id = BodyState.FORMED, now(), by.person
        row.save(update_fields=["state", "formed_at", "formed_by"])
        _begin_tasks(row)
        publish(PreparationFormed(community=row.community, preparation=row.pk))


def finish_task(*, by: Actor, preparation: str, task: str, note: str = "") -> None:
    """Say that a task is done; again changes nothing. All done ends the preparation."""
    with transaction.atomic():
        row = find_preparation(by, preparation)
        policy.check_prepares(by, row)
        found = row.tasks.filter(name=task).first()
        if found is None:
            raise Refused("not_found", "There is no such task.")
        if found.done_at is not None:
            return
        found.done_at, found.done_by_id = now(), by.person
        found.note = said(note, field="note", longest=400)
        found.save(update_fields=["done_at", "done_by", "note"])
        if not row.tasks.filter(done_at=None).exists():
            row.state = BodyState.DONE
            row.save(update_fields=["state"])


def _accepted(by: Actor, request: str) -> Request:
    row = Request.objects.filter(pk=request, community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such request.", field="request")
    if row.state != RequestState.ACCEPTED:
        raise Refused("conflict", "This request has not been accepted.", field="request")
    return row


def _forming(by: Actor, preparation: str) -> Preparation:
    row = find_preparation(by, preparation)
    _check_forming(row)
    return row


def _check_forming(row: Preparation) -> None:
    if row.state in {BodyState.FORMED, BodyState.DONE}:
        raise Refused("conflict", "This body has been approved; its members no longer change.")


def _side(text: str) -> Side:
    try:
        return Side(text)
    except ValueError:
        raise Refused("invalid", "Please choose for whom the person sits.", field="side") from None


def _members(row: Preparation) -> list[Preparer]:
    return list(row.members.filter(left_at=None).order_by("-leads", "id"))


def _list(row: Preparation) -> list[list[str]]:
    """The public list: serving here is public, so names are whole."""
    members = _members(row)
    persons = [one.person_id for one in members]
    cards = people.get_people(viewer=system(row.community), people=persons)
    return [[cards[one.person_id].name, one.side, one.recommended_by] for one in members]


def _begin_tasks(row: Preparation) -> None:
    formed = row.formed_at or now()
    first = days_of(row.community, "first_assembly_within_days")
    held = None if first is None else local_day(row.community, formed) + timedelta(days=first)
    notice = days_of(row.community, "notice_days_first")
    Task.objects.bulk_create(
        Task(preparation=row, name=name, due=_due(name, held, notice)) for name in tables.tasks()
    )


def _due(name: str, held: date | None, notice: int | None) -> date | None:
    """The assembly on its last day; all it needs must be public before the notice begins."""
    if held is None or name == "assembly":
        return held
    return None if notice is None else held - timedelta(days=notice + 1)
