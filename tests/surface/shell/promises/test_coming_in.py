"""Residents come in with a phone and a code, staff with a password and a second factor."""

import re

import pyotp

from linli.foundation.people.api import (
    enrol_totp,
    give_password,
    grant_role,
    register_person,
    set_password,
)
from linli.kernel import Role, system
from surface.shell.promises.visiting import resident, site, text


@site
def test_a_resident_comes_in_with_a_phone_and_a_code(client, community, codes):
    person = resident(community, "张秀英", "13812345678")
    asked = client.post("/log-in", {"phone": "138 1234 5678", "next": "/mine"})
    assert asked["Location"] == "/log-in/code"
    page = text(client.get("/log-in/code"))
    assert 'autocomplete="one-time-code"' in page
    wrong = client.post("/log-in/code", {"code": "000000" if codes[0] != "000000" else "111111"})
    assert wrong.status_code == 422
    assert client.get("/mine").status_code == 302
    done = client.post("/log-in/code", {"code": codes[0]})
    assert done["Location"] == "/mine"
    assert client.get("/mine").status_code == 200
    assert client.session["person"] == person
    assert client.get("/keepers").status_code == 403
    left = client.post("/log-out")
    assert left["Location"] == "/log-in"
    assert client.get("/mine").status_code == 302


@site
def test_a_code_may_be_sent_again(client, community, codes):
    resident(community, "张秀英", "13812345678")
    client.post("/log-in", {"phone": "13812345678"})
    client.post("/log-in/code/again")
    assert len(codes) == 2
    assert client.post("/log-in/code", {"code": codes[1]})["Location"] == "/"


@site
def test_two_people_with_one_phone_say_who_they_are(client, community, codes):
    resident(community, "张秀英", "13812345678")
    husband = resident(community, "李大山川", "13812345678")
    client.post("/log-in", {"phone": "13812345678", "next": "/mine"})
    asked = client.post("/log-in/code", {"code": codes[0]})
    assert asked["Location"] == "/log-in/community"
    page = text(client.get("/log-in/community"))
    assert "张秀英" in page
    number = re.search(r'value="(\d)"[^>]*>(?:(?!value=).)*李大山川', page, re.S)[1]
    assert client.post("/log-in/community", {"who": "9"}).status_code == 422
    assert client.post("/log-in/community", {"who": number})["Location"] == "/mine"
    assert client.session["person"] == husband
    assert client.post("/log-out")["Location"] == "/log-in"
    assert client.get("/mine").status_code == 302


def keeper(community: str) -> str:
    desk = system(community)
    person = register_person(by=desk, name="王芳", phone="13900000001")
    grant_role(by=desk, person=person, role=Role.KEEPER)
    set_password(by=desk, person=person, password="a long enough phrase", login="wangfang")
    return person


@site
def test_staff_come_in_with_password_and_second_factor(client, community):
    person = keeper(community)
    secret = enrol_totp(by=system(community), person=person).secret
    form = {"login": "wangfang", "password": "a long enough phrase", "next": "/keepers"}
    assert client.post("/log-in/staff", {**form, "totp": "000"}).status_code == 422
    assert client.get("/keepers").status_code == 302
    done = client.post("/log-in/staff", {**form, "totp": pyotp.TOTP(secret).now()})
    assert done["Location"] == "/keepers"
    assert client.get("/keepers").status_code == 200


@site
def test_staff_set_up_their_second_factor_on_the_first_day(client, community):
    keeper(community)
    form = {"login": "wangfang", "password": "a long enough phrase"}
    page = text(client.post("/log-in/staff", {**form, "next": "/keepers"}))
    secret = re.search(r"<b>([A-Z2-7 ]{20,})</b>", page)[1].replace(" ", "")
    assert client.get("/keepers").status_code == 302
    password = {"password": form["password"]}
    assert client.post("/log-in/second", {**password, "totp": "1"}).status_code == 422
    code = pyotp.TOTP(secret).now()
    assert client.post("/log-in/second", {**password, "totp": code})["Location"] == "/keepers"
    assert client.get("/keepers").status_code == 200


@site
def test_a_one_time_password_ends_in_one_of_ones_own(client, community):
    person = keeper(community)
    home = system(community)
    secret = enrol_totp(by=home, person=person).secret
    given = give_password(by=home, person=person)
    code = pyotp.TOTP(secret).now()
    form = {"login": "wangfang", "password": given, "totp": code, "next": "/keepers"}
    assert client.get("/log-in/password")["Location"] == "/log-in/staff"
    assert client.post("/log-in/staff", form)["Location"] == "/log-in/password"
    assert client.get("/keepers").status_code == 302
    assert "现在的密码" in text(client.get("/log-in/password"))
    own = {"current": given, "password": "one of my own"}
    for wrong in ({"current": "x"}, {"password": "short"}, {"password": given}):
        assert client.post("/log-in/password", {**own, **wrong}).status_code == 422
    assert client.get("/keepers").status_code == 302
    assert client.post("/log-in/password", own)["Location"] == "/keepers"
    assert client.get("/keepers").status_code == 200
    again = {"current": "one of my own", "password": "and yet another one"}
    assert client.post("/log-in/password", again).status_code == 302


@site
def test_who_has_left_is_nobody_any_more(client, community):
    session = client.session
    session.update({"person": "0" * 20, "community": community})
    session.save()
    assert client.get("/mine").status_code == 302
