"""Rules bound to the series they are about, ready to be judged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import tzinfo

from linli.kernel import Words
from linli.support.rules.domain.definition import Definition, Leaf, Where, leaves_of


@dataclass(frozen=True, slots=True)
class SeriesAt:
    """A series with what a rule may ask of it; `path` holds (kind, id) of its places from the
    community down to the device's own place."""

    number: int
    device: str
    model: str
    property: str
    community: str
    path: tuple[tuple[str, str], ...] = ()
    device_name: str = ""
    name: Words = Words("", "")
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A version of a rule that is switched on; `open_originators` have an alarm raised by it, and
    `is_safety` says that it protects lives."""

    rule: str
    version: int
    community: str
    name: Words
    definition: Definition
    zone: tzinfo
    open_originators: frozenset[str] = frozenset()
    is_safety: bool = False


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Work announced at a place (with all below it) or on a device; times in ms, open-ended when
    `until` is None. Rules that protect lives heed it only when it `holds_safety`."""

    id: str
    community: str
    place: str | None
    device: str | None
    since: int
    until: int | None
    reason: str
    by: str
    holds_safety: bool = False

    def covers(self, device: str | None, places: Iterable[str], at: int) -> bool:
        """Whether it holds back alarms of a device or in these places at a moment."""
        if not self.since <= at or (self.until is not None and at >= self.until):
            return False
        if self.device is not None:
            return self.device == device
        return self.place is not None and self.place in places


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """One rule at one originator, with the series of each of its conditions in order."""

    rule: ActiveRule
    originator: str
    device: str | None
    places: tuple[str, ...]
    series: tuple[tuple[SeriesAt, ...], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """All groups of all rules, and the maintenance announced."""

    groups: tuple[GroupPlan, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()


@dataclass(slots=True)
class _Gathering:
    device: str | None
    places: tuple[str, ...]
    series: list[list[SeriesAt]] = field(default_factory=list)


def bind(
    rules: Iterable[ActiveRule],
    series: Iterable[SeriesAt],
    maintenance: Iterable[Maintenance] = (),
) -> Compiled:
    """Find for every rule the series it is about, grouped by what its alarm is raised for."""
    by_property: dict[tuple[str, str], list[SeriesAt]] = {}
    for one in sorted(series, key=lambda one: one.number):
        by_property.setdefault((one.community, one.property), []).append(one)
    plans = tuple(plan for rule in rules for plan in _plans(rule, by_property))
    return Compiled(plans, tuple(maintenance))


def _plans(
    rule: ActiveRule, by_property: dict[tuple[str, str], list[SeriesAt]]
) -> Iterable[GroupPlan]:
    leaves = leaves_of(rule.definition.condition)
    gathered: dict[str, _Gathering] = {}
    for place, leaf in enumerate(leaves):
        for one in by_property.get((rule.community, leaf.where.property), ()):
            if not is_about(rule.definition, leaf, one):
                continue
            originator, device, places = _originator(rule.definition.per, one)
            group = gathered.setdefault(
                originator, _Gathering(device, places, [[] for _ in leaves])
            )
            group.series[place].append(one)
    for originator, group in sorted(gathered.items()):
        yield GroupPlan(
            rule, originator, group.device, group.places, tuple(map(tuple, group.series))
        )


def is_about(definition: Definition, leaf: Leaf, series: SeriesAt) -> bool:
    """Whether a condition of a rule listens to a series."""
    scope = definition.scope
    return (
        _names(leaf.where, series)
        and scope.model in (None, series.model)
        and (not scope.devices or series.device in scope.devices)
        and (scope.place is None or any(scope.place == place for _, place in series.path))
    )


def _names(where: Where, series: SeriesAt) -> bool:
    return (
        where.property == series.property
        and where.model in (None, series.model)
        and (not where.devices or series.device in where.devices)
    )


def _originator(per: str, series: SeriesAt) -> tuple[str, str | None, tuple[str, ...]]:
    """Whose alarm it is, and the places that contain it; the nearest place of the kind asked for,
    or the device's own place where there is none."""
    ids = tuple(place for _, place in series.path)
    if per == "device" or not ids:
        return f"device:{series.device}", series.device, ids
    end = len(ids)
    for position, (kind, _) in enumerate(series.path):
        if kind == per:
            end = position + 1
    return f"place:{ids[end - 1]}", None, ids[:end]
