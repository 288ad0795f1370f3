"""A token acts as its person, for its scopes, while it lives."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now
from linli.kernel.clock import held
from linli.surface.shell.tickets import read_ticket
from surface.resident.community import session_of
from surface.rest.caller import REPORT, Caller, is_problem, program, token_of


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


def test_events_lead_to_the_hub_with_a_ticket_of_the_caller(estate):
    response = program(estate.auntie).ask("GET", "/events?after=12")
    assert response.status_code == 307
    address, _, query = response["Location"].partition("?")
    assert address.endswith("/events")
    given = dict(part.split("=") for part in query.split("&"))
    assert given["after"] == "12"
    actor = read_ticket(text=given["ticket"])
    assert (actor.person, actor.community) == (estate.auntie.person, estate.community)
