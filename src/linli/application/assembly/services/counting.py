"""From the frozen roll and the sealed ballots to what `linli tally` counts, and back.

The count itself is `domain.tallying`; here is only what it is given, and that what it takes for
each head's ballot is what the register of effective ballots says as well.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from linli.application.assembly.domain.frozen import Frozen, read_frozen
from linli.application.assembly.domain.tallying import tally
from linli.application.assembly.models import (
    Assembly,
    Delivery,
    Effective,
    HeadStanding,
    Sheet,
)
from linli.application.assembly.models.sealing import open_choices
from linli.application.assembly.selectors.given import motions_given, owners_given, voter_names


@dataclass(frozen=True, slots=True)
class Counted:
    """The body of a result, and by how many ballots count and register differ (0, or a fault)."""

    body: dict[str, Any]
    difference: int


def count(row: Assembly) -> Counted:
    """Count an assembly from what is frozen and sealed; each motion strict and as deemed."""
    rules = read_frozen(row.rules or {})
    sheets = list(
        Sheet.objects.filter(assembly=row, struck=None).select_related("head").order_by("number")
    )
    rows = _ballots(row, sheets)
    result = tally(
        {
            "pack": rules.pack or "cn-base",
            "rules": rules.counting,
            "owners": _with_representatives(row, owners_given(row)),
            "motions": motions_given(row),
            "ballots": [ballot for _, ballot in rows],
            "deliveries": _deliveries(row),
        }
    )
    difference = _difference(row, result, rows) + abs(row.last_number - _returned(row))
    return Counted(_body(row, rules, result, rows, difference), difference)


def _returned(row: Assembly) -> int:
    return Sheet.objects.filter(assembly=row).count()


def _with_representatives(row: Assembly, owners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whom joint owners named before the close."""
    named = HeadStanding.objects.filter(head__roll=row.pk, representative__isnull=False)
    names = voter_names(row)
    speaks = {
        one.head.pseudonym: names[one.head_id, one.representative_id or ""]
        for one in named.select_related("head")
    }
    return [
        {**one, "representative": speaks[one["id"]]} if one["id"] in speaks else one
        for one in owners
    ]


def _ballots(row: Assembly, sheets: list[Sheet]) -> list[tuple[Sheet, dict[str, Any]]]:
    names = voter_names(row)
    found: list[tuple[Sheet, dict[str, Any]]] = []
    for sheet in sheets:
        by = names.get((sheet.head_id, sheet.signer_id or ""), "")
        common: dict[str, Any] = {
            "owner": sheet.head.pseudonym,
            "channel": sheet.channel,
            "at": sheet.at.isoformat(),
            **({"by": by} if by else {}),
            **({"proxy": sheet.signer_id} if sheet.proxy_id else {}),
        }
        choices = open_choices(sheet.sealed, f"sheet:{sheet.pk}")
        found += (
            (sheet, {**common, "motion": motion, "choice": said})
            for motion, said in choices.items()
        )
    return found


def _deliveries(row: Assembly) -> list[dict[str, str]]:
    """Units with evidence that a ballot reached them."""
    rows = Delivery.objects.filter(unit__head__roll=row.pk).order_by("pk")
    return [
        {"unit": unit, "evidence": evidence}
        for unit, evidence in rows.values_list("unit__place_id", "evidence")
    ]


def _difference(
    row: Assembly, result: dict[str, Any], rows: list[tuple[Sheet, dict[str, Any]]]
) -> int:
    """Ballots that the count takes and the register does not, or the other way round."""
    aside = {one["row"] for one in result["set_aside"]}
    counted: set[tuple[str, int]] = set()
    for motion in result["motions"]:
        left = aside | {one["row"] for one in motion["set_aside"]}
        counted |= {
            (ballot["motion"], sheet.number)
            for number, (sheet, ballot) in enumerate(rows)
            if ballot["motion"] == motion["id"] and number not in left
        }
    held = Effective.objects.filter(motion__assembly=row)
    registered = set(held.values_list("motion_id", "sheet__number"))
    return len(counted ^ registered)


def _body(  # noqa: PLR0917  all that a result is made of
    row: Assembly,
    rules: Frozen,
    result: dict[str, Any],
    rows: list[tuple[Sheet, dict[str, Any]]],
    difference: int,
) -> dict[str, Any]:
    """The result as it is kept: all of the count, with ballots by their numbers."""
    disputed = HeadStanding.objects.filter(head__roll=row.pk, is_disputed=True)
    for motion in result["motions"]:
        motion["set_aside"] = [_aside(one, rows) for one in motion["set_aside"]]
    return {
        "pack": rules.pack,
        "version": rules.version,
        "rules": rules.counting,
        "motions": result["motions"],
        "set_aside": [_aside(one, rows) for one in result["set_aside"]],
        "roll": {"heads": row.roll.heads, "area": row.roll.area},
        "ballots": {
            "returned": row.last_number,
            "last": Sheet.objects.filter(assembly=row).aggregate(last=Max("seq"))["last"] or 0,
            "disputed_heads": disputed.count(),
            "difference": difference,
        },
    }


def _aside(one: dict[str, Any], rows: list[tuple[Sheet, dict[str, Any]]]) -> dict[str, Any]:
    sheet = rows[one["row"]][0]
    return {"sheet": sheet.number, "owner": one["owner"], "code": one["code"]}
