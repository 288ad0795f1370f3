"""Stand for the committee: be proposed, say yes, be checked, be shown, be on the final list."""

from collections.abc import Sequence

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.candidates import (
    OVER,
    CandidacyState,
    Fitness,
    How,
    fitness_of,
    question_of,
)
from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.facts import CandidateProposed, CandidatesSettled
from linli.application.assembly.models import (
    Answer,
    Assembly,
    Candidacy,
    Concern,
    Preparation,
    Showing,
)
from linli.application.assembly.selectors.preparing.candidates import answers_of, names_on_ballot
from linli.application.assembly.selectors.preparing.heads import heads_now, is_owner_now
from linli.application.assembly.selectors.preparing.parameters import questions_for
from linli.application.assembly.services.convening import MotionDraft, add_motion
from linli.application.assembly.services.preparing.showing import check_over, put_up
from linli.application.assembly.services.preparing.steps import (
    checked_key,
    find_candidacy,
    find_preparation,
    said,
)
from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Words, now, system

MOST_BACKERS = 200
MOST_CANDIDATES = 200
_TITLE = Words("选举业主委员会", "Election of the owners' committee")
_OPEN = frozenset({CandidacyState.NOMINATED, CandidacyState.CONSENTED, CandidacyState.ELIGIBLE})


def nominate(
    *,
    by: Actor,
    preparation: str,
    person: str = "",
    backers: Sequence[str] = (),
    proposer: str = "",
    statement: str = "",
) -> str:
    """Propose somebody for the committee; returns the candidacy's id. Again changes nothing.

    Without `person` an owner proposes themselves, and has said yes by that. With one, owners
    propose a neighbour (the proposer and other `backers`), or the preparing body notes whom a
    `proposer` recommends; the person is asked and stands only after their own yes.

    Raises:
        Refused: not an owner; the list is shown already (conflict).
    """
    own = policy.own_person(by)
    with transaction.atomic():
        row = find_preparation(by, preparation)
        _check_open(row)
        how, who = _how(by, row, own, person, proposer)
        known = row.candidacies.filter(person=who).first()
        if known is not None:
            return _again(known, by, own)
        if row.candidacies.count() >= MOST_CANDIDATES:
            raise Refused("too_many", "The list is full.", field="person")
        candidacy = Candidacy.objects.create(
            preparation=row,
            person_id=who,
            how=how,
            backers=_backers(by, how, own, backers),
            proposer=said(proposer, field="proposer", longest=120),
            statement=said(statement, field="statement", longest=2000) if who == own else "",
            by_id=own,
            at=now(),
        )
        if who == own:
            _say_yes(candidacy, by)
        else:
            publish(CandidateProposed(community=row.community, candidacy=candidacy.pk, person=who))
        return candidacy.pk


def propose_neighbour(*, by: Actor, preparation: str, name: str, dwelling: str) -> str:
    """Propose an owner by their name and home, as an owner; returns the candidacy's id.

    Refused("invalid") when nobody of that name is on record there as the owner; whoever may not
    propose is told so first, and learns nothing about who owns what.
    """
    _check_owner(by.community, policy.own_person(by))
    wanted = said(name, field="name", longest=120, needed="Please write the name.")
    owners = people.list_owners_of(viewer=system(by.community), dwelling=dwelling)
    found = [one.person.id for one in owners if one.person.name == wanted]
    if len(found) != 1:
        raise Refused("invalid", "We found no owner of this name in this home.", field="name")
    return nominate(by=by, preparation=preparation, person=found[0])


def consent_to_stand(*, by: Actor, candidacy: str, statement: str = "") -> None:
    """Say yes to being a candidate, with a word to the neighbours; again changes the word only."""
    own = policy.own_person(by)
    with transaction.atomic():
        row = find_candidacy(by, candidacy)
        _check_mine(row, own)
        if row.state not in _OPEN | {CandidacyState.WITHDRAWN}:
            raise Refused("conflict", "The list is closed; this no longer changes.")
        _check_open(row.preparation)
        row.statement = said(statement, field="statement", longest=2000)
        _say_yes(row, by)


def withdraw_candidacy(*, by: Actor, candidacy: str) -> None:
    """Say no, or no longer stand, until the list is final; again changes nothing."""
    own = policy.own_person(by)
    with transaction.atomic():
        row = find_candidacy(by, candidacy)
        _check_mine(row, own)
        if row.state == CandidacyState.WITHDRAWN:
            return
        if row.state == CandidacyState.FINAL:
            raise Refused("conflict", "The list is closed; this no longer changes.")
        _end(row, CandidacyState.WITHDRAWN, "")


def answer_question(
    *, by: Actor, candidacy: str, question: str, is_so: bool, evidence: str, key: str
) -> None:
    """Note what was found for one question of the rules, and on what evidence.

    One wrong answer keeps somebody off the list, all the right ones let them on; a later answer
    replaces an earlier one, which is kept. Nobody answers about themselves.
    """
    with transaction.atomic():
        row = find_candidacy(by, candidacy)
        policy.check_prepares(by, row.preparation)
        if row.person_id == by.person:
            raise Refused("forbidden", "Nobody checks their own candidacy.")
        if Answer.objects.filter(by=by.person, key=checked_key(key)).exists():
            return
        if row.state not in _OPEN | {CandidacyState.INELIGIBLE}:
            raise Refused("conflict", "The list is closed; this no longer changes.")
        asked = question_of(questions_for(by.community), question)
        Answer.objects.create(
            candidacy=row,
            question=asked.key,
            is_so=is_so,
            evidence=said(
                evidence,
                field="evidence",
                longest=400,
                needed="Please say what this answer rests on.",
            ),
            by_id=by.person or "",
            at=now(),
            key=key,
        )
        _judge(row)


def show_candidates(*, by: Actor, preparation: str, key: str) -> str:
    """Show the candidates who were found eligible; everybody must have been decided about."""
    with transaction.atomic():
        row = find_preparation(by, preparation)
        policy.check_prepares(by, row)
        known = Showing.objects.filter(by=by.person, key=checked_key(key)).first()
        if known is not None:
            return known.pk
        if row.candidacies.filter(state=CandidacyState.CONSENTED).exists():
            raise Refused("conflict", "Some candidates have not been checked yet.")
        listed = row.candidacies.filter(
            state__in=[CandidacyState.ELIGIBLE, CandidacyState.PUBLISHED]
        )
        if not listed.exists():
            raise Refused("conflict", "There is nobody to put on the list yet.")
        listed.update(state=CandidacyState.PUBLISHED)
        return put_up(by, row, Shown.CANDIDATES, _list(row), key).pk


def strike_candidate(*, by: Actor, candidacy: str, why: str) -> None:
    """Take somebody off the shown list because an objection was right; again changes nothing."""
    with transaction.atomic():
        row = find_candidacy(by, candidacy)
        policy.check_prepares(by, row.preparation)
        if row.state == CandidacyState.STRUCK:
            return
        if row.state != CandidacyState.PUBLISHED or not _upheld(row):
            raise Refused(
                "conflict", "Only an upheld objection takes a candidate off the shown list."
            )
        _end(
            row,
            CandidacyState.STRUCK,
            said(why, field="why", longest=400, needed="Please say why."),
        )


def settle_candidates(*, by: Actor, preparation: str, seats: int) -> str:
    """Close the list and put the election on the draft assembly's agenda; returns the motion's id.

    The list must have been shown for its days and every objection answered. Again changes nothing.

    Raises:
        Refused: too early; an objection is open or upheld and not carried out; no draft assembly.
    """
    with transaction.atomic():
        row = find_preparation(by, preparation)
        policy.check_prepares(by, row)
        assembly = _draft_assembly(row)
        known = assembly.motions.filter(kind="election").first()
        final = row.candidacies.filter(state=CandidacyState.FINAL)
        if known is not None and final.exists():
            return known.pk
        if not 1 <= seats <= 99:
            raise Refused("invalid", "Please say how many are to be elected.", field="seats")
        check_over(row, Shown.CANDIDATES)
        listed = list(row.candidacies.filter(state=CandidacyState.PUBLISHED).order_by("at", "id"))
        if any(_upheld(one) for one in listed):
            raise Refused(
                "conflict", "An upheld objection has not been carried out: strike the candidate."
            )
        if not listed:
            raise Refused("conflict", "There is nobody to put on the list yet.")
        return _settle(by, row, listed, seats)


def _settle(by: Actor, row: Preparation, listed: list[Candidacy], seats: int) -> str:
    row.candidacies.filter(pk__in=[one.pk for one in listed]).update(state=CandidacyState.FINAL)
    assembly = row.assembly_id or ""
    names = names_on_ballot(row.community, [one.person_id for one in listed])
    motion = MotionDraft("election", _TITLE, candidates=tuple(names), seats=seats)
    made = add_motion(by=by, assembly=assembly, motion=motion, key="candidates")
    publish(
        CandidatesSettled(
            community=row.community, preparation=row.pk, assembly=assembly, number=len(listed)
        )
    )
    return made


def _draft_assembly(row: Preparation) -> Assembly:
    if row.assembly is None:
        raise Refused("conflict", "There is no draft assembly for this preparation.")
    if row.assembly.stage != Stage.DRAFT:
        raise Refused("conflict", "This assembly has been announced; its agenda is fixed.")
    return row.assembly


def _check_open(row: Preparation) -> None:
    if row.formed_at is None:
        raise Refused("conflict", "The preparing body has not been approved yet.")
    if row.showings.filter(what=Shown.CANDIDATES).exists():
        raise Refused("conflict", "The list is closed; this no longer changes.")


def _how(by: Actor, row: Preparation, own: str, person: str, proposer: str) -> tuple[How, str]:
    if not person or person == own:
        _check_owner(row.community, own)
        return How.SELF, own
    who = people.get_person(viewer=system(by.community), person=person).id
    if proposer:
        policy.check_prepares(by, row)
        return How.RECOMMENDED, who
    _check_owner(row.community, own)
    return How.JOINT, who


def _check_owner(community: str, person: str) -> None:
    if not is_owner_now(community, person):
        raise Refused("forbidden", "Only owners can do this; you are not on record as an owner.")


def _backers(by: Actor, how: How, own: str, backers: Sequence[str]) -> list[str]:
    """Those who propose together: owners all of them, the proposer first."""
    if how is not How.JOINT:
        return []
    together = list(dict.fromkeys((own, *backers)))
    if len(together) > MOST_BACKERS:
        raise Refused(
            "too_large",
            "At most %(most)s owners can propose together.",
            field="backers",
            most=MOST_BACKERS,
        )
    if not set(together) <= heads_now(by.community).persons:
        raise Refused("invalid", "Everybody who proposes must be an owner.", field="backers")
    return together


def _again(known: Candidacy, by: Actor, own: str) -> str:
    """Who is on the list stays there once; owners who propose the same person join in."""
    if known.state == CandidacyState.WITHDRAWN and own == known.person_id:
        _say_yes(known, by)
        return known.pk
    if known.state in OVER:
        raise Refused("conflict", "This person is no longer standing.", field="person")
    if known.how == How.JOINT and own != known.person_id and own not in known.backers:
        known.backers = [*known.backers, own]
        known.save(update_fields=["backers"])
    return known.pk


def _say_yes(row: Candidacy, by: Actor) -> None:
    if row.consented_at is None:
        row.consented_at, row.consented_via = now(), by.via
    row.state, row.ended_at, row.why_ended = CandidacyState.CONSENTED, None, ""
    row.save()
    _judge(row)


def _judge(row: Candidacy) -> None:
    """What the answers come to; nobody is eligible before they said yes."""
    found = fitness_of(questions_for(row.preparation.community), answers_of(row))
    if found is Fitness.INELIGIBLE:
        state = CandidacyState.INELIGIBLE
    elif row.consented_at is None:
        state = CandidacyState.NOMINATED
    else:
        is_in = found is Fitness.ELIGIBLE
        state = CandidacyState.ELIGIBLE if is_in else CandidacyState.CONSENTED
    if row.state != state:
        row.state = state
        row.save(update_fields=["state"])


def _check_mine(row: Candidacy, own: str) -> None:
    if row.person_id != own:
        raise Refused("forbidden", "Only the person themselves can decide this.")


def _upheld(row: Candidacy) -> bool:
    return Concern.objects.filter(about=row.pk, is_upheld=True).exists()


def _end(row: Candidacy, state: CandidacyState, why: str) -> None:
    row.state, row.ended_at, row.why_ended = state, now(), why
    row.save(update_fields=["state", "ended_at", "why_ended"])


def _list(row: Preparation) -> list[list[str]]:
    """The shown list: who stands has agreed to be known by name."""
    listed = row.candidacies.filter(state=CandidacyState.PUBLISHED).order_by("at", "id")
    persons = [one.person_id for one in listed]
    cards = people.get_people(viewer=system(row.community), people=persons)
    return [[cards[one.person_id].name, one.statement] for one in listed]
