"""The work process: brings facts to their listeners and does what the clock asks for.

Two loops in two threads, so that a long timer never holds up the news. A second worker does no
harm: deliveries are taken one by one under a lock, and only one process at a time runs timers.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import django

from linli.kernel import Refused
from linli.wiring import pulse
from linli.wiring.timers import Timer

log = logging.getLogger("linli.work")

_LISTEN_EVERY = 0.05  # seconds; an alarm must be a matter within one
_LOOK_EVERY = 0.25
_AFTER_FAILURE = 1.0
_BEAT_EVERY = 1.0
_FIRST_LATEST = 30.0  # by then the other processes answer


class Loop(threading.Thread):
    """Turns until stopped; a turn that fails is logged and never ends the loop."""

    def __init__(
        self,
        name: str,
        turn: Callable[[], object],
        *,
        data: Path,
        pause: float,
        over: threading.Event,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._turn, self._data, self._pause, self._over = turn, data, pause, over

    def run(self) -> None:
        """Turn, beat, rest."""
        from django.db import close_old_connections, connections

        beaten = -_BEAT_EVERY
        while not self._over.is_set():
            pause = self._pause
            try:
                close_old_connections()
                if self._turn():
                    pause = 0.0  # there was something; look again at once
            except Exception:  # a locked or lost database comes back
                log.exception("%s: a turn failed", self.name)
                pause = _AFTER_FAILURE
            if time.monotonic() - beaten >= _BEAT_EVERY:
                beaten = time.monotonic()
                pulse.beat(self._data, self.name)
            self._over.wait(pause)
        connections.close_all()


class Clock:
    """Runs each timer when it is due; one that fails or is slow never stops the others."""

    def __init__(self, timers: Sequence[Timer], now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._due = {
            timer: now() + min(timer.every.total_seconds(), _FIRST_LATEST) for timer in timers
        }

    def turn(self, over: threading.Event) -> None:
        """Run what is due."""
        for timer, due in self._due.items():
            if over.is_set() or self._now() < due:
                continue
            self._due[timer] = self._now() + timer.every.total_seconds()
            try:
                timer.run()
            except Refused as refusal:
                log.warning("the timer %s was put off: %s", timer.name, refusal)
            except Exception:  # one timer's trouble is not another's
                log.exception("the timer %s failed", timer.name)


def main() -> int:
    """Work until SIGTERM; what is under way is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.wiring.settings")
    django.setup()
    from django.conf import settings

    from linli.foundation.facts import api as facts
    from linli.wiring.timekeeper import only_timekeeper
    from linli.wiring.timers import timers

    over = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    clock = Clock(timers())

    def look_at_the_clock() -> None:
        with only_timekeeper(settings.DATA) as is_mine:
            if is_mine:
                clock.turn(over)

    loops = [
        Loop("deliveries", facts.deliver, data=settings.DATA, pause=_LISTEN_EVERY, over=over),
        Loop("timers", look_at_the_clock, data=settings.DATA, pause=_LOOK_EVERY, over=over),
    ]
    for loop in loops:
        loop.start()
    over.wait()
    for loop in loops:
        loop.join(timeout=6.0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
