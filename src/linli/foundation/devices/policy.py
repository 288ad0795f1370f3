"""Who may run devices, who may see them, and who may look into quarantine."""

from linli.kernel import Actor, Refused, Role

RUNNERS = (Role.MANAGER, Role.OPERATOR)
LOOKERS = (Role.MANAGER, Role.OPERATOR, Role.KEEPER)
_SENTENCE = "Only a manager or the operator can do this."


def check_may_run(by: Actor) -> None:
    """A manager, the operator, or the platform on an import."""
    if not (by.community and by.has(*RUNNERS, Role.SYSTEM)):
        raise Refused("forbidden", _SENTENCE)


def check_may_activate(by: Actor) -> None:
    """Only a person: nothing activates itself, and the platform activates nothing."""
    if not (by.community and by.person and by.has(*RUNNERS)):
        raise Refused("forbidden", "Only a manager or the operator in person can do this.")


def check_is_system(by: Actor) -> None:
    """Only the platform's own processes."""
    if not (by.community and by.is_system):
        raise Refused("forbidden", "Only the platform itself does this.")


def check_may_look(viewer: Actor) -> None:
    """Anyone who belongs to the community."""
    if not (viewer.community and viewer.roles):
        raise Refused("not_signed_in", "Please sign in to see what is measured.")


def check_is_staff(viewer: Actor) -> None:
    """Those who work for the community, and the platform."""
    check_may_look(viewer)
    if not (viewer.is_staff or viewer.is_system):
        raise Refused("forbidden", "Only staff can see this.")


def check_may_see_quarantine(viewer: Actor) -> None:
    """Raw bytes may hold anything: a manager, the operator or the keeper."""
    check_may_look(viewer)
    if not viewer.has(*LOOKERS):
        raise Refused(
            "forbidden", "Only a manager, the operator or the keeper can see what was refused."
        )


def sees_closed(viewer: Actor) -> bool:
    """Whether the viewer may know that a household is closed to devices."""
    return viewer.has(Role.KEEPER, Role.SYSTEM)
