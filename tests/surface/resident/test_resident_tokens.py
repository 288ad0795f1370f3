"""A person makes a token for a program of theirs, sees what it may do and takes it back."""

import re

from linli.foundation.people import api as people
from linli.kernel import ANYONE, new_id


def made(client, **given):
    data = {"name": "门厅屏幕", "scopes": ["read:matters"], "days": "30", "once": new_id(), **given}
    return client.post("/me/tokens/make", data), data


def secret_in(response) -> str:
    return re.findall(r"linli_[\w-]+", response.content.decode())[0]


def test_a_token_is_shown_once_works_and_is_taken_back(life, auntie):
    assert "/me/tokens" in auntie.get("/me").content.decode()
    response, data = made(auntie)
    secret = secret_in(response)
    assert "no-store" in response["Cache-Control"]
    bearer = people.read_token(viewer=ANYONE, secret=secret)
    assert bearer.actor.person == life.estate.auntie.person
    assert bearer.scopes == {"read:matters"}
    again = auntie.post("/me/tokens/make", data, follow=True).content.decode()
    assert secret not in again and "门厅屏幕" in again
    (card,) = people.list_tokens(viewer=life.estate.auntie)
    for _ in range(2):
        path = f"/me/tokens/{card.id}/revoke"
        assert auntie.post(path, {"once": new_id()}).status_code == 302
    (card,) = people.list_tokens(viewer=life.estate.auntie)
    assert card.revoked_at is not None


def test_what_cannot_be_made_is_asked_again_with_what_was_typed(life, auntie):
    for wrong in ({"name": ""}, {"scopes": []}, {"scopes": ["read:everything"]}):
        response, _ = made(auntie, **wrong)
        assert response.status_code == 422
        assert "linli_" not in response.content.decode()
    assert people.list_tokens(viewer=life.estate.auntie) == ()


def test_nobody_sees_or_takes_back_the_tokens_of_another(life, auntie, neighbour, client):
    made(auntie)
    (card,) = people.list_tokens(viewer=life.estate.auntie)
    assert "门厅屏幕" not in neighbour.get("/me/tokens").content.decode()
    assert neighbour.post(f"/me/tokens/{card.id}/revoke", {"once": new_id()}).status_code == 404
    assert client.get("/me/tokens").status_code == 302
    assert client.post("/me/tokens/make").status_code in (302, 403)
    (card,) = people.list_tokens(viewer=life.estate.auntie)
    assert card.revoked_at is None


def test_who_acts_for_another_makes_no_token(life, neighbour):
    estate = life.estate
    neighbour.post(f"/me/helping/{life.trust}")
    assert neighbour.get("/me/tokens").status_code == 403
    assert made(neighbour)[0].status_code == 403
    for actor in (estate.auntie, estate.neighbour):
        assert people.list_tokens(viewer=actor) == ()
