"""Tokens as their person sees them, and who comes with one."""

from datetime import timedelta

from linli.foundation.people import policy
from linli.foundation.people.domain.tokens import MARK, TokenBearer, TokenCard, digest_of
from linli.foundation.people.models import ApiToken
from linli.foundation.people.selectors.acting import actor_for
from linli.kernel import Actor, Refused, now

_NOTED_EVERY = timedelta(minutes=1)
_LONGEST = 120


def list_tokens(*, viewer: Actor) -> tuple[TokenCard, ...]:
    """One's own tokens, or at the desk those of the one who asks to close one; newest first."""
    if viewer.person is None or not viewer.community:
        raise Refused("not_signed_in", "Please sign in first.")
    rows = ApiToken.objects.filter(community=viewer.community, person=policy.speaker_for(viewer))
    return tuple(
        TokenCard(
            id=row.pk,
            name=row.name,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            until=row.until,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows.order_by("-id")
    )


def read_token(*, viewer: Actor, secret: str) -> TokenBearer:
    """Who comes with a token, with the roles of today; for whoever it was shown to.

    Refused when it is not ours, was taken back, has run out, or its person has left. The use is
    noted once a minute.
    """
    row = None
    if secret.startswith(MARK) and len(secret) <= _LONGEST:
        row = ApiToken.objects.filter(
            digest=digest_of(secret), revoked_at=None, until__gt=now()
        ).first()
    if row is None:
        raise Refused("not_signed_in", "This token is not valid, or not any more.")
    try:
        actor = actor_for(
            person=row.person_id, community=row.community, via=viewer.via, strong=row.is_strong
        )
    except Refused:
        raise Refused("not_signed_in", "This token is not valid, or not any more.") from None
    if row.last_used_at is None or now() - row.last_used_at >= _NOTED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now())
    return TokenBearer(row.pk, actor, frozenset(row.scopes))
