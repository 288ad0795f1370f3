"""How one matter is shown to one viewer; every card of a matter is made here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Role, Words, now, system
from linli.support.matters import policy
from linli.support.matters.domain.cards import MatterCard, NeighbourCard
from linli.support.matters.domain.catalogue import SEVERITY_NAMES, Nature, Severity, categories
from linli.support.matters.domain.rights import Standing
from linli.support.matters.domain.states import OPEN, State, name_of
from linli.support.matters.models import CauseRow, Matter, Voice
from linli.support.rules.api import list_sounding

_SOMEWHERE = Words("小区内", "in the community")


@dataclass(frozen=True, slots=True)
class Lens:
    """What is needed to show a set of matters: names by person, and which ones are masked."""

    viewer: Actor
    names: dict[str, str]
    masked: frozenset[str]


def with_counts(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Matters with the number of voices beside them, and a machine's title in English: the words
    of the cause it was named after."""
    own = {"matter": OuterRef("pk")}
    voices = Voice.objects.filter(**own).order_by().values("matter").annotate(n=Count("pk"))
    namesake = CauseRow.objects.filter(**own, words_zh=OuterRef("title")).order_by("pk")
    return rows.annotate(
        voice_count=Coalesce(Subquery(voices.values("n")), 0),
        title_en=Subquery(namesake.values("words_en")[:1]),
    )


def find_seen(viewer: Actor, matter: str) -> tuple[Matter, frozenset[Standing]]:
    """A matter the viewer sees wholly, and what they are to it; "not_found" otherwise."""
    policy.check_member(viewer)
    rows = with_counts(Matter.objects.filter(community=viewer.community, pk=matter))
    row = rows.first()
    if row is None:
        raise Refused("not_found", "There is no such matter.")
    standing = policy.standing_of(viewer, row)
    policy.check_sees(standing)
    return row, standing


def lens_for(viewer: Actor, rows: Sequence[Matter], also: Iterable[str | None] = ()) -> Lens:
    """Names and masks for these matters (and further people), in one go."""
    wanted = {person for row in rows for person in (row.reporter_id, row.assignee_id)}
    wanted |= set(also)
    known = [person for person in wanted if person]
    cards = people.get_people(viewer=viewer, people=known, in_office=True)
    masked = {pk for pk, card in cards.items() if card.is_masked}
    if viewer.has(Role.COUNCIL) and not viewer.is_staff:  # to a neighbour everyone is masked
        masked = set(people.hidden_people(viewer=system(viewer.community), people=masked))
    hidden = _hidden(viewer, rows, masked)
    return Lens(viewer, {pk: card.name for pk, card in cards.items()}, hidden)


def _hidden(viewer: Actor, rows: Sequence[Matter], masked: set[str]) -> frozenset[str]:
    """Matters of households that are not shown to this viewer; residents see only their own, the
    council also what falls to it.

    While a device cries for help in a home that merely wishes not to be shown, its door is named;
    once that alarm is over it is as if the home were protected, where the mark ends every alarm.
    """
    if policy.sees_masked(viewer) or not (viewer.is_staff or viewer.has(Role.COUNCIL)):
        return frozenset()
    found = {row.pk for row in rows if row.reporter_id in masked}
    if any(row.dwelling_id for row in rows):
        platform = system(viewer.community)
        homes = people.list_hidden_dwellings(viewer=platform)
        at_home = {row.pk: row for row in rows if row.dwelling_id in homes}
        alarms = [pk for pk, row in at_home.items() if _is_alarm(row)]
        found |= at_home.keys() - (list_sounding(viewer=platform, matters=alarms) if alarms else ())
    own = {row.pk for row in rows if row.reporter_id and row.reporter_id == viewer.subject}
    return frozenset(found - own)


def _is_alarm(row: Matter) -> bool:
    return row.nature == Nature.ALARM and row.state in OPEN


def place_of(row: Matter) -> Words:
    """Where it is, as the place was called when it was reported."""
    return Words(row.place_label, row.place_label_en)


def building_of(row: Matter) -> Words:
    """All that is told of where it is to those who may not know the door."""
    if not row.building_label:
        return _SOMEWHERE
    return Words(row.building_label, row.building_label_en)


def card_of(row: Matter, lens: Lens) -> MatterCard:
    """A matter as this viewer may see it; `row` carries its count of voices."""
    category, state = categories()[row.category], State(row.state)
    is_masked = row.pk in lens.masked
    is_hidden_door = is_masked and row.dwelling_id is not None  # a lamp in the yard may be found
    title = "" if is_masked else row.title
    reporter = None if is_masked else row.reporter_id
    return MatterCard(
        id=row.pk,
        community=row.community,
        number=row.number,
        nature=Nature(row.nature),
        category=row.category,
        category_name=category.name,
        title=title,
        heading=_heading(row, title) if title else category.name,
        place=(row.building_id or row.community) if is_hidden_door else row.place_id,
        place_label=building_of(row) if is_hidden_door else place_of(row),
        severity=Severity(row.severity),
        severity_name=SEVERITY_NAMES[Severity(row.severity)],
        state=state,
        state_name=_state_name(row, lens.viewer),
        via=row.via,
        reporter=reporter,
        reporter_name=name_on(lens, row, row.reporter_id),
        assignee=row.assignee_id,
        assignee_name=name_in(lens, row.assignee_id),
        opened_at=row.opened_at,
        promised_at=row.promised_at,
        due_at=row.due_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        is_overdue=row.due_at is not None and row.due_at < now(),
        supervision=row.supervision,
        reopened=row.reopened,
        supports=getattr(row, "voice_count", 0),
        is_public=row.is_public,
        is_masked=is_masked,
        whose_turn=_turn(row),
    )


def _heading(row: Matter, title: str) -> Words:
    """People's titles stay as they wrote them; a machine's is read in either language."""
    named = None if row.reporter_id else getattr(row, "title_en", None)
    return Words(title, named or title)


def name_in(lens: Lens, person: str | None) -> str:
    """A person's name as the viewer may see it; empty for nobody."""
    return lens.names.get(person, "") if person else ""


def _state_name(row: Matter, viewer: Actor) -> Words:
    return name_of(
        State(row.state),
        ended=row.confirmed_how,
        is_asked=row.reporter_id is not None and row.reporter_id == viewer.subject,
        by_resident=row.reporter_id is not None,
    )


def name_on(lens: Lens, row: Matter, person: str | None) -> str:
    """A name beside one matter: who reported a masked one is nobody there, colleague or not."""
    if person and person == row.reporter_id and row.pk in lens.masked:
        return people.NEUTRAL_NAME
    return name_in(lens, person)


def _turn(row: Matter) -> str:
    state = State(row.state)
    if state in OPEN:
        return "staff"
    if state is State.RESOLVED:
        return "resident" if row.reporter_id else "staff"
    return "nobody"


def neighbour_cards(viewer: Actor, rows: Sequence[Matter]) -> tuple[NeighbourCard, ...]:
    """Matters in neutral form: what, where, how far."""
    mine = Voice.objects.filter(matter__in=[row.pk for row in rows], person=viewer.subject or "")
    supported = set(mine.values_list("matter_id", flat=True))
    return tuple(_neighbour(viewer, row, row.pk in supported) for row in rows)


def _neighbour(viewer: Actor, row: Matter, is_supported: bool) -> NeighbourCard:
    state = State(row.state)
    return NeighbourCard(
        id=row.pk,
        number=row.number,
        category=row.category,
        category_name=categories()[row.category].name,
        place=row.place_id if row.is_public else row.building_id or row.community,
        place_label=place_of(row) if row.is_public else building_of(row),
        state=state,
        state_name=_state_name(row, viewer),
        opened_at=row.opened_at,
        promised_at=row.promised_at,
        supports=getattr(row, "voice_count", 0),
        is_mine=row.reporter_id is not None and row.reporter_id == viewer.subject,
        is_supported=is_supported,
    )
