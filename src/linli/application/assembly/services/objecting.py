"""Objections 异议 to the roll and to a preliminary result, and their answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.stages import Convened, Stage
from linli.application.assembly.facts import ObjectionAnswered, ObjectionMade
from linli.application.assembly.models import Assembly, Leaf, Objection, RollVoter, Sheet, Struck
from linli.application.assembly.services.finding import (
    check_key,
    check_stage,
    clean,
    lock,
    write_leaf,
)
from linli.application.assembly.services.resulting import publish_preliminary
from linli.application.assembly.services.taking import settle
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, Role, now

ABOUT = ("roll", "result")
MOST_WORDS = 2000
_STAGES = {"roll": {Stage.ANNOUNCED, Stage.VOTING}, "result": {Stage.PRELIMINARY}}


def object_to(*, by: Actor, assembly: str, about: str, text: str, key: str) -> str:
    """Object to the roll before the close, or to a preliminary result in time; returns the id.

    Owners object, also those whom the roll has forgotten. The frozen roll stays as it is: what is
    wrong with it is answered, and may be a reason to call the assembly off.
    """
    person = by.subject
    if person is None or not _may_object(by):
        raise Refused("forbidden", "Owners can object.")
    if about not in ABOUT:
        raise Refused("invalid", "One objects to the roll or to the result.", field="about")
    with transaction.atomic():
        row = lock(by, assembly)
        known = Objection.objects.filter(person=person, key=check_key(key)).first()
        if known is not None:
            return known.pk
        _check_in_time(row, about, person, by)
        made = Objection.objects.create(
            assembly=row,
            about=about,
            person_id=person,
            text=clean(text, field="text", most=MOST_WORDS),
            at=now(),
            key=key,
        )
        write_leaf(row, "objection", made.pk)
        publish(
            ObjectionMade(community=row.community, assembly=row.pk, objection=made.pk, about=about)
        )
        return made.pk


def _may_object(by: Actor) -> bool:
    """Who lives here, and the desk for somebody who came to it."""
    if by.is_staff and by.on_behalf_of:
        return True
    return by.has(Role.OWNER, Role.RESIDENT) and not by.looks_only


def _check_in_time(row: Assembly, about: str, person: str, by: Actor) -> None:
    check_stage(row, _STAGES[about])
    until: datetime | None = row.closes_at if about == "roll" else row.objections_until
    if until is not None and now() >= until:
        raise Refused("gone", "The time for objections is over.")
    on_the_roll = RollVoter.objects.filter(head__roll=row.pk, person=person).exists()
    if not on_the_roll and not by.has(Role.OWNER) and not by.is_staff:
        raise Refused("forbidden", "Owners can object.")


def withdraw_objection(*, by: Actor, assembly: str, objection: str) -> None:
    """Take one's own objection back while nobody has answered it; again changes nothing.

    It is kept, and its going stands on the public ledger as its coming does.
    """
    person = policy.own_person(by)
    with transaction.atomic():
        row = lock(by, assembly)
        found = Objection.objects.filter(assembly=row, pk=objection, person=person).first()
        if found is None:
            raise Refused("not_found", "There is no such objection.")
        if found.withdrawn_at is not None:
            return
        if found.answered_at is not None:
            raise Refused("conflict", "This objection has been answered already.")
        found.withdrawn_at = now()
        found.save(update_fields=["withdrawn_at"])
        leaf = Leaf.objects.get(assembly=row, type="objection", subject=found.pk)
        write_leaf(row, "withdrawn", found.pk, objection=leaf.seq)


def answer_objection(
    *,
    by: Actor,
    assembly: str,
    objection: str,
    answer: str,
    is_upheld: bool,
    strike: Sequence[int] = (),
) -> int | None:
    """Answer an objection; one to the result that is upheld makes a new preliminary result.

    `strike` are the numbers of ballots found invalid, as scrutineers see them: they no longer
    count, and are kept. Returns the number of the new result, None when there is none. The same
    answer again changes nothing.
    """
    with transaction.atomic():
        row = lock(by, assembly)
        person = policy.check_may_convene(by, Convened(row.convened))
        found = Objection.objects.filter(assembly=row, pk=objection).first()
        if found is None:
            raise Refused("not_found", "There is no such objection.")
        if found.withdrawn_at is not None:
            raise Refused("conflict", "This objection was taken back; it needs no answer.")
        said = clean(answer, field="answer", most=MOST_WORDS)
        if found.answered_at is not None:
            _check_same(found, said, is_upheld)
            return None
        check_stage(row, _STAGES.get(found.about, {Stage.ANNOUNCED}))
        if strike and not (is_upheld and found.about == "result"):
            raise Refused("invalid", "Only an upheld objection strikes a ballot.", field="strike")
        found.answer, found.is_upheld = said, is_upheld
        found.answered_by_id, found.answered_at = by.person, now()
        found.save()
        for number in strike:
            _strike(person, row, number, said)
        publish(
            ObjectionAnswered(
                community=row.community, assembly=row.pk, objection=found.pk, is_upheld=is_upheld
            )
        )
        if is_upheld and found.about == "result":
            return publish_preliminary(by, row)
        return None


def _check_same(found: Objection, said: str, is_upheld: bool) -> None:
    if (found.answer, found.is_upheld) != (said, is_upheld):
        raise Refused("conflict", "This objection has been answered already.")


def _strike(by: str, row: Assembly, number: int, why: str) -> None:
    found = Sheet.objects.filter(assembly=row, number=number).select_related("head").first()
    if found is None:
        raise Refused(
            "not_found", "There is no ballot number %(number)s.", field="strike", number=number
        )
    if Struck.objects.filter(sheet=found).exists():
        return
    Struck.objects.create(sheet=found, why=why[:400], by_id=by, at=now())
    write_leaf(row, "struck", found.pk, ballot=found.seq)
    settle(row, found.head)
