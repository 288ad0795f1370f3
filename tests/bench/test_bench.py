"""Each measurement runs, and its counts are right; how fast it was is nobody's business here."""

import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linli.bench import ingest
from linli.bench._processes import program
from linli.bench._tally import percentile, tally
from linli.bench._targets import OWN, PEER, THROUGH, targets
from linli.kernel import Refused

SOURCE = Path(__file__).parents[2] / "src"

pytestmark = pytest.mark.timeout(600)  # each makes and starts an installation of its own


def bench(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`linli bench …` as a user starts it."""
    kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-P", "-m", "linli", "bench", *words],
        env={**kept, "PYTHONPATH": str(SOURCE), **more},
        capture_output=True,
        text=True,
        timeout=570,
        check=False,
    )


def row(printed: str, name: str) -> list[str]:
    """The cells of a table's row after its name."""
    (line,) = (line for line in printed.splitlines() if line.startswith(f"{name}  "))
    return re.split(r"\s{2,}", line.strip())[1:]


@pytest.mark.long
@pytest.mark.processes
def test_each_process_is_killed_during_load_and_everything_is_there_once():
    done = bench("kill", "--kills", "1", "--every", "1", "--rate", "100", "--alarms", "4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall("killed ([a-z]+);", done.stdout) == ["core", "web", "work"]
    for name in ("readings in telemetry", "alarms as matters", "reports as matters"):
        sent, held, lost, doubled, unknown, *_ = row(done.stdout, name)
        assert (sent, lost, doubled, unknown) == (held, "0", "0", "0")
        assert int(sent.replace(",", "")) >= 12


def test_an_assembly_is_counted_and_every_figure_is_the_one_that_was_written():
    done = bench("tally", "--owners", "400", "--motions", "3", "--rounds", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert row(done.stdout, "counting, each round")[-1] == "figures right"


@pytest.mark.long
@pytest.mark.processes
def test_every_alarm_is_seen_as_one_matter_while_readings_flow():
    done = bench("latency", "--alarms", "3", "--rate", "200", "--devices", "10", "--rules", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert row(done.stdout, "matter visible by REST")[0] == "3"
    assert "Alarms 3, matters 3, lost 0, doubled 0." in done.stdout


@pytest.mark.long
@pytest.mark.processes
def test_every_message_of_every_way_in_is_counted_once():
    small = ("--messages", "400", "--devices", "4", "--rules", "2", "--runs", "1")
    done = bench("ingest", *small)
    assert done.returncode == 0, done.stdout + done.stderr
    ways = 2 if program("mosquitto") else 1
    sent = f"{400 * ways:,}"
    assert f"Readings sent to Linli {sent}, held {sent}: lost 0, doubled 0." in done.stdout
    assert done.stdout.count("not measured; --peer does") == ways


def test_without_mosquitto_a_peer_is_refused_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(Refused, match=r"Mosquitto, which is not on this machine.*apt install"):
        ingest.main(["--peer"])
    assert capsys.readouterr().out == ""  # before anything was made


def test_what_is_missing_twice_there_or_strange_is_counted():
    found = tally(["a", "b", "c", "d"], ["a", "b", "b", "b", "d", "x", "x"])
    assert (found.sent, found.held) == (4, 7)
    assert (found.lost, found.doubled, found.unknown) == (1, 2, 2)
    assert not found.is_exact
    assert tally(["a"], ["a"]).is_exact


def test_a_percentile_is_a_value_that_was_seen():
    values = [float(n) for n in range(200, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1.0)] == [100, 198, 200]
    assert percentile([7.0], 0.99) == 7.0
    assert math.isnan(percentile([], 0.5))


def test_a_target_is_met_at_the_needed_rate_and_missed_below():
    rates = {OWN: [52_000.0], THROUGH: [24_999.0], PEER: [9_000.0, 10_000.0, 11_000.0]}
    results = [(one[0], one[3], one[4]) for one in targets(rates).rows]
    assert results == [
        (OWN, "25,000", "met"),
        (OWN, "20,800", "met"),
        (THROUGH, "25,000", "missed"),
        (THROUGH, "20,800", "met"),
    ]
