"""Who stands, and what was found about it."""

from collections.abc import Sequence

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing.candidates import (
    CandidacyState,
    How,
    Question,
    fitness_of,
)
from linli.application.assembly.domain.preparing.cards import AnswerCard, CandidateCard
from linli.application.assembly.models import Answer, Candidacy
from linli.application.assembly.selectors.preparing.parameters import questions_for
from linli.application.assembly.selectors.preparing.preparations import row_of
from linli.foundation.people import api as people
from linli.kernel import Actor, system

_PUBLIC = frozenset({CandidacyState.PUBLISHED, CandidacyState.FINAL})


def list_candidates(*, viewer: Actor, preparation: str) -> tuple[CandidateCard, ...]:
    """Those whose list is public; oneself always; everybody and the answers for who prepares."""
    row = row_of(viewer, preparation)
    is_in = policy.prepares(viewer, row)
    found = [
        one
        for one in row.candidacies.order_by("at", "id").prefetch_related("answers__by")
        if is_in or one.state in _PUBLIC or _is_own(viewer, one) or _proposed(viewer, one)
    ]
    platform = system(viewer.community)
    cards = people.get_people(viewer=platform, people=[one.person_id for one in found])
    questions = questions_for(viewer.community)
    return tuple(
        _card(viewer, one, cards[one.person_id].name, questions, with_answers=is_in)
        for one in found
    )


def names_on_ballot(community: str, persons: Sequence[str]) -> list[str]:
    """The names as they stand on the ballot; who shares one is told apart by a number."""
    cards = people.get_people(viewer=system(community), people=persons)
    names: list[str] = []
    for person in persons:
        name, count = cards[person].name, 2
        while name in names:
            name, count = f"{cards[person].name}（{count}）", count + 1
        names.append(name[:80])
    return names


def answers_of(row: Candidacy) -> dict[str, bool]:
    """The newest answer to each question."""
    return {key: one.is_so for key, one in _newest(row).items()}


def _newest(row: Candidacy) -> dict[str, Answer]:
    return {one.question: one for one in sorted(row.answers.all(), key=lambda one: one.pk)}


def _is_own(viewer: Actor, row: Candidacy) -> bool:
    return viewer.person is not None and row.person_id == viewer.person and not viewer.on_behalf_of


def _proposed(viewer: Actor, row: Candidacy) -> bool:
    return not viewer.on_behalf_of and viewer.person in row.backers


def _card(
    viewer: Actor,
    row: Candidacy,
    name: str,
    questions: tuple[Question, ...],
    *,
    with_answers: bool,
) -> CandidateCard:
    newest = _newest(row)
    answers = tuple(_answer(one, newest.get(one.key)) for one in questions)
    return CandidateCard(
        id=row.pk,
        preparation=row.preparation_id,
        person=row.person_id,
        name=name,
        how=How(row.how),
        backers=len(row.backers),
        proposer=row.proposer,
        statement=row.statement,
        state=CandidacyState(row.state),
        fitness=fitness_of(questions, {key: one.is_so for key, one in newest.items()}),
        consented_at=row.consented_at,
        answers=answers if with_answers else (),
        why_ended=row.why_ended,
        is_mine=_is_own(viewer, row),
    )


def _answer(question: Question, found: Answer | None) -> AnswerCard:
    if found is None:
        return AnswerCard(question, None, "", "", None)
    return AnswerCard(question, found.is_so, found.evidence, found.by.name, found.at)
