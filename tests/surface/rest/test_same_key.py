"""The same key acts once and is answered as before."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from linli.support.matters import api as matters
from surface.rest.caller import REPORT, Caller, is_problem, program, token_of


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
