"""`linli bench ingest`: device messages in, decoded, checked, durable and judged by rules.

MQTT QoS 1, one small SenML record a message; a message counts when it is acknowledged, and it is
acknowledged only when it is durable. All of `linli up` runs, and the load on the same machine.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from linli.bench import _home_assistant
from linli.bench._conditions import Table, print_conditions
from linli.bench._estate import Bench, make
from linli.bench._installation import Installation, running_all, wait_for
from linli.bench._processes import mosquitto, program, send_load
from linli.bench._targets import OWN, PEER, THROUGH, targets
from linli.kernel import Refused

_ANSWER_SECONDS = 300.0


def main(arguments: list[str]) -> int:
    """Measure, print the tables, and return 0 when every reading was stored exactly once."""
    options = _parser().parse_args(arguments)
    if options.peer and not program("mosquitto"):
        raise Refused(
            "unavailable",
            "Home Assistant hears through Mosquitto, which is not on this machine (Debian, Ubuntu:"
            " sudo apt install mosquitto mosquitto-clients).",
        )
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


class _Run:
    """The installation that is measured, and how much was sent to it so far."""

    def __init__(self, ours: Installation, bench: Bench, folder: Path) -> None:
        self.ours, self.bench, self.folder = ours, bench, folder
        self.expected = 0
        self.next_ms = int(time.time() * 1000) - 7 * 86_400_000  # each run its own moments

    def held(self) -> int:
        """How many readings telemetry holds."""
        return int(self.ours.rows("SELECT count() FROM readings")[0][0])

    def distinct(self) -> int:
        """How many of them are different ones."""
        return int(self.ours.rows("SELECT uniqExact(series, at) FROM readings")[0][0])

    def wait_for_all(self, messages: int) -> None:
        """Until telemetry holds as many more, or nothing more comes."""
        self.expected += messages
        wait_for(self.held, self.expected)


def _measure(folder: Path, options: argparse.Namespace, stack: ExitStack) -> int:
    bench = make(folder, devices=options.devices, rules=options.rules)
    broker = stack.enter_context(mosquitto(folder)) if program("mosquitto") else None
    if broker is None:
        print("Mosquitto is not on this machine: only our own listener is measured.", flush=True)
    settings = {"LINLI_BROKER_URL": f"mqtt://127.0.0.1:{broker}"} if broker else {}
    ours = _Run(stack.enter_context(running_all(folder, **settings)), bench, folder)
    rates = _rates(_contestants(ours, broker, options, stack), options)
    print(_table(options, rates))
    print(targets(rates))
    held, distinct = ours.held(), ours.distinct()
    print(
        f"Readings sent to Linli {ours.expected:,}, held {held:,}: lost"
        f" {ours.expected - distinct:,}, doubled {held - distinct:,}."
    )
    return 0 if held == distinct == ours.expected else 1


def _contestants(
    ours: _Run, broker: int | None, options: argparse.Namespace, stack: ExitStack
) -> dict[str, Callable[[int], float]]:
    found: dict[str, Callable[[int], float]] = {OWN: lambda run: _own(ours, options)}
    if broker is not None:
        found[THROUGH] = lambda run: _through(ours, broker, options)
    if options.peer:
        ask = _start_peer(options, ours.bench, stack)
        found[PEER] = lambda run: _peer(ask, ours, options, run)
    return found


def _rates(
    contestants: dict[str, Callable[[int], float]], options: argparse.Namespace
) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for run in range(options.runs):
        for name, contest in contestants.items():
            rates[name].append(options.messages / contest(run))
            print(f"run {run + 1}: {name}: {rates[name][-1]:,.0f} messages/s", flush=True)
    return rates


def _plan(ours: _Run, port: int, options: argparse.Namespace) -> dict[str, object]:
    start, ours.next_ms = ours.next_ms, ours.next_ms + options.messages
    return {
        "host": "127.0.0.1",
        "port": port,
        "devices": ours.bench.devices,
        "messages": options.messages,
        "start_ms": start,
        "window": options.window,
    }


def _own(ours: _Run, options: argparse.Namespace) -> float:
    seconds = send_load(ours.folder, _plan(ours, ours.ours.mqtt, options))["seconds"]
    ours.wait_for_all(options.messages)
    return seconds


def _through(ours: _Run, broker: int, options: argparse.Namespace) -> float:
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
    ask: "_home_assistant.AskOnce", ours: _Run, options: argparse.Namespace, run: int
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
                "no" if name == PEER else "yes",
                "0" if name == PEER else str(options.rules),
            )
        )
    heading = (
        f"MQTT QoS 1, {options.messages:,} messages a run, {options.devices} devices, window "
        f"{options.window}, medians of {options.runs} alternating runs, core, web and work running"
    )
    columns = ("what", "messages/s", "range", "to the first", "durable", "rules judged")
    return Table(heading, columns, tuple(rows))
