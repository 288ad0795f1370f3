"""`linli bench ingest`: device messages in, decoded, checked, durable and judged by rules.

MQTT QoS 1, one small SenML record a message; a message counts when it is acknowledged, and it is
acknowledged only when it is durable. The load runs on the same machine, so both share its cores.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

from linli.bench import _home_assistant
from linli.bench._conditions import Table, print_conditions
from linli.bench._estate import Bench, make
from linli.bench._processes import (
    free_port,
    mosquitto,
    running,
    send_load,
    wait_until_well,
)

_ANSWER_SECONDS = 300.0


def main(arguments: list[str]) -> int:
    """Measure, print the tables, and return 0 when every reading was stored exactly once."""
    options = _parser().parse_args(arguments)
    print_conditions()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder, ExitStack() as stack:
        return _measure(Path(folder), options, stack)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli bench ingest", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000, help="in each run")
    parser.add_argument("--devices", type=int, default=100)
    parser.add_argument("--rules", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--window", type=int, default=500, help="unacknowledged per device")
    parser.add_argument("--peer", action="store_true", help="run Home Assistant beside us")
    parser.add_argument("--peer-folder", type=Path, default=Path.home() / ".cache" / "linli-bench")
    return parser


class _Installation:
    """A core process of ours, listening and (when given) reading from a broker."""

    def __init__(self, folder: Path, bench: Bench, stack: ExitStack, broker: int) -> None:
        self.bench, self.folder = bench, folder
        self.port, self.hub = free_port(), free_port()
        environment = {
            "LINLI_DATA": str(folder),
            "LINLI_HUB_PORT": str(self.hub),
            "LINLI_MQTT_PORT": str(self.port),
            "LINLI_BROKER_URL": f"mqtt://127.0.0.1:{broker}",
        }
        command = [sys.executable, "-m", "linli.wiring.core"]
        child = stack.enter_context(running(command, folder / "core.log", environment))
        wait_until_well(f"http://127.0.0.1:{self.hub}/healthz", child)
        self._client: Any = None
        self.expected = self.count()
        self.next_ms = int(time.time() * 1000) - 7 * 86_400_000  # each run its own moments

    def count(self) -> int:
        """How many readings telemetry holds."""
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
        return int(self._client.query("SELECT count() FROM readings").result_rows[0][0])

    def wait_for_all(self, messages: int) -> float:
        """Seconds until telemetry holds as many more; stops waiting when nothing more comes."""
        self.expected += messages
        began = last = time.perf_counter()
        before = -1
        while (held := self.count()) < self.expected:
            if held != before:
                before, last = held, time.perf_counter()
            if time.perf_counter() - last > 20:
                break
            time.sleep(0.02)
        return time.perf_counter() - began


def _measure(folder: Path, options: argparse.Namespace, stack: ExitStack) -> int:
    print(f"Making {options.devices} devices and {options.rules} rules …", flush=True)
    bench = make(folder, devices=options.devices, rules=options.rules)
    broker = stack.enter_context(mosquitto(folder))
    ours = _Installation(folder, bench, stack, broker)
    contestants: dict[str, Callable[[int], float]] = {
        "Linli, own listener": lambda run: _own(ours, options),
        "Linli through Mosquitto": lambda run: _through(ours, broker, options),
    }
    if options.peer:
        ask = _start_peer(options, bench, stack)
        contestants["Home Assistant through Mosquitto"] = lambda run: _peer(ask, ours, options, run)
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for run in range(options.runs):
        for name, contest in contestants.items():
            rates[name].append(options.messages / contest(run))
            print(f"run {run + 1}: {name}: {rates[name][-1]:,.0f} messages/s", flush=True)
    held = ours.count()
    print(_table(options, rates))
    print(f"Readings sent to Linli {ours.expected:,}, held {held:,}.")
    return 0 if held == ours.expected else 1


def _plan(ours: _Installation, port: int, options: argparse.Namespace) -> dict[str, object]:
    start, ours.next_ms = ours.next_ms, ours.next_ms + options.messages
    return {
        "host": "127.0.0.1",
        "port": port,
        "devices": ours.bench.devices,
        "messages": options.messages,
        "start_ms": start,
        "window": options.window,
    }


def _own(ours: _Installation, options: argparse.Namespace) -> float:
    seconds = send_load(ours.folder, _plan(ours, ours.port, options))["seconds"]
    ours.wait_for_all(options.messages)
    return seconds


def _through(ours: _Installation, broker: int, options: argparse.Namespace) -> float:
    """To the broker a message is gone early; it counts when telemetry holds it."""
    began = time.perf_counter()
    load = send_load(ours.folder, _plan(ours, broker, options))
    making = time.perf_counter() - began - load["seconds"]
    ours.wait_for_all(options.messages)
    return time.perf_counter() - began - making


def _start_peer(
    options: argparse.Namespace, bench: Bench, stack: ExitStack
) -> "_home_assistant.AskOnce":
    folder = options.peer_folder
    folder.mkdir(parents=True, exist_ok=True)
    hass = _home_assistant.install(folder)
    port = stack.enter_context(mosquitto(folder))
    names = tuple(device for device, _ in bench.devices)
    _home_assistant.write_configuration(folder / "config", devices=names, broker_port=port)
    stack.enter_context(_home_assistant.running(hass, folder / "config"))
    print("Waiting for Home Assistant …", flush=True)
    ask = _home_assistant.AskOnce(port)
    _home_assistant.wait_until_answering(ask)
    return ask


def _peer(
    ask: "_home_assistant.AskOnce", ours: _Installation, options: argparse.Namespace, run: int
) -> float:
    """The broker answers early here too; the run is over when the last state has been set."""
    began = time.perf_counter()
    load = send_load(ours.folder, _plan(ours, ask.port, options))
    making = time.perf_counter() - began - load["seconds"]
    if not ask(f"run-{run}-{began}", _ANSWER_SECONDS):
        raise RuntimeError("Home Assistant did not finish in time")
    return time.perf_counter() - began - making


def _table(options: argparse.Namespace, rates: dict[str, list[float]]) -> Table:
    first = statistics.median(next(iter(rates.values())))
    rows = []
    for name, seen in rates.items():
        middle = statistics.median(seen)
        rows.append(
            (
                name,
                f"{middle:,.0f}",
                f"{min(seen):,.0f} – {max(seen):,.0f}",
                f"{middle / first:.2f}",
                "no" if name.startswith("Home") else "yes",
                "0" if name.startswith("Home") else str(options.rules),
            )
        )
    heading = (
        f"MQTT QoS 1, {options.messages:,} messages a run, {options.devices} devices, window "
        f"{options.window}, medians of {options.runs} alternating runs"
    )
    columns = ("what", "messages/s", "range", "to the first", "durable", "rules judged")
    return Table(heading, columns, tuple(rows))
