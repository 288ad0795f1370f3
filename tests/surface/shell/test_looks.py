"""Size, contrast and dark: chosen by anyone, kept for the device and for the person."""

from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from linli.foundation.people import api as people
from linli.foundation.people.models import Person
from linli.kernel import ANYONE, Actor, Refused
from linli.surface import shell as package
from linli.surface.shell.arriving import enter
from linli.surface.shell.looks import Look, read_look
from modules.support.matters_estate import build
from surface.resident.community import session_of

SCRIPTS = Path(package.__path__[0]) / "static/shell"
CHOSEN = {"size": "largest", "contrast": "high", "theme": "dark"}
ATTRIBUTES = 'data-size="largest" data-contrast="high" data-theme="dark"'
USUAL = 'data-size="standard" data-contrast="normal" data-theme="auto"'


@pytest.fixture
def somebody(db) -> tuple[Actor, str]:
    auntie = build().auntie
    return auntie, session_of(auntie)


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    "odd",
    ["", "large", "huge.high.dark", "large.high.dark.more", "<script>", "." * 500],
)
def test_what_is_not_known_stays_as_usual(odd):
    assert read_look(odd).size == "standard"
    assert str(read_look(odd)) in {"standard.normal.auto", "standard.high.dark"}


def test_what_was_kept_is_read_again():
    assert read_look(str(Look(**CHOSEN))) == Look(**CHOSEN)


@pytest.mark.django_db
def test_a_stranger_chooses_in_two_taps_and_the_device_remembers(client):
    page = text(client.get("/log-in"))
    assert USUAL in page and 'href="/look?next=/log-in"' in page.replace("%2F", "/")
    response = client.post("/look", {**CHOSEN, "next": "/log-in"})
    assert response["Location"] == "/log-in"
    assert client.cookies["look"].value == "largest.high.dark"
    assert ATTRIBUTES in text(client.get("/log-in"))
    assert ATTRIBUTES in text(client.get("/nowhere"))  # error pages too


@pytest.mark.django_db
def test_it_never_leads_away(client):
    response = client.post("/look", {**CHOSEN, "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


@pytest.mark.django_db
def test_it_is_kept_for_the_person_and_comes_along_to_a_new_device(somebody):
    actor, session = somebody
    device = Client()
    device.cookies["sessionid"] = session
    device.post("/look", CHOSEN)
    assert people.get_habits(viewer=actor) == {"look": "largest.high.dark"}
    request = RequestFactory().get("/")
    request.session = SessionStore()
    enter(request, (actor.person, actor.community), strong=False)
    request.session.save()
    other = Client()
    other.cookies["sessionid"] = request.session.session_key
    assert ATTRIBUTES in text(other.get("/help"))
    other.cookies["look"] = "large.normal.light"  # this device has its own
    assert 'data-size="large"' in text(other.get("/help"))


@pytest.mark.django_db
def test_only_known_choices_are_kept_and_only_for_known_people(somebody):
    actor, _session = somebody
    for name, value in (("look", "x" * 201), ("look", "<b>"), ("weight", "80")):
        with pytest.raises(Refused):
            people.set_habit(by=actor, name=name, value=value)
    with pytest.raises(Refused):
        people.set_habit(by=ANYONE, name="look", value="large.normal.auto")
    assert people.get_habits(viewer=actor) == {} == people.get_habits(viewer=ANYONE)
    assert Person.objects.exclude(habits={}).count() == 0


def test_the_scripts_of_resident_pages_together_keep_to_their_size():
    assert (SCRIPTS / "aloud.js").stat().st_size <= 3 * 1024
    assert sum(one.stat().st_size for one in SCRIPTS.glob("*.js")) <= 8 * 1024
