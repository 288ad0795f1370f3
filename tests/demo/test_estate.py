"""The estate on paper: numbers add up, and nothing in it can be anyone real."""

import csv
import io
from collections import Counter
from decimal import Decimal

import pytest

from linli.demo import estate, names
from linli.demo.api import people
from linli.demo.dice import dice_of


@pytest.fixture(scope="module")
def rows():
    text = estate.list_of_people().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_there_are_1200_dwellings_in_36_buildings_of_three_grids(rows):
    spots = {(row["楼栋"], row["单元"], row["房号"]) for row in rows}
    assert len(spots) == 1200
    assert len({building for building, _, _ in spots}) == 36
    cells = {row["楼栋"]: row["网格"] for row in rows}
    assert Counter(cells.values()) == {"1": 12, "2": 12, "3": 12}


def test_about_1900_people_own_or_live_there(rows):
    assert 1750 < len({(row["姓名"], row["电话"]) for row in rows}) < 2050
    assert {row["关系"] for row in rows} == {"业主", "租户", "家属"}
    assert {row["业主类型"] for row in rows} == {"自然人", "公司", "开发商"}
    assert "1/2" in {row["份额"] for row in rows}


def test_areas_are_exact_decimals(rows):
    assert all(Decimal(row["面积"]).as_tuple().exponent >= -2 for row in rows)
    assert all(60 < Decimal(row["面积"]) < 140 for row in rows)


def test_every_phone_begins_where_no_mobile_number_does(rows):
    phones = {row["电话"] for row in rows} | {one.phone for one in people()}
    assert all(len(phone) == 11 and phone.startswith("100") for phone in phones)


def test_the_list_is_the_same_every_time(rows):
    assert estate.list_of_people() == estate.list_of_people()
    assert names.person_name(dice_of("x")) == names.person_name(dice_of("x"))


def test_no_two_buildings_overlap():
    boxes = [estate.outline(building) for building in estate.buildings()]
    for index, one in enumerate(boxes):
        for other in boxes[:index]:
            apart = (
                one[0][0] >= other[1][0]
                or other[0][0] >= one[1][0]
                or one[0][1] >= other[2][1]
                or other[0][1] >= one[2][1]
            )
            assert apart, (one, other)


def test_every_building_lies_within_its_grid_cell():
    for building in estate.buildings():
        box, cell = estate.outline(building), estate.cell_outline(building.cell)
        assert cell[0][0] <= box[0][0] and box[1][0] <= cell[1][0]
        assert cell[0][1] <= box[0][1] and box[2][1] <= cell[2][1]


def test_people_unpack_as_role_name_and_way_for_the_launcher():
    for person in people():
        role, name, way = person
        assert role and name and way == person.way.en
