"""How far a request has come: the living figures against its threshold."""

from fractions import Fraction
from typing import Any

from linli.application.assembly.domain.measures import Weight, written
from linli.application.assembly.domain.preparing.cards import Support
from linli.application.assembly.domain.preparing.heads import Heads
from linli.application.assembly.domain.preparing.requests import Needs, Threshold
from linli.application.assembly.models import Request

_MOST_PLACES, _PLACES_SAID = 20, 2


def threshold_in(kept: dict[str, Any]) -> Threshold:
    """The threshold as it was kept with the request."""
    return Threshold(Fraction(kept["heads"]), Fraction(kept["area"]), Needs(kept["needs"]))


def kept_threshold(rule: Threshold) -> dict[str, str]:
    """A threshold as it is kept."""
    return {"heads": str(rule.heads), "area": str(rule.area), "needs": rule.needs}


def support_of(row: Request, heads: Heads) -> Support:
    """The figures of today, or those of the moment it was reached."""
    rule = threshold_in(row.threshold)
    if row.reached_at is not None:
        got = Weight(row.heads or 0, Fraction(row.area))
        return _card(rule, got, Weight(row.all_heads or 0, Fraction(row.all_area)), 0)
    return _card(rule, heads.weigh(names_under(row)), heads.whole, heads.unmeasured)


def names_under(row: Request) -> frozenset[str]:
    """Who has signed a request and not taken the name back."""
    return frozenset(one.person_id for one in row.signatures.all() if one.withdrawn_at is None)


def area_text(area: Fraction) -> str:
    """Square metres with every digit they have; areas are sums of decimals, so that is exact."""
    for places in range(_MOST_PLACES + 1):
        if (area * 10**places).denominator == 1:
            return written(area, places)
    return written(area, _MOST_PLACES)


def _missing_text(area: Fraction) -> str:
    """What is still needed: a third of an area has no end and is rounded up to two places."""
    exact = area_text(area)
    return exact if Fraction(exact) == area else written(area, _PLACES_SAID)


def _card(rule: Threshold, got: Weight, whole: Weight, unmeasured: int) -> Support:
    missing = rule.missing(got, whole)
    judge = rule.is_reached_by_heads if unmeasured else rule.is_reached
    return Support(
        heads=got.heads,
        all_heads=whole.heads,
        area=area_text(got.area),
        all_area=area_text(whole.area),
        missing_heads=missing.heads,
        missing_area=_missing_text(missing.area),
        heads_share=rule.heads,
        area_share=rule.area,
        needs=rule.needs,
        unmeasured=unmeasured,
        is_reached=judge(got, whole),
    )
