"""The questions of a ballot as a clerk answers them, and what was answered."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.application.assembly.api import AssemblySheet, MotionCard
from linli.surface.desk.meeting.frame import Fields
from linli.surface.desk.meeting.words import said
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_PAPER_ONLY = ("void", "blank")


def fields_of(sheet: AssemblySheet, motions: Iterable[str], *, is_paper: bool) -> Fields:
    """One question for each item that concerns this owner."""
    wanted = frozenset(motions)
    return tuple(_field(sheet, one, is_paper=is_paper) for one in sheet.motions if one.id in wanted)


def _field(sheet: AssemblySheet, motion: MotionCard, *, is_paper: bool) -> shell.Field:
    names = tuple(shell.Choice(str(at), name) for at, name in enumerate(motion.candidates, start=1))
    plain = tuple(
        shell.Choice(one, said(one, motion)) for one in _offered(sheet, motion, is_paper=is_paper)
    )
    hint = read(motion.money.words) if motion.money else ""
    if motion.candidates:
        hint = _("Choose at most %(seats)s") % {"seats": motion.seats}
    return shell.Field(
        name=f"choice-{motion.number}",
        label=f"{motion.number}. {read(motion.title)}",
        hint=hint,
        kind="checkbox" if motion.candidates else "radio",
        choices=(*names, *plain),
    )


def _offered(sheet: AssemblySheet, motion: MotionCard, *, is_paper: bool) -> list[str]:
    values = (sheet.rules or {}).get("values") or {}
    found = ["against", "abstain"] if motion.candidates else ["for", "against", "abstain"]
    if values.get("follow_choice") and not motion.candidates:
        found.append("follow_majority")
    return [*found, *_PAPER_ONLY] if is_paper else found


def chosen(sheet: AssemblySheet, given: QueryDict) -> dict[str, str | list[str]]:
    """What was answered, by item; what was left out is left out."""
    found: dict[str, str | list[str]] = {}
    for motion in sheet.motions:
        said_to = given.getlist(f"choice-{motion.number}")[:100]
        names = [
            motion.candidates[int(one) - 1]
            for one in said_to
            if one.isascii() and one.isdigit() and 0 < int(one) <= len(motion.candidates)
        ]
        plain = [one for one in said_to if not one.isdigit()]
        if names and plain:  # a name and "none of them" at once is what no ballot may say
            found[motion.id] = [*names, *plain]
        elif names:
            found[motion.id] = names
        elif plain:
            found[motion.id] = plain[0]
    return found
