"""A notice and what is wrong with it, in sentences with their articles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.application.assembly.api import Kind, list_kinds
from linli.kernel import ANYONE, Actor
from linli.surface.resident.notice_figures import claim_name, figure_said, group_name
from linli.surface.shell.language import read

_OWN = ("scope", "participating", "for", "against", "abstain", "void", "deemed")
_QUORUM = "民法典278"
_SILENCE = "（2022）沪02民初16号"
_BEFORE_2021 = "物权法76"
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One motion as it was understood: its title and its figures."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One finding, with the article it rests on and a tone."""

    words: str
    article: str
    tone: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How a motion ends, why, and everything that is wrong with its notice."""

    title: str
    outcome: str
    tone: str
    needed: str
    articles: str
    findings: tuple[Sentence, ...]


def understood(given: Mapping[str, Any]) -> tuple[tuple[Row, ...], list[Part]]:
    """The figures of the whole notice, and those of each motion."""
    kinds = {one.key: read(one.name) for one in list_kinds(viewer=ANYONE)}
    parts = [
        Part(
            one.get("title") or _("Motion %(number)s") % {"number": number},
            (
                (_("What was voted on"), kinds.get(str(one.get("kind", "ordinary")), "")),
                *_rows(one),
                *_printed(one.get("printed") or {}),
            ),
        )
        for number, one in enumerate(given.get("motions", ()), start=1)
    ]
    return tuple(_rows(given)), parts


def _rows(given: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = []
    for group in _OWN:
        found = given.get(group) or {}
        figures = [
            figure_said(ledger, found[ledger])
            for ledger in ("heads", "area")
            if found.get(ledger) is not None
        ]
        if figures:
            rows.append((group_name(group), " · ".join(figures)))
    return rows


def _printed(printed: Mapping[str, Any]) -> list[Row]:
    rows = [
        (claim_name(name), f"{said}%")
        for name, said in printed.items()
        if name.endswith("_pct") and said is not None
    ]
    if printed.get("outcome"):
        rows.append((_("What the notice says"), outcome_said(str(printed["outcome"]))))
    return rows


def outcome_said(outcome: str) -> str:
    """How a motion ends, in words."""
    return {
        "passed": _("It has passed"),
        "failed": _("It has not passed"),
        "no_quorum": _("Too few took part"),
        "cannot_confirm": _("It cannot be told from these figures"),
    }.get(outcome, outcome)


def judged(
    viewer: Actor, given: Mapping[str, Any], found: Mapping[str, Any]
) -> list[tuple[Judged, Part]]:
    """Every motion with its outcome and findings, beside what was understood of it."""
    kinds = {one.key: one for one in list_kinds(viewer=viewer)}
    _top, parts = understood(given)
    return [
        (_judged(one, kinds[str(motion.get("kind", "ordinary"))], part), part)
        for one, motion, part in zip(found["motions"], given["motions"], parts, strict=True)
    ]


def _judged(one: Mapping[str, Any], kind: Kind, part: Part) -> Judged:
    outcome = one["strict"]["outcome"]
    said = outcome_said(outcome)
    if one["deemed"] is not None:
        said = _("%(strict)s; with those who did not answer: %(deemed)s") % {
            "strict": said,
            "deemed": outcome_said(one["deemed"]["outcome"]),
        }
    tones = {"passed": "ok", "failed": "late", "no_quorum": "late"}
    return Judged(
        title=part.title,
        outcome=said,
        tone=tones.get(outcome, "wait"),
        needed=_needed(kind),
        articles=" · ".join(kind.articles),
        findings=tuple(_sentence(each, kind) for each in one["findings"]),
    )


def _needed(kind: Kind) -> str:
    """Both gates in a sentence."""
    if kind.participation is None:
        return _("Every owner with an interest must agree.")
    if kind.approval.is_over:
        return _(
            "Two thirds of the owners and of the area must take part. "
            "More than half of those must agree, by owners and by area."
        )
    return _(
        "Two thirds of the owners and of the area must take part. "
        "Three quarters of those must agree, by owners and by area."
    )


def _sentence(finding: Mapping[str, str], kind: Kind) -> Sentence:
    given = {"printed": finding["printed"], "computed": finding["computed"]}
    article = " · ".join(kind.articles)
    match finding["code"]:
        case "parts_do_not_sum":
            ledger = finding["field"].rpartition(".")[2]
            words = _("The parts do not add up: %(printed)s took part, together %(computed)s.") % {
                name: figure_said(ledger, figure) for name, figure in given.items()
            }
            return Sentence(words, "", "late")
        case "percentage_wrong":
            words = _("%(name)s: %(printed)s%% is printed, %(computed)s%% is right.") % {
                **given,
                "name": claim_name(finding["field"]),
            }
            return Sentence(words, "", "late")
        case "outcome_wrong":
            words = _("The notice says “%(printed)s”. By its own figures: %(computed)s.") % _said(
                given
            )
            return Sentence(words, article, "late")
        case "no_quorum":
            words = _("Fewer than two thirds of the owners or of the area took part.")
            return Sentence(words, _QUORUM, "late")
        case "kind_matters":
            words = _("It depends on the kind of motion. As the other kind: %(computed)s.") % _said(
                given
            )
            return Sentence(words, article, "wait")
        case "deemed_decides":
            words = _(
                "Silence decides. That needs a clause of the rules, a ballot delivered "
                "to each home, and a published warning."
            )
            return Sentence(words, _SILENCE, "wait")
        case _:
            words = _("It passes only under the rule that held until 2020.")
            return Sentence(words, _BEFORE_2021, "late")


def _said(given: Mapping[str, str]) -> dict[str, str]:
    return {name: outcome_said(value) for name, value in given.items()}
