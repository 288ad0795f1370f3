"""The programs a measurement starts, on ports of their own, and how it waits for them."""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_START_SECONDS = 60


def free_port() -> int:
    """A port nobody listens on, below those the system gives away while a process is restarted."""
    while True:
        port = random.randrange(10_000, 32_000)  # noqa: S311 - no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def program(name: str) -> str | None:
    """Where a system's program is; servers often lie where a normal user's PATH does not look."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


@contextmanager
def running(
    command: list[str], log: Path, environment: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A child process, stopped politely at the end."""
    with log.open("ab") as out:
        child = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}
        )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_for_port(port: int, child: "subprocess.Popen[bytes] | None" = None) -> None:
    """Until something listens; RuntimeError when the child dies or a minute has passed."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if child is not None and child.poll() is not None:
            raise RuntimeError(f"the process ended with code {child.returncode}; see its log")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def send_load(folder: Path, plan: Mapping[str, Any]) -> dict[str, float]:
    """Run one load in a process of its own; its seconds and how many were acknowledged."""
    return _result(_start(folder, plan))


@contextmanager
def flowing(folder: Path, plan: Mapping[str, Any]) -> Iterator[dict[str, float]]:
    """A load at its pace in the background; what came of it is in the dictionary afterwards."""
    child = _start(folder, plan)
    found: dict[str, float] = {}
    try:
        yield found
    finally:
        child.terminate()
    found.update(_result(child))


def _start(folder: Path, plan: Mapping[str, Any]) -> "subprocess.Popen[bytes]":
    path = folder / "plan.json"
    path.write_text(json.dumps(dict(plan)))
    command = [sys.executable, "-P", "-m", "linli.bench._load", str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _result(child: "subprocess.Popen[bytes]") -> dict[str, float]:
    said, _ = child.communicate()
    if child.returncode:
        raise RuntimeError("the load could not be sent; the lines above say why")
    result: dict[str, float] = json.loads(said)
    return result


@contextmanager
def mosquitto(folder: Path) -> Iterator[int]:
    """Mosquitto on a free port, without limits on what is in flight."""
    port = free_port()
    settings = folder / "mosquitto.conf"
    settings.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\n"
        "max_queued_messages 0\nmax_inflight_messages 0\n"
    )
    with running(
        [program("mosquitto") or "mosquitto", "-c", str(settings)], folder / "mosquitto.log"
    ) as child:
        wait_for_port(port, child)
        yield port
