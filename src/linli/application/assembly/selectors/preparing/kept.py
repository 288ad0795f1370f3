"""What the procedure keeps about a person, for that person alone."""

from datetime import datetime
from typing import Any

from linli.application.assembly.models import Candidacy, Comment, Concern, Signature
from linli.kernel import Actor, Kept, Words

_SEEN = Words("街道、居委会和筹备组", "the street office, the residents' committee, the preparers")
_TIME = Words("跟业主大会的资料一起保存", "as long as the papers of the assembly")
_BASIS = Words("您自己签的、写的", "you signed or wrote it")
_WAY = Words("交上去以前可以撤回；之后可以提出异议", "take back before it is handed in, or object")


def kept_of_procedure(viewer: Actor, *, full: bool) -> tuple[Kept, ...]:
    """One's own signatures, objections, comments and candidacies; nobody else's."""
    rows = _rows(viewer.person or "", viewer.community)
    return (
        Kept(
            key="assembly-procedure",
            what=Words("您为业主大会签的、说的", "what you signed and said for the assembly"),
            source=Words("您自己，或服务台按您签的纸记的", "you, or the desk from what you signed"),
            seen_by=_SEEN,
            time=_TIME,
            basis=_BASIS,
            way=_WAY,
            count=len(rows),
            rows=tuple(rows) if full else (),
        ),
    )


def _rows(person: str, community: str) -> list[dict[str, Any]]:
    signed = Signature.objects.filter(person=person, request__community=community)
    raised = Concern.objects.filter(person=person, showing__preparation__community=community)
    said = Comment.objects.filter(person=person, draft__preparation__community=community)
    stood = Candidacy.objects.filter(person=person, preparation__community=community)
    return [
        *({"signed": one.request_id, "at": _day(one.at), "via": one.via} for one in signed),
        *({"objected": one.text, "at": _day(one.at)} for one in raised),
        *({"commented": one.text, "at": _day(one.at)} for one in said),
        *({"stood": one.statement, "at": _day(one.at), "state": one.state} for one in stood),
    ]


def _day(at: datetime) -> str:
    return at.isoformat()
