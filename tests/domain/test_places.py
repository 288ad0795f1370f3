"""Places are named, ordered and understood the way people write them."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.places import domain
from linli.foundation.places.domain import Origin, PlaceKind
from linli.kernel import Refused


@pytest.mark.parametrize(
    ("kind", "texts", "number"),
    [
        (PlaceKind.BUILDING, ["3", "03", "３", "3号楼", "三栋", "3 幢", "第3栋"], "3"),
        (PlaceKind.BUILDING, ["Building 3", "bldg 3", "Block 3"], "3"),
        (PlaceKind.BUILDING, ["A", "a座", "Ａ座"], "A"),
        (PlaceKind.ENTRANCE, ["2", "２单元", "二单元", "Entrance 2", "02门"], "2"),
        (PlaceKind.DWELLING, ["401", "0401", "401室", "４０１", "401号"], "401"),
        (PlaceKind.DWELLING, ["4-01"], "4-01"),
        (PlaceKind.CELL, ["1", "第1网格", "第一网格", "1网格", "Grid cell 1"], "1"),
    ],
)  # fmt: skip
def test_a_number_is_stored_one_way(kind, texts, number):
    assert {domain.clean_number(kind, text) for text in texts} == {number}


@given(st.sampled_from(list(PlaceKind)), st.text(max_size=60))
def test_cleaning_a_number_twice_changes_nothing(kind, text):
    try:
        once = domain.clean_number(kind, text)
    except Refused:
        return
    try:
        assert domain.clean_number(kind, once) == once
    except Refused:
        pytest.fail(f"{once!r} was accepted, then refused")


def test_labels_are_built_in_both_languages():
    building = domain.name_zh(PlaceKind.BUILDING, "3", "")
    entrance = domain.label_zh(
        PlaceKind.BUILDING,
        building,
        PlaceKind.ENTRANCE,
        domain.name_zh(PlaceKind.ENTRANCE, "2", ""),
    )
    assert domain.label_zh(PlaceKind.ENTRANCE, entrance, PlaceKind.DWELLING, "401") == (
        "3号楼2单元401"
    )
    english = domain.label_en(PlaceKind.BUILDING, "Building 3", "Entrance 2")
    assert domain.label_en(PlaceKind.ENTRANCE, english, "401") == "Building 3, Entrance 2, 401"
    assert domain.name_zh(PlaceKind.BUILDING, "A", "") == "A座"


@given(st.lists(st.integers(1, 99999), min_size=2, unique=True))
def test_places_are_listed_as_people_count(numbers):
    texts = sorted(
        (str(number) for number in numbers),
        key=lambda text: domain.order_of("", PlaceKind.DWELLING, text),
    )
    assert [int(text) for text in texts] == sorted(numbers)


@pytest.mark.parametrize("parent", list(PlaceKind))
def test_a_dwelling_stands_in_a_building_or_entrance_only(parent):
    if parent in (PlaceKind.BUILDING, PlaceKind.ENTRANCE):
        domain.check_parent(PlaceKind.DWELLING, parent)
    else:
        with pytest.raises(Refused):
            domain.check_parent(PlaceKind.DWELLING, parent)


@pytest.mark.parametrize("text", ["89.5", "８９．５", "89.5㎡", "89.5 m²", "89.5平方米", " 89.5 "])
def test_areas_are_read_as_people_write_them(text):
    assert domain.read_area(text) == Decimal("89.5")


@given(st.decimals(min_value="0.01", max_value=100_000, places=12))
def test_no_digit_of_an_area_is_lost(area):
    assert Decimal(domain.check_area(area)) == area


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "1e3", "NaN", "abc", "1,2", "89..5", "1/2", "12345678901"]
)
def test_what_is_no_area_is_refused(text):
    with pytest.raises(Refused) as refused:
        domain.read_area(text)
    assert refused.value.field == "area"


def square(x: float, y: float, side: float) -> dict:
    corners = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [corners]}


def test_degrees_become_metres_about_the_origin():
    rings = domain.read_polygon(square(116.39, 39.9, 0.001))
    origin = domain.find_origin(rings)
    (ring,) = domain.to_centimetres(domain.from_degrees(rings, origin))
    (west, south), (east, _), (_, north), *_ = ring
    assert math.isclose((north - south) / 100, 111.19, abs_tol=0.05)
    assert math.isclose((east - west) / 100, 111.19 * math.cos(math.radians(39.9005)), abs_tol=0.05)
    assert math.isclose(west + east, 0, abs_tol=2)


@given(st.floats(-170, 170), st.floats(-80, 80))
def test_an_origin_is_read_back_as_written(longitude, latitude):
    origin = Origin(longitude, latitude)
    assert Origin.parse(str(origin)) == origin


@pytest.mark.parametrize(
    "outline",
    [
        None, [], "POLYGON", {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon"}, {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, "0"], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, math.nan], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, math.inf], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0]] * 5000]},
        {"type": "Polygon", "coordinates": [3]},
        {"type": "Polygon", "coordinates": [[True, 2, 3, 4]]},
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused(outline):
    with pytest.raises(Refused) as refused:
        domain.read_polygon(outline)
    assert refused.value.field == "footprint"


def test_an_outline_far_away_or_without_surface_is_refused():
    near = domain.read_polygon(square(0, 0, 10))
    assert domain.to_centimetres(near)
    for outline in (square(50_000, 0, 10), square(0, 0, 0.0001)):
        with pytest.raises(Refused):
            domain.to_centimetres(domain.read_polygon(outline))
    with pytest.raises(Refused):
        domain.from_degrees(domain.read_polygon(square(500, 0, 10)), Origin(0, 0))


def test_a_line_without_a_building_is_read_as_a_whole_address():
    line = domain.read_line(domain.PlaceLine(dwelling="3-2-401", area="89.5"))
    assert (line.building, line.entrance, line.dwelling) == ("3", "2", "401")
    with pytest.raises(Refused) as refused:
        domain.read_line(domain.PlaceLine(dwelling="401"))
    assert refused.value.field == "building"
