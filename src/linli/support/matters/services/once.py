"""What is sent again, in whatever session and however much later, is not done again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from linli.kernel import Actor, Refused, now
from linli.support.matters.models import ActKey
from linli.support.matters.services.steps import clean, find

_LONGEST_KEY = 40
KEPT = timedelta(days=30)
"""How long a key is known: a phone asks a person before it sends what is nearly as old."""


@contextmanager
def once(*, by: Actor, matter: str, key: str) -> Iterator[bool]:
    """One transaction for an act under its key; False when it was done before.

    A refusal inside leaves the key unused, so that what was corrected can be sent again.
    """
    if by.person is None:
        raise Refused("not_signed_in", "Please sign in first.")
    plain = clean(key, field="key", longest=_LONGEST_KEY, needed="Please send it once more.")
    with transaction.atomic():
        find(by, matter)  # twins at the same instant wait for each other here
        _, is_new = ActKey.objects.get_or_create(
            person_id=by.person, key=plain, defaults={"matter_id": matter, "at": now()}
        )
        yield is_new


def forget_act_keys(*, by: Actor) -> int:
    """Forget the keys no phone sends again; returns how many."""
    if not by.is_system:
        raise Refused("forbidden", "Only the platform forgets keys.")
    old = ActKey.objects.filter(matter__community=by.community, at__lte=now() - KEPT)
    return old.delete()[0]
