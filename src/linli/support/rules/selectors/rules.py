"""The rules of a community, their versions, and how well they do."""

from collections.abc import Iterable

from django.db.models import Count, F, Q

from linli.foundation.people.api import list_hidden_dwellings
from linli.kernel import Actor, Page, Refused, Words, system
from linli.support.rules import policy
from linli.support.rules.domain.cards import RuleCard, RuleDetail, SwitchCard, VersionCard
from linli.support.rules.domain.catalogue import Suggestion, suggestions
from linli.support.rules.domain.compiled import bind
from linli.support.rules.domain.precision import Precision
from linli.support.rules.models import Review, Rule, RuleVersion, Switch
from linli.support.rules.selectors.compiling import active_rule, series_for
from linli.support.rules.selectors.measuring import precision_by_version
from linli.support.rules.selectors.seeing import told_alarms
from linli.support.rules.services.writing import outcome_of, zone_of


def list_suggestions(*, viewer: Actor) -> tuple[Suggestion, ...]:
    """Rules to begin with, ready for `define_rule`, each with its test."""
    policy.check_may_look(viewer)
    return suggestions()


def list_rules(
    *, viewer: Actor, is_on: bool | None = None, cursor: str | None = None, limit: int = 50
) -> Page[RuleCard]:
    """Rules, newest first, with measured precision and open alarms."""
    policy.check_may_look(viewer)
    rows = Rule.objects.filter(community=viewer.community)
    if is_on is not None:
        rows = rows.filter(version_on__isnull=not is_on)
    if cursor:
        rows = rows.filter(pk__lt=cursor)
    limit = max(1, min(limit, 200))
    found = list(rows.order_by("-pk")[: limit + 1])
    cards = rule_cards(viewer, found[:limit])
    return Page(cards, cards[-1].id if len(found) > limit else None)


def get_rule(*, viewer: Actor, rule: str) -> RuleDetail:
    """One rule with its versions, what their tests come to, and its switches."""
    policy.check_may_look(viewer)
    row = own_rule(viewer, rule)
    versions = list(RuleVersion.objects.filter(rule=row).order_by("-number"))
    precisions = precision_by_version(told_alarms(row.community), (one.pk for one in versions))
    switches = Switch.objects.filter(rule=row).order_by("-pk")
    card = rule_cards(viewer, [row])[0]
    shown = next(v for v in versions if v.number == (row.version_on or row.version))
    rule_now = active_rule(row, shown, zone_of(row.community))
    hidden = list_hidden_dwellings(viewer=system(row.community))
    plans = bind([rule_now], series_for([rule_now], row.community, without=hidden)).groups
    numbers = {one.number for plan in plans for part in plan.series for one in part}
    return RuleDetail(
        card,
        tuple(_version(version, row, precisions[version.pk]) for version in versions),
        tuple(
            SwitchCard(one.version, one.is_on, one.by, one.via, one.at, one.reason)
            for one in switches
        ),
        len(numbers),
    )


def precision_of(*, viewer: Actor, rule: str) -> Precision:
    """What people's verdicts say of the version that is on, else of the newest."""
    policy.check_may_look(viewer)
    return rule_cards(viewer, [own_rule(viewer, rule)])[0].precision


def own_rule(viewer: Actor, rule: str) -> Rule:
    """A rule of the viewer's community."""
    row = Rule.objects.filter(pk=rule, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such rule.", field="rule")
    return row


def rule_cards(viewer: Actor, rows: Iterable[Rule]) -> tuple[RuleCard, ...]:
    """Cards for many rules of the viewer's community with a fixed number of questions."""
    listed = list(rows)
    versions = _versions_of(listed)
    shown = (version.pk for pair in versions.values() for version in pair)
    told = told_alarms(viewer.community)
    precisions = precision_by_version(told, shown)
    alarms = dict(
        told.filter(rule_version__rule__in=listed, is_active=True)
        .values_list("rule_version__rule")
        .annotate(count=Count("pk"))
    )
    reviewed = set(
        Review.objects.filter(rule__in=listed, decided_at__isnull=True).values_list(
            "rule", flat=True
        )
    )
    return tuple(
        _card(
            row,
            versions[row.pk][0],
            precisions[versions[row.pk][1].pk],
            alarms.get(row.pk, 0),
            row.pk in reviewed,
        )
        for row in listed
    )


def _versions_of(rows: list[Rule]) -> dict[str, tuple[RuleVersion, RuleVersion]]:
    """The newest version and the one that is on (else the newest again), by rule."""
    found = RuleVersion.objects.filter(
        Q(number=F("rule__version")) | Q(number=F("rule__version_on")), rule__in=rows
    )
    by_number = {(version.rule_id, version.number): version for version in found}
    return {
        row.pk: (
            by_number[row.pk, row.version],
            by_number[row.pk, row.version_on or row.version],
        )
        for row in rows
    }


def _card(
    row: Rule, version: RuleVersion, precision: Precision, alarms: int, is_under_review: bool
) -> RuleCard:
    return RuleCard(
        id=row.pk,
        community=row.community,
        name=Words(version.name_zh, version.name_en),
        reason=Words(version.reason_zh, version.reason_en),
        alarm=version.alarm,
        severity=version.severity,
        is_safety=row.is_safety,
        owner=row.owner_id,
        version=row.version,
        version_on=row.version_on,
        definition=version.definition,
        escalate_after=tuple(version.escalate_after),
        floor_percent=row.floor_percent,
        floor_verdicts=row.floor_verdicts,
        precision=precision,
        open_alarms=alarms,
        is_under_review=is_under_review,
        changed_at=version.made_at,
    )


def _version(version: RuleVersion, row: Rule, precision: Precision) -> VersionCard:
    return VersionCard(
        number=version.number,
        name=Words(version.name_zh, version.name_en),
        reason=Words(version.reason_zh, version.reason_en),
        severity=version.severity,
        definition=version.definition,
        test=version.test,
        outcome=outcome_of(version, row.community) if version.number == row.version else None,
        precision=precision,
        made_by=version.made_by,
        made_at=version.made_at,
    )
