"""What docs/devices.md lets people type works, word for word, on a running core."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.guards.examples import blocks
from core_house import CoreHouse, eventually
from core_house import core as core  # noqa: PLC0414
from core_house import template as template  # noqa: PLC0414
from mosquitto import needs_clients

pytestmark = pytest.mark.processes

PAGE = (Path(__file__).parents[2] / "docs" / "devices.md").read_text(encoding="utf-8")


def example(program: str, core: CoreHouse, device: str) -> str:
    """The page's line for a program, with this device and these ports in it."""
    (line,) = (body for body in blocks(PAGE, "sh") if body.startswith(program))
    for written, here in (
        ("DEVICE", device),
        ("SECRET", core.made["secrets"][device]),
        ("8000", str(core.hub)),  # the pages hand on to it
        ("8002", str(core.mqtt)),
    ):
        line = line.replace(written, here)
    return line


def typed(line: str, core: CoreHouse, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", line], env=core.environment, capture_output=True, text=True, timeout=60,
        check=False, **more,
    )  # fmt: skip


def last(core: CoreHouse, device: str) -> float | None:
    rows = core.readings(core.made["series"][device]["temperature"])
    return rows[-1][1] if rows else None


@needs_clients
def test_the_line_for_mqtt(core):
    done = typed(example("mosquitto_pub", core, "d1"), core)
    assert (done.returncode, done.stderr) == (0, "")
    eventually(lambda: last(core, "d1") == 21.5)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not here")
def test_the_line_for_http(core):
    done = typed(example("curl", core, "d2"), core)
    answer = json.loads(done.stdout)
    assert (answer["accepted"], answer["duplicate"], answer["refused"]) == (1, 0, [])
    eventually(lambda: last(core, "d2") == 21.5)


def test_the_json(core):
    _, said = blocks(PAGE, "json")  # the first is a kind of device, tried at the desk
    status, answer = core.send("d3", said.encode())
    assert (status, answer["accepted"]) == (200, 1)


def test_the_lines_for_recordings(core, tmp_path):
    (plan,) = blocks(PAGE, "toml")
    (tmp_path / "room.toml").write_text(plan, encoding="utf-8")
    (tmp_path / "room.csv").write_text("when,room\n2026-03-01 08:00,212\n2026-03-01 08:01,32\n")
    line = example("./linli replay", core, "d4")
    python = f"{sys.executable} -P -m linli"
    done = typed(line.replace("./linli", python), core, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    series = core.made["series"]["d4"]["temperature"]
    eventually(lambda: [value for _, value in core.readings(series)] == pytest.approx([100, 0]))
