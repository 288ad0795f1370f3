"""Which rules hold in a community, whether an assembly can run on them, and its legal calendar."""

from datetime import date
from zoneinfo import ZoneInfo

from linli.application.assembly.domain.calendar import Plan, WorkingDays, plan_dates
from linli.application.assembly.domain.effective import (
    NATIONAL,
    EffectiveRules,
    OwnRule,
    OwnRules,
    check_may_draft,
    effective,
)
from linli.application.assembly.domain.packs import list_packs, load_pack
from linli.application.assembly.domain.parameters import RuleForm, rule_form
from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.domain.stages import Convened
from linli.application.assembly.models import Showing
from linli.application.assembly.models.rules import CommunityRules
from linli.foundation.files import api as files
from linli.foundation.files.api import FileCard, FileContent
from linli.foundation.places.api import get_community
from linli.kernel import Actor, Ref, Refused, Words, system
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
    assembly: str = "",
) -> Plan:
    """The legal calendar of an assembly under the rules that hold here; open to members.

    Candidates whom nobody showed when this `assembly` was prepared are shown with its notice.
    """
    shown_on = _candidates_shown(viewer.community, assembly) or published
    return plan_dates(
        Convened(convened),
        effective_rules(viewer=viewer).plain(),
        opens=opens,
        closes=closes,
        working=working_days(viewer=viewer),
        published=published,
        result_on=result_on,
        candidates_on=shown_on if is_election else None,
        is_election=is_election,
    )


def _candidates_shown(community: str, assembly: str) -> date | None:
    """The day on which the newest list of an assembly's candidates was put up, if one was."""
    if not assembly:
        return None
    lists = Showing.objects.filter(
        preparation__assembly=assembly, preparation__community=community, what=Shown.CANDIDATES
    )
    newest = lists.order_by("-number").first()
    zone = ZoneInfo(get_community(viewer=system(community), community=community).timezone)
    return newest.shown_at.astimezone(zone).date() if newest else None


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


def effective_draft(*, viewer: Actor) -> EffectiveRules | None:
    """What would hold under the version that is being written, for those who write it."""
    check_may_draft(viewer)
    row = _draft(viewer.community)
    return effective(viewer.community, load_pack(row.pack), card(row)) if row else None


def list_rule_packs(*, viewer: Actor) -> tuple[tuple[str, Words], ...]:
    """The packs one's own rules can stand on: key and name; anyone may know them."""
    del viewer
    return tuple((one, load_pack(one).name) for one in list_packs())


def get_rule_form(*, viewer: Actor, name: str) -> RuleForm:
    """How the value of a rule is asked for, for those who write it."""
    check_may_draft(viewer)
    return rule_form(name)


def list_rule_scans(*, viewer: Actor, rules: str) -> tuple[FileCard, ...]:
    """The scans of the signed text of a version, oldest first; for those who write it."""
    return files.list_files(viewer=viewer, about=_scans_of(viewer, rules))


def read_rule_scan(*, viewer: Actor, rules: str, scan: str) -> FileContent:
    """The bytes of one of them."""
    return files.read_file(viewer=viewer, file=scan, about=_scans_of(viewer, rules))


def _scans_of(viewer: Actor, rules: str) -> Ref:
    check_may_draft(viewer)
    row = CommunityRules.objects.filter(pk=rules, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There are no such rules.")
    return Ref("assembly-rules", row.pk)


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
