"""How often a rule was right, by the verdicts of people; exact integers throughout."""

from dataclasses import dataclass
from math import isqrt

_Z_UP, _Z_DOWN = 2401, 625  # 1.96 squared, as a fraction
_SCALE = 1000


@dataclass(frozen=True, slots=True)
class Precision:
    """Verdicts on a rule's alarms: `real / (real + false_alarms)`; `unclear` counts for neither.

    `low` and `high` bound the true share with 95 % confidence (Wilson 1927), in thousandths,
    rounded outwards; both are None while nobody has judged.
    """

    real: int
    false_alarms: int
    unclear: int

    @property
    def judged(self) -> int:
        """How many verdicts say yes or no."""
        return self.real + self.false_alarms

    @property
    def low(self) -> int | None:
        """The lower bound in thousandths."""
        return _wilson(self.real, self.judged)[0] if self.judged else None

    @property
    def high(self) -> int | None:
        """The upper bound in thousandths."""
        return _wilson(self.real, self.judged)[1] if self.judged else None

    def is_below(self, floor: int) -> bool:
        """Whether the measured share is below a floor given in percent."""
        return self.judged > 0 and self.real * 100 < floor * self.judged


def _wilson(hits: int, tries: int) -> tuple[int, int]:
    """Bounds (2k + z² ± z·sqrt(z² + 4k(n-k)/n)) / (2(n + z²)), all times 625·n to stay whole."""
    middle = (2 * hits * _Z_DOWN + _Z_UP) * tries
    spread_squared = _Z_UP * (_Z_UP * tries + 4 * hits * (tries - hits) * _Z_DOWN) * tries
    below = 2 * (tries * _Z_DOWN + _Z_UP) * tries
    root = isqrt(spread_squared)
    up = root if root * root == spread_squared else root + 1
    low = (middle - up) * _SCALE // below
    high = -((-(middle + up) * _SCALE) // below)
    return max(0, low), min(_SCALE, high)
