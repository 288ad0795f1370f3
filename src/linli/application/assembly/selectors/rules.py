"""Which rules hold in a community, whether an assembly can run on them, and its legal calendar."""

from datetime import date

from linli.application.assembly.domain.calendar import Plan, WorkingDays, plan_dates
from linli.application.assembly.domain.effective import (
    NATIONAL,
    EffectiveRules,
    OwnRule,
    OwnRules,
    check_may_draft,
    effective,
)
from linli.application.assembly.domain.packs import load_pack
from linli.application.assembly.domain.stages import Convened
from linli.application.assembly.models.rules import CommunityRules
from linli.foundation.places.api import get_community
from linli.kernel import Actor, Refused, Words
from linli.support.matters.api import list_holidays

_SATURDAY = 5


def effective_rules(*, viewer: Actor, community: str = "") -> EffectiveRules:
    """Every rule of the viewer's community, or of a named one, and where it comes from.

    Anyone may read them. Before a first version is adopted, the draft's values stand over the
    pack's, so that the first assembly can be prepared; later a draft changes nothing.
    """
    place = get_community(viewer=viewer, community=community or viewer.community)
    own = _adopted(place.id) or _draft(place.id)
    pack = load_pack(own.pack if own else NATIONAL)
    return effective(place.id, pack, card(own) if own else None)


def check_runnable(
    *, viewer: Actor, convened: Convened | str, is_election: bool = False
) -> EffectiveRules:
    """The rules of an assembly that may run here.

    Raises:
        Refused: conflict, with the names of all that nobody has decided or confirmed.
    """
    found = effective_rules(viewer=viewer)
    lacking = found.lacking(Convened(convened), is_election=is_election)
    if lacking:
        names = Words(
            "、".join(one.name.zh for one in lacking), ", ".join(one.name.en for one in lacking)
        )
        raise Refused(
            "conflict",
            "An assembly cannot run on rules that nobody has confirmed: %(names)s.",
            field="rules",
            names=names,
        )
    return found


def plan_assembly(
    *,
    viewer: Actor,
    convened: Convened | str,
    opens: date,
    closes: date,
    published: date | None = None,
    result_on: date | None = None,
    is_election: bool = False,
) -> Plan:
    """The legal calendar of an assembly under the rules that hold here; open to members."""
    return plan_dates(
        Convened(convened),
        effective_rules(viewer=viewer).plain(),
        opens=opens,
        closes=closes,
        working=working_days(viewer=viewer),
        published=published,
        result_on=result_on,
        is_election=is_election,
    )


def working_days(*, viewer: Actor) -> WorkingDays:
    """The working days that are known here: weekends and the announced public holidays."""
    years = list_holidays(viewer=viewer)
    spans = [(first, last) for one in years for first, last, _ in one.off]
    work = {day for one in years for day in one.work}
    known = {one.year for one in years}

    def is_working(day: date) -> bool:
        if day in work:
            return True
        return day.weekday() < _SATURDAY and not any(a <= day <= b for a, b in spans)

    return WorkingDays(is_working, known.__contains__)


def get_draft(*, viewer: Actor) -> OwnRules | None:
    """The version that is being written, for those who write it; None when there is none."""
    check_may_draft(viewer)
    row = _draft(viewer.community)
    return card(row) if row else None


def list_versions(*, viewer: Actor, community: str = "") -> tuple[OwnRules, ...]:
    """Every adopted version of a community's own rules, the latest first; anyone may read them."""
    place = get_community(viewer=viewer, community=community or viewer.community)
    rows = CommunityRules.objects.filter(community=place.id).exclude(state="draft")
    return tuple(card(row) for row in rows.order_by("-version"))


def card(row: CommunityRules) -> OwnRules:
    """A version as others see it."""
    values = row.values.prefetch_related("confirmations").order_by("pk")
    return OwnRules(
        id=row.pk,
        version=row.version,
        pack=row.pack,
        state=row.state if row.state == "draft" else "adopted",
        motion=row.motion,
        adopted_at=row.adopted_at,
        values=tuple(
            OwnRule(
                one.name,
                one.value,
                one.clause,
                one.page,
                tuple(each.by_id for each in one.confirmations.all()),
            )
            for one in values
        ),
    )


def _adopted(community: str) -> CommunityRules | None:
    return CommunityRules.objects.filter(community=community, state="adopted").first()


def _draft(community: str) -> CommunityRules | None:
    return CommunityRules.objects.filter(community=community, state="draft").first()
