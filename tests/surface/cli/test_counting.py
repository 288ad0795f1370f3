"""`linli tally` and `linli audit-notice` on real files, the documented examples among them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from linli.wiring.main import main

DOCS = Path(__file__).parents[3] / "docs" / "tally.md"
SOURCE = Path(__file__).parents[3] / "src"
TALLY, NOTICE = re.findall(r"```json\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def said(tmp_path, capsys):
    def say(word, content, *options):
        path = tmp_path / "figures.json"
        path.write_text(content, encoding="utf-8")
        code = main([word, str(path), *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return say


def test_the_documented_assembly_is_counted(said):
    code, out, _ = said("tally", TALLY, "--json")
    (motion,) = json.loads(out)["motions"]
    assert code == 0
    assert motion["strict"]["outcome"] == motion["deemed"]["outcome"] == "failed"
    assert motion["participation"] == {"heads": [2, 2], "area": ["179.00", "179.00"]}
    assert motion["articles"] == ["民法典278.1(5)", "民法典278.2"]
    assert "1/2" in motion["why"]


def test_the_documented_notice_is_right(said):
    code, out, _ = said("audit-notice", NOTICE, "--json")
    assert code == 0
    assert json.loads(out) == {
        "motions": [
            {
                "title": "使用维修资金",
                "strict": {"outcome": "passed"},
                "deemed": None,
                "findings": [],
            }
        ]
    }


def test_both_speak_in_sentences_without_json(said):
    assert "failed" in said("tally", TALLY)[1]
    assert "nothing to object to" in said("audit-notice", NOTICE)[1]


def test_numbers_keep_their_digits(said):
    exact = TALLY.replace(
        '"89.50", "source": "registry"', '89.50000000000000000001, "source": "registry"'
    )
    _, out, _ = said("tally", exact, "--json")
    assert json.loads(out)["motions"][0]["participation"]["area"][1] == "179.00000000000000000001"


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, '{"owners": NaN}', "[]", "\ufeff"])
def test_what_is_no_file_of_figures_is_one_sentence(said, content):
    code, out, err = said("tally", content)
    assert (code, out) == (2, "")
    assert err.startswith("linli: ")
    assert len(err.splitlines()) == 1


def test_a_missing_file_is_named(capsys):
    assert main(["tally", "/nowhere/figures.json"]) == 2
    assert "figures.json cannot be read" in capsys.readouterr().err


def test_nothing_is_made_on_the_disk_for_a_count(tmp_path):
    (tmp_path / "figures.json").write_text(TALLY, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "linli", "tally", str(tmp_path / "figures.json"), "--json"],
        env={**kept, "PYTHONPATH": str(SOURCE), "LINLI_DATA": str(tmp_path / "house")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["pack"] == "cn-base"
    assert not (tmp_path / "house").exists()
