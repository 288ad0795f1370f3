"""The desk, and those who sit at it with password and second factor."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from linli.kernel import Actor
from modules.support.matters_estate import Estate, build


def strong_session(actor: Actor) -> str:
    """The key of a session in which this person logged in as staff."""
    session = SessionStore()
    session.update({"person": actor.person, "community": actor.community, "strong": True})
    session.create()
    return session.session_key or ""


@pytest.fixture
def office(db) -> Estate:
    return build()


@pytest.fixture
def at_work(office: Estate) -> Callable[[Actor], Client]:
    def sit_down(actor: Actor) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = strong_session(actor)
        return client

    return sit_down
