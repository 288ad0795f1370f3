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
from linli.application.assembly.domain.preparing.cards import Elected, ElectionCard, OpenSeats
from linli.application.assembly.domain.rules import Tie
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.models import Assembly, Candidacy, Motion, Roll, RollUnit, RollVoter
from linli.application.assembly.selectors.assemblies import find
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
    motion = election_of(row)
    counted = _counted(motion)
    if motion is None or counted is None:
        raise Refused("conflict", "This assembly has no final election.", field="assembly")
    values = read_frozen(row.rules or {}).values
    first, elected, rows = _with_those_before(motion, counted)
    waiting = counted["alternates"][: most_alternates(values, len(elected))]
    persons = _persons(row.community, rows, [*elected, *waiting])
    stays = stands(values, len(elected), first.seats, size_of(row, values))
    return ElectionCard(
        assembly=row.pk,
        seats=first.seats,
        elected_on=local_day(row.community, row.final_at or now()),
        members=tuple(Elected(one, persons.get(one, "")) for one in elected),
        alternates=tuple(Elected(one, persons.get(one, "")) for one in waiting),
        is_open=bool(counted["tied"] or counted.get("open")) or not stays,
    )


def open_seats(*, viewer: Actor, assembly: str) -> OpenSeats | None:
    """The seats of a final election for which candidates are tied; None where nobody is."""
    row = find(viewer, assembly)
    motion = election_of(row)
    found = tied_for(motion) if motion else None
    if motion is None or found is None:
        return None
    seats, tied = found
    return OpenSeats(
        seats=seats,
        tied=tied,
        is_by_lot=read_frozen(row.rules or {}).values.get("tie") == Tie.LOT,
        run_off=_run_off(viewer, motion),
    )


def election_of(row: Assembly) -> Motion | None:
    """The election among what an assembly decides."""
    return row.motions.filter(kind="election").order_by("number").first()


def tied_for(motion: Motion) -> tuple[int, tuple[str, ...]] | None:
    """How many seats are left, and who is tied for them; None where a final result leaves none."""
    counted = _counted(motion)
    if counted is None or not counted["tied"]:
        return None
    return motion.seats - len(counted["elected"]), tuple(counted["tied"])


def _run_off(viewer: Actor, motion: Motion) -> str:
    rows = motion.run_offs.exclude(assembly__stage=Stage.CANCELLED)
    if not policy.sees_drafts(viewer):
        rows = rows.exclude(assembly__announced_at=None)
    return rows.values_list("assembly", flat=True).first() or ""


def _with_those_before(
    motion: Motion, counted: Mapping[str, Any]
) -> tuple[Motion, list[str], list[str]]:
    """The election that a run-off completes, or itself; all who are in; and their assemblies."""
    elected, rows = list(counted["elected"]), [motion.assembly_id]
    while (before := motion.completes) is not None:
        motion = before
        elected = [*(_counted(before) or {}).get("elected", ()), *elected]
        rows.append(before.assembly_id)
    return motion, elected, rows


def _counted(motion: Motion | None) -> dict[str, Any] | None:
    """The count of an election in its final result."""
    final = motion.assembly.results.filter(stage="final").first() if motion else None
    if final is None or motion is None:
        return None
    found = (one["deemed"] for one in final.body["motions"] if one["id"] == motion.pk)
    return next((one for one in found if "elected" in one), None)


def size_of(row: Assembly, values: Mapping[str, Value]) -> Size:
    """How many members a committee may have under these rules, by the frozen roll."""
    roll = Roll.objects.filter(assembly=row).first()
    homes = RollUnit.objects.filter(head__roll=row.pk).count()
    return committee_size(values, homes, Decimal(roll.area if roll else 0))


def _persons(community: str, rows: list[str], names: list[str]) -> dict[str, str]:
    """The person behind each name, where there is no doubt about it; `rows` are assemblies."""
    stood = Candidacy.objects.filter(preparation__assembly__in=rows, state=CandidacyState.FINAL)
    listed = list(stood.order_by("at", "id").values_list("person_id", flat=True))
    known = dict(zip(names_on_ballot(community, listed), listed, strict=True))
    platform = system(community)
    for name in names:
        if name not in known:
            alike = people.list_named(viewer=platform, name=name)
            voters = RollVoter.objects.filter(head__roll__in=rows, person__in=alike)
            found = set(voters.values_list("person_id", flat=True))
            if len(found) == 1:
                known[name] = found.pop()
    return known
