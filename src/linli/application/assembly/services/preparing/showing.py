"""Show a list to everybody for the days of the rules, and take the concerns it meets."""

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.facts import ConcernAnswered, ConcernRaised, ListShown
from linli.application.assembly.models import Concern, Correction, Preparation, Showing
from linli.application.assembly.selectors.preparing.parameters import needed_days
from linli.application.assembly.selectors.preparing.roll import masked_roll
from linli.application.assembly.selectors.preparing.times import end_of_day, local_day, period_ends
from linli.application.assembly.services.preparing.steps import (
    checked_key,
    find_preparation,
    find_showing,
    said,
)
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now

_DAYS = {
    Shown.MEMBERS: "list_shown_days",
    Shown.ROLL: "list_shown_days",
    Shown.CANDIDATES: "candidates_shown_days",
}
_MOST_CONCERNS = 20


def put_up(by: Actor, row: Preparation, what: Shown, body: list[list[str]], key: str) -> Showing:
    """Show a list of a locked preparation from now on; the period ends on no day off."""
    at, days = now(), needed_days(row.community, _DAYS[what])
    last = period_ends(row.community, local_day(row.community, at), days)
    showing = Showing.objects.create(
        preparation=row,
        what=what,
        number=row.showings.filter(what=what).count() + 1,
        body=body,
        days=days,
        shown_at=at,
        until=end_of_day(row.community, last),
        by_id=by.person or "",
        key=key,
    )
    publish(ListShown(community=row.community, showing=showing.pk, what=what))
    return showing


def check_over(row: Preparation, what: Shown) -> Showing:
    """The latest showing of a list, when its period is over and every concern is answered."""
    showing = row.showings.filter(what=what).order_by("-number").first()
    if showing is None:
        raise Refused("conflict", "The list has not been shown yet.")
    if now() < showing.until:
        raise Refused("conflict", "The list is still being shown; objections are possible.")
    open_ones = Concern.objects.filter(
        showing__preparation=row, showing__what=what, answered_at=None, withdrawn_at=None
    )
    if open_ones.exists():
        raise Refused("conflict", "There are objections nobody has answered yet.")
    return showing


def raise_concern(*, by: Actor, showing: str, text: str, about: str = "", key: str) -> str:
    """Object to a list while it is shown; returns the objection's id. The same key does it once.

    Raises:
        Refused: the period is over (conflict), no such list here (not_found), no words.
    """
    person = policy.own_person(by)
    with transaction.atomic():
        row = find_showing(by, showing)
        known = Concern.objects.filter(person=person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        if now() >= row.until:
            raise Refused("conflict", "The time to object to this list is over.")
        mine = row.concerns.filter(person=person, withdrawn_at=None)
        if mine.count() >= _MOST_CONCERNS:
            raise Refused(
                "too_many", "You have objected %(most)s times to this list.", most=_MOST_CONCERNS
            )
        concern = Concern.objects.create(
            showing=row,
            about=_about(row, about),
            person_id=person,
            text=said(text, field="text", longest=2000, needed="Please say what is not right."),
            at=now(),
            key=key,
        )
        publish(ConcernRaised(community=by.community, concern=concern.pk, what=row.what))
        return concern.pk


def withdraw_concern(*, by: Actor, concern: str) -> None:
    """Take back one's own objection before it is answered; again changes nothing."""
    person = policy.own_person(by)
    with transaction.atomic():
        row = _find_concern(by, concern)
        if row.person_id != person:
            raise Refused("not_found", "There is no such objection.")
        if row.withdrawn_at is not None:
            return
        if row.answered_at is not None:
            raise Refused("conflict", "This objection has been answered.")
        row.withdrawn_at = now()
        row.save(update_fields=["withdrawn_at"])


def answer_concern(*, by: Actor, concern: str, answer: str, is_upheld: bool) -> None:
    """Answer an objection, once; the answer is public with the list."""
    with transaction.atomic():
        row = _find_concern(by, concern)
        policy.check_prepares(by, row.showing.preparation)
        words = said(answer, field="answer", longest=2000, needed="Please write an answer.")
        if row.answered_at is not None and row.is_upheld is is_upheld and row.answer == words:
            return
        if row.answered_at is not None or row.withdrawn_at is not None:
            raise Refused("conflict", "This objection is settled.")
        if row.person_id == by.person:
            raise Refused("forbidden", "Nobody answers their own objection.")
        row.answer, row.is_upheld = words, is_upheld
        row.answered_at, row.answered_by_id = now(), by.person
        row.save(update_fields=["answer", "is_upheld", "answered_at", "answered_by"])
        publish(
            ConcernAnswered(
                community=by.community,
                concern=row.pk,
                person=row.person_id,
                is_upheld=is_upheld,
            )
        )


def note_correction(*, by: Actor, showing: str, text: str, concern: str = "", key: str) -> None:
    """Note beside the roll what was corrected in the register; the same key notes it once."""
    with transaction.atomic():
        row = find_showing(by, showing)
        policy.check_prepares(by, row.preparation)
        if row.what != Shown.ROLL:
            raise Refused("conflict", "Corrections belong to the roll.")
        known = row.concerns.filter(pk=concern).first() if concern else None
        if concern and known is None:
            raise Refused("not_found", "There is no such objection.", field="concern")
        Correction.objects.get_or_create(
            by_id=by.person or "",
            key=checked_key(key),
            defaults={
                "showing": row,
                "concern": known,
                "text": said(
                    text, field="text", longest=400, needed="Please say what was corrected."
                ),
                "at": now(),
            },
        )


def show_roll(*, by: Actor, preparation: str, key: str) -> str:
    """Show the roll of today, with names masked; returns the list's id.

    Units and areas are shown whole, since owners must be able to check them; households that are
    not shown appear without any letter of their name.
    """
    with transaction.atomic():
        row = find_preparation(by, preparation)
        policy.check_prepares(by, row)
        known = Showing.objects.filter(by=by.person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        if row.formed_at is None:
            raise Refused("conflict", "The preparing body has not been approved yet.")
        return put_up(by, row, Shown.ROLL, masked_roll(row.community), key).pk


def _about(row: Showing, about: str) -> str:
    """What a concern is about: a candidacy of that list, or all of it."""
    if not about:
        return ""
    listed = row.what == Shown.CANDIDATES and row.preparation.candidacies.filter(pk=about).exists()
    if not listed:
        raise Refused("not_found", "There is no such candidate.", field="about")
    return about


def _find_concern(by: Actor, concern: str) -> Concern:
    policy.check_member(by)
    rows = Concern.objects.select_for_update(of=("self",)).select_related("showing__preparation")
    row = rows.filter(pk=concern, showing__preparation__community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such objection.")
    return row
