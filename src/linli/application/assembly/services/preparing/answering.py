"""Answer a request: accept it, which begins a draft assembly, or refuse it with the reason."""

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.requests import RequestKind, RequestState
from linli.application.assembly.domain.stages import Convened, Mode
from linli.application.assembly.facts import RequestAnswered
from linli.application.assembly.models import Request
from linli.application.assembly.services.convening import MotionDraft, add_motion, convene
from linli.application.assembly.services.preparing.steps import find_request, said
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, Words, now

_TITLES = {
    RequestKind.FIRST: Words("首次业主大会", "First owners' assembly"),
    RequestKind.EXTRAORDINARY: Words("临时业主大会", "Extraordinary owners' assembly"),
    RequestKind.RECALL: Words(
        "临时业主大会（罢免委员）", "Extraordinary assembly: recall of members"
    ),
}


def answer_request(*, by: Actor, request: str, is_accepted: bool, answer: str) -> str | None:
    """Accept or refuse a request that enough owners made; returns the draft assembly's id.

    The same answer again changes nothing. The committee calls what owners ask for, or, where it
    does not, the residents' committee and the street office do (物业管理条例 Article 13).

    Raises:
        Refused: too few ask for it yet, or it was answered differently (conflict); no reason.
    """
    with transaction.atomic():
        row = find_request(by, request)
        policy.check_answers_request(by, RequestKind(row.kind))
        words = said(answer, field="answer", longest=4000, needed="Please say why.")
        state = RequestState.ACCEPTED if is_accepted else RequestState.REFUSED
        if row.state == state:
            return row.assembly_id
        if row.state != RequestState.REACHED:
            raise Refused("conflict", "This request cannot be answered now.")
        row.state, row.answer, row.answered_at = state, words, now()
        row.answered_by_id = by.person
        if is_accepted:
            row.assembly_id = _draft(by, row)
        row.save()
        publish(
            RequestAnswered(
                community=row.community,
                request=row.pk,
                is_accepted=is_accepted,
                assembly=row.assembly_id or "",
            )
        )
        return row.assembly_id


def _draft(by: Actor, row: Request) -> str:
    is_first = row.kind == RequestKind.FIRST
    assembly = convene(
        by=by,
        convened=Convened.FIRST if is_first else Convened.EXTRAORDINARY,
        mode=Mode.PAPER,
        title=_TITLES[RequestKind(row.kind)],
        request=row.pk,
        key=f"request:{row.pk}",
    )
    for number, one in enumerate(row.motions, 1):
        if one["kind"] != "election":  # an election waits for its candidates
            motion = MotionDraft(one["kind"], _alike(one["title"]), _alike(one["text"]))
            add_motion(by=by, assembly=assembly, motion=motion, key=f"request:{number}")
    return assembly


def _alike(text: str) -> Words:
    """What owners wrote, in the one language they wrote it in."""
    return Words(text, text)
