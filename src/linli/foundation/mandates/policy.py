"""Who may decide on mandates, and who may read them."""

from linli.kernel import Actor, Refused, Role

DECIDERS = (Role.COUNCIL, Role.MANAGER, Role.OPERATOR)
_SENTENCE = "Only the owners' council, a manager or the operator can do this."


def check_may_grant(by: Actor) -> None:
    """The council, a manager or the operator records a decision; the platform never grants."""
    if not (by.community and by.person and by.has(*DECIDERS)):
        raise Refused("forbidden", _SENTENCE)


def check_may_revoke(by: Actor) -> None:
    """Whoever may grant may take back; the platform may as well, since less is then measured."""
    if not (by.community and by.has(*DECIDERS, Role.SYSTEM)):
        raise Refused("forbidden", _SENTENCE)


def check_may_look(viewer: Actor) -> None:
    """Everyone who belongs to a community may read what was decided for it."""
    if not (viewer.community and viewer.roles):
        raise Refused("not_signed_in", "Please sign in to see who decided what is measured.")


def sees_homes(viewer: Actor) -> bool:
    """Whether what single households agreed to is shown: to staff, who run their devices too."""
    return viewer.is_staff or viewer.is_system
