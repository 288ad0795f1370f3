"""A whole installation, kept by `linli up`: every process that costs something is there."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from typing import Any, cast

from linli.bench._estate import Bench
from linli.bench._processes import free_port

_WELL_SECONDS = 120.0
_STILL_SECONDS = 20.0


class Installation:
    """Where it answers, which processes it has, and what telemetry holds."""

    def __init__(self, data: Path, supervisor: int) -> None:
        self.data, self.supervisor = data, supervisor
        ports = json.loads((data / "run" / "ports.json").read_text())
        self.web, self.hub, self.mqtt = (
            int(ports[name]) for name in ("LINLI_PORT", "LINLI_HUB_PORT", "LINLI_MQTT_PORT")
        )
        self._client: Any = None

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a question to telemetry."""
        import clickhouse_connect
        from django.conf import settings

        from linli.foundation.telemetry.api import engine_users
        from linli.kernel import system

        if self._client is None:
            users = engine_users(by=system(""), password=settings.TELEMETRY_PASSWORD)
            library = cast(Any, clickhouse_connect)  # it says nothing of its types
            self._client = library.get_client(
                host="127.0.0.1",
                port=self.hub,
                username="reader",
                password=users["reader"],
                database="linli",
                autogenerate_session_id=False,
            )
        return list(self._client.query(sql).result_rows)

    def pid(self, name: str) -> int | None:
        """The process that is core, web or work just now."""
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if f"\nPPid:\t{self.supervisor}\n" not in status.read_text():
                    continue
                words = (status.parent / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
            except OSError:  # it has just ended
                continue
            if words[-1] == f"linli.wiring.{name}".encode() and b"leash" not in b" ".join(words):
                return int(status.parent.name)
        return None

    def is_well(self) -> bool:
        """Whether every part answers."""
        return self.ask("GET", "/healthz")[0] == 200

    def wait_until_well(self) -> float:
        """Seconds until every part answers; RuntimeError after two minutes."""
        began = time.perf_counter()
        while not self.is_well():
            if time.perf_counter() - began > _WELL_SECONDS:
                raise RuntimeError("the installation did not become well again")
            time.sleep(0.05)
        return time.perf_counter() - began

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """The pages' answer: status and what the JSON says; (0, None) when there is none."""
        connection = HTTPConnection("127.0.0.1", self.web, timeout=10)
        try:
            given = None if body is None else json.dumps(body)
            connection.request(method, path, given, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()


class Rest:
    """The REST interface, asked with the manager's tokens in turn."""

    def __init__(self, ours: Installation, bench: Bench) -> None:
        self._ours, self._tokens = ours, cycle(bench.tokens)

    def get(self, path: str) -> Any:
        """What is there now; None when there is no answer, which a later one may give."""
        headers = {"Authorization": f"Bearer {next(self._tokens)}"}
        status, said = self._ours.ask("GET", f"/api/v1{path}", headers=headers)
        return said if status == 200 else None

    def post(self, path: str, body: Any, key: str) -> bool:
        """Whether it is acknowledged; the same key may be sent again and again."""
        headers = {
            "Authorization": f"Bearer {next(self._tokens)}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        status, said = self._ours.ask("POST", f"/api/v1{path}", body, headers)
        if 400 <= status < 500 and status != 429:
            raise RuntimeError(f"{path} was refused: {said}")
        return 200 <= status < 300

    def matters(self) -> list[dict[str, Any]]:
        """Every matter there is."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.get(f"/matters?limit=200{cursor}")
            if page is None:
                time.sleep(0.2)
                continue
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"


@contextmanager
def running_all(data: Path, **settings: str) -> Iterator[Installation]:
    """`linli up` on a folder that was made, until everything answers; stopped at the end."""
    environment = {name: value for name, value in os.environ.items() if "LINLI" not in name}
    command = [sys.executable, "-P", "-m", "linli", "--data", str(data), "--port", str(free_port())]
    log = data / "up.log"
    print("Starting core, web and work …", flush=True)
    with log.open("ab") as out:
        child = subprocess.Popen(
            [*command, "up"],
            env={**environment, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        )
    try:
        assert child.stdout is not None
        if not any(line.startswith("ready ") for line in child.stdout):
            raise RuntimeError(f"it did not start:\n{log.read_text()[-2000:]}")
        yield Installation(data, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(60)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_for(count: Callable[[], int], expected: int) -> float:
    """Seconds until so many are counted; stops waiting when nothing more comes."""
    began = last = time.perf_counter()
    before = -1
    while (held := count()) < expected:
        if held != before:
            before, last = held, time.perf_counter()
        if time.perf_counter() - last > _STILL_SECONDS:
            break
        time.sleep(0.02)
    return time.perf_counter() - began
