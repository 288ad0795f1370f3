"""`linli import`: lists, kinds and outlines from files, reported row by row."""

import argparse
import json

import pytest

from linli.foundation.devices.api import list_models
from linli.foundation.people.api import list_people
from linli.foundation.places.api import list_footprints
from linli.kernel import Refused
from linli.surface.cli import importing
from linli.surface.desk.kinds import EXAMPLE
from modules.support.matters_estate import Estate, build

SQUARE = [[0, 0], [0.0002, 0], [0.0002, 0.0001], [0, 0]]


@pytest.fixture
def estate(db) -> Estate:
    return build()


def linli_import(*words: object) -> int:
    parser = argparse.ArgumentParser()
    importing.describe(parser)
    return importing.run(parser.parse_args([str(word) for word in words]))


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_the_empty_list_can_be_filled_in_and_taken_in(estate, tmp_path, name, capsys):
    empty = tmp_path / name
    assert linli_import("community", "--template", empty) == 0
    with pytest.raises(Refused):
        linli_import("community", "--template", empty)
    assert linli_import("community", empty, "--dry-run") == 0
    if name == "list.csv":
        row = ",".join({"房号": "9-1-101", "姓名": "何姨"}.get(one, "") for one in _headers(empty))
        empty.write_text(empty.read_text() + row + "\n")
        assert linli_import("community", empty, "--all") == 0
        assert "row 2: created" in capsys.readouterr().out
        assert len(list_people(viewer=estate.manager, search="何姨")) == 1


MESSY = "邻里花园名册\n房号,户主,备注\n9栋1单元101,何姨,\n9-1-102,周海、李平,\n合计,2,\n"


def test_what_was_understood_is_said_first_and_then_what_was_not(
    estate, tmp_path, capsys, monkeypatch
):
    file = tmp_path / "名册.csv"
    file.write_bytes(MESSY.encode("gbk"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert linli_import("community", file, "--dry-run", "--all") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == ("名册.csv: header in row 2, 2 rows; “房号” = dwelling, “户主” = owner name")
    assert lines[1] == "名册.csv: columns left alone: “备注”"
    assert lines[2] == "名册.csv, row 5: totals, left out"
    assert lines[3] == "名册.csv, row 3: created (Building 9, Entrance 1, 101)"
    assert lines[4].startswith("名册.csv, row 4: Column “姓名 owner name”: ")
    assert "dry run" in lines[5] and len(lines) == 6
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    linli_import("community", file, "--dry-run")
    said = capsys.readouterr().out
    assert "表头在第2行" in said and "请给每个人单独写一行" in said
    assert list_people(viewer=estate.manager, search="何姨").items == ()


def test_the_holidays_of_a_year_are_taken_in_for_every_community(db, settings, tmp_path, capsys):
    settings.DATA = tmp_path
    file = tmp_path / "2027.toml"
    year = 'notice = "某号"\nissued = 2026-11-10\noff = [["2027-01-01", "2027-01-03", "元旦"]]'
    file.write_text(f"[year.2027]\n{year}\nwork = []\n", encoding="utf-8")
    assert linli_import("holidays", file) == 0
    assert "2027" in capsys.readouterr().out
    file.write_text("[year.2027]", encoding="utf-8")
    with pytest.raises(Refused):
        linli_import("holidays", file)
    assert "元旦" in (tmp_path / "holidays-cn.toml").read_text(encoding="utf-8")


def _headers(path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")


def test_every_row_is_reported_when_asked_and_a_bad_one_stops_no_other(estate, tmp_path, capsys):
    sheet = tmp_path / "list.csv"
    sheet.write_text("楼栋,房号,姓名,面积\n9,101,何姨,many\n9,102,何叔,80\n")
    assert linli_import("community", sheet, "--dry-run", "--all") == 1
    out = capsys.readouterr().out
    assert "row 2: Column" in out and "row 3: created" in out
    assert len(list_people(viewer=estate.manager, search="何叔")) == 0


def test_kinds_are_taken_in_all_or_none(estate, tmp_path, capsys):
    file = tmp_path / "kinds.json"
    file.write_text(json.dumps([EXAMPLE, {"key": "bad"}]))
    assert linli_import("models", file) == 1
    assert "kinds.json, 2.name" in capsys.readouterr().out
    assert list_models(viewer=estate.manager) == ()
    file.write_text(json.dumps(EXAMPLE))
    assert linli_import("models", file) == 0
    assert [one.model.key for one in list_models(viewer=estate.manager)] == ["smoke-detector"]


def test_a_map_is_drawn_outline_by_outline(estate, tmp_path, capsys):
    def feature(place: str) -> dict:
        shape = {"type": "Polygon", "coordinates": [SQUARE]}
        return {"type": "Feature", "properties": {"place": place}, "geometry": shape}

    file = tmp_path / "map.geojson"
    file.write_text("[[")
    with pytest.raises(Refused):
        linli_import("outlines", file)
    both = {"type": "FeatureCollection", "features": [feature("3号楼"), feature("月亮")]}
    file.write_text(json.dumps(both))
    assert linli_import("outlines", file) == 1
    assert "outline 2" in capsys.readouterr().out
    assert [one.place for one in list_footprints(viewer=estate.manager)] == [estate.building]


def test_what_cannot_be_asked_is_refused(estate, tmp_path):
    for words in (
        ("community",),
        ("community", tmp_path / "nowhere.csv"),
        ("models", tmp_path / "kinds.json", "--dry-run"),
        ("models", "--template", tmp_path / "x.csv"),
        ("community", "--template", tmp_path / "no" / "x.csv"),
    ):
        with pytest.raises(Refused):
            linli_import(*words)
