"""A whole Linli in a folder of its own, started by its real command; shared by several tests."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import psutil

from linli.wiring.asking import ask
from surface.resident.forms import Form, form_in

SOURCE = Path(__file__).parents[1] / "src"
PATIENCE = 90.0


def eventually(what, patience: float = PATIENCE):
    until = time.monotonic() + patience
    while not (found := what()):
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.1)
    return found


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Installation:
    """Linli in a folder with a space in its name, on a port of its own."""

    def __init__(self, folder: Path, port: int, word: str = "up", **settings: str) -> None:
        self.data, self.port, self.word = folder / "a house", port, word
        self.settings = settings
        self.errors = folder / "errors"
        self.process: subprocess.Popen | None = None

    def command(self, *words: str) -> list[str]:
        place = ["--data", str(self.data), "--port", str(self.port)]
        return [sys.executable, "-P", "-m", "linli", *words, *place]

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
        for name in ("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):  # as a user has it
            kept.pop(name, None)
        return {**kept, "PYTHONPATH": str(SOURCE), **self.settings}

    def start(self) -> list[str]:
        """Come up; the lines printed until then."""
        self.process = subprocess.Popen(
            self.command(self.word),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=self.errors.open("a"),
            text=True,
            start_new_session=True,
        )
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("ready "):
                return lines
        raise AssertionError(self.errors.read_text())

    def health(self) -> tuple[int, dict]:
        status, body = ask(self.port, "/healthz", timeout=10)
        return status, json.loads(body) if body else {}

    def is_well(self) -> bool:
        return self.health()[0] == 200

    def running(self) -> dict[str, psutil.Process]:
        """The supervised processes by the last word of their command."""
        found = {}
        for child in filter(is_alive, psutil.Process(self.process.pid).children()):
            with contextlib.suppress(psutil.Error):
                words = child.cmdline()  # none while it is just ending
                found |= {word.rsplit(".", 1)[-1]: child for word in words[-1:]}
        return found

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Visitor:
    """Somebody's browser at an installation, without scripts; it keeps its cookies."""

    def __init__(self, house: Installation) -> None:
        self._site = f"http://127.0.0.1:{house.port}"
        self._wire = build_opener(ProxyHandler({}), HTTPCookieProcessor())

    def get(self, path: str) -> str:
        """What a page says; it must be there, and not lead on to the log-in."""
        with self._wire.open(self._site + path, timeout=30) as answer:
            assert (answer.status, answer.url) == (200, self._site + path)
            return answer.read().decode()

    def send(self, form: Form, **answers: object) -> str:
        """Hand a form in; the address one is led on to."""
        body = urlencode(form.with_answers(**answers), doseq=True).encode()
        with self._wire.open(self._site + form.action, body, timeout=30) as answer:
            return answer.url.removeprefix(self._site)

    def form(self, path: str, holding: str) -> Form:
        """The form of a page that holds a field."""
        return form_in(self.get(path), path, holding)

    def api(self, path: str):
        """What the interface for programs answers to the pages' own session."""
        return json.loads(self.get(f"/api/v1/{path}"))
