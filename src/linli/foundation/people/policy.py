"""Who may see, change and act for whom."""

from linli.kernel import Actor, Refused, Role, Via
from linli.kernel.actor import STAFF

SEES_ALL = frozenset({Role.KEEPER, Role.SYSTEM})
_REGISTRARS = (
    Role.MANAGER,
    Role.CLERK,
    Role.GRID_WORKER,
    Role.COMMITTEE,
    Role.OPERATOR,
    Role.KEEPER,
    Role.SYSTEM,
)
_AT_THE_COUNTER = (Role.MANAGER, Role.CLERK, Role.GRID_WORKER, Role.COMMITTEE, Role.KEEPER)
_ISSUERS = (Role.MANAGER, Role.CLERK, Role.KEEPER, Role.SYSTEM)
_BY_HAND = frozenset({Via.COUNTER, Via.PHONE, Via.PAPER})
_GRANTERS: dict[Role, frozenset[Role]] = {
    Role.WORKER: frozenset({Role.MANAGER, Role.OPERATOR}),
    Role.CLERK: frozenset({Role.MANAGER, Role.OPERATOR}),
    Role.MANAGER: frozenset({Role.OPERATOR, Role.COMMITTEE}),
    Role.COUNCIL: frozenset({Role.OPERATOR, Role.COMMITTEE}),
    Role.GRID_WORKER: frozenset({Role.OPERATOR, Role.COMMITTEE, Role.STREET}),
    Role.COMMITTEE: frozenset({Role.OPERATOR, Role.STREET}),
    Role.STREET: frozenset({Role.OPERATOR}),
    Role.OPERATOR: frozenset({Role.OPERATOR}),
    Role.KEEPER: frozenset({Role.KEEPER}),
}
PUBLIC_OFFICES = STAFF | {Role.COUNCIL}
"""Who serves the community is known to it by name."""


def sees_all(viewer: Actor) -> bool:
    """Keepers and the platform see every household."""
    return viewer.has(*SEES_ALL)


def eyes_of(viewer: Actor) -> str | None:
    """Whose own data this is to the viewer: a helper sees what the one they help may see, but
    staff at the counter who act for someone see no more than staff do."""
    if viewer.is_staff and viewer.on_behalf_of:
        return viewer.person
    return viewer.subject


def check_staff(viewer: Actor) -> None:
    """Lists of people are for staff."""
    if not viewer.community or not (viewer.is_staff or viewer.is_system):
        raise Refused("forbidden", "Only staff can look through the list of people.")


def may_register(by: Actor) -> bool:
    """Whether this actor writes people and their homes down."""
    return bool(by.community) and by.has(*_REGISTRARS)


def check_may_register(by: Actor) -> None:
    """Refuse all but those who write people and their homes down."""
    if not may_register(by):
        raise Refused("forbidden", "Only the service desk can change records of people.")


def check_may_import(by: Actor) -> None:
    """A whole community is taken in by those who answer for it."""
    if not by.community or not by.has(Role.MANAGER, Role.OPERATOR, Role.SYSTEM):
        raise Refused("forbidden", "Only a manager can import a list.")


def check_keeper(by: Actor) -> None:
    """Protected households are a matter of a named keeper alone."""
    if not (by.community and by.person and by.has(Role.KEEPER)):
        raise Refused("forbidden", "Only the keeper of protected records can do this.")


def check_keeper_or_system(viewer: Actor) -> None:
    """Who may ask about protected households."""
    if not viewer.community or not sees_all(viewer):
        raise Refused("forbidden", "Only the keeper of protected records can see this.")


def check_system(viewer: Actor) -> None:
    """What only the platform itself may ask."""
    if not (viewer.is_system and viewer.community):
        raise Refused("forbidden", "Only the platform itself can ask this.")


def may_grant(by: Actor, role: Role) -> bool:
    """Whether this actor appoints people to a role."""
    granters = _GRANTERS.get(role, frozenset())
    return bool(by.community) and (
        (by.is_system and role in _GRANTERS) or not by.roles.isdisjoint(granters)
    )


def check_may_grant(by: Actor, role: Role) -> None:
    """Refuse when someone else appoints to this role."""
    if not may_grant(by, role):
        raise Refused("forbidden", "You cannot appoint people to this role.", field="role")


def check_self_or_registrar(by: Actor, person: str) -> None:
    """One's own affairs, or the desk's help with them."""
    if by.subject != person or by.person is None:
        check_may_register(by)


def may_act_by_hand(roles: frozenset[Role], via: Via) -> bool:
    """Whether staff may act for someone who stands at the counter, is on the phone or wrote."""
    return via in _BY_HAND and not roles.isdisjoint(_AT_THE_COUNTER)


def may_issue_pass(by: Actor) -> bool:
    """Whether this actor makes paper cards for people who stand at the desk, and stops them."""
    return bool(by.community) and by.has(*_ISSUERS)


def check_may_issue_pass(by: Actor) -> None:
    """A card lets whoever holds it into someone's affairs, so few make one."""
    if not may_issue_pass(by):
        raise Refused("forbidden", "Only the service desk can make a log-in card.")


def check_not_by_card(by: Actor) -> None:
    """A card that was found or stolen must not become more than a card."""
    if by.by_card:
        raise Refused(
            "forbidden",
            "This cannot be changed with the card. Log in with a code, or come to the desk.",
        )


def speaker_for(by: Actor) -> str | None:
    """Who speaks: whoever stands at the counter, is on the phone or wrote, when staff act for
    them by hand; else the actor, for a helper holds no such thing of the one they help."""
    return by.on_behalf_of if by.on_behalf_of and may_act_by_hand(by.roles, by.via) else by.person


def check_own_wish(by: Actor, person: str) -> None:
    """What only the person decides, or staff write down before them; never a helper."""
    if by.on_behalf_of and not may_act_by_hand(by.roles, by.via):
        raise Refused("forbidden", "Only the person themselves can decide this.")
    check_self_or_registrar(by, person)


def check_acts(by: Actor) -> None:
    """Who was asked to look changes nothing."""
    if by.looks_only:
        raise Refused("forbidden", "You may look for this person, but not change anything.")


def own_person_of(by: Actor) -> str:
    """Whose data somebody may take along or erase: their own, never another's for them."""
    if by.person is None or not by.community:
        raise Refused("not_signed_in", "Please sign in first.")
    if by.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    return by.person
