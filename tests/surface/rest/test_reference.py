"""The document and the reference describe every address, and their examples work."""

import json

import pytest

from linli.surface.rest.document import document
from linli.surface.rest.examples import EXAMPLES
from linli.surface.rest.reference import page
from surface.rest.caller import program

pytest_plugins = ("telemetry_engine",)


def test_the_document_describes_every_operation_and_its_refusals(client, db):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    made = response.json()
    assert made["openapi"].startswith("3.1")
    names = [one["operationId"] for path in made["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    assert made == json.loads(json.dumps(document()))
    for path in made["paths"].values():
        for operation in path.values():
            assert {"401", "404", "422", "429"} <= set(operation["responses"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.words)
def test_the_examples_of_the_reference_work(life, telemetry, example):
    estate = life.estate
    fresh = estate.report(place=estate.garden)
    ids = {
        "{place}": estate.garden,
        "{matter}": fresh,
        "{person}": estate.plumber.person,
        "{number}": str(life.series),
    }

    def filled(text: str) -> str:
        for hole, given in ids.items():
            text = text.replace(hole, given)
        return text

    body = None if example.body is None else json.loads(filled(json.dumps(example.body)))
    headers = {"idempotency_key": example.key} if example.key else {}
    response = program(estate.clerk).ask(example.method, filled(example.path), body, **headers)
    assert response.status_code == example.status, response.content
    assert example.path in page()


def test_the_written_reference_names_every_address():
    written = page()
    for path in document()["paths"]:
        assert f"`{path}`" in written
