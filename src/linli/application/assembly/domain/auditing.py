"""Checks a published result notice from its own figures (`linli audit-notice`).

What is missing is not guessed: whatever hangs on it cannot be confirmed, and the rest is judged
all the same. A gate that one count already fails is failed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from linli.application.assembly.domain.kinds import ORDINARY, SPECIAL, Gate, Kind, kind_of
from linli.application.assembly.domain.measures import read_area, written
from linli.kernel import Refused

CANNOT_CONFIRM = "cannot_confirm"
MOST_MOTIONS = 200
MOST_HEADS = 10_000_000
_LEDGERS = ("heads", "area")
_PARTS = ("for", "against", "abstain", "void")
_HALF, _TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
Figure = Fraction | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One ledger's two figures, either of which the notice may leave out."""

    heads: Figure = None
    area: Figure = None

    def of(self, ledger: str) -> Figure:
        """The figure of a ledger."""
        return self.heads if ledger == "heads" else self.area


@dataclass(frozen=True, slots=True)
class Printed:
    """One motion as the notice prints it.

    `parts` are for, against, abstain and void; `deemed` owners did not vote and were added to a
    side; `claims` are the notice's outcome and percentages.
    """

    title: str
    kind: Kind
    scope: Figures
    participating: Figures
    parts: Mapping[str, Figures]
    deemed: Figures | None
    added_to: str
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the notice gets wrong, or that a reader should know."""

    code: str
    field: str
    printed: str
    computed: str


def audit_notice(given: object) -> dict[str, Any]:
    """What each motion of a notice comes to, and what is wrong with it.

    Raises:
        Refused: what cannot be used, with the motion and the field.
    """
    found = []
    for printed in read_notice(given):
        strict, deemed = _outcome(printed, printed.kind), None
        if printed.deemed is not None:
            deemed = _outcome(_with_deemed(printed), printed.kind)
        found.append(
            {
                "title": printed.title,
                "strict": {"outcome": strict},
                "deemed": None if deemed is None else {"outcome": deemed},
                "findings": [
                    {
                        "code": one.code,
                        "field": one.field,
                        "printed": one.printed,
                        "computed": one.computed,
                    }
                    for one in _findings(printed, strict, deemed)
                ],
            }
        )
    return {"motions": found}


def _outcome(printed: Printed, kind: Kind) -> str:
    """How a motion ends; cannot be told when it hangs on whether void ballots took part."""
    if None not in {printed.participating.heads, printed.participating.area}:
        return _judged(printed, kind)
    without = replace(printed, parts={**printed.parts, "void": Figures()})
    outcomes = {_judged(printed, kind), _judged(without, kind)}
    return outcomes.pop() if len(outcomes) == 1 else CANNOT_CONFIRM


def _judged(printed: Printed, kind: Kind) -> str:
    """The two gates in three values: met, not met, and not to be told."""
    part = taking_part(printed)
    taking = _gate(kind, kind.participation, part, printed.scope)
    if taking is False:
        return "no_quorum"
    whole = printed.scope if kind.participation is None else part
    agreed = _gate(kind, kind.approval, printed.parts["for"], whole)
    if agreed is False:
        return "failed"
    return "passed" if taking and agreed else CANNOT_CONFIRM


def _gate(kind: Kind, gate: Gate | None, part: Figures, whole: Figures) -> bool | None:
    if gate is None:
        return True
    ledgers = _LEDGERS if kind.by_area else ("heads",)
    met = [_met(gate, part.of(ledger), whole.of(ledger)) for ledger in ledgers]
    if False in met:
        return False
    return None if None in met else True


def _met(gate: Gate, part: Figure, whole: Figure) -> bool | None:
    return None if part is None or whole is None else gate.is_met(part, whole)


def taking_part(printed: Printed) -> Figures:
    """Who really took part: as printed less those deemed, else the sum of the parts."""
    return Figures(**{ledger: _taking_part(printed, ledger) for ledger in _LEDGERS})


def _taking_part(printed: Printed, ledger: str) -> Figure:
    whole = printed.participating.of(ledger)
    total = _sum(printed, ledger)
    deemed = printed.deemed.of(ledger) if printed.deemed else None
    if whole is None:
        return total
    if deemed and total is not None and total + deemed == whole:
        return total
    return whole


def _sum(printed: Printed, ledger: str) -> Figure:
    """For, against and abstain together with the void ballots the notice names."""
    figures = [printed.parts[name].of(ledger) for name in ("for", "against", "abstain")]
    if None in figures:
        return None
    void = printed.parts["void"].of(ledger) or Fraction(0)
    return sum((one for one in figures if one is not None), void)


def _with_deemed(printed: Printed) -> Printed:
    """The same motion with the deemed owners among those who took part and on their side."""
    part = taking_part(printed)
    deemed = printed.deemed or Figures()
    parts = dict(printed.parts)
    side = printed.added_to
    parts[side] = _plus(parts[side], deemed)
    return replace(printed, participating=_plus(part, deemed), parts=parts, deemed=None)


def _plus(one: Figures, other: Figures) -> Figures:
    def added(ledger: str) -> Figure:
        left, right = one.of(ledger), other.of(ledger)
        return None if left is None or right is None else left + right

    return Figures(added("heads"), added("area"))


def _findings(printed: Printed, strict: str, deemed: str | None) -> Iterator[Finding]:
    yield from _sums(printed)
    yield from _percentages(printed)
    yield from _outcomes(printed, strict, deemed)


def _sums(printed: Printed) -> Iterator[Finding]:
    """Whether the parts make the whole, with void or deemed votes inside it or not."""
    for ledger in _LEDGERS:
        whole, total = printed.participating.of(ledger), _sum(printed, ledger)
        if whole is None or total is None:
            continue
        void = printed.parts["void"].of(ledger) or Fraction(0)
        deemed = (printed.deemed.of(ledger) if printed.deemed else None) or Fraction(0)
        fitting = {total, total - void, total + deemed, total - void + deemed}
        if whole not in fitting:
            yield Finding(
                "parts_do_not_sum", f"participating.{ledger}", _text(whole), _text(total + deemed)
            )


def _percentages(printed: Printed) -> Iterator[Finding]:
    """Every printed percentage against the exact one, as far as its own digits go."""
    for field, text in printed.claims.items():
        if field == "outcome":
            continue
        name, _, ledger = field.removesuffix("_pct").rpartition("_")
        exact = [share for share in _shares(printed, name, ledger) if share is not None]
        if exact and not any(_is_rounded(text, share) for share in exact):
            yield Finding("percentage_wrong", field, text, _percent(exact[0], text))


def _shares(printed: Printed, name: str, ledger: str) -> Iterator[Figure]:
    """What a percentage may be of: participation of the scope, the rest of those taking part."""
    if name == "participating":
        yield _share(printed.participating.of(ledger), printed.scope.of(ledger))
        if printed.participating.of(ledger) is None:
            yield _share(taking_part(printed).of(ledger), printed.scope.of(ledger))
        return
    whole = printed.participating.of(ledger)
    yield _share(printed.parts[name].of(ledger), whole or taking_part(printed).of(ledger))
    if printed.deemed is not None:
        together = _with_deemed(printed)
        yield _share(together.parts[name].of(ledger), together.participating.of(ledger))


def _share(part: Figure, whole: Figure) -> Figure:
    return part / whole * 100 if part is not None and whole else None


def _is_rounded(text: str, exact: Fraction) -> bool:
    """Whether a printed number is the exact one rounded, or cut off, at its last digit."""
    digit = Fraction(1, 10 ** len(text.partition(".")[2]))
    difference = exact - Fraction(text)
    return -digit / 2 <= difference < digit


def _percent(exact: Fraction, text: str) -> str:
    """The exact share with the digits of the printed one, and two at least, rounded half up."""
    digits = max(2, len(text.partition(".")[2]))
    steps = (exact * 10**digits * 2 + 1) // 2
    return written(Fraction(steps, 10**digits), digits)


def _outcomes(printed: Printed, strict: str, deemed: str | None) -> Iterator[Finding]:
    claim = printed.claims.get("outcome", "")
    decisive = strict if deemed is None else deemed
    if strict == "no_quorum":
        yield Finding("no_quorum", "outcome", claim, strict)
    if claim and decisive != CANNOT_CONFIRM and (claim == "passed") != (decisive == "passed"):
        yield Finding("outcome_wrong", "outcome", claim, decisive)
    if deemed is not None and (strict == "passed") != (deemed == "passed"):
        yield Finding("deemed_decides", "outcome", claim, strict)
    yield from _other_kind(printed, strict)
    if strict in {"failed", "no_quorum"} and _passes_before_2021(printed):
        yield Finding("superseded_rule", "outcome", claim, strict)


def _other_kind(printed: Printed, strict: str) -> Iterator[Finding]:
    """Whether calling it ordinary instead of special, or the other way, would change it."""
    if printed.kind.participation is None or not printed.kind.by_area:
        return
    is_special = printed.kind.approval == SPECIAL.approval
    other = _outcome(printed, ORDINARY if is_special else SPECIAL)
    if CANNOT_CONFIRM not in {strict, other} and other != strict:
        yield Finding("kind_matters", "kind", printed.kind.key, other)


def _passes_before_2021(printed: Printed) -> bool:
    """物权法 Article 76: more than half, or two thirds, of all heads and of all the area."""
    is_special = printed.kind.approval == SPECIAL.approval
    gate = Gate(_TWO_THIRDS) if is_special else Gate(_HALF, is_over=True)
    if printed.kind.participation is None or not printed.kind.by_area:
        return False
    return _gate(printed.kind, gate, printed.parts["for"], printed.scope) is True


def _text(figure: Fraction) -> str:
    """A figure as it would be printed; those of a notice are decimals and so end."""
    places = 0
    while (figure * 10**places).denominator != 1:
        places += 1
    return written(figure, places)


def read_notice(given: object) -> list[Printed]:
    """The motions of a notice as plain JSON values.

    Raises:
        Refused: what cannot be used, with the motion and the field.
    """
    top = _braces(given, "file")
    scope = _figures(top.get("scope"), "scope")
    participating = _figures(top.get("participating"), "participating")
    rows = top.get("motions")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_MOTIONS:
        raise Refused(
            "invalid",
            "%(where)s: a list of 1 to %(most)s motions is needed.",
            field="motions",
            where="motions",
            most=MOST_MOTIONS,
        )
    return [
        _motion(row, f"motions[{number}]", scope, participating) for number, row in enumerate(rows)
    ]


def _braces(given: object, field: str) -> Mapping[str, Any]:
    if isinstance(given, dict):
        return given
    raise Refused(
        "invalid", "%(where)s: names and values in braces are needed.", field=field, where=field
    )


def _motion(row: object, field: str, scope: Figures, participating: Figures) -> Printed:
    given = _braces(row, field)
    own = {
        name: _figures(given[name], f"{field}.{name}") if name in given else usual
        for name, usual in (("scope", scope), ("participating", participating))
    }
    deemed, added_to = _deemed(given.get("deemed"), f"{field}.deemed")
    return Printed(
        str(given.get("title", ""))[:200],
        kind_of(given.get("kind", "ordinary"), f"{field}.kind"),
        own["scope"],
        own["participating"],
        {name: _figures(given.get(name), f"{field}.{name}") for name in _PARTS},
        deemed,
        added_to,
        _claims(given.get("printed"), f"{field}.printed"),
    )


def _deemed(given: object, field: str) -> tuple[Figures | None, str]:
    if given is None:
        return None, ""
    added_to = _braces(given, field).get("added_to")
    if added_to not in {"for", "against", "abstain"}:
        raise Refused(
            "invalid",
            "%(where)s: to which side deemed votes were added is “for”, “against” or “abstain”.",
            field=f"{field}.added_to",
            where=f"{field}.added_to",
        )
    return _figures(given, field), added_to


def _figures(given: object, field: str) -> Figures:
    if given is None:
        return Figures()
    named = _braces(given, field)
    return Figures(_heads(named.get("heads"), f"{field}.heads"), _area(named, f"{field}.area"))


def _heads(given: object, field: str) -> Figure:
    if given is None:
        return None
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_HEADS:
        return Fraction(given)
    raise Refused(
        "invalid",
        "%(where)s: a whole number of owners from 0 to %(most)s is needed.",
        field=field,
        where=field,
        most=MOST_HEADS,
    )


def _area(named: Mapping[str, Any], field: str) -> Figure:
    given = named.get("area")
    return None if given is None else Fraction(read_area(given, field))


def _claims(given: object, field: str) -> Mapping[str, str]:
    if given is None:
        return {}
    known = {f"{name}_{ledger}_pct" for name in ("participating", *_PARTS) for ledger in _LEDGERS}
    claims: dict[str, str] = {}
    for name, value in _braces(given, field).items():
        if value is None:
            continue
        if name == "outcome" and value in {"passed", "failed"}:
            claims[name] = value
        elif name in known:
            claims[name] = _printed_percent(value, f"{field}.{name}")
        else:
            raise Refused(
                "invalid",
                "%(where)s: “%(value)s” is no outcome and no percentage of a notice.",
                field=f"{field}.{name}",
                where=f"{field}.{str(name)[:40]}",
                value=str(value)[:40],
            )
    return claims


def _printed_percent(given: object, field: str) -> str:
    """A percentage as printed, digit by digit: “66.70”, with or without its sign."""
    text = str(given).strip().rstrip("%％").strip()
    digits = text.replace(".", "", 1)
    if isinstance(given, bool) or not (digits.isascii() and digits.isdigit() and len(text) <= 20):
        raise Refused(
            "invalid",
            "%(where)s: “%(text)s” is no percentage.",
            field=field,
            where=field,
            text=str(given)[:40],
        )
    return text
