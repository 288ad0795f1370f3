"""A run-off: the owners choose once more between those who are tied for the last seats."""

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.kinds import ELECTION
from linli.application.assembly.domain.stages import Convened
from linli.application.assembly.models import Assembly, Motion
from linli.application.assembly.selectors.preparing.elected import election_of, open_seats
from linli.application.assembly.services.convening import MotionDraft, add_motion, convene
from linli.application.assembly.services.finding import lock
from linli.kernel import Actor, Refused, Words

_AGENDA_KEY = "run-off"


def convene_run_off(*, by: Actor, assembly: str, key: str) -> str:
    """Begin the draft in which the owners choose between those tied in a final election.

    Returns its id; as long as there is one that was not called off, that one's.

    Raises:
        Refused: no such assembly (not_found), or nobody is tied in a final result (conflict).
    """
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        election, found = election_of(row), open_seats(viewer=by, assembly=assembly)
        if election is None or found is None:
            raise Refused("conflict", "No candidates are tied in a final result here.")
        if found.run_off:
            return found.run_off
        made = convene(
            by=by,
            convened=row.convened,
            mode=row.mode,
            title=_once_more(row, 60, 120),
            scope=row.scope,
            key=key,
        )
        draft = MotionDraft(
            kind=ELECTION.key,
            title=_once_more(election, 90, 150),
            scope=tuple(election.scope),
            candidates=found.tied,
            seats=found.seats,
        )
        motion = add_motion(by=by, assembly=made, motion=draft, key=_AGENDA_KEY)
        Motion.objects.filter(pk=motion).update(completes=election)
        return made


def _once_more(row: Assembly | Motion, zh: int, en: int) -> Words:
    """A title, shortened so that what it is has room behind it."""
    return Words(f"{row.title_zh[:zh]}：得票相同的再投一次", f"{row.title_en[:en]}: run-off")
