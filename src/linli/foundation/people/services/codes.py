"""Coming in with a phone and a one-time code."""

import hmac
from typing import Protocol

from django.db import transaction

from linli.foundation.people.domain.cards import CodeAsked, SignIn
from linli.foundation.people.domain.contacts import clean_phone
from linli.foundation.people.domain.limits import (
    CODE_LASTS,
    CODES_PER_ADDRESS,
    CODES_PER_PHONE,
    MOST_TRIES,
    TRIES_PER_ADDRESS,
    clean_code,
    new_code,
)
from linli.foundation.people.models import LoginCode, Person
from linli.foundation.people.models.sealing import PHONE, trace
from linli.foundation.people.selectors.acting import communities_of
from linli.foundation.people.services.trying import check_tries, count_try
from linli.kernel import Actor, Refused, new_id, now

_CODE = "people.login_code"
_MINUTES = int(CODE_LASTS.total_seconds() // 60)


class CodeSender(Protocol):
    """Brings a code to a phone; called inside the transaction, so it only writes a request."""

    def __call__(self, *, community: str, person: str, phone: str, code: str, minutes: int) -> None:
        """Ask for the code to be sent."""


_senders: list[CodeSender] = []


def use_code_sender(sender: CodeSender | None) -> None:
    """Set the channel codes go out by; wiring does this once, None takes it away."""
    _senders[:] = [sender] if sender else []


def request_code(*, by: Actor, phone: str, address: str = "") -> CodeAsked:
    """Have a one-time code sent to a phone, if someone here has it; the answer never tells.

    `address` is where the request came from, for the limit per connection. 11 codes an hour for a
    phone, 60 for a connection.
    """
    number = clean_phone(phone)
    if not _senders:
        raise Refused(
            "unavailable", "Codes cannot be sent at the moment. Please come to the service desk."
        )
    with transaction.atomic():
        check_tries(CODES_PER_PHONE, number)
        check_tries(CODES_PER_ADDRESS, address)
        count_try(CODES_PER_PHONE, number)
        count_try(CODES_PER_ADDRESS, address)
        code = new_code()
        _keep(number, code)
        known = _known(number)
        if known:
            person, communities = known[0]
            _senders[0](
                community=communities[0],
                person=person,
                phone=number,
                code=code,
                minutes=_MINUTES,
            )
        return CodeAsked(minutes_valid=_MINUTES)


def verify_code(*, by: Actor, phone: str, code: str, address: str = "") -> SignIn:
    """Who the holder of a phone is, after a right code; 5 tries for each code, 10 minutes."""
    number, said = clean_phone(phone), clean_code(code)
    with transaction.atomic():  # a wrong try is counted even though it is refused
        answer = _verify(number, said, address)
    if isinstance(answer, Refused):
        raise answer
    return answer


def _verify(number: str, said: str, address: str) -> SignIn | Refused:
    try:
        check_tries(TRIES_PER_ADDRESS, address)
    except Refused as refused:
        return refused
    row = (
        LoginCode.objects.select_for_update()
        .filter(phone_hash=trace(number, PHONE), until__gt=now(), used_at=None)
        .order_by("-at", "-id")
        .first()
    )
    if row is None or row.tries >= MOST_TRIES:
        return Refused(
            "invalid", "This code is no longer valid. Please ask for a new one.", field="code"
        )
    row.tries += 1
    known = _known(number)
    if not hmac.compare_digest(row.code_hash, _trace(row.pk, said)) or not known:
        row.save(update_fields=["tries"])
        count_try(TRIES_PER_ADDRESS, address)
        return Refused(
            "invalid",
            "This code is not right. You can try %(left)s more times.",
            field="code",
            left=MOST_TRIES - row.tries,
        )
    row.used_at = now()
    row.save(update_fields=["tries", "used_at"])
    first, *others = (SignIn(person, communities) for person, communities in known)
    return SignIn(first.person, first.communities, others=tuple(others))


def _keep(number: str, code: str) -> None:
    own = new_id()
    LoginCode.objects.create(
        id=own,
        phone_hash=trace(number, PHONE),
        code_hash=_trace(own, code),
        at=now(),
        until=now() + CODE_LASTS,
    )


def _trace(row: str, code: str) -> str:
    return trace(f"{row}:{code}", _CODE)


def _known(number: str) -> list[tuple[str, tuple[str, ...]]]:
    """Persons with this phone who belong somewhere, the longest known first."""
    rows = Person.objects.filter(phone_hash=trace(number, PHONE)).order_by("created_at", "id")
    found = [(row.pk, communities_of(row.pk)) for row in rows[:10]]
    return [(person, communities) for person, communities in found if communities]
