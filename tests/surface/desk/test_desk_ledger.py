"""Who vouches for the public ledger is set at the desk."""

from html import unescape

import pytest

from linli.foundation.people import api as people
from linli.kernel import ANYONE, Refused, Role
from linli.kernel.tlog.notes import COSIGNS, Signer
from linli.support.ledger import api as ledger

SETS = (Role.MANAGER, Role.COMMITTEE, Role.STREET, Role.COUNCIL)


def given(**more: str) -> dict[str, str]:
    vkey = str(Signer.make("juwei.example/1", COSIGNS).verifier)
    return {"name": "居委会", "url": "http://10.0.0.7:8100", "vkey": vkey, **more}


def witnesses(office):
    try:
        return ledger.list_witnesses(viewer=office.manager, community=office.community)
    except Refused:
        return ()


def test_a_witness_is_taken_in_needed_and_let_go(office, at_work):
    client = at_work(office.manager)
    assert client.get("/desk/ledger").status_code == 200  # before there is a ledger
    data = given()
    for _again in range(2):  # its key adds it once
        assert client.post("/desk/ledger/add/-", data)["Location"] == "/desk/ledger"
    (one,) = witnesses(office)
    assert (one.name, one.url, one.vkey) == ("居委会", data["url"], data["vkey"])
    assert client.post("/desk/ledger/needed/-", {"needed": "1"}).status_code == 302
    log = ledger.get_log(viewer=ANYONE, community=office.community)
    assert log.needed == 1
    page = client.get("/desk/ledger").content.decode()
    assert "居委会" in page and data["url"] in page and log.vkey.split("+")[1] in page
    refused = client.post(f"/desk/ledger/retire/{one.id}")  # one is needed
    assert refused.status_code == 422 and witnesses(office)[0].retired_at is None
    client.post("/desk/ledger/needed/-", {"needed": "0"})
    assert client.post(f"/desk/ledger/retire/{one.id}").status_code == 302
    assert witnesses(office)[0].retired_at is not None
    assert f"retire/{one.id}" not in client.get("/desk/ledger").content.decode()


@pytest.mark.parametrize(
    "more", [{"name": ""}, {"url": "ftp://x"}, {"vkey": "nonsense"}, {"vkey": ""}]
)
def test_what_is_no_witness_is_said_and_what_was_typed_stays(office, at_work, more):
    data = given(**more)
    answer = at_work(office.manager).post("/desk/ledger/add/-", data)
    assert answer.status_code == 422 and not witnesses(office)
    shown = unescape(answer.content.decode())
    assert all(value in shown for value in data.values())


@pytest.mark.parametrize("needed", ["2", "-1", "x", "9999", ""])
def test_no_more_than_there_are_can_be_needed(office, at_work, needed):
    client = at_work(office.manager)
    client.post("/desk/ledger/add/-", given())
    assert client.post("/desk/ledger/needed/-", {"needed": needed}).status_code == 422
    assert ledger.get_log(viewer=ANYONE, community=office.community).needed == 0


@pytest.mark.parametrize("role", SETS)
def test_those_who_decide_take_witnesses_in(office, at_work, role):
    person = people.register_person(by=office.platform, name="见证", phone="13900008888")
    people.grant_role(by=office.platform, person=person, role=role)
    client = at_work(people.actor_for(person=person, community=office.community))
    assert client.get("/desk/ledger").status_code == 200
    assert client.post("/desk/ledger/add/-", given()).status_code == 302
    assert len(witnesses(office)) == 1


def test_a_clerk_and_a_resident_do_not_come_here(office, at_work):
    for who in (office.clerk, office.auntie):
        client = at_work(who)
        assert client.get("/desk/ledger").status_code in {302, 403}
        assert client.post("/desk/ledger/add/-", given()).status_code in {302, 403}
    assert not witnesses(office)


def test_a_witness_that_is_not_here_cannot_be_let_go(office, at_work):
    client = at_work(office.manager)
    for thing in ("-", "nobody"):
        assert client.get(f"/desk/ledger/retire/{thing}").status_code == 404
        assert client.post(f"/desk/ledger/retire/{thing}").status_code == 404
    assert client.get("/desk/ledger/gossip/-").status_code == 404
