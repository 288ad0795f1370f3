"""The live side of a condition."""

from linli.support.rules.domain.compiled import SeriesAt
from linli.support.rules.domain.definition import Leaf, Rate, Threshold, Window
from linli.support.rules.domain.signals.rate import RateSignal
from linli.support.rules.domain.signals.signal import Signal, Watch
from linli.support.rules.domain.signals.silence import SilenceSignal
from linli.support.rules.domain.signals.threshold import ThresholdSignal
from linli.support.rules.domain.signals.window import WindowSignal


def signal_for(condition: Leaf, series: SeriesAt, watch: Watch, start: int) -> Signal:
    """The live side of one condition on one series."""
    if isinstance(condition, Threshold):
        return ThresholdSignal(condition.limit, condition.hold, series, watch)
    if isinstance(condition, Rate):
        return RateSignal(condition, series, watch)
    if isinstance(condition, Window):
        return WindowSignal(condition, series, watch, start)
    return SilenceSignal(condition, series, watch, start)
