"""`linli bench latency`: how long from an alarm that is published to its matter seen by REST.

The whole of `linli up` runs and readings flow at a set rate. One alarm after another is published
by MQTT QoS 1, each by a device of its own; a manager's program asks the REST interface for matters
at that device's place until there is one. The load and the asking share the machine's cores.
"""

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from linli.bench._conditions import Table, print_conditions
from linli.bench._estate import AlarmDevice, Bench, make
from linli.bench._installation import Installation, Rest, running_all
from linli.bench._processes import flowing
from linli.bench._tally import percentile, tally, verdict
from linli.perception.client import Publisher

_TARGET = 1.0  # seconds, for 99 of 100
_NEARLY = 0.95  # of the rate asked for
_GIVE_UP = 30.0
_ASK_EVERY = 0.025  # seconds; four tokens may ask forty times a second
_HOURS = 6  # more load than any measurement lasts
_SMOKE = b'[{"n":"smoke","v":200}]'


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds from the publishing of one alarm; `visible` is None when it never came."""

    acknowledged: float
    visible: float | None


def main(arguments: list[str]) -> int:
    """Measure, print the table, and return 0 when every alarm became exactly one matter."""
    options = _parser().parse_args(arguments)
    print_conditions()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        data = Path(folder)
        bench = make(data, devices=options.devices, rules=options.rules, alarms=options.alarms)
        with running_all(data) as ours:
            return _measure(ours, bench, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli bench latency", description=__doc__)
    parser.add_argument("--alarms", type=int, default=200, help="100 or more say something of p99")
    parser.add_argument("--rate", type=float, default=2_000, help="readings a second meanwhile")
    parser.add_argument("--devices", type=int, default=100)
    parser.add_argument("--rules", type=int, default=20)
    return parser


def _measure(ours: Installation, bench: Bench, options: argparse.Namespace) -> int:
    with flowing(ours.data, _plan(ours, bench, options.rate)) as flow:
        seen = asyncio.run(_raise_all(ours, bench))
    print(_table(seen, flow, options))
    matters = Rest(ours, bench).matters()
    found = tally((alarm.place for alarm in bench.alarms), (each["place"] for each in matters))
    print(f"Alarms {found.sent}, matters {found.held}, lost {found.lost}, doubled {found.doubled}.")
    return 0 if found.is_exact else 1


def _plan(ours: Installation, bench: Bench, rate: float) -> dict[str, object]:
    return {
        "host": "127.0.0.1",
        "port": ours.mqtt,
        "devices": bench.devices,
        "messages": int(rate * 3_600 * _HOURS),
        "start_ms": int(time.time() * 1000) - 7 * 86_400_000,
        "rate": rate,
    }


async def _raise_all(ours: Installation, bench: Bench) -> list[Seen]:
    rest = Rest(ours, bench)
    seen: list[Seen] = []
    for number, alarm in enumerate(bench.alarms, start=1):
        await asyncio.sleep(random.uniform(0.1, 0.6))  # noqa: S311 - in step with no loop of ours
        seen.append(await _raise(ours, rest, alarm))
        if number % 20 == 0:
            print(f"{number} of {len(bench.alarms)} alarms", flush=True)
    return seen


async def _raise(ours: Installation, rest: Rest, alarm: AlarmDevice) -> Seen:
    device = Publisher("127.0.0.1", ours.mqtt, device=alarm.device, secret=alarm.secret)
    async with device:
        began = time.perf_counter()
        await device.publish(_SMOKE)
        await device.drain()
        acknowledged = time.perf_counter() - began
        return Seen(acknowledged, await asyncio.to_thread(_visible, rest, alarm.place, began))


def _visible(rest: Rest, place: str, began: float) -> float | None:
    """Seconds from `began` to the end of the answer that shows it."""
    while (asked := time.perf_counter()) - began < _GIVE_UP:
        found = rest.get(f"/matters?place={place}&limit=1")
        if found and found["items"]:
            return time.perf_counter() - began
        time.sleep(max(0.0, asked + _ASK_EVERY - time.perf_counter()))
    return None


def _table(seen: list[Seen], flow: dict[str, float], options: argparse.Namespace) -> Table:
    visible = [each.visible for each in seen if each.visible is not None]
    flowed = flow["acknowledged"] / flow["seconds"]
    is_met = len(visible) == len(seen) and percentile(visible, 0.99) <= _TARGET
    word = verdict(is_met) if flowed >= options.rate * _NEARLY else "rate not reached"
    heading = (
        f"{len(seen)} alarms while {flowed:,.0f} readings/s were acknowledged (asked for"
        f" {options.rate:,.0f}), {options.devices} devices, {options.rules} rules,"
        " core, web and work running"
    )
    rows = (
        _row("acknowledged, so durable", [each.acknowledged for each in seen], "", ""),
        _row("matter visible by REST", visible, "p99 ≤ 1 s", word),
    )
    columns = ("from published to", "alarms", "p50 ms", "p99 ms", "max ms", "target", "result")
    return Table(heading, columns, rows)


def _row(what: str, seconds: list[float], target: str, word: str) -> tuple[str, ...]:
    figures = (percentile(seconds, share) * 1000 for share in (0.50, 0.99, 1.0))
    return (what, str(len(seconds)), *(f"{figure:,.0f}" for figure in figures), target, word)
