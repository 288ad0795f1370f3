"""Machines, an engine with their readings, and people who have logged in."""

import pytest
from django.test import Client

from surface.desk_machines.machinery import Machines, machinery, session_of


@pytest.fixture
def machines(db, telemetry) -> Machines:
    return machinery()


@pytest.fixture
def living(transactional_db, telemetry) -> Machines:
    return machinery()


def client_of(actor) -> Client:
    """Somebody who has logged in."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(actor)
    return client


@pytest.fixture
def manager(machines: Machines) -> Client:
    return client_of(machines.estate.manager)


@pytest.fixture
def clerk(machines: Machines) -> Client:
    return client_of(machines.estate.clerk)


@pytest.fixture
def keeper(machines: Machines) -> Client:
    return client_of(machines.estate.keeper)


@pytest.fixture
def auntie(machines: Machines) -> Client:
    return client_of(machines.estate.auntie)
