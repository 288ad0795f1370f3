"""Nobody waits in silence: whatever takes long says so every few seconds, until it is done."""

import sys
import threading
import time
from types import TracebackType

EVERY = 2.0  # seconds of silence


class Patience:
    """Tells lines of progress, and `what … N s` whenever none was told for a while."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = self._told = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="patience")

    def __enter__(self) -> "Patience":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._begun

    def tell(self, line: str) -> None:
        """A line of progress."""
        self._told = time.monotonic()
        sys.stderr.write(f"linli| {line}\n")

    def _beat(self) -> None:
        while not self._over.wait(EVERY / 4):
            if time.monotonic() - self._told >= EVERY:
                self.tell(f"{self._what} … {self.seconds:.0f} s")
