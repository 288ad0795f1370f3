"""Paper cards: made at the desk, used, taken back by their owner or the desk at once."""

import hmac
import secrets
from datetime import datetime

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import policy
from linli.foundation.people.domain import passes
from linli.foundation.people.domain.cards import SignIn
from linli.foundation.people.domain.limits import TRIES_PER_ADDRESS
from linli.foundation.people.domain.passes import Ended, IssuedPass
from linli.foundation.people.facts import (
    PassEndsSoon,
    PassIssued,
    PassLocked,
    PassRevoked,
    PassUsedElsewhere,
)
from linli.foundation.people.models import LoginPass, PassUsed
from linli.foundation.people.models.sealing import DEVICE, PIN, trace
from linli.foundation.people.selectors.acting import communities_of
from linli.foundation.people.selectors.passes import closed, digest_of, gone
from linli.foundation.people.services.registering import own_person
from linli.foundation.people.services.trying import check_tries, count_try
from linli.kernel import Actor, Refused, now


def issue_pass(*, by: Actor, person: str, pin: str = "", key: str | None = None) -> IssuedPass:
    """Make a paper card for a person who stands at the desk; the one they had ends.

    `pin` are the four digits they chose, empty for fresh ones. Code and digits are returned this
    once; the same `key` makes one card and does not show it again.
    """
    policy.check_may_issue_pass(by)
    digits = passes.chosen_pin(pin)
    with transaction.atomic():
        own_person(by, person)
        known = LoginPass.objects.filter(community=by.community, key=key).first() if key else None
        if known is not None:
            return IssuedPass(known.pk, None, "")
        for old in LoginPass.objects.select_for_update().filter(person=person, ended_at=None):
            end_pass(old, Ended.REPLACED, now())
        token = secrets.token_urlsafe(passes.TOKEN_BYTES)
        row = LoginPass.objects.create(
            community=by.community,
            person_id=person,
            digest=digest_of(token),
            pin_hash=_pin_hash(token, digits),
            issued_by_id=by.person,
            via=by.via,
            issued_at=now(),
            until=now() + passes.LASTS,
            key=key,
        )
        publish(PassIssued(community=by.community, login_pass=row.pk, person=person))
        return IssuedPass(row.pk, token, digits)


def use_pass(*, by: Actor, token: str, pin: str, device: str = "", address: str = "") -> SignIn:
    """Who the holder of a card is, after its four digits.

    Five wrong tries pause the card for an hour, five more end it; its owner is told. `device` says
    what kind of browser it is, so that the owner hears of one that is new.
    """
    with transaction.atomic():  # a wrong try is counted even though it is refused
        answer = _use(token[: passes.MOST_TOKEN], passes.clean_pin(pin), device[:400], address)
    if isinstance(answer, Refused):
        raise answer
    return answer


def revoke_pass(*, by: Actor, login_pass: str) -> None:
    """Make a card worthless at once, by its owner or the desk; who came in by it is out."""
    with transaction.atomic():
        row = _find(by, login_pass)
        if row.ended_at is None:
            end_pass(row, Ended.OWN if by.person == row.person_id else Ended.DESK, now())
            publish(PassRevoked(community=by.community, login_pass=row.pk, person=row.person_id))


def restore_pass(*, by: Actor, login_pass: str) -> None:
    """Take one's own stopping of a card back, within half an hour, unless there is a new one."""
    policy.check_not_by_card(by)
    with transaction.atomic():
        row = _find(by, login_pass)
        newer = LoginPass.objects.filter(person=row.person_id, ended_at=None)
        since = now() - passes.UNDO
        if row.ended_at is None:
            return
        if row.ended_by != Ended.OWN or row.ended_at < since or newer.exists():
            raise Refused("conflict", "This card stays as it is. The desk gives you a new one.")
        row.ended_at, row.ended_by = None, ""
        row.save(update_fields=["ended_at", "ended_by"])


def remind_passes(*, by: Actor) -> int:
    """Have the owners of cards that run out within two weeks told, each once; how many. A timer."""
    policy.check_system(by)
    soon = {"until__gt": now(), "until__lte": now() + passes.REMINDED}
    with transaction.atomic():
        rows = LoginPass.objects.select_for_update().filter(
            community=by.community, ended_at=None, reminded_at=None, **soon
        )
        found = list(rows)
        for row in found:
            row.reminded_at = now()
            row.save(update_fields=["reminded_at"])
            publish(
                PassEndsSoon(
                    community=by.community,
                    login_pass=row.pk,
                    person=row.person_id,
                    until=row.until.isoformat(),
                )
            )
        return len(found)


def _find(by: Actor, login_pass: str) -> LoginPass:
    rows = LoginPass.objects.select_for_update().filter(pk=login_pass, community=by.community)
    row = rows.first()
    is_own = row is not None and by.person == row.person_id and by.on_behalf_of is None
    if row is None or not (is_own or policy.may_issue_pass(by)):
        raise Refused("not_found", "There is no such card.")
    own_person(by, row.person_id)
    return row


def _use(token: str, pin: str, device: str, address: str) -> SignIn | Refused:
    try:
        check_tries(TRIES_PER_ADDRESS, address)
    except Refused as refused:
        return refused
    row = LoginPass.objects.select_for_update().filter(digest=digest_of(token)).first()
    trouble = closed(row)
    if trouble is not None:
        count_try(TRIES_PER_ADDRESS, address)
        return trouble
    assert row is not None  # a card that does not exist is closed
    if not hmac.compare_digest(row.pin_hash, _pin_hash(token, pin)):
        count_try(TRIES_PER_ADDRESS, address)
        return _wrong(row)
    if row.community not in communities_of(row.person_id):
        return gone()
    before, row.wrong = row.wrong, 0
    row.save(update_fields=["wrong"])
    _note_use(row, device)
    return SignIn(row.person_id, (row.community,), login_pass=row.pk, wrong_before=before)


def _wrong(row: LoginPass) -> Refused:
    row.wrong += 1
    left = passes.MOST_WRONG - row.wrong
    if left > 0:
        row.save(update_fields=["wrong"])
        return Refused(
            "invalid",
            "These are not the four digits of this card. You can try %(left)s more times.",
            field="pin",
            left=left,
        )
    is_final = row.pauses >= passes.MOST_PAUSES
    row.wrong, row.pauses = 0, row.pauses + 1
    row.paused_until = now() + passes.PAUSE
    row.save(update_fields=["wrong", "pauses", "paused_until"])
    if is_final:
        end_pass(row, Ended.LOCKED, now())
    publish(
        PassLocked(
            community=row.community, login_pass=row.pk, person=row.person_id, is_final=is_final
        )
    )
    return closed(row) or gone()


def _note_use(row: LoginPass, device: str) -> None:
    trail = trace(f"{row.pk}:{device}", DEVICE)
    is_new = not PassUsed.objects.filter(login_pass=row, device=trail).exists()
    PassUsed.objects.create(login_pass=row, at=now(), device=trail, is_new=is_new)
    if is_new:
        publish(PassUsedElsewhere(community=row.community, login_pass=row.pk, person=row.person_id))


def end_pass(row: LoginPass, why: Ended, at: datetime) -> None:
    """A card no longer works; whoever came in by it is out at their next request."""
    row.ended_at, row.ended_by = at, why
    row.save(update_fields=["ended_at", "ended_by"])


def _pin_hash(token: str, pin: str) -> str:
    return trace(f"{token}:{pin}", PIN)
