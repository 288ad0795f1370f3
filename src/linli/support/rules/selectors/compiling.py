"""What is to be judged now, bound to the series it is about: what core asks at its start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from linli.foundation.devices.api import SeriesCard, get_devices, list_series
from linli.foundation.people.api import list_closed_dwellings
from linli.foundation.places.api import PlaceCard, get_places, list_communities
from linli.kernel import Actor, Words, now, system
from linli.support.rules import policy
from linli.support.rules.domain.compiled import (
    ActiveRule,
    Compiled,
    Maintenance,
    SeriesAt,
    bind,
)
from linli.support.rules.domain.definition import leaves_of
from linli.support.rules.domain.judge import Judging
from linli.support.rules.domain.judging import Judge
from linli.support.rules.domain.reading import read_definition
from linli.support.rules.models import Alarm, MaintenanceWindow, Rule, RuleVersion
from linli.support.rules.services.clearing import RAISED

_AT_ONCE = 400


def list_active_definitions(*, viewer: Actor) -> tuple[ActiveRule, ...]:
    """Every version that is switched on, with the originators it has an alarm raised at; of one
    community, or of all for the platform without one."""
    policy.check_is_platform(viewer)
    rows = RuleVersion.objects.select_related("rule").filter(number=F("rule__version_on"))
    if viewer.community:
        rows = rows.filter(rule__community=viewer.community)
    zones = {card.id: ZoneInfo(card.timezone) for card in list_communities(viewer=viewer)}
    raised = _raised(viewer)
    return tuple(
        active_rule(row.rule, row, zones[row.rule.community], frozenset(raised[row.rule_id]))
        for row in rows.order_by("rule_id")
        if row.rule.community in zones
    )


def compile_rules(*, viewer: Actor) -> Compiled:
    """Everything the judge needs: rules, the series they are about, maintenance announced."""
    rules = list_active_definitions(viewer=viewer)
    series = (
        one
        for community in sorted({rule.community for rule in rules})
        for one in series_for(rules, community)
    )
    return bind(rules, series, announced(viewer))


def start_judge(*, viewer: Actor, at: int, state: bytes | None = None) -> Judging:
    """A judge of all that is switched on, going on from its exported state; `at` in ms.

    Alarms that are raised in the database but not in the state are taken as raised.
    """
    judge = Judge(compile_rules(viewer=viewer), start=at)
    if state is not None:
        judge.restore(state)
    return judge


def active_rule(
    rule: Rule, version: RuleVersion, zone: ZoneInfo, raised: frozenset[str] = frozenset()
) -> ActiveRule:
    """A version as it is judged."""
    return ActiveRule(
        rule.pk,
        version.number,
        rule.community,
        Words(version.name_zh, version.name_en),
        read_definition(version.definition),
        zone,
        raised,
        rule.is_safety,
    )


def series_for(
    rules: Iterable[ActiveRule], community: str, without: frozenset[str] = frozenset()
) -> Iterator[SeriesAt]:
    """The series of a community that measure what these rules look at, each with its places.

    Devices in closed households are not watched: neither what they say nor that they say nothing.
    A number of series to be shown is made `without` all homes that are not shown.
    """
    platform = system(community)
    closed = list_closed_dwellings(viewer=platform) | without
    wanted = {
        leaf.where.property
        for rule in rules
        if rule.community == community
        for leaf in leaves_of(rule.definition.condition)
    }
    cards = [
        card
        for name in sorted(wanted)
        for card in list_series(viewer=platform, property=name)
        if card.kind != "text" and card.place is not None and card.dwelling not in closed
    ]
    yield from _at_places(platform, cards)


def _at_places(platform: Actor, cards: list[SeriesCard]) -> Iterator[SeriesAt]:
    names = {}
    for chunk in _chunks(sorted({card.device for card in cards})):
        names.update(get_devices(viewer=platform, devices=chunk))
    places = _places(platform, {str(card.place) for card in cards})
    for card in cards:
        place, device = places.get(str(card.place)), names.get(card.device)
        if place is None or device is None or device.state == "retired":
            continue
        path = tuple((places[one].kind.value, one) for one in place.path if one in places)
        label = f"{place.label} {device.name.zh}".strip()
        yield SeriesAt(
            card.number,
            card.device,
            card.model,
            card.property,
            card.community,
            path,
            label,
            card.name,
            card.unit,
        )


def _places(platform: Actor, wanted: set[str]) -> dict[str, PlaceCard]:
    """These places and all that contain them."""
    found: dict[str, PlaceCard] = {}
    while missing := wanted - found.keys():
        before = len(found)
        for chunk in _chunks(sorted(missing)):
            found.update(get_places(viewer=platform, places=chunk))
        wanted = {one for card in found.values() for one in card.path} | wanted
        if len(found) == before:
            break
    return found


def announced(viewer: Actor) -> tuple[Maintenance, ...]:
    """Maintenance that has not ended."""
    rows = MaintenanceWindow.objects.filter(Q(until__isnull=True) | Q(until__gt=now()))
    if viewer.community:
        rows = rows.filter(community=viewer.community)
    return tuple(maintenance_of(row) for row in rows.order_by("pk"))


def maintenance_of(row: MaintenanceWindow) -> Maintenance:
    """A row as the judge knows it."""
    return Maintenance(
        row.pk,
        row.community,
        row.place_id,
        row.device_id,
        round(row.since.timestamp() * 1000),
        None if row.until is None else round(row.until.timestamp() * 1000),
        row.reason,
        row.opened_by,
        row.holds_safety,
    )


def _raised(viewer: Actor) -> defaultdict[str, set[str]]:
    rows = Alarm.objects.filter(is_active=True)
    if viewer.community:
        rows = rows.filter(community=viewer.community)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for originator, sources in rows.values_list("originator", "sources"):
        for rule, (turn, _) in sources.items():
            if turn == RAISED:
                found[rule].add(originator)
    return found


def _chunks(items: list[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
