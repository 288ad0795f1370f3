"""Requests for an assembly, with their living figures."""

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.cards import (
    ProposedMotion,
    RequestCard,
    SignatureCard,
)
from linli.application.assembly.domain.preparing.heads import Heads
from linli.application.assembly.domain.preparing.requests import RequestKind, RequestState
from linli.application.assembly.models import Request
from linli.application.assembly.selectors.preparing.heads import heads_now
from linli.application.assembly.selectors.preparing.names import names_of
from linli.application.assembly.selectors.preparing.support import names_under, support_of
from linli.kernel import Actor, Page, Refused

_MOST = 100


def list_requests(
    *, viewer: Actor, cursor: str | None = None, limit: int = 20
) -> Page[RequestCard]:
    """The requests of the community, newest first."""
    policy.check_member(viewer)
    rows = Request.objects.filter(community=viewer.community).order_by("-id")
    rows = rows.prefetch_related("signatures")
    if cursor is not None:
        rows = rows.filter(id__lt=cursor)
    limit = min(max(limit, 1), _MOST)
    found = list(rows[: limit + 1])
    heads = heads_now(viewer.community) if found else Heads(())
    cards = tuple(_card(viewer, row, heads) for row in found[:limit])
    return Page(cards, cards[-1].id if len(found) > limit else None)


def get_request(*, viewer: Actor, request: str) -> RequestCard:
    """One request; everybody who belongs here may read it."""
    row = _row(viewer, request)
    return _card(viewer, row, heads_now(viewer.community))


def list_signatures(*, viewer: Actor, request: str) -> tuple[SignatureCard, ...]:
    """Who signed, for those who answer the request and check it."""
    row = _row(viewer, request)
    if not policy.sees_signatures(viewer):
        raise Refused("forbidden", "Only those who check the request see who signed.")
    signed = list(row.signatures.filter(withdrawn_at=None).order_by("at", "id"))
    names = names_of(row.community, (one.person_id for one in signed))
    return tuple(
        SignatureCard(
            one.pk, one.person_id, names[one.person_id], one.via, one.at, one.scan, one.entry
        )
        for one in signed
    )


def get_opener(*, viewer: Actor, request: str) -> str:
    """Who began a request, by id, for the platform alone."""
    policy.check_platform(viewer)
    return _row(viewer, request).by_id


def _row(viewer: Actor, request: str) -> Request:
    policy.check_member(viewer)
    row = Request.objects.filter(pk=request, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such request.")
    return row


def _card(viewer: Actor, row: Request, heads: Heads) -> RequestCard:
    own = viewer.person if not viewer.on_behalf_of else None
    signed = own in names_under(row)
    collecting = row.state == RequestState.COLLECTING
    return RequestCard(
        id=row.pk,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        title=row.title,
        reason=row.reason,
        motions=tuple(ProposedMotion(**one) for one in row.motions),
        support=support_of(row, heads),
        opened_at=row.created_at,
        reached_at=row.reached_at,
        answer_by=row.answer_by,
        answer=row.answer,
        answered_at=row.answered_at,
        assembly=row.assembly_id,
        is_mine=own is not None and row.by_id == own,
        is_signed_by_me=signed,
        may_sign=collecting and not signed and own in heads.persons,
    )
