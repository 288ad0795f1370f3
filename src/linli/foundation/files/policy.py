"""Who may send files; who may see one is decided by the module of the thing it hangs on."""

from linli.kernel import Actor, Refused


def check_belongs(actor: Actor) -> None:
    """Anyone who belongs to the community."""
    if not (actor.community and actor.roles):
        raise Refused("not_signed_in", "Please sign in first.")


def check_is_system(by: Actor) -> None:
    """Only the platform's own processes."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself does this.")
