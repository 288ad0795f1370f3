"""How staff come in, and who may let them in again."""

from linli.foundation.people import policy
from linli.foundation.people.domain.cards import StaffSignIn
from linli.foundation.people.models import Credential
from linli.foundation.people.selectors.seeing import find_person, live_grants
from linli.kernel import Actor, Role


def get_sign_in(*, viewer: Actor, person: str) -> StaffSignIn | None:
    """How a member of staff comes in; None for whoever holds no office, and for other eyes than
    their own and those of whoever appoints them."""
    may_reset = appoints(viewer, find_person(viewer, person).pk)
    is_own = viewer.person == person and viewer.on_behalf_of is None and viewer.is_staff
    if not (may_reset or is_own):
        return None
    row = Credential.objects.filter(pk=person).first()
    return StaffSignIn(
        login=(row.login or "") if row else "",
        has_password=row is not None,
        has_second=row is not None and row.totp_is_confirmed,
        one_time_until=row.one_time_until if row else None,
        may_reset=may_reset,
    )


def appoints(by: Actor, person: str) -> bool:
    """Whether this actor could appoint a person to every role they hold, here and elsewhere.

    Nobody resets their own; offices held in another community are beyond this one's reach.
    """
    held = list(live_grants().filter(person=person).values_list("community", "role"))
    if by.is_system:
        return bool(held)
    reaches = all(
        community == by.community and policy.may_grant(by, Role(role)) for community, role in held
    )
    return bool(held) and reaches and by.person != person
