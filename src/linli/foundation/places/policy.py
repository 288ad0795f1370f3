"""Who may see and who may change the places of a community."""

from linli.kernel import Actor, Refused, Role

_BUILDERS = (Role.MANAGER, Role.OPERATOR, Role.SYSTEM)
_FOUNDERS = (Role.OPERATOR, Role.SYSTEM)


def check_member(viewer: Actor) -> None:
    """Places are seen by those who belong to the community, in whatever role."""
    if not viewer.community or not viewer.roles:
        raise Refused("not_signed_in", "Sign in to see the places of this community.")


def check_may_build(by: Actor) -> None:
    """Only a manager, an operator or the platform changes the tree."""
    if not (by.community and by.has(*_BUILDERS)):
        raise Refused("forbidden", "Only a manager can change places.")


def check_may_found(by: Actor) -> None:
    """Only an operator or the platform opens a new community."""
    if not by.has(*_FOUNDERS):
        raise Refused("forbidden", "Only an operator can open a new community.")
