"""Keeps a handful of programs running: starts them, prefixes their output, restarts the dead."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import IO

from linli.kernel import Refused
from linli.wiring.leash import leashed

TICK = 0.1  # seconds between two looks at the children
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 10.0
_STEADY = 30.0  # a child that ran this long starts over with a short wait
_SILENCE = 2.0  # seconds after which whoever waits is told what for
_GRACE = 8.0  # seconds to finish what is under way
_HOPELESS = 6  # ends before the first answer
_LONGEST_LINE = 64 * 1024
_LOG_BYTES, _LOG_FILES = 5 * 1024 * 1024, 5


@dataclass(frozen=True, slots=True)
class Program:
    """One program to keep running; programs stop in the reverse of the order they start in."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A program's present process, and when it may be started again."""

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.ends = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._wait = _FIRST_WAIT
        self._due = 0.0
        self._log = _rotated(logs / f"{program.name}.log")

    @property
    def pid(self) -> int | None:
        """The process's number while it runs."""
        return self._process.pid if self._process else None

    def tend(self) -> None:
        """Start it when it is due; notice when it has ended, and when to try again."""
        moment = time.monotonic()
        if self._process is None:
            if moment >= self._due:
                self._start()
        elif self._process.poll() is not None:
            self._bury()
            if moment - self._started > _STEADY:
                self._wait = _FIRST_WAIT
            self._due = moment + self._wait
            self.ends += 1
            say(f"{self.program.name} ended; starting it again in {self._wait:.1f} s")
            self._wait = min(self._wait * 2, _LONGEST_WAIT)

    def stop(self, hurry: Callable[[], bool]) -> None:
        """Ask it to finish; insist when it takes too long or `hurry` says so."""
        if self._process is None:
            return
        begun = told = time.monotonic()
        self._process.terminate()
        while self._process.poll() is None and not hurry():
            moment = time.monotonic()
            if moment - begun >= _GRACE:
                break
            if moment - told >= _SILENCE:
                told = moment
                say(f"waiting for {self.program.name} to finish … {moment - begun:.0f} s")
            time.sleep(TICK / 2)
        self._process.kill()
        self._process.wait()
        self._bury()

    def _start(self) -> None:
        self._started = time.monotonic()
        try:
            self._process = subprocess.Popen(  # noqa: S603  (the table of programs is ours)
                leashed(self.program.command),
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.program.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                process_group=0,  # Ctrl-C reaches the supervisor alone
            )
        except OSError as error:  # out of memory or processes: try again later
            say(f"{self.program.name} could not be started: {error}")
            self._due, self._wait = self._started + self._wait, min(self._wait * 2, _LONGEST_WAIT)
            return
        assert self._process.stdout is not None
        reader = threading.Thread(
            target=self._pass_on, args=(self._process.stdout,), daemon=True, name=self.program.name
        )
        reader.start()

    def _bury(self) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)  # what it started must not keep its ports
        self._process = None

    def _pass_on(self, output: IO[bytes]) -> None:
        with output:
            while line := output.readline(_LONGEST_LINE):
                text = line.decode(errors="replace").rstrip("\n")
                self._log.info(text)
                _print(f"{self.program.name:<5}| {text}")


class Supervisor:
    """Runs programs until told to stop; `answers` says what is still awaited, "" when all is up."""

    def __init__(
        self, programs: Sequence[Program], *, data: Path, answers: Callable[[], str]
    ) -> None:
        self._children = [Child(program, data / "logs") for program in programs]
        self._answers = answers
        self._stops = 0

    def run(self, when_ready: Callable[[], None], *, longest_start: float = 180.0) -> int:
        """Start all, call `when_ready` once all answer, watch until a signal; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)
        try:
            if not self._come_up(longest_start):
                return 0 if self._stops else 1
            when_ready()
            while not self._stops:
                self._tend()
            return 0
        finally:
            self._stop()

    def _come_up(self, longest: float) -> bool:
        start = told = asked = time.monotonic()
        while not self._stops:
            self._tend()
            moment = time.monotonic()
            if moment - asked < 3 * TICK:
                continue
            asked, awaited = moment, self._answers()
            if not awaited:
                return True
            hopeless = [child for child in self._children if child.ends >= _HOPELESS]
            if hopeless or moment - start > longest:
                say(_why(hopeless, awaited))
                return False
            if moment - told >= _SILENCE:
                told = moment
                say(f"waiting for {awaited} … {moment - start:.0f} s")
        return False

    def _tend(self) -> None:
        for child in self._children:
            child.tend()
        time.sleep(TICK)

    def _stop(self) -> None:
        say("stopping …")
        begun = self._stops
        for child in reversed(self._children):
            child.stop(lambda: self._stops > begun)
        say("stopped")

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._stops += 1


def only_one(data: Path, address: str) -> IO[str]:
    """Hold the data folder for this supervisor; keep the file open as long as it runs.

    Refused with the other's address when one runs already.
    """
    (data / "run").mkdir(parents=True, exist_ok=True)
    file = (data / "run" / "supervisor.lock").open("a+", encoding="utf-8")
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        other = _read(file)
        file.close()
        raise Refused(
            "conflict",
            "Linli is running on this data folder already, at %(address)s (process %(pid)s).",
            address=other.get("address", "an address it has not yet said"),
            pid=other.get("pid", "unknown"),
        ) from error
    write_address(file, address)
    return file


def write_address(file: IO[str], address: str) -> None:
    """Leave word where this installation answers."""
    file.seek(0)
    file.truncate()
    json.dump({"pid": os.getpid(), "address": address}, file)
    file.flush()


def say(text: str) -> None:
    """A line of the supervisor's own."""
    _print(f"linli| {text}")


def _print(line: str) -> None:
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads any more; the log files still do
        pass


def _why(hopeless: list[Child], awaited: str) -> str:
    if hopeless:
        names = " and ".join(child.program.name for child in hopeless)
        return f"{names} cannot start; the lines above and the data folder's logs say why"
    return f"gave up waiting for {awaited}; the data folder's logs say more"


def _read(file: IO[str]) -> dict[str, str]:
    try:
        return dict(json.load(file))
    except ValueError:
        return {}


def _rotated(path: Path) -> logging.Logger:
    path.parent.mkdir(parents=True, exist_ok=True)
    log = logging.Logger(path.stem)  # of its own: nobody else's handlers
    handler = _Quiet(path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    log.addHandler(handler)
    return log


class _Quiet(RotatingFileHandler):
    """A full disk must not stop a program whose output is being read."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the line."""
