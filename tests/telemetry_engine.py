"""A real telemetry engine for tests: chdb behind its HTTP front in a process of its own.

As a pytest plugin (`pytest_plugins = ("telemetry_engine",)`) it gives `telemetry`: an empty engine
that `settings.TELEMETRY_URL` points to. One process serves a whole (xdist) worker.
"""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

PASSWORD = "not-a-secret"


class EngineProcess:
    """An engine on a folder and a port; it can be killed and started again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.password = PASSWORD
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, __file__, str(self.path), str(self.port)]
        self._process = subprocess.Popen(command)
        for _ in range(600):
            if self.answers():
                return
            if self._process.poll() is not None:
                raise RuntimeError(f"the engine ended with {self._process.returncode}")
            sleep(0.1)
        raise RuntimeError("the engine did not answer within a minute")

    def answers(self) -> bool:
        with suppress(urllib.error.URLError, OSError):
            return urllib.request.urlopen(f"{self.url}/ping", timeout=2).status == 200
        return False

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None


@pytest.fixture(scope="session")
def telemetry_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """One engine for all tests of a worker."""
    process = EngineProcess(tmp_path_factory.mktemp("telemetry") / "engine")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def telemetry(telemetry_process: EngineProcess, settings) -> EngineProcess:
    """An engine with empty tables, which this test's settings point to."""
    from linli.foundation.telemetry.services import engine

    settings.TELEMETRY_URL, settings.TELEMETRY_PASSWORD = telemetry_process.url, PASSWORD
    for table in ("readings", "latest", "hourly"):
        engine.store().order(f"TRUNCATE TABLE {table}")
    return telemetry_process


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(path: str, port: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.wiring.settings_test"
    import django
    import uvicorn

    django.setup()
    from linli.foundation.telemetry.api import prepare_engine, use_engine
    from linli.kernel import system
    from linli.wiring.engine import Engine, engine_app

    engine = Engine(Path(path))
    use_engine(by=system(""), store=engine)
    prepare_engine(by=system(""))
    try:
        uvicorn.run(
            engine_app(engine, password=PASSWORD),
            host="127.0.0.1",
            port=int(port),
            log_level="warning",
            lifespan="off",
        )
    finally:
        engine.close()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
