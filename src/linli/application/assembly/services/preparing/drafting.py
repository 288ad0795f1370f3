"""Draft the rules and the covenant in versions, take comments, and put a text to the vote."""

import hashlib

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.texts import MOTION_KINDS, TextKind
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.facts import TextDrafted
from linli.application.assembly.models import Comment, DraftText, Preparation
from linli.application.assembly.selectors.preparing.heads import is_owner_now
from linli.application.assembly.services.convening import MotionDraft, add_motion
from linli.application.assembly.services.preparing.steps import (
    checked_key,
    find_preparation,
    said,
)
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, Words, now

LONGEST = 60_000
_MOST_VERSIONS = 200
_MOTION_ROOM = 8000
_MOST_COMMENTS = 50
_TITLES = {TextKind.RULES: "业主大会议事规则", TextKind.COVENANT: "管理规约"}


def write_draft(
    *, by: Actor, preparation: str, kind: str, text: str, note: str = "", key: str
) -> str:
    """Write a new version of a text; returns its id. The same key, or the same text, writes one."""
    with transaction.atomic():
        row = find_preparation(by, preparation)
        policy.check_prepares(by, row)
        known = DraftText.objects.filter(by=by.person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        sort = _kind(kind)
        words = said(text, field="text", longest=LONGEST, needed="Please write the text.")
        before = row.texts.filter(kind=sort).order_by("-number").first()
        if before is not None and before.text == words:
            return before.pk
        number = before.number + 1 if before else 1
        if number > _MOST_VERSIONS:
            raise Refused("too_many", "There are too many versions of this text.")
        draft = DraftText.objects.create(
            preparation=row,
            kind=sort,
            number=number,
            text=words,
            note=said(note, field="note", longest=400),
            by_id=by.person or "",
            at=now(),
            key=key,
        )
        publish(TextDrafted(community=row.community, draft=draft.pk, what=sort))
        return draft.pk


def comment_on_draft(*, by: Actor, draft: str, text: str, key: str) -> str:
    """Say something to a draft, as an owner; returns an id. The same key says it once."""
    person = policy.own_person(by)
    with transaction.atomic():
        row = _find_draft(by, draft)
        known = Comment.objects.filter(person=person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        if not is_owner_now(by.community, person):
            raise Refused(
                "forbidden", "Only owners can do this; you are not on record as an owner."
            )
        if row.comments.filter(person=person).count() >= _MOST_COMMENTS:
            raise Refused(
                "too_many", "You have written %(most)s comments here.", most=_MOST_COMMENTS
            )
        comment = Comment.objects.create(
            draft=row,
            person_id=person,
            text=said(text, field="text", longest=2000, needed="Please write a comment."),
            at=now(),
            key=key,
        )
        return comment.pk


def withdraw_comment(*, by: Actor, comment: str) -> None:
    """Take back one's own comment before it is answered; again changes nothing."""
    person = policy.own_person(by)
    with transaction.atomic():
        row = _find_comment(by, comment)
        if row.person_id != person:
            raise Refused("not_found", "There is no such comment.")
        if row.withdrawn_at is not None:
            return
        if row.answered_at is not None:
            raise Refused("conflict", "This comment has been answered.")
        row.withdrawn_at = now()
        row.save(update_fields=["withdrawn_at"])


def answer_comment(*, by: Actor, comment: str, answer: str) -> None:
    """Answer a comment, once."""
    with transaction.atomic():
        row = _find_comment(by, comment)
        policy.check_prepares(by, row.draft.preparation)
        words = said(answer, field="answer", longest=2000, needed="Please write an answer.")
        if row.answer == words:
            return
        if row.answered_at is not None or row.withdrawn_at is not None:
            raise Refused("conflict", "This comment is settled.")
        row.answer, row.answered_at, row.answered_by_id = words, now(), by.person
        row.save(update_fields=["answer", "answered_at", "answered_by"])


def propose_text(*, by: Actor, preparation: str, kind: str) -> str:
    """Put the newest version on the draft assembly's agenda; returns the motion's id.

    The rules are item 278.1 and the covenant 278.2 (Civil Code Article 278); again changes nothing.
    """
    with transaction.atomic():
        row = find_preparation(by, preparation)
        policy.check_prepares(by, row)
        sort = _kind(kind)
        draft = row.texts.filter(kind=sort).order_by("-number").first()
        if draft is None:
            raise Refused("conflict", "There is no text to put to the vote yet.")
        return _put_to_vote(by, row, draft, sort)


def _put_to_vote(by: Actor, row: Preparation, draft: DraftText, sort: TextKind) -> str:
    assembly = row.assembly
    if assembly is None:
        raise Refused("conflict", "There is no draft assembly for this preparation.")
    known = assembly.motions.filter(kind=MOTION_KINDS[sort]).first()
    if known is not None:
        return known.pk
    if assembly.stage != Stage.DRAFT:
        raise Refused("conflict", "This assembly has been announced; its agenda is fixed.")
    title = f"{_TITLES[sort]}（草案第 {draft.number} 稿）"
    text = _text_of(draft)
    motion = MotionDraft(MOTION_KINDS[sort], Words(title, title), Words(text, text))
    return add_motion(by=by, assembly=assembly.pk, motion=motion, key=f"draft:{sort}")


def _text_of(draft: DraftText) -> str:
    """The whole text where an item has room for it, else which text it is, beyond doubt."""
    if len(draft.text) <= _MOTION_ROOM:
        return draft.text
    digest = hashlib.sha256(draft.text.encode()).hexdigest()
    return f"全文见公示的草案第 {draft.number} 稿（{len(draft.text)} 字）。SHA-256：{digest}"


def _kind(text: str) -> TextKind:
    try:
        return TextKind(text)
    except ValueError:
        raise Refused("invalid", "Please choose which text it is.", field="kind") from None


def _find_draft(by: Actor, draft: str) -> DraftText:
    policy.check_member(by)
    row = DraftText.objects.filter(pk=draft, preparation__community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such text.")
    return row


def _find_comment(by: Actor, comment: str) -> Comment:
    policy.check_member(by)
    rows = Comment.objects.select_for_update(of=("self",)).select_related("draft__preparation")
    row = rows.filter(pk=comment, draft__preparation__community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such comment.")
    return row
