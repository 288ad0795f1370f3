"""The places editor at the desk: the real community grows, changes and rests by its pages."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import new_id

SQUARE = [[0, 0], [20, 0], [20, 10], [0, 10], [0, 0]]


def named(office, text: str):
    return places.resolve_place(viewer=office.manager, text=text)


def drawing(thing) -> SimpleUploadedFile:
    return SimpleUploadedFile("map.geojson", json.dumps(thing).encode())


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_facility_a_room_and_a_cell_are_added_once(office, at_work):
    manager = at_work(office.manager)
    path = f"/desk/places/{office.community}/add"
    for kind, number in (("facility", "水泵房"), ("room", "活动室"), ("cell", "7")):
        data = {"kind": kind, "number": number, "once": new_id()}
        first = manager.post(path, data)
        assert first.status_code == 302, first.content.decode()
        assert manager.post(path, data)["Location"] == first["Location"]
    (pump,) = named(office, "水泵房")
    assert pump.kind is PlaceKind.FACILITY
    assert len(named(office, "活动室")) == 1
    assert "第7网格" in manager.get(f"/desk/places/{office.community}").content.decode()


def test_what_cannot_stand_there_is_asked_again(office, at_work):
    manager = at_work(office.manager)
    path = f"/desk/places/{office.building}/add"
    for wrong in (
        {"kind": "cell", "number": "9"},
        {"kind": "entrance", "number": ""},
        {"kind": "entrance", "number": "2"},
        {"kind": "dwelling", "number": "1", "area": "large"},
    ):
        response = manager.post(path, {**wrong, "once": new_id()})
        assert response.status_code == 422, wrong
    assert len(places.list_places(viewer=office.manager, parent=office.building)) == 1
    assert manager.get(f"/desk/places/{office.dwelling}/add").status_code == 404


def test_only_builders_change_the_tree(office, at_work):
    clerk = at_work(office.clerk)
    for path in ("add", "change", "outline"):
        assert clerk.get(f"/desk/places/{office.building}/{path}").status_code == 403
    for path in ("retire", "back", "outline/away"):
        assert clerk.post(f"/desk/places/{office.building}/{path}").status_code == 403
    page = clerk.get(f"/desk/places/{office.building}").content.decode()
    assert f"/desk/places/{office.building}/change" not in page
    assert not places.get_place(viewer=office.manager, place=office.building).is_retired


def test_a_building_is_renamed_and_moves_to_another_cell(office, at_work):
    manager = at_work(office.manager)
    cell = places.add_place(by=office.platform, kind=PlaceKind.CELL, number="2")
    path = f"/desk/places/{office.building}/change"
    assert 'value="3"' in manager.get(path).content.decode()
    data = {"number": "3", "name": "桂花楼", "name_en": "", "cell": cell, "once": new_id()}
    assert manager.post(path, data).status_code == 302
    card = places.get_place(viewer=office.manager, place=office.building)
    assert (card.name, card.cell) == ("桂花楼", cell)
    home = places.get_place(viewer=office.manager, place=office.dwelling)
    assert home.label.startswith("桂花楼") and home.cell == cell
    assert manager.post(path, {**data, "cell": "-", "once": new_id()}).status_code == 302
    assert places.get_place(viewer=office.manager, place=office.dwelling).cell is None


def test_the_community_says_where_its_desk_is(office, at_work):
    manager = at_work(office.manager)
    path = f"/desk/places/{office.community}/change"
    data = {"name": "梧桐里", "desk": "1号楼大厅", "timezone": "Asia/Shanghai", "once": new_id()}
    assert manager.post(path, {**data, "timezone": "Moon/Base"}).status_code == 422
    assert manager.post(path, {**data, "phone": "028-1", "once": new_id()}).status_code == 302
    said = places.get_community(viewer=office.manager, community=office.community)
    assert (said.desk.zh, said.phone) == ("1号楼大厅", "028-1")


def test_a_place_goes_out_of_use_and_comes_back(office, at_work):
    manager = at_work(office.manager)
    path = f"/desk/places/{office.entrance}"
    assert manager.post(f"{path}/retire", {"once": new_id()}).status_code == 302
    assert places.get_place(viewer=office.manager, place=office.dwelling).is_retired
    above = manager.get(f"/desk/places/{office.building}").content.decode()
    assert f"/desk/places/{office.entrance}" in above
    assert manager.post(f"{path}/back").status_code == 302
    assert not places.get_place(viewer=office.manager, place=office.dwelling).is_retired


def test_an_outline_is_drawn_from_a_file_and_taken_away(office, at_work):
    manager = at_work(office.manager)
    path = f"/desk/places/{office.building}/outline"
    for bad in ({"type": "Point"}, {"type": "FeatureCollection", "features": []}, [1]):
        assert manager.post(path, {"footprint": drawing(bad)}).status_code == 422
    garbage = SimpleUploadedFile("x.json", b"\xff[" * 50_000)
    assert manager.post(path, {"footprint": garbage}).status_code == 422
    assert manager.post(path).status_code == 422
    assert places.list_footprints(viewer=office.manager) == ()
    one = {"footprint": drawing(polygon(SQUARE)), "unit": "metres"}
    assert manager.post(path, one).status_code == 302
    (outline,) = places.list_footprints(viewer=office.manager)
    assert outline.place == office.building and outline.rings[0][2] == (20, 10)
    assert manager.post(f"{path}/away").status_code == 302
    assert places.list_footprints(viewer=office.manager) == ()


def test_a_drawing_of_the_whole_community_is_answered_one_by_one(office, at_work):
    def feature(place: str, geometry: dict) -> dict:
        return {"type": "Feature", "properties": {"place": place}, "geometry": geometry}

    whole = {
        "type": "FeatureCollection",
        "features": [
            feature("3号楼", polygon(SQUARE)),
            feature("月亮", polygon(SQUARE)),
            feature("花园", {"type": "Point", "coordinates": [0, 0]}),
            feature("花园", polygon([[x + 30, y] for x, y in SQUARE])),
        ],
    }
    path = f"/desk/places/{office.community}/outline"
    sent = {"footprint": drawing(whole), "unit": "metres"}
    answer = at_work(office.manager).post(path, sent).content.decode()
    assert "月亮" in answer
    drawn = {one.place for one in places.list_footprints(viewer=office.manager)}
    assert drawn == {office.building, office.garden}
