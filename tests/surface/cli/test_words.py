"""The `linli` command understands its words and says in one sentence what it does not."""

import argparse
import os
from pathlib import Path

import pytest

from linli import __version__
from linli.kernel import Refused
from linli.wiring import main as command
from linli.wiring import words
from linli.wiring.words import WORDS, Word


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    for name in ("LINLI_PORT", "LINLI_HUB_PORT", "LINLI_MQTT_PORT", "LINLI_DEMO"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("LINLI_DATA", str(tmp_path))


@pytest.fixture
def spoken(monkeypatch):
    """A word that notes what it was given; returns the notes."""
    heard = []

    class Module:
        @staticmethod
        def describe(parser: argparse.ArgumentParser) -> None:
            parser.add_argument("things", nargs="*")
            parser.add_argument("--loud", action="store_true")

        @staticmethod
        def run(options: argparse.Namespace) -> int:
            heard.append((options, os.environ["LINLI_DATA"], os.environ["LINLI_PORT"]))
            if "refuse" in getattr(options, "things", ()):
                raise Refused("invalid", "The %(thing)s is cold.", thing="kettle")
            return 7

    every = (Word("boil", "Boil.", "os"), Word("pass", "Pass on.", "os", passes_on=True))
    monkeypatch.setattr(words, "WORDS", every)
    monkeypatch.setattr(command, "WORDS", every)
    monkeypatch.setattr(command, "import_module", lambda name: Module)
    return heard


@pytest.mark.parametrize(
    "line",
    [
        ["--data", "D", "--port", "8123", "boil", "--loud", "milk"],
        ["boil", "milk", "--loud", "--data=D", "--port=8123"],
        ["--port=8123", "boil", "--data", "D", "milk", "--loud"],
    ],
)
def test_place_options_stand_before_or_after_the_word(spoken, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command.main(line) == 7
    ((options, data, port),) = spoken
    assert (data, port) == (str(tmp_path / "D"), "8123")
    assert options.things == ["milk"] and options.loud


def test_the_environment_chooses_when_the_line_does_not(spoken, monkeypatch, tmp_path):
    monkeypatch.setenv("LINLI_PORT", "8200")
    command.main(["boil"])
    assert spoken[0][1:] == (str(tmp_path), "8200")
    command.main(["boil", "--port", "8300"])
    assert spoken[1][2] == "8300"


def test_a_word_that_passes_on_gets_what_follows_it_untouched(spoken):
    command.main(["--port", "8124", "pass", "--port", "1", "--help", "-k", "a b"])
    ((options, _, port),) = spoken
    assert options.rest == ["--port", "1", "--help", "-k", "a b"]
    assert port == "8124"


def test_a_refusal_is_one_sentence_and_exit_code_2(spoken, capsys):
    assert command.main(["boil", "refuse"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "linli: The kettle is cold.\n")


@pytest.mark.parametrize("line", [["frob"], ["frob", "--data", "x"], ["--frob"]])
def test_an_unknown_word_is_one_sentence(spoken, capsys, line):
    assert command.main(line) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "frob" in error and "boil, pass" in error
    assert spoken == []


@pytest.mark.parametrize("port", ["x", "0", "99999"])
def test_a_port_that_is_none_is_one_sentence(spoken, capsys, port):
    assert command.main(["boil", "--port", port]) == 2
    assert capsys.readouterr().err.startswith("linli: --port must be a number")
    assert spoken == []


def test_a_data_folder_that_is_a_file_is_one_sentence(spoken, capsys, tmp_path):
    (tmp_path / "letter").touch()
    assert command.main(["boil", "--data", str(tmp_path / "letter")]) == 2
    assert "is a file; --data needs a folder" in capsys.readouterr().err


def test_version_and_overview(spoken, capsys):
    assert command.main(["--version"]) == 0
    assert capsys.readouterr().out == f"linli {__version__}\n"
    for line in ([], ["help"], ["--help"], ["-h"]):
        assert command.main(line) == 0
        assert "linli boil" in capsys.readouterr().out


def test_a_word_whose_part_is_absent_is_not_listed(monkeypatch):
    here = Word("a", "", "linli.wiring.house")
    lacking = Word("b", "", "linli.wiring.house", needs=("linli.nowhere.api",))
    absent = Word("c", "", "linli.wiring.nowhere")
    monkeypatch.setattr(words, "WORDS", (here, lacking, absent))
    assert list(words.words_here()) == ["a"]


def test_a_word_for_the_source_tree_is_not_listed_without_one(monkeypatch):
    monkeypatch.setattr(words, "ROOT", None)
    assert {"check", "test", "fix"}.isdisjoint(words.words_here())
    assert "up" in words.words_here()


@pytest.mark.parametrize("word", [word for word in WORDS if word.is_here()], ids=lambda w: w.name)
def test_every_word_explains_itself(word, capsys):
    if word.passes_on:
        assert word.sentence.endswith(".")
        return
    with pytest.raises(SystemExit) as end:
        command.main([word.name, "--help"])
    assert end.value.code == 0
    assert word.sentence.split()[0] in capsys.readouterr().out


def test_relative_data_is_taken_from_where_one_stands(spoken, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    command.main(["boil", "--data", "here/there"])
    assert Path(spoken[0][1]) == tmp_path / "here" / "there"
