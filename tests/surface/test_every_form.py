"""Every address that takes a form acts once, and opened by mistake it leads to a page."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve

from faces.routes import addresses
from linli.surface.shell.guard import is_page, page_above

ACTS_ALIKE = {
    "face": "sets what is set",
    "language": "sets what is set",
    "community": "sets what is set",
    "helping/stop": "sets what is set",
    "log-in": "another code, counted and limited",
    "log-in/code": "a code works once",
    "log-in/code/again": "another code, counted and limited",
    "log-in/staff": "a second factor works once",
    "log-in/second": "a second factor works once",
    "log-in/password": "the password before works once",
    "log-in/community": "sets what is set",
    "log-out": "sets what is set",
    "drafts/keep": "sets what is set",
    "me/tokens/make": "has a key of its own: the secret is shown once",
    "desk/devices/deliveries/secrets": "has a key of its own: the secrets are shown once",
    "desk/devices/deliveries/do/<str:what>": "what is on already stays on, and is said one by one",
    "desk/devices/one/<str:device>/secret": "has a key of its own: the secret is shown once",
    "desk/people/<str:person>/password": "has a key of its own: the password is shown once",
    "desk/people/import": "the same list again changes nothing",
    "card": "a log-in; every wrong try counts",
    "look": "sets what is set",
    **{
        page: "writes nothing: figures are checked and not kept"
        for page in ("notice-check", "notice-check/figures", "notice-check/result")
    },
    "desk/assembly/meetings/<str:meeting>/official": "the same file again changes nothing",
    "desk/assembly/meetings/<str:meeting>/scrutiny": "every look is one look, and is recorded",
    "me/helpers/invite": "has a key of its own: the same invitation is shown again",
    "assembly/<str:assembly>/mine": "every look is one look, and is recorded",
    "me/take": "another copy, counted and limited",
    **{
        f"practice/{page}": "practice: nothing is written but the place in the lesson"
        for page in (
            *("report", "where", "details", "reach", "check", "vote", "ballot"),
            "press/<str:lesson>",
        )
    },
    "desk/people/<str:person>/card": "has a key of its own: the card is shown once",
    "desk/sheets/people.<str:kind>": "every list is one look at each person, and is recorded",
    "desk/entry/for/<str:person>/<str:service>": "writes nothing: it is read back first",
    "desk/batch/check/<str:act>": "writes nothing: it says what would happen",
    "desk/keys/switch": "sets what is set",
    "desk/matters/<str:matter>/contact": "every look is one look, and is recorded",
    "desk/calls/<str:call>/number": "every look is one look, and is recorded",
    "desk/people/<str:person>/contact": "every look is one look, and is recorded",
}


def innermost(view: Any) -> Any:
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def forms() -> Iterator[tuple[str, Any]]:
    """Every address of the pages that takes a form, found in the addresses themselves."""
    for route, view in addresses(get_resolver("linli.wiring.urls")):
        if route.startswith(("api/", "^api", "ingest/")):
            continue
        if getattr(view, "is_post_only", False) or '"POST"' in inspect.getsource(innermost(view)):
            yield route, view


def test_every_form_acts_once_or_says_why_twice_does_no_harm():
    open_to_doubles = {
        route for route, view in forms() if not getattr(view, "is_submit_once", False)
    }
    assert open_to_doubles - ACTS_ALIKE.keys() == set()
    assert ACTS_ALIKE.keys() - open_to_doubles == set()


def test_there_are_forms_of_residents_and_of_the_desk():
    found = {route for route, _ in forms()}
    assert {"report/check", "help", "desk/matters/<str:matter>/do/<str:act>"} <= found
    assert len(found) > 80


BUTTONS = [
    route.replace("<str:", "").replace("<int:line>", "1").replace(">", "")
    for route, view in forms()
    if getattr(view, "is_post_only", False)
]


@pytest.mark.parametrize("address", BUTTONS)
def test_above_every_button_there_is_a_page(address):
    above = page_above(f"/{address}")
    assert is_page(above) and not is_page(f"/{address}")
    assert above == "/" or f"/{address}".startswith(above.rstrip("/"))


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/matters/m1/urge", "/matters/m1"),
        ("/me/tokens/t1/revoke", "/me/tokens"),
        ("/notices/n1/seen", "/notices"),
        ("/drafts/d1/back", "/drafts"),
        ("/desk/matters/m1/do/note", "/desk/matters/m1"),
        ("/log-in/code/again", "/log-in/code"),
        ("/face", "/"),
    ],
)
def test_a_button_opened_as_a_page_leads_to_where_it_stands(address, page):
    assert page_above(address) == page
    assert resolve(page, "linli.wiring.urls")


@pytest.mark.django_db
def test_opened_by_mistake_nothing_is_done_and_it_is_said(client):
    answer = client.get("/log-out")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "还没有办" in client.get("/").content.decode()
    assert Client().put("/log-out").status_code == 405
