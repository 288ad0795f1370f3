"""The overview at its three scales, its trends and files, and the screen on the wall."""

import csv
import io

import pytest

from linli.foundation.people import api as people


def test_from_the_estate_through_the_cell_to_the_floors(machines, manager):
    estate = machines.estate
    whole = manager.get("/desk/overview").content.decode()
    assert f"?place={estate.cell}" in whole
    cell = manager.get(f"/desk/overview?place={estate.cell}")
    assert f"?place={estate.building}" in cell.content.decode()
    building = manager.get(f"/desk/overview?place={estate.building}")
    words = building.content.decode()
    assert f"/desk/?place={estate.building}" in words
    assert f"/desk/?place={estate.entrance}" in words
    assert "1–24" in words


def test_map_and_table_show_the_same(machines, manager):
    estate = machines.estate
    home = sorted(people.countable_dwellings(viewer=estate.platform, under=estate.building))[0]
    estate.report(by=estate.clerk, place=home)
    context = manager.get(f"/desk/overview?place={estate.building}").context
    (box,) = [one for one in context["front"].boxes if one.words.startswith("1–24")]
    row = next(one for one in context["table"].rows if "1 到 24" in str(one[0]))
    assert str(box.open) == row[2]
    cell = manager.get(f"/desk/overview?place={estate.cell}").context
    drawn = {one.place: one.open for one in cell["drawing"].buildings}
    told = {row[1].href.rpartition("=")[2]: row[1].words for row in cell["table"].rows}
    assert {place: str(n) for place, n in drawn.items()} == told


def test_where_few_homes_lie_there_is_no_number(machines, manager):
    estate = machines.estate
    other = manager.get(f"/desk/overview?place={estate.cell}").context["table"].rows[0]
    place = other[0].href.rpartition("=")[2]
    words = manager.get(f"/desk/overview?place={place}").content.decode()
    assert "从正面看" in words


@pytest.mark.parametrize("place", ["dwelling", "entrance", "garden"])
def test_no_scale_is_nearer_than_a_building(machines, manager, place):
    assert manager.get(f"/desk/overview?place={getattr(machines.estate, place)}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/desk/overview?place={cell}", "/desk/overview/trends", "/desk/overview/trends/reports.csv"],
)
def test_the_scales_are_for_staff(machines, auntie, path):
    assert auntie.get(path.format(cell=machines.estate.cell)).status_code == 403


def test_each_trend_is_a_sentence_a_picture_a_table_and_a_file(machines, manager):
    page = manager.get("/desk/overview/trends")
    words = page.content.decode()
    for one in page.context["trends"]:
        assert one.sentence in words
        assert len(one.table.rows) == 12
        assert len(one.bars) == sum(week.value is not None for week in one.trend.weeks)
        answer = manager.get(f"/desk/overview/trends/{one.trend.key}.csv")
        assert answer["Content-Type"].startswith("text/csv")
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(lines) == 14
        assert lines[1][0] == one.trend.weeks[0].since.date().isoformat()
    assert manager.get("/desk/overview/trends/nothing.csv").status_code == 404


def test_the_wall_is_larger_and_renews_itself(machines, manager):
    wall = manager.get("/desk/overview?wall=1").content.decode()
    assert "desk/wall.css" in wall
    assert "desk/wall.js" in wall
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in wall
    assert "desk/wall" not in manager.get("/desk/overview").content.decode()
