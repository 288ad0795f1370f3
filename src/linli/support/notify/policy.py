"""Who may have people told, and who may see what waits at the desk."""

from linli.kernel import Actor, Refused, Role


def check_may_tell(by: Actor) -> None:
    """Staff and the platform have people told something."""
    if not by.community or not (by.is_staff or by.is_system):
        raise Refused("forbidden", "Only staff can send messages.")


def check_desk(viewer: Actor) -> None:
    """Calls, slips and failures are seen to at the desk."""
    if not viewer.community or not viewer.has(
        Role.CLERK, Role.MANAGER, Role.KEEPER, Role.GRID_WORKER, Role.SYSTEM
    ):
        raise Refused("forbidden", "Only the service desk can see this.")


def check_system(by: Actor) -> None:
    """Sending is the platform's own work."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself sends messages.")


def reader_of(viewer: Actor) -> str:
    """Whose inbox a viewer reads: their own, or that of the one they act for."""
    if viewer.subject is None or not viewer.community:
        raise Refused("not_signed_in", "Please sign in first.")
    return viewer.subject


def check_may_announce(by: Actor) -> None:
    """Those who answer for the whole place write to all of it."""
    if by.community and by.is_system:
        return
    if not (by.community and by.person and by.has(Role.MANAGER, Role.CLERK, Role.COMMITTEE)):
        raise Refused("forbidden", "Only the service desk and the committee write to everyone.")
