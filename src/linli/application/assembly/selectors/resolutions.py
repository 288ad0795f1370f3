"""What the owners have decided for good: the motions that passed in a final result."""

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import ResolutionCard
from linli.application.assembly.domain.counting import Outcome
from linli.application.assembly.models import Motion, Result
from linli.application.assembly.selectors.assemblies import money_of
from linli.kernel import Actor, Words

MOST_RESULTS = 200


def list_resolutions(
    *, viewer: Actor, assembly: str = "", kind: str = ""
) -> tuple[ResolutionCard, ...]:
    """The community's passed motions, the latest result first; of one assembly or kind when named.

    A motion has passed when the count under the community's own rules says so; of the latest 200
    final results.
    """
    policy.check_belongs(viewer)
    rows = Result.objects.filter(stage="final", assembly__community=viewer.community)
    if assembly:
        rows = rows.filter(assembly=assembly)
    found = list(rows.order_by("-at", "-pk")[:MOST_RESULTS])
    motions = Motion.objects.in_bulk([one for row in found for one in _passed(row)])
    cards = (_card(row, motions[one]) for row in found for one in _passed(row))
    return tuple(one for one in cards if kind in ("", one.kind))


def has_passed(viewer: Actor, motion: str) -> bool:
    """Whether the owners have adopted rules by this motion: of kind 278.1, in a final result."""
    found = list_resolutions(viewer=viewer, kind="278.1")
    return any(one.motion == motion for one in found)


def _passed(row: Result) -> list[str]:
    body = row.body["motions"]
    return [one["id"] for one in body if one["deemed"]["outcome"] == Outcome.PASSED]


def _card(row: Result, motion: Motion) -> ResolutionCard:
    return ResolutionCard(
        motion=motion.pk,
        assembly=row.assembly_id,
        number=row.number,
        kind=motion.kind,
        title=Words(motion.title_zh, motion.title_en),
        at=row.at,
        money=money_of(motion),
    )
