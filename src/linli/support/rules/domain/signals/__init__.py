"""The single conditions while they watch one series: what they hear, and whether they hold.

Times are ms since the epoch. A leaf is told of readings by `hear` and of passing time by
`settle`; `due` is the next moment at which time alone may change it.
"""

from linli.support.rules.domain.signals.making import signal_for
from linli.support.rules.domain.signals.signal import (
    HOLDING,
    IDLE,
    NEVER,
    PENDING,
    Signal,
    Watch,
)
from linli.support.rules.domain.signals.silence import SilenceSignal
from linli.support.rules.domain.signals.threshold import ThresholdSignal

__all__ = [
    "HOLDING",
    "IDLE",
    "NEVER",
    "PENDING",
    "Signal",
    "SilenceSignal",
    "ThresholdSignal",
    "Watch",
    "signal_for",
]
