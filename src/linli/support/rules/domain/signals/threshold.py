"""The last reading against a limit."""

from linli.support.rules.domain.signals.signal import HOLDING, IDLE, INF, Signal


class ThresholdSignal(Signal):
    """The last reading against a limit."""

    __slots__ = ()

    def quiet(self) -> tuple[float, float]:
        limit = self.limit
        edge = limit.clear_at if self.state == HOLDING else limit.raise_at
        stays_above = limit.is_above == (self.state != IDLE)
        return (edge, INF) if stays_above else (-INF, edge)
