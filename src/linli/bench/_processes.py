"""The programs a measurement starts, on ports of their own, and how it waits for them."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_START_SECONDS = 60


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


def wait_until_well(url: str, child: "subprocess.Popen[bytes]") -> None:
    """Until `url` answers 200; RuntimeError when the child dies or a minute has passed."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"the process ended with code {child.returncode}; see its log")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own child
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer")


def send_load(folder: Path, plan: Mapping[str, Any]) -> dict[str, float]:
    """Run one load in a process of its own; its seconds and how many were acknowledged."""
    path = folder / "plan.json"
    path.write_text(json.dumps(dict(plan)))
    done = subprocess.run(
        [sys.executable, "-m", "linli.bench._load", str(path)],
        check=True,
        stdout=subprocess.PIPE,
    )
    result: dict[str, float] = json.loads(done.stdout)
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
    with running(["mosquitto", "-c", str(settings)], folder / "mosquitto.log") as child:
        wait_for_port(port, child)
        yield port
