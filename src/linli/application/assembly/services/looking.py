"""Who checks the ballots sees how each owner voted, after the close; every look is kept."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction

from linli.application.assembly.domain.cards import OwnHead, ScrutinyRow
from linli.application.assembly.domain.choosing import is_all_void
from linli.application.assembly.domain.parameters import said_value
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.models import Assembly, BallotLook, Effective, Scrutineer, Sheet
from linli.application.assembly.models.sealing import open_choices
from linli.application.assembly.selectors.ballots import my_ballots
from linli.application.assembly.selectors.papers import why_void
from linli.application.assembly.services.finding import check_stage, clean, find
from linli.kernel import Actor, Page, Refused, Words, now

_COUNTED = frozenset({Stage.CLOSED, Stage.PRELIMINARY, Stage.FINAL, Stage.ARCHIVED})
MOST = 50
OWN_LOOK = "own"
"""The reason of a look at one's own ballot, which needs no other."""


def scrutiny(
    *, viewer: Actor, assembly: str, reason: str, cursor: str | None = None, limit: int = MOST
) -> Page[ScrutinyRow]:
    """Ballots with what they say, in their order, for a named scrutineer with a reason.

    Each look at each owner's ballot is kept, and its owners can read it.
    """
    row = find(viewer, assembly)
    person = _check_is_named(viewer, row)
    check_stage(row, _COUNTED)
    why = clean(reason, field="reason", most=400)
    limit = min(max(limit, 1), MOST)
    after = int(cursor) if cursor and cursor.isdigit() else 0
    rows = Sheet.objects.filter(assembly=row, number__gt=after).order_by("number")
    found = list(rows.select_related("head", "struck").prefetch_related("head__units")[: limit + 1])
    shown = found[:limit]
    with transaction.atomic():
        _note(person, shown, why)
    return Page(_rows(shown), str(shown[-1].number) if len(found) > limit else None)


def look_at_own(*, viewer: Actor, assembly: str) -> tuple[OwnHead, ...]:
    """One's own heads with what one's ballots say; that they were looked at is kept as well."""
    person = viewer.person or ""
    for one in my_ballots(viewer=viewer, assembly=assembly):
        if one.ballots:
            BallotLook.objects.create(head_id=one.head, looker_id=person, reason=OWN_LOOK, at=now())
    return my_ballots(viewer=viewer, assembly=assembly)


def _check_is_named(viewer: Actor, row: Assembly) -> str:
    named = Scrutineer.objects.filter(assembly=row, person=viewer.person or "")
    if viewer.person is None or viewer.on_behalf_of or not named.exists():
        raise Refused("forbidden", "How somebody voted is seen by named scrutineers only.")
    return viewer.person


def _note(person: str, sheets: list[Sheet], why: str) -> None:
    heads = dict.fromkeys(sheet.head_id for sheet in sheets)
    BallotLook.objects.bulk_create(
        BallotLook(head_id=head, looker_id=person, reason=why, at=now()) for head in heads
    )


def _rows(sheets: list[Sheet]) -> tuple[ScrutinyRow, ...]:
    counts: defaultdict[str, set[str]] = defaultdict(set)
    held = Effective.objects.filter(sheet__in=[one.pk for one in sheets])
    for sheet, motion in held.values_list("sheet_id", "motion_id"):
        counts[sheet].add(motion)
    void = why_void(sheets)
    return tuple(
        ScrutinyRow(
            head=one.head_id,
            number=one.head.number,
            pseudonym=one.head.pseudonym,
            units=tuple(Words(unit.label, unit.label_en) for unit in one.head.units.all()),
            sheet=one.pk,
            sheet_number=one.number,
            channel=one.channel,
            at=one.at,
            choices=open_choices(one.sealed, f"sheet:{one.pk}"),
            counts=frozenset(counts[one.pk]),
            evidence=one.evidence,
            is_struck=hasattr(one, "struck"),
            void_why=said_value(void[one.pk]) if _is_void(one, void) else None,
        )
        for one in sheets
    )


def _is_void(sheet: Sheet, void: Mapping[str, str]) -> bool:
    """Whether it holds as void as a whole; a third person may have decided otherwise."""
    return sheet.pk in void and is_all_void(open_choices(sheet.sealed, f"sheet:{sheet.pk}"))
