"""Who would best see to a matter, and why: by duty, skill, place and load."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.kernel import Words

_DUTY, _SKILL, _PLACE, _EVERYWHERE, _FREE, _EACH_OPEN = 40, 20, 20, 8, 20, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who could take a matter; no places means the whole community."""

    person: str
    trades: frozenset[str]
    skills: frozenset[str]
    places: frozenset[str]
    load: int


@dataclass(frozen=True, slots=True)
class Need:
    """What a matter asks of the one who takes it; `path` runs from the community to the place."""

    duty: str
    duty_name: Words
    category: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One person to give a matter to, with points and the reasons for them."""

    person: str
    score: int
    reasons: tuple[Words, ...]


def suggest(need: Need, candidates: Iterable[Candidate]) -> tuple[Suggestion, ...]:
    """Those with the right duty, best first; all others only when nobody has it."""
    everyone = list(candidates)
    fitting = [one for one in everyone if need.duty in one.trades] or everyone
    fitting = [one for one in fitting if not one.places or one.places & set(need.path)] or fitting
    scored = [_score(need, one) for one in fitting]
    return tuple(sorted(scored, key=lambda one: (-one.score, one.person)))


def _score(need: Need, one: Candidate) -> Suggestion:
    points = [_for_duty(need, one), _for_skill(need, one), _for_place(need, one), _for_load(one)]
    found = [point for point in points if point is not None]
    return Suggestion(one.person, sum(p for p, _ in found), tuple(words for _, words in found))


def _for_duty(need: Need, one: Candidate) -> tuple[int, Words] | None:
    if need.duty not in one.trades:
        return None
    name = need.duty_name
    return _DUTY, Words(f"负责{name.zh}", f"On duty for {name.en}")


def _for_skill(need: Need, one: Candidate) -> tuple[int, Words] | None:
    if need.category not in one.skills:
        return None
    return _SKILL, Words("专门会修这一类", "Skilled at exactly this")


def _for_place(need: Need, one: Candidate) -> tuple[int, Words] | None:
    if not one.places:
        return _EVERYWHERE, Words("全小区都管", "Covers the whole community")
    depths = [depth for depth, place in enumerate(need.path, 1) if place in one.places]
    if not depths:
        return None
    closeness = _PLACE * max(depths) // len(need.path)
    return max(closeness, _EVERYWHERE), Words("管这一片", "Covers this place")


def _for_load(one: Candidate) -> tuple[int, Words]:
    points = max(_FREE - _EACH_OPEN * one.load, 0)
    if one.load == 0:
        return points, Words("手上没有别的事", "Has nothing else in hand")
    return points, Words(f"手上有 {one.load} 件", f"Has {one.load} in hand")
