"""The fields of a result notice, and the notice made of what was typed into them."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.application.assembly.api import list_kinds
from linli.kernel import ANYONE, Refused
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

MOST_LETTERS = 50_000
_LONGEST = 60
_GROUPS = ("scope", "participating", "for", "against", "abstain", "void", "deemed")
_LEDGERS = ("heads", "area")
_CLAIMS = ("participating_heads", "participating_area", "for_heads", "for_area")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%", ",， \u3000")


def group_name(group: str) -> str:
    """Whose figures they are."""
    return {
        "scope": _("All owners"),
        "participating": _("Took part"),
        "for": _("In favour"),
        "against": _("Against"),
        "abstain": _("Abstained"),
        "void": _("Spoiled ballots"),
        "deemed": _("Did not answer, but were counted"),
    }[group]


def ledger_name(ledger: str) -> str:
    """Which of the two counts."""
    return _("number of owners") if ledger == "heads" else _("square metres")


def figure_said(ledger: str, figure: object) -> str:
    """One figure with its unit."""
    words = _("%(count)s owners") if ledger == "heads" else _("%(count)s m²")
    return words % {"count": figure}


def figure_name(group: str, ledger: str) -> str:
    """A figure's name, as on the form and in sentences."""
    return _("%(group)s, %(ledger)s") % {"group": group_name(group), "ledger": ledger_name(ledger)}


def claim_name(claim: str) -> str:
    """A printed percentage's name."""
    group, _bar, ledger = claim.removesuffix("_pct").rpartition("_")
    return _("%(figure)s, in per cent") % {"figure": figure_name(group, ledger)}


def fields() -> tuple[shell.Field, ...]:
    """Every field of one motion, in the order of a notice."""
    kinds = tuple(
        shell.Choice(one.key, read(one.name))
        for one in list_kinds(viewer=ANYONE)
        if one.by_area and one.key != "election"
    )
    first = shell.Field(
        name="kind",
        label=_("What was voted on"),
        kind="select",
        choices=kinds,
        value=("ordinary",),
    )
    figures = tuple(
        shell.Field(
            name=f"{group}_{ledger}",
            label=figure_name(group, ledger),
            inputmode="numeric" if ledger == "heads" else "decimal",
            maxlength=_LONGEST,
        )
        for group in _GROUPS
        for ledger in _LEDGERS
    )
    claims = tuple(
        shell.Field(
            name=f"{claim}_pct",
            label=claim_name(claim),
            inputmode="decimal",
            maxlength=_LONGEST,
        )
        for claim in _CLAIMS
    )
    return (first, *figures, _side(), *claims, _outcome())


def _side() -> shell.Field:
    return shell.Field(
        name="added_to",
        label=_("Those who did not answer were counted as"),
        kind="select",
        choices=(
            shell.Choice("for", _("In favour")),
            shell.Choice("against", _("Against")),
            shell.Choice("abstain", _("Abstained")),
        ),
        value=("for",),
    )


def _outcome() -> shell.Field:
    return shell.Field(
        name="outcome",
        label=_("What the notice says"),
        kind="radio",
        choices=(
            shell.Choice("passed", _("It has passed")),
            shell.Choice("failed", _("It has not passed")),
            shell.Choice("", _("It does not say")),
        ),
        value=("",),
    )


def given_of(typed: QueryDict) -> dict[str, Any]:
    """The notice in the form of `linli audit-notice`; what is empty is left out."""
    motion: dict[str, Any] = {"title": "", "kind": typed.get("kind") or "ordinary"}
    top: dict[str, Any] = {}
    for group in _GROUPS:
        found = {
            ledger: _figure(typed, f"{group}_{ledger}", ledger)
            for ledger in _LEDGERS
            if _plain(typed, f"{group}_{ledger}")
        }
        if found:
            (top if group in {"scope", "participating"} else motion)[group] = found
    if "deemed" in motion:
        motion["deemed"]["added_to"] = typed.get("added_to", "")
    printed = {f"{one}_pct": _plain(typed, f"{one}_pct") for one in _CLAIMS}
    printed["outcome"] = _plain(typed, "outcome")
    motion["printed"] = {name: said for name, said in printed.items() if said}
    return {**top, "motions": [motion]}


def _figure(typed: QueryDict, name: str, ledger: str) -> int | str:
    text = _plain(typed, name)
    return int(text) if ledger == "heads" and text.isascii() and text.isdigit() else text


def _plain(typed: QueryDict, name: str) -> str:
    """What was typed, without separators and in usual digits."""
    return typed.get(name, "")[:_LONGEST].translate(_HALF_WIDTH)


def named(refused: Refused) -> Refused:
    """A refusal at its field of the form, with the field's name instead of its place in a file."""
    place = (refused.field or "").removeprefix("motions[0].")
    group, _dot, rest = place.partition(".")
    if group == "printed":
        field, words = rest, claim_name(rest) if rest.endswith("_pct") else _outcome().label
    elif rest == "added_to":
        field, words = rest, _side().label
    elif group in _GROUPS and rest in _LEDGERS:
        field, words = f"{group}_{rest}", figure_name(group, rest)
    else:
        field, words = "kind", _("What was voted on")
    params = {**refused.params, "where": words} if refused.params else {}
    return Refused(refused.code, refused.message, field=field, **params)
