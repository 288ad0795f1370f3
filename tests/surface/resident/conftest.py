"""A resident's life, and somebody who has logged in."""

import pytest
from django.test import Client

from surface.resident.community import Life, begun, session_of, settled
from telemetry_engine import telemetry, telemetry_process

__all__ = ["telemetry", "telemetry_process"]


@pytest.fixture
def life(db) -> Life:
    return settled()


@pytest.fixture
def living(transactional_db) -> Life:
    return settled()


@pytest.fixture
def auntie(life: Life) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(life.estate.auntie)
    return client


@pytest.fixture
def neighbour(life: Life) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(life.estate.neighbour)
    return client


@pytest.fixture
def helping(life) -> Client:
    return begun(life)
