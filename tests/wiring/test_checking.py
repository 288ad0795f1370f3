"""`linli check` takes every step and is honest; generated pages are compared; tools are found."""

import os
import time

import pytest

from linli.kernel import Refused
from linli.wiring import checking, dependencies, documents, house, patience, tools
from linli.wiring.checking import Step, report


def test_every_step_is_taken_even_after_one_has_failed(capsys):
    taken = []

    def step(name: str, wrong: str) -> Step:
        return Step(name, lambda: taken.append(name) or wrong)

    assert report([step("a", ""), step("b", "it leans\nto the left"), step("c", "")]) == 1
    assert taken == ["a", "b", "c"]
    printed = capsys.readouterr().out
    assert "b … wrong" in printed and "    to the left\n" in printed
    assert printed.endswith("wrong: b\n")


def test_a_step_that_takes_long_says_so_while_it_runs(monkeypatch, capfd):
    monkeypatch.setattr(patience, "EVERY", 0.02)
    said = []

    def look() -> str:
        while not said or "…" not in said[-1]:
            time.sleep(0.01)
            said.append(capfd.readouterr().err)
        return ""

    assert report([Step("types", look)]) == 0
    assert said[-1].startswith("linli| types … 0 s")
    assert capfd.readouterr().out.startswith("types … ok (")


def test_when_nothing_is_wrong_the_code_is_0(capsys):
    assert report([Step("a", lambda: "")]) == 0
    assert capsys.readouterr().out.endswith("everything is in order\n")


def test_a_tool_that_fails_without_a_word_is_still_wrong():
    assert checking.tool("this", "x")() == ""  # the module prints and ends well
    assert "linli.nowhere" in checking.tool("linli.nowhere")()


def test_generated_pages_are_true():
    stale = [
        path.name
        for path, page in documents.pages(house.ROOT).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != page
    ]
    assert stale == []


def test_a_stale_page_is_named_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(house, "ROOT", tmp_path)
    monkeypatch.setattr(documents, "pages", lambda root: {root / "docs" / "x.md": "new\n"})
    assert documents.main(["check"]) == 1
    assert "docs/x.md is stale" in capsys.readouterr().out
    assert documents.main(["write"]) == 0
    assert documents.main(["check"]) == 0
    (tmp_path / "docs" / "x.md").write_text("old\n")
    assert documents.main(["check"]) == 1


def test_a_lock_is_read_with_who_asked_for_what():
    lock = (
        "click==8.5.1 \\\n    --hash=sha256:00\n    # via\n    #   granian\n    #   uvicorn\n"
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n    # via pandas\n"
        "django==5.2.19 \\\n    --hash=sha256:00\n    # via\n    #   linli (pyproject.toml)\n"
    )
    click, numpy, django = dependencies.pins(lock)
    assert click.asked_by == ("granian", "uvicorn")
    assert (numpy.version, numpy.marker) == ("2.4.6", "python_full_version < '3.12'")
    assert django.asked_by == ("linli",)


def test_a_named_browser_that_starts_is_taken(monkeypatch, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\nexit 0\n")
    browser.chmod(0o755)
    monkeypatch.setenv("LINLI_CHROMIUM", str(browser))
    tools.ensure_browser()
    assert os.environ["LINLI_CHROMIUM"] == str(browser)


def test_without_a_browser_or_a_way_to_get_one_there_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LINLI_CHROMIUM", "")
    monkeypatch.setattr(tools, "_browser_by_playwright", lambda: None)  # would go to the network
    with pytest.raises(Refused, match="need Chromium.*sudo apt install chromium.*not browser"):
        tools.ensure_browser()


def test_without_fonts_there_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="Chinese font.*sudo apt install"):
        tools.ensure_fonts()


def test_without_mosquitto_the_tests_that_need_it_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools, "_found", lambda name: None)
    assert "MQTT" in tools.ensure_mosquitto()
