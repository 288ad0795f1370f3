"""What a person can mend is told in one sentence: no traceback from a command."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.kernel import Refused
from linli.wiring import keys, starting

SOURCE = Path(__file__).parents[2] / "src"
PREPARE = "linli.wiring.preparing"


def run(data: Path, *words: str, **more: str) -> tuple[int, str]:
    """(exit code, what was written to stderr beside the lines of progress)."""
    kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-P", "-m", *words],
        env={**kept, "PYTHONPATH": str(SOURCE), "LINLI_DATA": str(data), **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = done.stderr.splitlines(keepends=True)
    return done.returncode, "".join(line for line in lines if not line.startswith("linli| "))


def is_one_sentence(told: tuple[int, str], *parts: str) -> bool:
    code, text = told
    is_short = text.startswith("linli: ") and text.count("\n") == 1
    return code == 2 and is_short and all(part in text for part in parts)


def test_a_word_on_a_folder_that_was_never_started_says_so(tmp_path):
    told = run(tmp_path / "new", "linli", "manage", "clearsessions")
    assert is_one_sentence(told, str(tmp_path / "new"), "linli up"), told


@pytest.mark.parametrize("given", ["x", "短", "A" * 40, base64.b64encode(b"x" * 31).decode()])
def test_a_master_key_that_is_none_is_one_sentence(tmp_path, given):
    told = run(tmp_path, PREPARE, LINLI_MASTER_KEY=given)
    assert is_one_sentence(told, "LINLI_MASTER_KEY", "32 bytes"), told


def test_a_damaged_key_file_is_one_sentence_and_stays_as_it_is(tmp_path):
    path = tmp_path / "keys" / "master.key"
    path.parent.mkdir()
    path.write_text("")
    told = run(tmp_path, PREPARE)
    assert is_one_sentence(told, str(path)), told
    assert path.read_text() == ""


def test_a_damaged_database_is_one_sentence_and_stays_as_it_is(tmp_path):
    path = tmp_path / "linli.sqlite3"
    path.write_bytes(b"no database" * 1000)
    told = run(tmp_path, PREPARE)
    assert is_one_sentence(told, str(tmp_path), "damaged"), told
    assert path.read_bytes() == b"no database" * 1000


def test_a_key_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    def fill(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.delenv("LINLI_MASTER_KEY", raising=False)
    monkeypatch.setattr(os, "fsync", fill)
    with pytest.raises(Refused, match="no space left"):
        keys.load(tmp_path)
    assert list((tmp_path / "keys").iterdir()) == []
    monkeypatch.undo()
    monkeypatch.delenv("LINLI_MASTER_KEY", raising=False)
    assert keys.load(tmp_path) == keys.load(tmp_path)
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["master.key"]
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_missing_or_unusable_certificate_is_named_before_anything_starts(tmp_path, monkeypatch):
    lost = tmp_path / "lost.pem"
    monkeypatch.setenv("LINLI_MQTT_TLS_CERT", str(lost))
    with pytest.raises(Refused, match=r"lost\.pem.*no such file"):
        starting.check_certificate()
    lost.write_text("no certificate")
    with pytest.raises(Refused, match=r"lost\.pem"):
        starting.check_certificate()
