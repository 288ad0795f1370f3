"""What a notice gets wrong: sums, percentages, the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from linli.application.assembly.domain.auditing.judging import (
    CANNOT_CONFIRM,
    is_met,
    outcome_of,
    sum_of,
    taking_part,
    with_deemed,
)
from linli.application.assembly.domain.auditing.printed import LEDGERS, Figure, Printed
from linli.application.assembly.domain.kinds import ORDINARY, SPECIAL, Gate
from linli.application.assembly.domain.measures import written

_HALF, _TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
# Its items (5) raising and using maintenance funds and (6) rebuilding; changing the use of common
# parts was none of them. Of `special` alone nobody knows which it is: two thirds passed any.
_TWO_THIRDS_THEN = frozenset({"278.5", "278.6", "278.7", SPECIAL.key})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the notice gets wrong, or that a reader should know."""

    code: str
    field: str
    printed: str
    computed: str


def findings_of(printed: Printed, strict: str, deemed: str | None) -> Iterator[Finding]:
    """All that is wrong with a motion that ends so without and with the deemed votes."""
    yield from _sums(printed)
    yield from _percentages(printed)
    yield from _outcomes(printed, strict, deemed)


def _sums(printed: Printed) -> Iterator[Finding]:
    """Whether the parts make the whole, with void or deemed votes inside it or not."""
    for ledger in LEDGERS:
        whole, total = printed.participating.of(ledger), sum_of(printed, ledger)
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
        together = with_deemed(printed)
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
    other = outcome_of(printed, ORDINARY if is_special else SPECIAL)
    if CANNOT_CONFIRM not in {strict, other} and other != strict:
        yield Finding("kind_matters", "kind", printed.kind.key, other)


def _passes_before_2021(printed: Printed) -> bool:
    """物权法 Article 76: more than half, or two thirds, of all heads and of all the area."""
    needs_more = printed.kind.key in _TWO_THIRDS_THEN
    gate = Gate(_TWO_THIRDS) if needs_more else Gate(_HALF, is_over=True)
    if printed.kind.participation is None or not printed.kind.by_area:
        return False
    return is_met(printed.kind, gate, printed.parts["for"], printed.scope) is True


def _text(figure: Fraction) -> str:
    """A figure as it would be printed; those of a notice are decimals and so end."""
    places = 0
    while (figure * 10**places).denominator != 1:
        places += 1
    return written(figure, places)
