"""The overview at its three scales, its trends and files, and the screen on the wall."""

import csv
import io
import re
from datetime import timedelta

import pytest

from linli.foundation.people import api as people
from linli.foundation.places.api import Footprint, PlaceKind
from linli.kernel import now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.surface.desk.map import Standing, draw
from surface.desk_machines.conftest import client_of

COUNTED = re.compile(r"这是怎么算的</summary><p[^>]*>[^<]+</p><p[^>]*>来源： ?[^<\s]")


def test_from_the_estate_through_the_cell_to_the_floors(machines, manager):
    estate = machines.estate
    whole = manager.get("/desk/overview").content.decode()
    assert f"?place={estate.cell}" in whole
    cell = manager.get(f"/desk/overview?place={estate.cell}")
    assert f"?place={estate.building}" in cell.content.decode()
    building = manager.get(f"/desk/overview?place={estate.building}")
    words = building.content.decode()
    assert f"/desk/?lane=open&amp;place={estate.building}" in words
    assert f"/desk/?lane=open&amp;place={estate.entrance}" in words
    assert "1–24" in words


@pytest.mark.parametrize("place", ["", "?place={cell}", "?place={building}", "/trends"])
def test_every_tile_and_section_says_what_it_counts_and_from_what(machines, manager, place):
    machines.estate.report()
    page = manager.get(f"/desk/overview{place.format(**vars(machines.estate))}").content.decode()
    sections = re.findall(r"<section.*?</section>", page[page.index("<main") :], re.S)
    silent = [one for one in sections if not COUNTED.search(one)]
    assert len(sections) >= 3 and silent == []


def test_map_and_table_show_the_same(machines, manager):
    estate = machines.estate
    home = sorted(people.countable_dwellings(viewer=estate.platform, under=estate.building))[0]
    estate.report(by=estate.clerk, place=home)
    context = manager.get(f"/desk/overview?place={estate.building}").context
    (box,) = [one for one in context["front"].boxes if one.words.startswith("1–24")]
    row = next(one for one in context["table"].rows if "1 到 24" in str(one[0]))
    assert str(box.open) == row[2].words
    cell = manager.get(f"/desk/overview?place={estate.cell}").context
    drawn = {one.place: one.open for one in cell["drawing"].buildings}
    told = {row[1].href.rpartition("place=")[2]: row[1].words for row in cell["table"].rows}
    assert {place: str(n) for place, n in drawn.items()} == told


def band_of(client, estate):
    """The row of the floors of the building, and the matters it leads to."""
    context = client.get(f"/desk/overview?place={estate.building}").context
    row = next(one for one in context["table"].rows if "1 到 24" in str(one[0]))
    return row, listed(client.get(row[2].href))


def listed(page) -> set[str]:
    return {one.id for one in page.context["found"].items}


def test_the_count_of_some_floors_leads_to_the_matters_it_counts(machines, manager):
    estate = machines.estate
    counted = people.countable_dwellings(viewer=estate.platform, under=estate.building)
    before = band_of(manager, estate)
    at_home = estate.report(by=estate.clerk, place=sorted(counted)[0])
    shared = estate.report(by=estate.clerk, place=estate.entrance)
    done = estate.report(by=estate.clerk, place=sorted(counted)[1])
    matters.accept_matter(by=estate.clerk, matter=done)
    matters.decline_matter(by=estate.clerk, matter=done, reason="没有的事")
    context = manager.get(f"/desk/overview?place={estate.building}").context
    row, after = band_of(manager, estate)
    assert after - before[1] == {at_home}
    assert int(row[2].words) == int(before[0][2].words) + 1
    assert "1 到 24" in manager.get(row[2].href).context["counted"]
    (box,) = [one for one in context["front"].boxes if one.words.startswith("1–24")]
    assert box.href == row[2].href
    row = next(
        one for one in context["table"].rows if "公共部位" in str(one[0]) and "单元" in one[0]
    )
    inside = listed(manager.get(row[2].href))
    assert shared in inside and at_home not in inside and len(inside) == int(row[2].words)
    narrow = f"/desk/?lane=open&place={estate.entrance}&floors="
    assert manager.get(f"{narrow}99-99").context["found"].items == ()
    assert manager.get(f"{narrow}x").status_code == 422


def test_floors_do_not_tell_where_a_home_that_is_not_shown_lies(machines, manager, keeper):
    estate = machines.estate
    matter = estate.report()
    people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="保护令")
    floors = f"/desk/?lane=open&place={estate.entrance}&floors=1-24"
    assert matter not in listed(manager.get(floors))
    assert matter in listed(keeper.get(floors))


def reports_of(client):
    found = client.get("/desk/overview/trends").context["trends"]
    return next(one for one in found if one.trend.key == "reports")


def test_a_week_of_a_trend_leads_to_the_matters_it_counts(machines, manager):
    estate = machines.estate
    before = reports_of(manager)
    made = {estate.report(by=estate.auntie, place=estate.garden, title=f"灯 {n}") for n in range(2)}
    done = estate.report(by=estate.clerk, place=estate.garden, reporter=None, title="巡查")
    shown = reports_of(manager)
    this = shown.table.rows[-1][1].href
    assert made <= listed(manager.get(this)) and done not in listed(manager.get(this))
    assert shown.trend.weeks[-1].n == before.trend.weeks[-1].n + 2
    answered = this.replace("reports", "first_answer")
    assert not made & listed(manager.get(answered))
    matters.post_message(by=estate.clerk, matter=min(made), text="明天换灯")
    assert made & listed(manager.get(answered)) == {min(made)}
    page = manager.get(this).content.decode()
    assert 'href="/desk/">显示全部</a>' in page
    assert '<form method="post" action="/desk/">' not in page
    empty = [
        row for row, week in zip(shown.table.rows, shown.trend.weeks, strict=True) if not week.n
    ]
    assert empty and all(row[1].href == "" for row in empty)
    last = "/desk/?trend=reports&week=2020-01-06"
    assert manager.get(last).context["found"].items == ()
    for wrong in ("?trend=reports&week=x", "?trend=nothing&week=2026-11-23", "?trend=reports"):
        assert manager.get(f"/desk/{wrong}").status_code == 422


def outline(place: str, kind: PlaceKind, width: float, left: float = 0) -> Footprint:
    ring = ((left, 0.0), (left + width, 0.0), (left + width, 20.0), (left, 20.0))
    return Footprint(place, kind, "", "", (ring,))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Community activity centre", "Community…"),
        ("Kindergarten", "Kindergar…"),
        ("Gate", "Gate"),
        ("老年人文化活动中心", "老年人文化…"),
        ("文化站", "文化站"),
        ("12", "12"),
    ],
)
def test_a_name_that_does_not_fit_its_outline_is_cut_at_a_word_and_says_so(name, shown):
    outlines = [
        outline("narrow", PlaceKind.BUILDING, 10),
        outline("named", PlaceKind.FACILITY, 24, left=30),
    ]
    standings = {"narrow": Standing("1", "Building 1"), "named": Standing(name, name)}
    drawn = draw(outlines, standings)
    (shape,) = [one for one in drawn.buildings if one.place == "named"]
    assert (shape.words, shape.label) == (shown, name)


def test_where_few_homes_lie_there_is_no_number(machines, manager):
    estate = machines.estate
    other = manager.get(f"/desk/overview?place={estate.cell}").context["table"].rows[0]
    place = other[0].href.rpartition("=")[2]
    words = manager.get(f"/desk/overview?place={place}").content.decode()
    assert "从正面看" in words
    assert "floors=" not in words.replace("floors=shared", "")


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


def test_the_wall_names_no_home_and_leads_nowhere(machines, manager):
    estate = machines.estate
    card = matters.get_matter(viewer=estate.clerk, matter=estate.report(title="客厅漏水")).card
    door = card.place_label.zh
    with held(now() + timedelta(days=3)):
        again = client_of(estate.manager)
        screens = [
            again.get("/desk/overview?wall=1").content.decode(),
            *(
                again.get(f"/desk/overview?place={place}&wall=1").content.decode()
                for place in (estate.cell, estate.building)
            ),
        ]
        plain = again.get("/desk/overview").content.decode()
    assert door in plain and "客厅漏水" in plain and f"/desk/matters/{card.id}" in plain
    for screen in screens:
        assert door not in screen
        assert "客厅漏水" not in screen and "/desk/matters/" not in screen
        main = screen.partition('id="main"')[2].partition("</main>")[0]
        assert re.findall(r'href="([^"]*)"', main) in (
            ["?"],
            [f"?place={estate.cell}"],
            [f"?place={estate.building}"],
        )
    assert "最久 3 天" in screens[0].replace("\u2060", "")
