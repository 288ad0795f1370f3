"""Whom a final result elected, as persons: what a new committee is made of."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from linli.application.assembly import policy
from linli.application.assembly.domain.committee import (
    Size,
    committee_size,
    most_alternates,
    stands,
)
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.parameters import Value
from linli.application.assembly.domain.preparing.candidates import CandidacyState
from linli.application.assembly.domain.preparing.cards import Elected, ElectionCard
from linli.application.assembly.models import Assembly, Candidacy, Motion, Roll, RollUnit, RollVoter
from linli.application.assembly.selectors.preparing.candidates import names_on_ballot
from linli.application.assembly.selectors.preparing.times import local_day
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now, system


def get_elected(*, viewer: Actor, assembly: str) -> ElectionCard:
    """The seats and alternates of an assembly's final election, for those who note the committee.

    The count under the community's own rules says who. A name on the ballot is the candidate of
    the preparation, or the one owner of that name on the roll; who cannot be told has no person.

    Raises:
        Refused: no such assembly here (not_found), no final election in it (conflict).
    """
    policy.check_leads_preparation(viewer)
    row = Assembly.objects.filter(pk=assembly, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such assembly.", field="assembly")
    motion = row.motions.filter(kind="election").order_by("number").first()
    counted = _counted(row, motion)
    if motion is None or counted is None:
        raise Refused("conflict", "This assembly has no final election.", field="assembly")
    values = read_frozen(row.rules or {}).values
    elected: list[str] = counted["elected"]
    waiting = counted["alternates"][: most_alternates(values, len(elected))]
    persons = _persons(row, [*elected, *waiting])
    stays = stands(values, len(elected), motion.seats, size_of(row, values))
    return ElectionCard(
        assembly=row.pk,
        seats=motion.seats,
        elected_on=local_day(row.community, row.final_at or now()),
        members=tuple(Elected(one, persons.get(one, "")) for one in elected),
        alternates=tuple(Elected(one, persons.get(one, "")) for one in waiting),
        is_open=bool(counted["tied"] or counted.get("open")) or not stays,
    )


def _counted(row: Assembly, motion: Motion | None) -> dict[str, Any] | None:
    final = row.results.filter(stage="final").first()
    if final is None or motion is None:
        return None
    found = (one["deemed"] for one in final.body["motions"] if one["id"] == motion.pk)
    return next((one for one in found if "elected" in one), None)


def size_of(row: Assembly, values: Mapping[str, Value]) -> Size:
    """How many members a committee may have under these rules, by the frozen roll."""
    roll = Roll.objects.filter(assembly=row).first()
    homes = RollUnit.objects.filter(head__roll=row.pk).count()
    return committee_size(values, homes, Decimal(roll.area if roll else 0))


def _persons(row: Assembly, names: list[str]) -> dict[str, str]:
    """The person behind each name, where there is no doubt about it."""
    stood = Candidacy.objects.filter(preparation__assembly=row, state=CandidacyState.FINAL)
    listed = list(stood.order_by("at", "id").values_list("person_id", flat=True))
    known = dict(zip(names_on_ballot(row.community, listed), listed, strict=True))
    platform = system(row.community)
    for name in names:
        if name not in known:
            alike = people.list_named(viewer=platform, name=name)
            voters = RollVoter.objects.filter(head__roll=row.pk, person__in=alike)
            found = set(voters.values_list("person_id", flat=True))
            if len(found) == 1:
                known[name] = found.pop()
    return known
