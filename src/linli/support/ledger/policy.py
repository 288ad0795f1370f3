"""Who may append, who says who vouches, and who may see what stays private."""

from linli.kernel import Actor, Refused, Role

OPENS = (Role.COUNCIL, Role.COMMITTEE, Role.STREET)
"""Whose scrutineers may be given opened bundles; the assembly decides which of them."""
SETS = (Role.MANAGER, Role.KEEPER, Role.COUNCIL, Role.COMMITTEE, Role.STREET)


def check_may_append(by: Actor, community: str) -> None:
    """Whoever acts in this community; that the act itself was allowed its own module has seen."""
    if not community or by.community != community or not (by.is_system or by.person):
        raise Refused("not_found", "There is no such community.", field="community")


def check_system(by: Actor) -> None:
    """Signing and asking witnesses is the platform's own work."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself signs its ledger.")


def check_may_set(by: Actor, community: str) -> None:
    """The managers, the keeper, the council, the committee and the street say who vouches."""
    if by.community != community or not (by.has(*SETS) or by.is_system):
        raise Refused("forbidden", "Only the council and the desk decide who vouches.")


def sees_witness_addresses(viewer: Actor, community: str) -> bool:
    """Where a witness can be reached is for those who set them."""
    return viewer.community == community and (viewer.has(*SETS) or viewer.is_system)


def check_may_open(viewer: Actor, community: str) -> None:
    """Private records are opened for scrutineers only."""
    if viewer.community != community or not (viewer.has(*OPENS) or viewer.is_system):
        raise Refused("forbidden", "Only scrutineers can have the opened records.")
