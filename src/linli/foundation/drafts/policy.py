"""A draft is open to nobody but the one who began it."""

from linli.kernel import Actor, Refused


def owner_of(actor: Actor) -> dict[str, str]:
    """Whose drafts an actor may see: their own, and for the same one they were begun for."""
    if actor.person is None or not actor.community:
        raise Refused("not_signed_in", "Please log in first.")
    return {
        "community": actor.community,
        "person": actor.person,
        "subject": actor.subject or actor.person,
    }


def check_is_system(by: Actor) -> None:
    """Only the platform's own processes."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform itself does this.")
