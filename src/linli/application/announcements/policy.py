"""Who announces, who notes that something hangs, and whose an announcement is to read."""

from linli.kernel import Actor, Refused, Role

HANGERS = frozenset(
    {Role.MANAGER, Role.CLERK, Role.COMMITTEE, Role.COUNCIL, Role.GRID_WORKER, Role.WORKER}
)
PUBLISHERS = frozenset({Role.MANAGER, Role.CLERK, Role.COMMITTEE, Role.COUNCIL})


def check_may_publish(by: Actor) -> None:
    """The owners' council, the residents' committee and the desk announce; so does the platform."""
    if not by.community or by.on_behalf_of or not (by.is_system or by.has(*PUBLISHERS)):
        raise Refused(
            "forbidden", "Only the service desk, the committee and the owners' council announce."
        )


def check_may_hang(by: Actor) -> None:
    """Whoever goes from door to door notes where it hangs."""
    if not (by.community and by.person) or by.on_behalf_of or not by.has(*HANGERS):
        raise Refused("forbidden", "Only those who work here note where something hangs.")


def sees_all(viewer: Actor) -> bool:
    """Staff and the council see every announcement and the figures."""
    return viewer.is_staff or viewer.is_system or viewer.has(Role.COUNCIL)


def check_figures(viewer: Actor) -> None:
    """How many were reached is for those who have to reach them."""
    if not (viewer.community and sees_all(viewer)):
        raise Refused("forbidden", "This is for the people who work here.")


def check_member(viewer: Actor) -> None:
    """One's own announcements are for those who belong here."""
    if not (viewer.community and viewer.roles):
        raise Refused("not_signed_in", "Please sign in first.")
