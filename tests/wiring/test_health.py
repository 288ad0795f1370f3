"""`GET /healthz` says whether all is up, and which part is not."""

import json

import pytest
from django.test import Client

from linli.wiring import health, pulse

pytestmark = pytest.mark.django_db(transaction=True)  # the question takes a turn of its own


@pytest.fixture
def data(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setitem(health._LOOKS, "core", lambda: "ok")  # asked over the network: at the rim
    return tmp_path


def ask() -> tuple[int, dict]:
    answer = Client().get("/healthz")
    return answer.status_code, json.loads(answer.content)


def test_all_is_well_when_every_part_answers(data):
    for loop in pulse.LONGEST:
        pulse.beat(data, loop)
    status, body = ask()
    assert (status, body["status"]) == (200, "ok")
    assert set(body["parts"].values()) == {"ok"}


def test_a_silent_part_is_named(data):
    status, body = ask()
    assert (status, body["status"]) == (503, "failing")
    assert {name for name, state in body["parts"].items() if state != "ok"} == {"work"}


def test_a_core_that_does_not_answer_is_silent(settings):
    settings.HUB_PORT = 9  # nobody listens there
    if health.is_importable("linli.wiring.core"):
        assert health._core() == "silent"


def test_health_is_never_kept_by_a_cache(data):
    assert Client().get("/healthz")["Cache-Control"] == "no-store"
