"""Names under a request: one's own on the platform, or from paper at the desk."""

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.requests import RequestKind, RequestState
from linli.application.assembly.facts import RequestReached
from linli.application.assembly.models import Request, Signature
from linli.application.assembly.selectors.preparing.heads import heads_now
from linli.application.assembly.selectors.preparing.parameters import days_of
from linli.application.assembly.selectors.preparing.support import support_of
from linli.application.assembly.selectors.preparing.times import local_day, period_ends
from linli.application.assembly.services.preparing.steps import find_request
from linli.foundation.facts.api import publish
from linli.foundation.files import api as files
from linli.foundation.people import api as people
from linli.kernel import Actor, Ref, Refused, Via, new_id, now

SERVICE = "sign_request"


def sign_request(*, by: Actor, request: str) -> str:
    """Put one's own name under a request; again changes nothing. Returns the signature's id.

    Raises:
        Refused: not an owner (forbidden), no such request here (not_found), or it is no longer
            collecting (conflict).
    """
    person = policy.own_person(by)
    with transaction.atomic():
        return put_name(find_request(by, request), person, via=by.via)


def sign_on_paper(
    *,
    by: Actor,
    request: str,
    person: str,
    known_by: str,
    name: str,
    scan: bytes,
    key: str,
) -> str:
    """Enter at the desk that an owner signed on paper, with the scan; returns the signature's id.

    `known_by` says how one knew who signed. Who has signed already is counted once; the scan is
    kept with the entry all the same. The owner hears of it and can say that it was not them.
    """
    policy.check_writes_down(by)
    with transaction.atomic():
        row = find_request(by, request)
        clerk = by.for_person(person, via=Via.PAPER)
        entry = people.write_down(by=clerk, service=SERVICE, known_by=known_by, key=key)
        known = Signature.objects.filter(request=row, entry=entry.number).first()
        if known is not None:
            return known.pk
        if not scan:
            raise Refused("invalid", "Please add the scan of the signed sheet.", field="scan")
        sheet = files.keep_file(
            by=by, name=name, content=scan, about=Ref("request", row.pk), key=f"signed:{key}"[:80]
        )
        signature = put_name(row, person, via=Via.PAPER, scan=sheet.id, entry=entry.number)
        people.tie_entry(by=by, entry=entry.number, about=Ref("request", row.pk))
        return signature


def withdraw_signature(*, by: Actor, request: str) -> None:
    """Take one's name back while signatures are collected; again changes nothing."""
    person = policy.own_person(by)
    with transaction.atomic():
        row = find_request(by, request)
        mine = row.signatures.filter(person=person, withdrawn_at=None)
        if not mine.exists():
            return
        _check_collecting(row)
        mine.update(withdrawn_at=now())


def put_name(
    row: Request, person: str, *, via: Via, scan: str = "", entry: int | None = None
) -> str:
    """Add a name to a locked request, unless it is there, and see whether enough ask now."""
    known = row.signatures.filter(person=person, withdrawn_at=None).first()
    if known is not None:
        return known.pk
    _check_collecting(row)
    heads = heads_now(row.community)
    if person not in heads.persons:
        raise Refused("forbidden", "Only owners can sign; this person is not on record as one.")
    signature = Signature.objects.create(
        id=new_id(), request=row, person_id=person, via=via, scan=scan, entry=entry, at=now()
    )
    support = support_of(row, heads)
    if support.is_reached:
        _reach(row, support.heads, support.all_heads, support.area, support.all_area)
    return signature.pk


def _check_collecting(row: Request) -> None:
    if row.state == RequestState.WITHDRAWN:
        raise Refused("gone", "This request was taken back.")
    if row.state != RequestState.COLLECTING:
        raise Refused("conflict", "This request has been handed in; names no longer change.")


def _reach(row: Request, heads: int, all_heads: int, area: str, all_area: str) -> None:
    at = now()
    days = None
    if row.kind == RequestKind.FIRST:
        days = days_of(row.community, "preparation_formed_within_days")
    row.state, row.reached_at = RequestState.REACHED, at
    row.heads, row.all_heads, row.area, row.all_area = heads, all_heads, area, all_area
    today = local_day(row.community, at)
    row.answer_by = None if days is None else period_ends(row.community, today, days)
    row.save()
    publish(RequestReached(community=row.community, request=row.pk, what=row.kind))
