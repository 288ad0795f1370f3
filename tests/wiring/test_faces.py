"""What the matrix saw is summed up as it is: the worst figure, and every page that falls short."""

import os
import subprocess
import sys
import tomllib

import pytest

from architecture.planted import ROOT
from linli.surface.shell import proof
from linli.wiring import faces


def line(face: str, route: str = "report", **figures) -> dict:
    where = {"route": route, "face": face, "language": "en", "state": "full"}
    return {**where, "figures": figures, "wrong": []}


def test_the_worst_figure_of_each_face_is_kept():
    lines = [line("standard", U2=[9.1, 1]), line("standard", U2=[7.2, 1]), line("elder", U2=[8, 1])]
    found = faces.summed_up(lines)["checks"]["U2"]
    assert (found["standard"], found["elder"]) == ("7.2 · 1", "8 · 1")
    assert (found["seen"], found["wrong"], found["where"]) == (3, 0, [])


def test_taps_that_go_astray_are_worst_when_they_are_most():
    lines = [line("elder", U7=[0.98, 0.001, 0.95]), line("elder", U7=[0.99, 0.004, 0.97])]
    assert faces.summed_up(lines)["checks"]["U7"]["elder"] == "98.0% · 0.40% · 95%"


def test_a_page_that_falls_short_is_named():
    short = {**line("elder", "matters", U8=12), "wrong": ["U8"]}
    found = faces.summed_up([line("elder", U8=0), short])["checks"]["U8"]
    assert (found["seen"], found["wrong"], found["where"]) == (2, 1, ["/matters (elder, full)"])


def test_what_is_of_no_page_is_named_by_what_it_is_about():
    short = {"about": "resident", "figures": {"U24": [21, 30]}, "wrong": ["U24"]}
    assert faces.summed_up([short])["checks"]["U24"]["where"] == ["resident"]


def test_what_was_not_measured_says_so():
    found = faces.summed_up([line("elder", U8=0)])
    assert found["states"] == found["routes"] == 1
    assert found["checks"]["U1"]["seen"] == 0


@pytest.mark.parametrize("check", tomllib.loads(proof.CHECKS.read_text("utf-8")).items())
def test_every_test_that_is_named_as_a_proof_is_there(check):
    for named in check[1].get("tests", ()):
        path, name = named.split("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8")


def test_in_a_process_of_its_own_the_report_can_be_written():
    asked = "from linli.wiring import faces; faces.ready(); print(faces._proof().FIGURES.name)"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", asked],
        env={name: said for name, said in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "proof.json", done.stderr
