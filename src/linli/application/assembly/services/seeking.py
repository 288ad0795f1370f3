"""Whoever runs an assembly finds an owner on its roll, by name or door; whom is kept on record."""

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.models import Assembly, RollVoter
from linli.application.assembly.services.finding import find
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Ref, Refused, system

_REASON = "办理业主大会时在业主名册里查找 · found on the owners' roll to run an assembly"
_LONGEST = 60


def find_on_roll(*, viewer: Actor, assembly: str, text: str, field: str = "person") -> str:
    """The one owner on an assembly's roll whom a whole name, a home ("3-2-401") or both mean.

    For those who run it and cannot look through the register. Only the id comes back; nobody off
    this roll is found, nor anybody whose home is not shown. Who was found can read who looked.
    """
    row = find(viewer, assembly)
    policy.check_may_seek(viewer)
    plain = text.replace("\0", "").strip()[:_LONGEST]
    if not plain:
        raise Refused("invalid", "Please write a name, a home, or both.", field=field)
    found = _meant(viewer, row, plain)
    if not found:
        raise Refused("invalid", "Nobody on this roll is found by this.", field=field)
    if len(found) > 1:
        raise Refused(
            "invalid",
            "Several on this roll are found by this; please write the home and the name.",
            field=field,
        )
    (person,) = found
    with transaction.atomic():
        people.note_look(by=viewer, person=person, about=Ref("assembly", row.pk), reason=_REASON)
    return person


def _meant(viewer: Actor, row: Assembly, text: str) -> frozenset[str]:
    """Who on the roll is meant, without those whose home is not shown."""
    homes, name = _read(viewer, text)
    rows = RollVoter.objects.filter(head__roll=row.pk)
    if homes:
        rows = rows.filter(head__units__place__in=homes)
    if name:
        named = people.list_named(viewer=system(row.community), name=name)
        rows = rows.filter(person__in=named)
    found = frozenset(rows.values_list("person_id", flat=True))
    return found - people.hidden_people(viewer=system(row.community), people=found)


def _read(viewer: Actor, text: str) -> tuple[tuple[str, ...], str]:
    """The homes and the name in what was written; what names no home is a name as a whole."""
    words = text.split()
    home = " ".join(one for one in words if any(each.isdigit() for each in one))
    found = places.resolve_place(viewer=viewer, text=home) if home else ()
    homes = tuple(one.id for one in found if one.kind is places.PlaceKind.DWELLING)
    if not homes:
        return (), " ".join(words)
    return homes, " ".join(one for one in words if not any(each.isdigit() for each in one))
