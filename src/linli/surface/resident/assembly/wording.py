"""The words of the assembly's pages: choices, shares, channels, areas."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.assembly.api import AssemblySheet, MotionCard, Stage
from linli.kernel import Words
from linli.surface.shell.convening.voting import CHOICES, STAGES
from linli.surface.shell.language import joined, read

_SHARES = {
    "> 1/2": gettext_noop("more than half"),
    "≥ 2/3": gettext_noop("at least two thirds"),
    "≥ 3/4": gettext_noop("at least three quarters"),
}


def stage(of: Stage) -> str:
    """How far an assembly is; what is put away is a final result to those who decided it."""
    return _(STAGES[Stage.FINAL if of is Stage.ARCHIVED else of][0])


def said(choice: Any, motion: MotionCard) -> str:
    """A choice as one reads it back."""
    if isinstance(choice, (list, tuple)):
        return joined(choice)
    if motion.candidates and choice == "against":
        return _("None of them")
    return _(CHOICES[choice]) if choice in CHOICES else _("Not answered yet")


def homes(units: Sequence[Words]) -> str:
    """The homes of one owner."""
    return joined(read(one) for one in units)


def passes_when(motion: MotionCard) -> str:
    """How many must take part and agree, in plain words."""
    if not motion.participation:
        return _("It passes only when every owner whom it concerns agrees. Silence is no yes.")
    sentence = (
        _(
            "It passes when %(agree)s of those who vote agree, by owners and by area."
            " And %(part)s of all must vote."
        )
        if motion.by_area
        else _("It passes when %(agree)s of those who vote agree, and %(part)s of all vote.")
    )
    return sentence % {"agree": share(motion.approval), "part": share(motion.participation)}


def money(motion: MotionCard) -> str:
    """The money an item decides on, in one sentence; empty where it decides on none."""
    return read(motion.money.words) if motion.money else ""


def named(motion: MotionCard) -> str:
    """An item in a list: its number, its title, and the sum it decides on."""
    title = f"{motion.number}. {read(motion.title)}"
    return f"{title} · {read(motion.money.brief)}" if motion.money else title


def share(text: str) -> str:
    """A gate such as “≥ 2/3” in words."""
    return _(_SHARES[text]) if text in _SHARES else text


def value_of(sheet: AssemblySheet, rule: str) -> Any:
    """A value of the rules that were frozen with the notice; None when nobody decided it."""
    values: Mapping[str, Any] = (sheet.rules or {}).get("values") or {}
    return values.get(rule)


def several(sheet: AssemblySheet) -> str:
    """Which of several ballots holds, so that nobody counts on changing one."""
    sentences = {
        "first_valid": _("Your first ballot counts. It cannot be changed afterwards."),
        "paper_prevails": _(
            "On the screen you vote once. If you change your mind, hand in a paper ballot"
            " before the vote ends: then that one counts."
        ),
        "online_prevails": _("On the screen you vote once. That counts, and not a paper ballot."),
    }
    default = _("The rules do not say which of two ballots counts. So please hand in one only.")
    return sentences.get(value_of(sheet, "duplicates"), default)


def silence(sheet: AssemblySheet) -> str:
    """What becomes of a ballot that is not returned, and on which clause that rests."""
    sentences = {
        "deemed_abstain": _(
            "Whoever received a ballot and does not return it counts as abstaining."
        ),
        "follow_majority": _(
            "Whoever received a ballot and does not return it is counted with the larger side."
        ),
    }
    said = sentences.get(value_of(sheet, "non_response"), "")
    if not said or not value_of(sheet, "warning_published"):
        return _("A ballot that is not returned does not count as taking part.")
    clause = value_of(sheet, "clause")
    return _("%(said)s (%(clause)s)") % {"said": said, "clause": clause} if clause else said


def known(name: str, *args: object) -> str:
    """The address of a page of another part, nothing while there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
