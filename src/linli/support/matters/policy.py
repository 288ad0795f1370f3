"""Who may see a matter and who may do what with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Role, system
from linli.support.matters.domain import catalogue, rights
from linli.support.matters.domain.rights import Standing
from linli.support.matters.domain.states import OPEN, Act, State
from linli.support.matters.models import Entry, Hand, Matter, Party, Voice

DESK = (Role.MANAGER, Role.CLERK)
_BY_DUTY = frozenset({Role.WORKER, Role.GRID_WORKER, Role.COMMITTEE, Role.OPERATOR, Role.COUNCIL})
_MEMBERS = frozenset({Role.OWNER, Role.RESIDENT, Role.HELPER, Role.COUNCIL})
_STREET_FROM = 2
_GIVEN = frozenset({"assigned", "taken", "transferred"})
_DONE = frozenset({"started", "resolved", "resolved_checkable"})


@dataclass(frozen=True, slots=True)
class DutyScope:
    """Categories someone sees to, in one place or (None) everywhere."""

    categories: frozenset[str]
    place: str | None


def check_member(viewer: Actor) -> None:
    """Refuse those who do not belong to any community."""
    if not viewer.community or not viewer.roles:
        raise Refused("not_signed_in", "Please sign in first.")


def check_acts(by: Actor) -> None:
    """A helper who was asked to look changes nothing."""
    if by.looks_only:
        raise Refused("forbidden", "You may look for this person, but not change anything.")


def check_staff(viewer: Actor) -> None:
    """Refuse those who do not work here."""
    check_member(viewer)
    if not (viewer.is_staff or viewer.is_system):
        raise Refused("forbidden", "Only staff can see this.")


def check_manager(by: Actor) -> None:
    """Refuse those who do not lead the work here."""
    check_member(by)
    if not by.has(Role.MANAGER, Role.OPERATOR, Role.SYSTEM):
        raise Refused("forbidden", "Only a manager can change this.")


def lives_here(viewer: Actor) -> bool:
    """Whether someone belongs here as owner or resident, whatever else they are."""
    return viewer.has(Role.OWNER, Role.RESIDENT)


def sees_masked(viewer: Actor) -> bool:
    """Whether confidential households are open to this viewer."""
    return viewer.has(Role.KEEPER, Role.SYSTEM)


def duties_of(viewer: Actor) -> tuple[DutyScope, ...]:
    """What the viewer's own roles and trades make theirs to see to."""
    if viewer.person is None or viewer.roles.isdisjoint(_BY_DUTY):
        return ()
    staff = people.list_staff(viewer=system(viewer.community))
    scopes = []
    for card in staff:
        if card.person.id == viewer.person and card.role in viewer.roles:
            held = catalogue.duties_of((card.role,), card.skills)
            scopes.append(DutyScope(catalogue.categories_of(held), card.place))
    return tuple(scopes)


def visible(viewer: Actor) -> Q:
    """The matters a viewer sees wholly, as a condition."""
    check_member(viewer)
    here = Q(community=viewer.community)
    if viewer.has(*DESK, Role.KEEPER, Role.SYSTEM):
        return here
    mine = Q(pk__in=())
    if viewer.subject:
        mine |= Q(reporter=viewer.subject)
    if viewer.person:
        hands = Hand.objects.filter(person=viewer.person, until=None)
        mine |= Q(assignee=viewer.person) | Q(pk__in=hands.values("matter"))
    called = Party.objects.filter(role__in=[str(role) for role in viewer.roles])
    mine |= Q(pk__in=called.values("matter"))
    if viewer.has(Role.STREET):
        mine |= Q(supervision__gte=_STREET_FROM)
    for scope in duties_of(viewer):
        mine |= _in_duty(scope)
    return here & mine


def _in_duty(scope: DutyScope) -> Q:
    free = Q(assignee=None, state__in=[str(state) for state in OPEN])
    fitting = free & Q(category__in=scope.categories)
    return fitting & Q(path__contains=f"/{scope.place}/") if scope.place else fitting


def followed(viewer: Actor) -> Q:
    """The matters a viewer sees in neutral form: public ones, and those they follow."""
    check_member(viewer)
    voices = Voice.objects.filter(person=viewer.subject or "")
    return Q(community=viewer.community) & (Q(is_public=True) | Q(pk__in=voices.values("matter")))


def standing_of(viewer: Actor, row: Matter) -> frozenset[Standing]:
    """What a viewer is to one matter; empty when they may not even know of it."""
    if row.community != viewer.community or not viewer.roles:
        return frozenset()
    found = {
        Standing.SYSTEM: viewer.is_system,
        Standing.KEEPER: viewer.has(Role.KEEPER),
        Standing.DESK: viewer.has(*DESK),
        Standing.REPORTER: row.reporter_id is not None and viewer.subject == row.reporter_id,
        Standing.ASSIGNEE: viewer.person is not None and viewer.person == row.assignee_id,
        Standing.PARTY: _is_party(viewer, row),
        Standing.DUTY: _is_free_in_duty(viewer, row),
    }
    own = {standing for standing, holds in found.items() if holds} | _part_of(viewer, row)
    if not rights.sees(own) and Matter.objects.filter(followed(viewer), pk=row.pk).exists():
        own.add(Standing.NEIGHBOUR)
    return frozenset(own)


def is_neighbour(by: Actor, row: Matter, standing: frozenset[Standing]) -> bool:
    """Whether someone meets a matter as a neighbour; who calls the desk does, though the desk
    itself sees all of it."""
    if not (by.is_staff and by.on_behalf_of):
        return Standing.NEIGHBOUR in standing
    return Matter.objects.filter(followed(by), pk=row.pk).exists()


def _is_party(viewer: Actor, row: Matter) -> bool:
    if viewer.has(Role.STREET) and row.supervision >= _STREET_FROM:
        return True
    roles = [str(role) for role in viewer.roles]
    return Party.objects.filter(matter=row, role__in=roles).exists()


def _is_free_in_duty(viewer: Actor, row: Matter) -> bool:
    if row.assignee_id is not None or State(row.state) not in OPEN:
        return False
    return any(
        row.category in scope.categories and (scope.place is None or f"/{scope.place}/" in row.path)
        for scope in duties_of(viewer)
    )


def _part_of(viewer: Actor, row: Matter) -> set[Standing]:
    if viewer.person is None:
        return set()
    hand = Hand.objects.filter(matter=row, person=viewer.person, until=None).first()
    return {Standing(hand.part)} if hand else set()


def has_worked(person: str, lines: Iterable[Entry]) -> bool:
    """Whether someone ever had the work in hand; the timeline forgets nobody."""
    return any(
        (line.kind in _DONE and line.person_id == person)
        or (line.params.get("other") == person and _gives_work(line))
        for line in lines
    )


def _gives_work(line: Entry) -> bool:
    return line.kind in _GIVEN or line.params.get("part") == "executor"


def check_sees(standing: Iterable[Standing]) -> None:
    """Refuse, as if there were no such matter, those who may not see it."""
    if not rights.sees(standing):
        raise Refused("not_found", "There is no such matter.")


def check_may(act: Act, standing: frozenset[Standing]) -> None:
    """Refuse an act to those whose standing does not carry it."""
    if not standing:
        raise Refused("not_found", "There is no such matter.")
    if not rights.may(act, standing):
        raise Refused("forbidden", "This is for someone else to do.")


def check_may_open(by: Actor, nature: catalogue.Nature, category: catalogue.CategoryCard) -> None:
    """Anyone who belongs here may report; alarms, tasks and machine matters are for staff."""
    check_member(by)
    check_acts(by)
    if by.is_staff or by.is_system:
        return
    if by.roles.isdisjoint(_MEMBERS) or by.subject is None:
        raise Refused("forbidden", "Only people of this community can report something here.")
    if nature is not catalogue.Nature.DEMAND or category.is_machine:
        raise Refused("forbidden", "Only staff can open this kind of matter.")
