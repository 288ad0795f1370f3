"""Published results, exactly as they were counted, and the objections to them."""

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import ObjectionCard, ResultCard
from linli.application.assembly.domain.stages import Convened
from linli.application.assembly.models import Objection, Result
from linli.application.assembly.selectors.assemblies import find
from linli.kernel import Actor, Refused


def result_of(*, viewer: Actor, assembly: str) -> ResultCard:
    """The newest published result of an assembly: final, else preliminary."""
    return list_results(viewer=viewer, assembly=assembly)[0]


def list_results(*, viewer: Actor, assembly: str) -> tuple[ResultCard, ...]:
    """Every published result, newest first; refused as not found when there is none yet."""
    row = find(viewer, assembly)
    rows = Result.objects.filter(assembly=row).order_by("-number")
    cards = tuple(
        ResultCard(row.pk, one.number, one.stage, one.body, one.at, one.by_id) for one in rows
    )
    if not cards:
        raise Refused("not_found", "There is no result yet.")
    return cards


def list_objections(*, viewer: Actor, assembly: str) -> tuple[ObjectionCard, ...]:
    """The objections in an assembly, oldest first: all for those who answer, one's own for others.

    The text and the name of others' are not shown; that they were made and answered is.
    """
    row = find(viewer, assembly)
    answers = policy.may_convene(viewer, Convened(row.convened)) or viewer.is_system
    rows = Objection.objects.filter(assembly=row).order_by("at", "pk")
    return tuple(_objection(one, answers or one.person_id == viewer.subject) for one in rows)


def _objection(row: Objection, is_shown: bool) -> ObjectionCard:
    return ObjectionCard(
        id=row.pk,
        about=row.about,
        person=row.person_id if is_shown else "",
        text=row.text if is_shown else "",
        at=row.at,
        answer=row.answer if is_shown else "",
        is_upheld=row.is_upheld,
        answered_at=row.answered_at,
        withdrawn_at=row.withdrawn_at,
    )
