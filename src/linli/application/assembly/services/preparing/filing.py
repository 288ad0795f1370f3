"""The package for the street office 备案, and what is handed over to the new committee."""

from datetime import date, timedelta

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing import tables
from linli.application.assembly.domain.preparing.offices import Due, Office, months_before
from linli.application.assembly.models import Council, HandoverItem
from linli.application.assembly.selectors.preparing.parameters import (
    CHAIR_DAYS,
    RE_ELECTION_MONTHS,
    days_of,
)
from linli.application.assembly.selectors.preparing.times import local_day, period_ends
from linli.application.assembly.services.preparing.seating import remind
from linli.application.assembly.services.preparing.steps import checked_key, find_council, said
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now, system

_MOST_ITEMS = 200
_WARN = timedelta(days=7)


def give_paper(
    *, by: Actor, council: str, paper: str, is_there: bool = True, note: str = ""
) -> None:
    """Mark a document of the filing package as there, or as missing; again changes nothing."""
    policy.check_keeps_office(by)
    with transaction.atomic():
        row = find_council(by, council)
        if row.filed_on is not None:
            raise Refused("conflict", "The package has been handed in.")
        found = row.papers.filter(name=paper).first()
        if found is None:
            raise Refused("not_found", "There is no such document.")
        words = said(note, field="note", longest=400)
        if (found.given_at is not None) == is_there and found.note == words:
            return
        found.given_at = now() if is_there else None
        found.given_by_id = by.person if is_there else None
        found.note = words
        found.save()


def hand_in_filing(*, by: Actor, council: str, day: date, receipt: str) -> None:
    """Note on which day the whole package was handed in, and the receipt; again changes nothing.

    Raises:
        Refused: a document is missing (conflict), or the day is no day since the election.
    """
    policy.check_keeps_office(by)
    with transaction.atomic():
        row = find_council(by, council)
        if row.filed_on is not None:
            return
        missing = list(row.papers.filter(given_at=None).values_list("name", flat=True))
        if missing:
            raise Refused(
                "conflict",
                "Some documents are missing: %(missing)s.",
                field="papers",
                missing="、".join(tables.papers()[name].words.zh for name in missing),
            )
        if not row.elected_on <= day <= local_day(row.community, now()):
            raise Refused("invalid", "The day lies between the election and today.", field="day")
        row.filed_on = day
        row.receipt = said(
            receipt, field="receipt", longest=120, needed="Please write the receipt's number."
        )
        row.save(update_fields=["filed_on", "receipt"])


def add_handover_item(
    *, by: Actor, council: str, what: str, giver: str, taker: str, key: str
) -> str:
    """Put something on the handover list; returns its id. The same key puts it there once.

    It is due within the days of the rules after the election.
    """
    policy.check_keeps_office(by)
    with transaction.atomic():
        row = find_council(by, council)
        known = HandoverItem.objects.filter(by=by.person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        if row.items.count() >= _MOST_ITEMS:
            raise Refused("too_many", "The list is full.")
        platform = system(by.community)
        for one in (giver, taker):
            people.get_person(viewer=platform, person=one)
        if giver == taker:
            raise Refused("invalid", "Giver and taker are two different people.", field="taker")
        item = HandoverItem.objects.create(
            council=row,
            what=said(what, field="what", longest=200, needed="Please say what it is."),
            giver_id=giver,
            taker_id=taker,
            due=_within(row, "handover_days") or row.elected_on,
            by_id=by.person or "",
            at=now(),
            key=key,
        )
        return item.pk


def sign_handover(*, by: Actor, item: str) -> None:
    """Sign, as the giver or the taker, that something was handed over; again changes nothing."""
    person = policy.own_person(by)
    with transaction.atomic():
        rows = HandoverItem.objects.select_for_update().filter(council__community=by.community)
        row = rows.filter(pk=item).first()
        if row is None:
            raise Refused("not_found", "There is no such item.")
        if person == row.giver_id:
            row.given_at = row.given_at or now()
        elif person == row.taker_id:
            row.taken_at = row.taken_at or now()
        else:
            raise Refused("forbidden", "Only the two who hand it over sign.")
        row.save(update_fields=["given_at", "taken_at"])


def remind_councils(*, by: Actor) -> int:
    """Put what is due before those it falls to, each thing once; the work process calls this.

    A chair within 7 days, filing and handover a week before their day, re-election 3 months
    before the term ends. Returns how many were new.
    """
    policy.check_platform(by)
    rows = Council.objects.filter(community=by.community, ended_at=None)
    return sum(_remind(row) for row in rows)


def _remind(row: Council) -> int:
    today, found = local_day(row.community, now()), 0
    with transaction.atomic():
        for due, day, since in _dates(row):
            if today >= since and not _is_done(row, due):
                found += remind(row, due, day)
    return found


def _dates(row: Council) -> list[tuple[Due, date, date]]:
    """What must happen by which day, and since when it is pressing."""
    chair = period_ends(row.community, row.elected_on, CHAIR_DAYS)
    dates = [
        (Due.CHAIR, chair, row.elected_on),
        (Due.RE_ELECTION, row.ends_on, months_before(row.ends_on, RE_ELECTION_MONTHS)),
    ]
    for due, rule in ((Due.FILING, "filing_days"), (Due.HANDOVER, "handover_days")):
        day = _within(row, rule)
        if day is not None:
            dates.append((due, day, day - _WARN))
    return dates


def _is_done(row: Council, due: Due) -> bool:
    if due is Due.CHAIR:
        return row.holders.filter(office=Office.CHAIR, left_at=None).exists()
    if due is Due.FILING:
        return row.filed_on is not None
    if due is Due.HANDOVER:
        left = row.items.filter(given_at=None) | row.items.filter(taken_at=None)
        return row.items.exists() and not left.exists()
    return False


def _within(row: Council, rule: str) -> date | None:
    days = days_of(row.community, rule)
    return None if days is None else period_ends(row.community, row.elected_on, days)
