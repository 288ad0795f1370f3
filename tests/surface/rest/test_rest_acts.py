"""Acts go all the way, and what cannot be done now is a conflict."""

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundation.devices import api as devices
from linli.foundation.places import api as places
from linli.support.matters import api as matters
from surface.resident.community import picture
from surface.rest.caller import REPORT, Caller, is_problem, program


def test_a_report_goes_all_the_way_to_the_residents_word(estate):
    auntie, clerk = program(estate.auntie), program(estate.clerk)
    plumber = program(estate.plumber)
    status, made = auntie.post("/matters", {**REPORT, "place": estate.dwelling})
    assert status == 201
    at = f"/matters/{made['id']}"
    for caller, act, body in (
        (clerk, "accept", {}),
        (clerk, "assign", {"person": estate.plumber.person}),
        (plumber, "start", {}),
        (plumber, "resolve", {"words": "换了水管"}),
        (auntie, "verdict", {"solved": True, "stars": 5}),
    ):
        assert caller.post(f"{at}/{act}", body) == (200, {"done": True})
    assert auntie.get(at)[1]["card"]["state"] == "confirmed"


def test_an_act_that_cannot_be_done_now_is_a_conflict(estate):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    clerk = program(estate.clerk)
    is_problem(clerk.ask("POST", f"/matters/{matter}/accept", {}), 409, "conflict")
    assert estate.state(matter) == "assigned"


def test_refusals_speak_the_readers_language(estate):
    nobody = Caller(None)
    chinese = is_problem(nobody.ask("GET", "/places"), 401, "not_signed_in")["detail"]
    for said, is_english in (
        ("en-GB,en;q=0.9", True),
        ("zh-CN", False),
        ("fr", False),
        ("", False),
    ):
        answer = nobody.ask("GET", "/places", accept_language=said)
        assert is_problem(answer, 401, "not_signed_in")["detail"].isascii() is is_english
    assert not chinese.isascii()


def test_photos_are_sent_and_come_back_without_where_they_were_taken(estate):
    auntie = program(estate.auntie)
    matter = estate.report()
    response = auntie.client.post(
        f"/api/v1/matters/{matter}/photos",
        {"text": "看这里", "photos": SimpleUploadedFile("a.jpg", picture(), "image/jpeg")},
        headers={"Authorization": f"Bearer {auntie.secret}"},
    )
    assert response.status_code == 201, response.content
    message = estate.sheet(matter, estate.auntie).messages[-1]
    assert (message.id, len(message.photos)) == (response.json()["id"], 1)


def test_places_are_built_changed_drawn_and_retired(estate):
    manager = program(estate.manager)
    body = {"kind": "facility", "number": "水泵房"}
    status, made = manager.post("/places", body)
    assert status == 201
    is_problem(manager.ask("POST", "/places", body), 409, "conflict")
    at = f"/places/{made['id']}"
    ring = [[0, 0], [5, 0], [5, 5], [0, 0]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    for act, given in (
        ("change", {"name_en": "Pump room", "area": "20.5"}),
        ("cell", {"cell": estate.cell}),
        ("footprint", {"outline": outline, "in_metres": True}),
    ):
        assert manager.post(f"{at}/{act}", given) == (200, {"done": True})
    card = manager.get(at)[1]
    assert (card["label_en"], card["area"], card["cell"]) == ("Pump room", "20.5", estate.cell)
    assert [one["place"] for one in manager.get("/places/footprints")[1]] == [made["id"]]
    assert manager.post(f"{at}/footprint", {"outline": None}) == (200, {"done": True})
    assert manager.get("/places/footprints")[1] == []
    assert manager.post(f"{at}/retire", {}) == (200, {"done": True})
    assert manager.get(at)[1]["is_retired"]
    assert manager.post(f"{at}/bring-back", {}) == (200, {"done": True})
    about = f"/communities/{estate.community}"
    assert manager.post(f"{about}/change", {"desk": {"zh": "大厅"}}) == (200, {"done": True})
    assert manager.get(about)[1]["desk"]["zh"] == "大厅"


def test_only_builders_with_the_scope_change_places(estate):
    for caller in (program(estate.clerk), program(estate.manager, "read:places")):
        for path, body in (
            ("/places", {"kind": "cell", "number": "9"}),
            (f"/places/{estate.building}/change", {"name": "x"}),
            (f"/places/{estate.building}/footprint", {"outline": None}),
            (f"/places/{estate.building}/retire", {}),
            (f"/communities/{estate.community}/change", {"name": "x"}),
        ):
            is_problem(caller.ask("POST", path, body), 403, "forbidden")
    assert not places.get_place(viewer=estate.manager, place=estate.building).is_retired


def test_a_kind_of_device_is_made_known_read_and_adopted(estate):
    manager, kind = program(estate.manager), {"key": "door", "name": "门磁"}
    kind["properties"] = [{"key": "open", "kind": "boolean"}]
    status, made = manager.post("/models", {"model": kind})
    assert (status, manager.post("/models", {"model": kind})) == (201, (201, made))
    assert manager.get("/models/door")[1]["model"]["properties"][0]["sensitivity"] == "household"
    assert manager.post("/models/door/adopt", {}) == (200, {"done": True})
    is_problem(manager.ask("POST", "/models", {"model": {"key": "x"}}), 422, "invalid")
    is_problem(program(estate.clerk).ask("POST", "/models", {"model": kind}), 403, "forbidden")
    is_problem(manager.ask("GET", "/models/window"), 404, "not_found")
    assert len(manager.get("/models")[1]) == 1


def test_a_secret_is_made_and_made_worthless(life):
    manager, clerk = program(life.estate.manager), program(life.estate.clerk)
    at = f"/devices/{life.device}/secrets"
    status, made = manager.post(at, {})
    assert status == 201
    is_problem(clerk.ask("POST", f"{at}/{made['slot']}/revoke", {}), 403, "forbidden")
    for _ in range(2):
        assert manager.post(f"{at}/{made['slot']}/revoke", {}) == (200, {"done": True})
    cards = devices.list_secrets(viewer=life.estate.manager, device=life.device)
    assert next(one for one in cards if one.slot == made["slot"]).revoked_at
    is_problem(manager.ask("POST", f"{at}/c/revoke", {}), 422, "invalid")
    under = {"mandate": life.mandate}
    assert manager.post(f"/devices/{life.device}/mandate", under) == (200, {"done": True})
