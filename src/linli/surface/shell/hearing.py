"""Which facts a person may hear of: one rule for the list (`/facts`) and the live stream."""

import time
from collections.abc import Callable

from linli.foundation.facts.api import FactCard, list_facts
from linli.kernel import Actor, Page, Refused, system
from linli.surface.shell.hearers import ABOUT_A_THING, Rule, rule_of

_BRIEFLY = 1.0  # seconds
_MOST = 20_000
_MOST_PAGES = 20  # looked through for one answer; then it is short, and goes on


def list_news(*, viewer: Actor, after: int = 0, limit: int = 100) -> Page[FactCard]:
    """The facts of the viewer's community after a number that they may hear of, oldest first; for
    staff. A page may be short, or empty, and still go on."""
    if not viewer.is_staff:
        raise Refused("forbidden", "Only staff can see the record of events.")
    eyes, found = Eyes(), list[FactCard]()
    for _ in range(_MOST_PAGES):
        page = list_facts(viewer=system(viewer.community), after=after, limit=limit)
        for card in page:
            after = card.number
            if eyes.may_see(viewer, card):
                found.append(card)
            if len(found) == limit:
                return Page(tuple(found), str(after))
        if page.next is None:
            return Page(tuple(found))
    return Page(tuple(found), str(after))


class Eyes:
    """Answers for one thread; the same question about the same thing is not asked twice a second.

    A fact about a thing may change who sees it: `forget` it then.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, dict[tuple[Actor, Rule], tuple[bool, float]]] = {}

    def may_see(self, actor: Actor, card: FactCard) -> bool:
        """Whether this fact may be told to this actor."""
        if card.community != actor.community or not actor.roles:
            return False
        rule, subject = rule_of(card.kind), _subject_of(card)
        if rule not in ABOUT_A_THING or not subject:
            return rule(actor, card)
        answer = self._known.setdefault(subject, {}).get((actor, rule))
        if answer is None or answer[1] < self._clock():
            answer = (rule(actor, card), self._clock() + _BRIEFLY)
            self._known[subject][actor, rule] = answer
        return answer[0]

    def forget(self, card: FactCard) -> None:
        """Something has happened to what this fact is about."""
        self._known.pop(_subject_of(card), None)
        if len(self._known) > _MOST:
            self._known.clear()


def _subject_of(card: FactCard) -> str:
    names = ("matter", "alarm", "device")
    return next((f"{name}:{card.body[name]}" for name in names if card.body.get(name)), "")
