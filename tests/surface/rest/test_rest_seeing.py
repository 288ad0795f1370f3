"""What one may not see does not exist, on any address."""

from linli.foundation.people import api as people
from linli.kernel import Actor, Role
from surface.rest.caller import is_problem, program


def test_another_residents_matter_does_not_exist(life):
    auntie = program(life.estate.auntie)
    for path in ("", "/chain"):
        is_problem(auntie.ask("GET", f"/matters/{life.theirs}{path}"), 404, "not_found")
    for act in ("withdraw", "urge", "messages"):
        body = {"text": "在吗"} if act == "messages" else {}
        is_problem(auntie.ask("POST", f"/matters/{life.theirs}/{act}", body), 404, "not_found")
    listed = auntie.get("/matters")[1]["items"]
    assert life.theirs not in {one["id"] for one in listed}
    assert program(life.estate.neighbour).get(f"/matters/{life.theirs}")[0] == 200


def test_nothing_of_another_community_exists(life):
    from linli.foundation.places.api import create_community
    from linli.kernel import system

    elsewhere = create_community(by=system(""), name="别处")
    one = people.register_person(by=system(elsewhere), name="外人")
    people.grant_role(by=system(elsewhere), person=one, role=Role.MANAGER)
    stranger = program(Actor(one, frozenset({Role.MANAGER}), elsewhere))
    for path in (
        f"/matters/{life.working}",
        f"/devices/{life.device}",
        f"/series/{life.series}",
        f"/mandates/{life.mandate}",
        f"/places/{life.estate.dwelling}",
        f"/series/{life.series}/history?since=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z",
    ):
        is_problem(stranger.ask("GET", path), 404, "not_found")
    assert stranger.get("/matters")[1]["items"] == []


def test_a_device_in_anothers_home_does_not_exist(life):
    from linli.foundation.devices.api import activate_device, list_series, register_device

    estate = life.estate
    device = register_device(by=estate.manager, model="smoke-detector")
    activate_device(
        by=estate.manager, device=device, place=estate.other_dwelling, mandate=life.mandate
    )
    number = list_series(viewer=estate.manager, device=device)[0].number
    span = "since=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z"
    auntie = program(estate.auntie)
    for path in (
        f"/devices/{device}",
        f"/series/{number}",
        f"/series/{number}/history?{span}",
        f"/series/{number}/readings?around=2026-01-01T00:00:00Z",
    ):
        is_problem(auntie.ask("GET", path), 404, "not_found")
    assert device not in {one["id"] for one in auntie.get("/devices")[1]["items"]}


def test_a_photo_is_read_only_by_those_who_see_its_message(life):
    auntie, neighbour = program(life.estate.auntie), program(life.estate.neighbour)
    _, sheet = auntie.get(f"/matters/{life.working}")
    (photo,) = [file for one in sheet["messages"] for file in one["photos"]]
    response = auntie.ask("GET", f"/matters/{life.working}/photos/{photo}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    path = f"/matters/{life.working}/photos/{photo}"
    is_problem(neighbour.ask("GET", path), 404, "not_found")
