"""What one shift tells the next, and who took over: lines by name, added and never changed."""

from django.db import transaction

from linli.kernel import Actor, Refused, new_id, now
from linli.support.matters import policy
from linli.support.matters.models import ShiftLine
from linli.support.matters.services.steps import clean


def note_for_next_shift(*, by: Actor, text: str, key: str | None = None) -> str:
    """Leave words to whoever comes next; returns the line's id."""
    words = clean(text, field="text", needed="Please write what the next shift should know.")
    return _add(by, key, text=words)


def take_over_shift(*, by: Actor, key: str | None = None) -> str:
    """Say that one is on duty from now on; returns the line's id."""
    return _add(by, key, takes_over=True)


def _add(by: Actor, key: str | None, *, text: str = "", takes_over: bool = False) -> str:
    policy.check_staff(by)
    if by.person is None:
        raise Refused("not_signed_in", "Please sign in first.")
    with transaction.atomic():
        line, _ = ShiftLine.objects.get_or_create(
            person_id=by.person,
            key=clean(key or new_id(), field="key", longest=40),
            defaults={
                "id": new_id(),
                "community": by.community,
                "at": now(),
                "text": text,
                "takes_over": takes_over,
            },
        )
    return line.pk
