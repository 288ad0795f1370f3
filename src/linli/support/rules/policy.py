"""Who may write, switch and judge rules, and who may see alarms."""

from linli.kernel import Actor, Refused, Role

WRITERS = (Role.MANAGER, Role.OPERATOR)


def check_may_write(by: Actor) -> None:
    """Managers and the operator write rules; the platform brings suggestions, switched off."""
    if not (by.community and by.has(*WRITERS, Role.SYSTEM)):
        raise Refused("forbidden", "Only a manager can change rules.")


def check_may_switch(by: Actor) -> None:
    """Switching is a person's act: a manager's, never the platform's."""
    if not (by.community and by.subject and by.has(Role.MANAGER)):
        raise Refused("forbidden", "Only a manager can switch rules on or off.")


def check_may_decide(by: Actor) -> None:
    """A review is decided by a manager or the owners' council, in person."""
    if not (by.community and by.subject and by.has(Role.MANAGER, Role.COUNCIL)):
        raise Refused("forbidden", "Only a manager or the owners' council can decide a review.")


def check_may_attend(by: Actor) -> None:
    """Any member of staff acknowledges, judges and announces maintenance; or the platform for
    a person."""
    if not (by.community and by.subject and (by.is_staff or by.is_system)):
        raise Refused("forbidden", "Only staff can do this.")


def check_may_end(by: Actor, *, is_safety: bool) -> None:
    """Staff end an alarm that no reading will end; one that protects lives only a manager."""
    check_may_attend(by)
    if is_safety and not by.has(Role.MANAGER, Role.SYSTEM):
        raise Refused("forbidden", "Only a manager can end an alarm that protects lives.")


def check_may_hold_safety(by: Actor) -> None:
    """Holding back alarms that protect lives is a manager's act, in person."""
    if not (by.subject and by.has(Role.MANAGER)):
        raise Refused("forbidden", "Only a manager can hold back alarms that protect lives.")


def check_may_look(viewer: Actor) -> None:
    """Rules and alarms are for staff, the council and the platform."""
    if not (viewer.is_staff or viewer.is_system or viewer.has(Role.COUNCIL)):
        raise Refused("forbidden", "Only staff can see rules and alarms.")


def check_is_platform(by: Actor) -> None:
    """Only the platform's own processes."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself does this.")


def sees_closed(viewer: Actor) -> bool:
    """Whether alarms from a protected household are shown to the viewer."""
    return viewer.is_system or viewer.has(Role.KEEPER)
