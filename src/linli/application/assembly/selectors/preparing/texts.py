"""Drafts of the rules and the covenant, version by version."""

from django.db.models import Prefetch

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.cards import CommentCard, DraftCard
from linli.application.assembly.domain.preparing.texts import TextKind, compare
from linli.application.assembly.models import Comment, DraftText
from linli.application.assembly.selectors.preparing.preparations import row_of
from linli.kernel import Actor, Refused

_MOST = 200
_COMMENTS = Prefetch("comments", Comment.objects.filter(withdrawn_at=None).order_by("at", "id"))


def list_texts(*, viewer: Actor, preparation: str, kind: str = "") -> tuple[DraftCard, ...]:
    """All versions, newest first, without comparison; a constant number of questions."""
    texts = row_of(viewer, preparation).texts
    rows = texts.order_by("kind", "-number").prefetch_related(_COMMENTS)
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(_card(viewer, row, before=None) for row in rows[:_MOST])


def get_text(*, viewer: Actor, draft: str) -> DraftCard:
    """One version, compared with the one before it."""
    policy.check_member(viewer)
    rows = DraftText.objects.prefetch_related(_COMMENTS)
    row = rows.filter(pk=draft, preparation__community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such text.")
    same = DraftText.objects.filter(preparation=row.preparation_id, kind=row.kind)
    return _card(viewer, row, before=same.filter(number=row.number - 1).first())


def _card(viewer: Actor, row: DraftText, before: DraftText | None) -> DraftCard:
    own = viewer.person if not viewer.on_behalf_of else None
    return DraftCard(
        id=row.pk,
        kind=TextKind(row.kind),
        number=row.number,
        text=row.text,
        note=row.note,
        at=row.at,
        changes=compare(before.text, row.text) if before else (),
        comments=tuple(
            CommentCard(one.pk, one.text, one.at, one.answer, own == one.person_id)
            for one in row.comments.all()
        ),
    )
