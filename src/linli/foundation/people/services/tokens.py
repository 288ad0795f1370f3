"""Giving tokens to programs, taking them back, and answering each keyed request once."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain.tokens import (
    MARK,
    MOST_KEY,
    MOST_TOKENS,
    AnsweredRequest,
    IssuedToken,
    clean_days,
    clean_name,
    clean_scopes,
    digest_of,
)
from linli.foundation.people.facts import TokenIssued, TokenRestored, TokenRevoked
from linli.foundation.people.models import ApiRequest, ApiToken, Person
from linli.foundation.people.selectors.seeing import known_here
from linli.kernel import Actor, Refused, now

_REQUESTS_KEPT = timedelta(days=2)
_UNDO = timedelta(minutes=30)


def issue_token(
    *,
    by: Actor,
    name: str,
    scopes: Iterable[str],
    days: int = 90,
    person: str | None = None,
    key: str | None = None,
) -> IssuedToken:
    """A token for a program of one's own, shown this once; it can never do more than oneself.

    The platform itself may make one for a `person`. The same `key` makes one token, and does not
    show it again.
    """
    policy.check_not_by_card(by)
    owner = _owner(by, person)
    chosen, title, lasts = clean_scopes(scopes), clean_name(name), clean_days(days)
    with transaction.atomic():
        known = ApiToken.objects.filter(community=by.community, key=key).first() if key else None
        if known is not None:
            return _known(known, owner)
        _check_room(by.community, owner)
        secret = MARK + secrets.token_urlsafe(32)
        row = ApiToken.objects.create(
            community=by.community,
            person_id=owner,
            name=title,
            digest=digest_of(secret),
            scopes=chosen,
            is_strong=by.is_system or by.has(*policy.PUBLIC_OFFICES),
            key=key,
            created_at=now(),
            until=now() + lasts,
        )
        publish(TokenIssued(community=by.community, token=row.pk, person=owner))
        return IssuedToken(row.pk, secret)


def revoke_token(*, by: Actor, token: str) -> None:
    """Make a token of one's own worthless at once, or at the desk that of the one who asks for it;
    again changes nothing."""
    with transaction.atomic():
        rows = ApiToken.objects.select_for_update().filter(pk=token, community=by.community)
        row = rows.first()
        if row is None or not (by.is_system or row.person_id == policy.speaker_for(by)):
            raise Refused("not_found", "There is no such token.")
        if row.revoked_at is None:
            row.revoked_at = now()
            row.save(update_fields=["revoked_at"])
            publish(TokenRevoked(community=by.community, token=row.pk, person=row.person_id))


def restore_token(*, by: Actor, token: str) -> None:
    """Undo the taking back of one's own token within half an hour; again changes nothing."""
    with transaction.atomic():
        rows = ApiToken.objects.select_for_update().filter(pk=token, community=by.community)
        row = rows.filter(person=by.person).first()
        if row is None or by.on_behalf_of:
            raise Refused("not_found", "There is no such token.")
        if row.revoked_at is None:
            return
        if now() > row.revoked_at + _UNDO:
            raise Refused("conflict", "The half hour to take this back is over.")
        row.revoked_at = None
        row.save(update_fields=["revoked_at"])
        publish(TokenRestored(community=by.community, token=row.pk, person=row.person_id))


def claim_request(*, by: Actor, key: str, digest: str) -> AnsweredRequest | None:
    """Begin a request under a key: None when it is new, else what was answered before.

    Call it in the transaction of the change and end with `keep_answer`: then whoever asks the same
    at the same time waits and is given the same answer. `conflict` when the key was used for
    something else. Keys are forgotten after two days.
    """
    if by.person is None or not by.community:
        raise Refused("not_signed_in", "Please sign in first.")
    if not 0 < len(key) <= MOST_KEY or not key.isprintable():
        raise Refused("invalid", "A key has at most 120 characters.", field="Idempotency-Key")
    own = ApiRequest.objects.filter(community=by.community, person=by.person)
    with transaction.atomic():
        own.filter(at__lt=now() - _REQUESTS_KEPT).delete()
        try:
            with transaction.atomic():
                ApiRequest.objects.create(
                    community=by.community,
                    person_id=by.person,
                    key=key,
                    digest=digest,
                    at=now(),
                )
        except IntegrityError:
            return _answered(own.get(key=key), digest)
        return None


def keep_answer(*, by: Actor, key: str, status: int, answer: str) -> None:
    """Keep what was answered to the request that was begun under this key."""
    ApiRequest.objects.filter(community=by.community, person=by.person, key=key).update(
        status=status, answer=answer
    )


def forget_request(*, by: Actor, key: str) -> None:
    """What was asked under this key was not done: it may be asked again, or something else."""
    ApiRequest.objects.filter(community=by.community, person=by.person, key=key).delete()


def _owner(by: Actor, person: str | None) -> str:
    owner = person if by.is_system else by.person
    if not by.community or owner is None:
        raise Refused("not_signed_in", "Please sign in first.")
    if not by.is_system and (by.on_behalf_of or person not in (None, owner)):
        raise Refused("forbidden", "A token can only be made for oneself.")
    if not Person.objects.filter(known_here(by.community), pk=owner).exists():
        raise Refused("not_found", "There is no such person.", field="person")
    return owner


def _check_room(community: str, owner: str) -> None:
    live = ApiToken.objects.filter(
        community=community, person=owner, revoked_at=None, until__gt=now()
    )
    if live.count() >= MOST_TOKENS:
        raise Refused(
            "too_many",
            "You have %(most)s tokens already; take one back that is no longer needed.",
            most=MOST_TOKENS,
        )


def _known(row: ApiToken, owner: str) -> IssuedToken:
    if row.person_id != owner:
        raise Refused("conflict", "This key was used for something else.", field="key")
    return IssuedToken(row.pk, None)


def _answered(row: ApiRequest, digest: str) -> AnsweredRequest:
    if row.digest != digest:
        raise Refused("conflict", "This key was used for another request.", field="Idempotency-Key")
    return AnsweredRequest(row.status, row.answer)
