"""Which facts an actor may hear of live; asked of front doors, remembered for a moment."""

import time
from collections.abc import Callable

from linli.foundation.facts.api import FactCard
from linli.foundation.mandates.api import get_mandates
from linli.kernel import Actor, Refused, Role
from linli.support.matters.api import get_matter

_BRIEFLY = 1.0  # seconds
_MOST = 20_000

Rule = Callable[[Actor, FactCard], bool]


class Eyes:
    """Answers for one thread; the same question about the same thing is not asked twice a second.

    A fact about a thing may change who sees it: `forget` it then.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, dict[Actor, tuple[bool, float]]] = {}

    def may_see(self, actor: Actor, card: FactCard) -> bool:
        """Whether this fact may be told to this actor."""
        if card.community != actor.community or not actor.roles:
            return False
        module = card.kind.partition(".")[0]
        if module != "matters":
            return _RULES.get(module, _nobody)(actor, card)
        subject = str(card.body.get("matter", ""))
        answer = self._known.setdefault(subject, {}).get(actor)
        if answer is None or answer[1] < self._clock():
            answer = (_sees_matter(actor, subject), self._clock() + _BRIEFLY)
            self._known[subject][actor] = answer
        return answer[0]

    def forget(self, card: FactCard) -> None:
        """Something has happened to what this fact is about."""
        self._known.pop(str(card.body.get("matter", "")), None)
        if len(self._known) > _MOST:
            self._known.clear()


_DESK = (Role.MANAGER, Role.CLERK, Role.KEEPER)


def _sees_matter(actor: Actor, matter: str) -> bool:
    if actor.has(*_DESK):
        return True
    try:
        get_matter(viewer=actor, matter=matter)
    except Refused:
        return False
    return True


def _staff(actor: Actor, card: FactCard) -> bool:
    return actor.is_staff


def _everybody(actor: Actor, card: FactCard) -> bool:
    return True


def _its_readers(actor: Actor, card: FactCard) -> bool:
    """Of a household's consent only those hear who may read it."""
    return bool(get_mandates(viewer=actor, mandates={str(card.body.get("mandate", ""))}))


def _nobody(actor: Actor, card: FactCard) -> bool:
    return False


def _those_concerned(actor: Actor, card: FactCard) -> bool:
    """Whoever it is about; of others only the keeper and managers hear, for it tells of homes."""
    concerned = {card.body.get(name) for name in ("person", "principal", "helper")}
    return actor.subject in concerned - {None} or actor.has(Role.KEEPER, Role.MANAGER)


def _the_desk(actor: Actor, card: FactCard) -> bool:
    return actor.has(*_DESK, Role.OPERATOR)


_RULES: dict[str, Rule] = {
    "places": _everybody,  # the community's own map
    "mandates": _its_readers,
    "devices": _staff,
    "rules": _staff,
    "telemetry": _staff,
    "notify": _the_desk,
    "people": _those_concerned,
    "files": _nobody,
}
