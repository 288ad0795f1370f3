"""Lists come whole in slices, and every failure is a problem in one form."""

import pytest

from linli.foundation.places import api as places
from surface.rest.caller import REPORT, Caller, is_problem, program


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
