"""Whatever is asked: no accident, and only answers the document promises."""

import itertools

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linli.wiring.wsgi import application
from surface.rest.caller import token_of

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
BRIEF = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
BRIEF.config.phases.update(phases=["fuzzing"])
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDS = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
}


@pytest.fixture
def one_connection():
    """A request ends, and the test's own transaction stays; Django's test client does the same."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def asked(life, telemetry, one_connection):
    """Asks as manager and as resident in turn, every other time about things that exist."""
    estate = life.estate
    there = {
        "matter": [life.working, life.waiting, life.public, life.alarm, life.done],
        "place": [estate.dwelling, estate.community, estate.garden],
        "parent": [estate.building],
        "under": [estate.building],
        "person": ["me", estate.neighbour.person],
        "device": [life.device],
        "number": [life.series],
        "series": [[life.series]],
        "mandate": [life.mandate],
        "community": [estate.community],
        "category": ["water", "lighting"],
    }
    tokens = itertools.cycle([token_of(estate.manager), token_of(estate.auntie)])
    turns = itertools.count()

    def ask(case) -> None:
        turn = next(turns)
        if turn % 2:
            for given in (case.path_parameters, case.query, case.body):
                for name in given if isinstance(given, dict) else ():
                    if name in there:
                        given[name] = there[name][turn // 2 % len(there[name])]
        case.call_and_validate(
            headers={"Authorization": f"Bearer {next(tokens)}"}, checks=CHECKS, excluded_checks=[]
        )

    return ask


@BRIEF.parametrize()
@settings(max_examples=2, **BOUNDS)
def test_every_answer_is_one_the_document_promises(case, asked):
    asked(case)


@pytest.mark.long
@SCHEMA.parametrize()
@settings(max_examples=150, **BOUNDS)
def test_every_answer_is_one_the_document_promises_at_length(case, asked):
    asked(case)
