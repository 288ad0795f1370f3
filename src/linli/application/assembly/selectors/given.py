"""The frozen roll and agenda of an assembly in the plain values of `linli tally`."""

from collections import defaultdict
from typing import Any

from linli.application.assembly.models import Assembly, RollHead, RollUnit, RollVoter


def owners_given(row: Assembly) -> list[dict[str, Any]]:
    """The frozen roll as `owners` of `linli tally`, by pseudonym; in the order of the roll."""
    units: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for unit in RollUnit.objects.filter(head__roll=row.pk).order_by("pk"):
        units[unit.head_id].append(_unit(unit))
    joint: defaultdict[int, list[str]] = defaultdict(list)
    for (head, _), name in voter_names(row).items():
        joint[head].append(name)
    return [_owner(head, units[head.pk], joint[head.pk]) for head in heads_of(row)]


def _unit(unit: RollUnit) -> dict[str, str]:
    where = {"building": unit.building, "entrance": unit.entrance}
    return {
        "id": unit.place_id,
        "area": unit.area,
        "source": unit.source,
        "use": unit.use,
        **{name: place for name, place in where.items() if place},
    }


def heads_of(row: Assembly) -> list[RollHead]:
    """The heads of a roll in order."""
    return list(RollHead.objects.filter(roll=row.pk).order_by("number"))


def voter_names(row: Assembly) -> dict[tuple[int, str], str]:
    """What the ledger calls each of joint owners: the head's pseudonym and a number."""
    rows = RollVoter.objects.filter(head__roll=row.pk, head__is_joint=True).order_by("pk")
    seen: defaultdict[int, int] = defaultdict(int)
    found: dict[tuple[int, str], str] = {}
    for head, person, pseudonym in rows.values_list("head_id", "person_id", "head__pseudonym"):
        seen[head] += 1
        found[head, person] = f"{pseudonym}-{seen[head]}"
    return found


def _owner(head: RollHead, units: list[dict[str, Any]], joint: list[str]) -> dict[str, Any]:
    more = {"joint": joint} if joint else {}
    return {"id": head.pseudonym, "units": units, "developer": head.is_developer, **more}


def motions_given(row: Assembly) -> list[dict[str, Any]]:
    """The agenda as `motions` of `linli tally`."""
    found = []
    for motion in row.motions.order_by("number"):
        given: dict[str, Any] = {"id": motion.pk, "title": motion.title_zh, "kind": motion.kind}
        if motion.scope and row.community not in motion.scope:
            given["scope"] = scope_given(motion.scope)
        if motion.candidates:
            given |= {"candidates": motion.candidates, "seats": motion.seats}
        found.append(given)
    return found


def scope_given(scope: list[str]) -> dict[str, list[str]]:
    """Places as a scope of `linli tally`; an id is either a building's or an entrance's."""
    return {"buildings": scope, "entrances": scope}
