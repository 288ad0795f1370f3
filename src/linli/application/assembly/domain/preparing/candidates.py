"""Candidates 候选人 for the owners' committee: questions that decide, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel import Refused, Words


class How(StrEnum):
    """How somebody came to be proposed."""

    SELF = "self"
    JOINT = "joint"
    RECOMMENDED = "recommended"


class CandidacyState(StrEnum):
    """Where a candidacy stands."""

    NOMINATED = "nominated"
    CONSENTED = "consented"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    PUBLISHED = "published"
    FINAL = "final"
    STRUCK = "struck"
    WITHDRAWN = "withdrawn"


OVER = frozenset({CandidacyState.INELIGIBLE, CandidacyState.STRUCK, CandidacyState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the rules ask of a candidate; every answer must be `must_be`."""

    key: str
    words: Words
    article: str
    must_be: bool = True


class Fitness(StrEnum):
    """What the answers come to."""

    OPEN = "open"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


def fitness_of(questions: Sequence[Question], answers: Mapping[str, bool]) -> Fitness:
    """One wrong answer is enough to be out; only all the right ones are enough to be in."""
    wrong = [one for one in questions if answers.get(one.key, one.must_be) is not one.must_be]
    if wrong:
        return Fitness.INELIGIBLE
    if all(one.key in answers for one in questions):
        return Fitness.ELIGIBLE
    return Fitness.OPEN


def question_of(questions: Sequence[Question], key: str) -> Question:
    """The question of that name; Refused("invalid") when the rules do not ask it."""
    for one in questions:
        if one.key == key:
            return one
    raise Refused("invalid", "The rules do not ask this of a candidate.", field="question")
