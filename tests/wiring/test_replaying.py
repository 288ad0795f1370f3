"""`linli replay`: what cannot be played is said in one sentence, before anything is sent."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from linli.perception.reading import Reading
from linli.wiring.replaying import _messages

SOURCE = Path(__file__).parents[2] / "src"


def replay(folder: Path, file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
    return subprocess.run(
        [sys.executable, "-P", "-m", "linli", "--data", str(folder / "data"), "replay", str(file),
         "--device", "d1", "--secret", "s", "--speed", "max", *words],
        env={**kept, "PYTHONPATH": str(SOURCE)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.parquet", b"PAR1 nothing PAR1", "a.parquet is no Parquet file"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "a recording is .csv, .jsonl or .parquet"),
        ("a.csv", b"\xc4\xe3,\xba\xc3\n1,2\n", "Which column of a.csv is the time?"),
        ("a.jsonl", b"[1]\n", "Which column of a.jsonl is the time?"),
    ],
)
def test_a_file_that_is_no_recording_is_refused_in_a_sentence(tmp_path, name, content, words):
    file = tmp_path / name
    file.write_bytes(content)
    done = replay(tmp_path, file)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert words in done.stderr


@pytest.mark.parametrize(
    "said", ['zone = "Mars/Olympus"', 'delimiter = "ab"', "time = 5", 'colour = "red"']
)
def test_a_map_that_cannot_be_used_is_refused_in_a_sentence(tmp_path, said):
    file, plan = tmp_path / "a.csv", tmp_path / "map.toml"
    file.write_text("time,v\n1,1\n")
    plan.write_text(f"[recording]\n{said}\n[columns.v]\nproperty = 'temperature'\n")
    done = replay(tmp_path, file, "--map", str(plan))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "The map cannot be used" in done.stderr


def test_rows_that_cannot_be_read_are_named_and_nothing_is_sent(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("time,温度\n昨天,21\n".encode("gb18030"))
    done = replay(tmp_path, file)
    assert done.returncode == 1
    assert "row 1, column 'time'" in done.stderr and "Traceback" not in done.stderr


def test_a_message_is_never_larger_than_the_listener_takes():
    readings = [Reading("d1", "note", n, "长" * 1_300, None) for n in range(100)]
    sent = list(_messages(readings))
    assert max(len(payload) for _, payload in sent) < 256 << 10
    assert [one["t"] for _, payload in sent for one in orjson.loads(payload)] == [
        n / 1000 for n in range(100)
    ]
