"""Ask for an assembly, sign, take one's name back, and answer."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.kinds import kind_of
from linli.application.assembly.domain.preparing.cards import ProposedMotion
from linli.application.assembly.domain.preparing.requests import RequestKind, RequestState
from linli.application.assembly.facts import RequestOpened
from linli.application.assembly.models import OfficeHolder, Request
from linli.application.assembly.selectors.preparing.heads import is_owner_now
from linli.application.assembly.selectors.preparing.parameters import threshold_of
from linli.application.assembly.selectors.preparing.support import kept_threshold
from linli.application.assembly.services.preparing.signing import put_name
from linli.application.assembly.services.preparing.steps import checked_key, find_request, said
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now

MOST_MOTIONS = 20
MOST_OPEN = 3


def open_request(
    *,
    by: Actor,
    kind: str,
    title: str,
    reason: str,
    motions: Sequence[ProposedMotion] = (),
    accused: Sequence[str] = (),
    key: str,
) -> str:
    """Begin to ask for an assembly, and sign it; returns the request's id.

    `accused` are the office holders a recall is about. The same key begins one request. How many
    must ask is that of the rules on this day (物业管理条例 Article 13).

    Raises:
        Refused: not an owner; words missing; a rule nobody has decided; too many open at once.
    """
    person = policy.own_person(by)
    checked_key(key)
    with transaction.atomic():
        known = Request.objects.filter(by=person, key=key).first()
        if known is not None:
            return known.pk
        sort = _kind(kind)
        _check_owner(by.community, person)
        _check_open(person)
        row = Request.objects.create(
            community=by.community,
            kind=sort,
            title=said(title, field="title", longest=80, needed="Please give it a short name."),
            reason=said(reason, field="reason", longest=4000, needed="Please say why."),
            motions=_motions(sort, motions),
            accused=_accused(by.community, sort, accused),
            threshold=kept_threshold(threshold_of(by.community, sort)),
            by_id=person,
            key=key,
            created_at=now(),
        )
        publish(RequestOpened(community=row.community, request=row.pk, what=row.kind))
        put_name(row, person, via=by.via)
        return row.pk


def withdraw_request(*, by: Actor, request: str) -> None:
    """Take back what one began, while too few ask for it; again changes nothing."""
    person = policy.own_person(by)
    with transaction.atomic():
        row = find_request(by, request)
        if row.by_id != person:
            raise Refused("forbidden", "Only who began the request can take it back.")
        if row.state == RequestState.WITHDRAWN:
            return
        if row.state != RequestState.COLLECTING:
            raise Refused("conflict", "This request has been handed in and cannot be taken back.")
        row.state = RequestState.WITHDRAWN
        row.save(update_fields=["state"])


def _kind(text: str) -> RequestKind:
    try:
        return RequestKind(text)
    except ValueError:
        raise Refused("invalid", "Please choose what you ask for.", field="kind") from None


def _check_owner(community: str, person: str) -> None:
    if not is_owner_now(community, person):
        raise Refused("forbidden", "Only owners can do this; you are not on record as an owner.")


def _check_open(person: str) -> None:
    mine = Request.objects.filter(by=person, state=RequestState.COLLECTING)
    if mine.count() >= MOST_OPEN:
        raise Refused(
            "too_many", "You have %(most)s requests open; finish one of them first.", most=MOST_OPEN
        )


def _motions(kind: RequestKind, motions: Sequence[ProposedMotion]) -> list[dict[str, Any]]:
    if len(motions) > MOST_MOTIONS:
        raise Refused(
            "too_large",
            "At most %(most)s items can be proposed.",
            field="motions",
            most=MOST_MOTIONS,
        )
    if kind is RequestKind.EXTRAORDINARY and not motions:
        raise Refused("invalid", "Please say what the assembly is to decide.", field="motions")
    return [_motion(number, one) for number, one in enumerate(motions, 1)]


def _motion(number: int, one: ProposedMotion) -> dict[str, Any]:
    field = f"motions.{number}"
    kind_of(one.kind, field)
    title = said(one.title, field=field, longest=120, needed="Please give the item a title.")
    return {"kind": one.kind, "title": title, "text": said(one.text, field=field, longest=8000)}


def _accused(community: str, kind: RequestKind, accused: Sequence[str]) -> list[str]:
    if kind is not RequestKind.RECALL:
        return []
    wanted = list(dict.fromkeys(accused))[:50]
    holders = OfficeHolder.objects.filter(council__community=community, left_at=None)
    known = set(holders.filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or known != set(wanted):
        raise Refused("invalid", "Please choose whom the recall is about.", field="accused")
    return wanted
