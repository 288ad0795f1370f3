"""The interface for programs: who may, what is answered, how it is refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from linli.foundation.devices import api as devices
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role, now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.surface.rest import door
from linli.surface.rest.document import document
from linli.surface.rest.examples import EXAMPLES
from linli.surface.rest.reference import page
from linli.surface.shell.tickets import read_ticket
from surface.resident.community import picture, session_of
from surface.rest.caller import Caller, program, token_of

pytest_plugins = ("telemetry_engine",)

REPORT = {"category": "water", "title": "厨房漏水", "description": "一直滴水"}


def is_problem(response, status: int, code: str) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    return body


# -- tokens ---------------------------------------------------------------------------------------


def test_a_token_acts_as_its_person_with_the_roles_of_the_day(estate):
    clerk = program(estate.clerk)
    assert clerk.get("/people")[0] == 200
    grant = next(
        one.grant
        for one in people.list_staff(viewer=estate.manager)
        if one.person.id == estate.clerk.person
    )
    people.revoke_role(by=estate.manager, grant=grant)
    is_problem(clerk.ask("GET", "/people"), 403, "forbidden")


def test_a_token_made_after_a_phone_log_in_never_opens_the_desk(estate):
    by_phone = Actor(estate.clerk.person, frozenset(), estate.community)
    is_problem(program(by_phone).ask("GET", "/people"), 403, "forbidden")


def test_a_token_is_good_for_its_scopes_only(estate):
    narrow = program(estate.clerk, "read:places")
    assert narrow.get("/places")[0] == 200
    said = is_problem(narrow.ask("GET", "/people"), 403, "forbidden")
    assert "read:people" in said["detail"]
    is_problem(narrow.ask("POST", "/matters", {**REPORT, "place": estate.garden}), 403, "forbidden")


def test_a_token_that_was_taken_back_or_has_run_out_opens_nothing(estate):
    made = people.issue_token(by=estate.auntie, name="一天", scopes=["read:places"], days=1)
    caller = Caller(made.secret)
    assert caller.get("/places")[0] == 200
    with held(now() + timedelta(days=2)):
        is_problem(caller.ask("GET", "/places"), 401, "not_signed_in")
    assert caller.ask("DELETE", f"/tokens/{made.id}").status_code == 200
    answer = caller.ask("GET", "/places")
    is_problem(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_only_the_digest_of_a_token_is_kept_and_its_use_is_noted(estate):
    secret = token_of(estate.auntie, "read:places")
    Caller(secret).get("/places")
    (card,) = people.list_tokens(viewer=estate.auntie)
    assert card.last_used_at is not None
    from linli.foundation.people.models import ApiToken

    assert secret not in str(list(ApiToken.objects.values()))


def test_nobody_takes_back_the_token_of_another(estate):
    made = people.issue_token(by=estate.auntie, name="我的", scopes=["read:places"])
    is_problem(program(estate.manager).ask("DELETE", f"/tokens/{made.id}"), 404, "not_found")
    assert people.list_tokens(viewer=estate.auntie)[0].revoked_at is None


def test_a_token_makes_none_that_is_good_for_more(estate):
    narrow = program(estate.auntie, "read:places")
    wanted = {"name": "更多", "scopes": ["read:places", "write:matters"]}
    is_problem(narrow.ask("POST", "/tokens", wanted), 403, "forbidden")
    status, made = narrow.post("/tokens", {"name": "一样", "scopes": ["read:places"]})
    assert status == 201
    assert Caller(made["secret"]).get("/places")[0] == 200


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": ["everything"]}, {"scopes": []}, {"name": " "}, {"days": 0}, {"days": 5_000}],
)
def test_a_wrong_wish_for_a_token_makes_none(estate, wrong):
    with pytest.raises(Refused):
        people.issue_token(
            by=estate.auntie, **{"name": "x", "scopes": ["read:places"], "days": 3, **wrong}
        )
    assert people.list_tokens(viewer=estate.auntie) == ()


def test_nobody_makes_a_token_for_another(estate):
    for by in (estate.manager, estate.manager.for_person(estate.auntie.person, via="counter")):
        with pytest.raises(Refused):
            people.issue_token(by=by, name="x", scopes=["read:places"], person=estate.auntie.person)


def test_the_session_of_a_browser_reads_but_changes_nothing_without_proof(estate):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies["sessionid"] = session_of(estate.auntie)
    assert client.get("/api/v1/matters").status_code == 200
    foreign = client.get("/api/v1/matters", headers={"Sec-Fetch-Site": "cross-site"})
    is_problem(foreign, 401, "not_signed_in")
    report = {**REPORT, "place": estate.dwelling}
    response = client.post("/api/v1/matters", report, content_type="application/json")
    is_problem(response, 403, "forbidden")
    assert client.get("/api/v1/matters").json()["items"] == []


def test_too_many_requests_are_refused_with_when_to_come_again(estate, monkeypatch):
    monkeypatch.setattr(door, "pace", door.Pace(60, 3))
    caller = program(estate.auntie)
    for _ in range(3):
        assert caller.get("/places")[0] == 200
    response = caller.ask("GET", "/places")
    assert "60" in is_problem(response, 429, "too_many")["detail"]
    assert int(response["Retry-After"]) >= 1
    assert program(estate.neighbour).get("/places")[0] == 200


def test_a_bucket_fills_again_with_time():
    clock = [0.0]
    pace = door.Pace(60, 2, lambda: clock[0])
    pace.take("a")
    pace.take("a")
    with pytest.raises(Refused):
        pace.take("a")
    clock[0] += 1.0
    pace.take("a")
    with pytest.raises(Refused):
        pace.take("a")


# -- what one may see -----------------------------------------------------------------------------


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


# -- acts -----------------------------------------------------------------------------------------


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


# -- the same key ---------------------------------------------------------------------------------


def test_the_same_key_acts_once_and_is_answered_as_before(estate):
    auntie = program(estate.auntie)
    report = {**REPORT, "place": estate.dwelling}
    first = auntie.post("/matters", report, idempotency_key="k1")
    assert first[0] == 201
    assert auntie.post("/matters", report, idempotency_key="k1") == first
    assert len(auntie.get("/matters")[1]["items"]) == 1


def test_an_act_under_a_key_is_not_repeated_though_it_would_now_be_refused(estate):
    clerk, matter = program(estate.clerk), estate.report()
    path = f"/matters/{matter}/accept"
    assert clerk.post(path, idempotency_key="a") == (200, {"done": True})
    assert clerk.post(path, idempotency_key="a") == (200, {"done": True})
    is_problem(clerk.ask("POST", path, {}, idempotency_key="b"), 409, "conflict")


def test_another_request_under_a_key_is_a_conflict_and_changes_nothing(estate):
    auntie = program(estate.auntie)
    report = {**REPORT, "place": estate.dwelling}
    auntie.post("/matters", report, idempotency_key="k1")
    other = {**report, "category": "electricity", "title": "停电"}
    said = is_problem(auntie.ask("POST", "/matters", other, idempotency_key="k1"), 409, "conflict")
    assert said["field"] == "Idempotency-Key"
    assert len(auntie.get("/matters")[1]["items"]) == 1


def test_a_refused_request_leaves_its_key_free(estate):
    auntie = program(estate.auntie)
    wrong = {**REPORT, "place": "nowhere"}
    is_problem(auntie.ask("POST", "/matters", wrong, idempotency_key="k"), 404, "not_found")
    right = {**REPORT, "place": estate.dwelling}
    assert auntie.post("/matters", right, idempotency_key="k")[0] == 201


def test_one_persons_key_is_not_anothers(estate):
    one = program(estate.auntie).post(
        "/matters", {**REPORT, "place": estate.dwelling}, idempotency_key="k"
    )
    other = program(estate.neighbour).post(
        "/matters", {**REPORT, "place": estate.other_dwelling}, idempotency_key="k"
    )
    assert one[0] == other[0] == 201
    assert one[1] != other[1]


def test_a_secret_is_not_shown_again_under_its_key(estate):
    auntie = program(estate.auntie)
    wanted = {"name": "一次", "scopes": ["read:places"]}
    _, first = auntie.post("/tokens", wanted, idempotency_key="t")
    _, again = auntie.post("/tokens", wanted, idempotency_key="t")
    assert first["secret"]
    assert again == {"id": first["id"], "secret": None}


@pytest.mark.django_db(transaction=True)
def test_twins_at_the_same_instant_act_once_and_hear_the_same(crowd):
    secret = token_of(crowd.auntie)
    other = {"nature": "demand", "category": "water", "place": crowd.garden}

    def send(number: int):
        try:
            body = {**other, "title": "漏水"}
            for _ in range(500):  # an in-memory database sends twins away instead of letting wait
                answer = Caller(secret).post("/matters", body, idempotency_key="twins")
                if answer[0] != 503:
                    break
            return answer
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {status for status, _ in answers} == {201}, answers
    assert len({body["id"] for _, body in answers}) == 1
    assert len(matters.list_matters(viewer=crowd.manager)) == 1


# -- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/places", "/matters", "/people", "/facts"])
def test_slices_cover_everything_exactly_once(estate, path):
    for number in range(7):
        estate.report(by=estate.clerk, title=f"第{number}件", place=estate.garden)
    manager = program(estate.manager)
    name = "number" if path == "/facts" else "id"
    whole = [one[name] for one in manager.get(f"{path}?limit=200")[1]["items"]]
    walked, cursor = [], None
    for _ in range(200):
        word = "after" if path == "/facts" else "cursor"
        more = f"&{word}={cursor}" if cursor else ""
        status, part = manager.get(f"{path}?limit=3{more}")
        assert status == 200
        walked += [one[name] for one in part["items"]]
        cursor = part["next"]
        if not cursor:
            break
    assert len(whole) > 6
    assert walked == whole


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=100000", "limit=x", "cursor=%00", "kind=castle", "search=%00"]
)
def test_a_wrong_question_names_its_field(estate, query):
    said = is_problem(program(estate.auntie).ask("GET", f"/places?{query}"), 422, "invalid")
    assert said["field"] == query.partition("=")[0]


# -- refusals -------------------------------------------------------------------------------------


def test_every_failure_below_api_is_a_problem(estate, monkeypatch):
    auntie = program(estate.auntie)
    is_problem(auntie.ask("GET", "/nothing"), 404, "not_found")
    is_problem(auntie.client.get("/api"), 404, "not_found")
    wrong = auntie.ask("PUT", "/places")
    is_problem(wrong, 405, "not_allowed")
    assert "GET" in wrong["Allow"]
    is_problem(Caller(None).ask("GET", "/places"), 401, "not_signed_in")
    is_problem(Caller("linli_wrong").ask("GET", "/places"), 401, "not_signed_in")
    large = {**REPORT, "place": estate.dwelling, "description": "水" * 2_000_000}
    is_problem(auntie.ask("POST", "/matters", large), 413, "too_large")
    said = is_problem(auntie.ask("POST", "/matters", {"titel": "x"}), 422, "invalid")
    assert {one["field"] for one in said["errors"]} == {"category", "place", "titel"}
    broken = auntie.client.generic(
        "POST", "/api/v1/matters", b"{", content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {auntie.secret}",
    )  # fmt: skip
    assert broken.status_code in (400, 422)
    assert broken["Content-Type"] == "application/problem+json"


def test_what_nobody_foresaw_is_a_problem_with_a_reference(estate, monkeypatch):
    from linli.foundation.places import api as places

    def fails(**given):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(places, "get_place", fails)
    response = program(estate.auntie).ask("GET", f"/places/{estate.dwelling}")
    is_problem(response, 500, "failed")
    assert "secret detail" not in response.content.decode()
    assert response["X-Request-Id"]


def test_communities_are_open_to_anyone(estate):
    status, body = Caller(None).get("/communities")
    assert status == 200
    assert [one["id"] for one in body] == [estate.community]


# -- events and documents -------------------------------------------------------------------------


def test_events_lead_to_the_hub_with_a_ticket_of_the_caller(estate):
    response = program(estate.auntie).ask("GET", "/events?after=12")
    assert response.status_code == 307
    address, _, query = response["Location"].partition("?")
    assert address.endswith("/events")
    given = dict(part.split("=") for part in query.split("&"))
    assert given["after"] == "12"
    actor = read_ticket(text=given["ticket"])
    assert (actor.person, actor.community) == (estate.auntie.person, estate.community)


def test_the_document_describes_every_operation_and_its_refusals(client, db):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    made = response.json()
    assert made["openapi"].startswith("3.1")
    names = [one["operationId"] for path in made["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    assert made == json.loads(json.dumps(document()))
    for path in made["paths"].values():
        for operation in path.values():
            assert {"401", "404", "422", "429"} <= set(operation["responses"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.words)
def test_the_examples_of_the_reference_work(life, telemetry, example):
    estate = life.estate
    fresh = estate.report(place=estate.garden)
    ids = {
        "{place}": estate.garden,
        "{matter}": fresh,
        "{person}": estate.plumber.person,
        "{number}": str(life.series),
    }

    def filled(text: str) -> str:
        for hole, given in ids.items():
            text = text.replace(hole, given)
        return text

    body = None if example.body is None else json.loads(filled(json.dumps(example.body)))
    headers = {"idempotency_key": example.key} if example.key else {}
    response = program(estate.clerk).ask(example.method, filled(example.path), body, **headers)
    assert response.status_code == example.status, response.content
    assert example.path in page()


def test_the_written_reference_names_every_address():
    written = page()
    for path in document()["paths"]:
        assert f"`{path}`" in written


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
