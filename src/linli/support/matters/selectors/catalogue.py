"""The catalogue as the community has it: categories, clocks, and who could take a matter."""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count

from linli.foundation.people import api as people
from linli.kernel import Actor, Words, system
from linli.support.matters import policy
from linli.support.matters.domain.cards import ClockSetting
from linli.support.matters.domain.catalogue import (
    CLOCK_NAMES,
    SEVERITY_NAMES,
    STAFF_CLOCKS,
    CategoryCard,
    ClockKind,
    Severity,
    categories,
    category_of,
    duties_of,
    hold_reasons,
    read_span,
    severity_of,
    skills_of,
    span_of,
)
from linli.support.matters.domain.rights import Standing
from linli.support.matters.domain.states import OPEN
from linli.support.matters.domain.suggestion import Candidate, Need, Suggestion, suggest
from linli.support.matters.models import CategoryCode, ClockRule, Matter
from linli.support.matters.selectors.seeing import find_seen

_MOST_SUGGESTED = 10


def list_categories(*, viewer: Actor, own_codes: bool = False) -> tuple[CategoryCard, ...]:
    """What a matter can be about; residents are not shown what only machines raise.

    `own_codes` gives the public service codes as this community has set them.
    """
    cards = tuple(categories().values())
    if own_codes:
        policy.check_member(viewer)
        cards = _with_own_codes(viewer, cards)
    if viewer.is_staff or viewer.is_system:
        return cards
    return tuple(card for card in cards if not card.is_machine)


def get_category(*, viewer: Actor, category: str) -> CategoryCard:
    """One category with the public service codes of this community."""
    policy.check_member(viewer)
    return _with_own_codes(viewer, (category_of(category),))[0]


def _with_own_codes(viewer: Actor, cards: tuple[CategoryCard, ...]) -> tuple[CategoryCard, ...]:
    keys = [card.key for card in cards]
    rows = CategoryCode.objects.filter(community=viewer.community, category__in=keys)
    own = {row.category: row for row in rows}
    return tuple(_coded(card, own.get(card.key)) for card in cards)


def _coded(card: CategoryCard, own: CategoryCode | None) -> CategoryCard:
    if own is None:
        return card
    return replace(card, hotline=own.hotline or card.hotline, lgsl=own.lgsl or card.lgsl)


def list_severities(*, viewer: Actor) -> Mapping[Severity, Words]:
    """How pressing a matter can be, from the least; open to everyone."""
    return SEVERITY_NAMES


def list_hold_reasons(*, viewer: Actor) -> Mapping[str, Words]:
    """Why a matter may be put on hold; open to everyone."""
    return hold_reasons()


def list_clocks(*, viewer: Actor, category: str, severity: str) -> tuple[ClockSetting, ...]:
    """The time for each clock of a category at a severity in this community; open to members."""
    policy.check_member(viewer)
    card, level = category_of(category), severity_of(severity)
    own = dict(
        ClockRule.objects.filter(
            community=viewer.community, category=card.key, severity=level
        ).values_list("clock", "span")
    )
    return tuple(_setting(card.key, level, kind, own.get(kind)) for kind in STAFF_CLOCKS)


def suggest_assignees(*, viewer: Actor, matter: str) -> tuple[Suggestion, ...]:
    """Who would best see to a matter, best first, each with the reasons in words."""
    row, standing = find_seen(viewer, matter)
    if standing <= {Standing.REPORTER}:
        policy.check_staff(viewer)
    category = category_of(row.category)
    need = Need(
        duty=category.duty,
        duty_name=category.duty_name,
        category=category.key,
        path=tuple(step for step in row.path.split("/") if step),
    )
    return suggest(need, _candidates(row.community))[:_MOST_SUGGESTED]


def _candidates(community: str) -> list[Candidate]:
    """Everyone who works here, one candidate a person, with all their trades and places."""
    open_states = [str(state) for state in OPEN]
    loads = dict(
        Matter.objects.filter(community=community, state__in=open_states, assignee__isnull=False)
        .order_by()
        .values_list("assignee")
        .annotate(Count("pk"))
    )
    found: dict[str, Candidate] = {}
    for card in people.list_staff(viewer=system(community)):
        trades = duties_of((card.role,), card.skills)
        if not trades:
            continue
        place = frozenset({card.place} if card.place else ())
        one = Candidate(
            card.person.id, trades, skills_of(card.skills), place, loads.get(card.person.id, 0)
        )
        found[one.person] = _joined(found.get(one.person), one)
    return list(found.values())


def _joined(one: Candidate | None, other: Candidate) -> Candidate:
    """Two grants of one person; a grant for the whole community is wider than any place."""
    if one is None:
        return other
    everywhere = not (one.places and other.places)
    return Candidate(
        one.person,
        one.trades | other.trades,
        one.skills | other.skills,
        frozenset() if everywhere else one.places | other.places,
        one.load,
    )


def _setting(category: str, severity: Severity, kind: ClockKind, own: str | None) -> ClockSetting:
    span = own or span_of(category, severity, kind)
    return ClockSetting(kind, CLOCK_NAMES[kind], read_span(span), span, is_own=own is not None)
