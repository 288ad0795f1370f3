"""Too many requests are refused with when to come again."""

import pytest

from linli.kernel import Refused
from linli.surface.rest import door
from surface.rest.caller import is_problem, program


def test_too_many_requests_are_refused_with_when_to_come_again(estate, monkeypatch):
    monkeypatch.setattr(door, "pace", door.Pace(60, 3))
    caller = program(estate.auntie)
    for _ in range(3):
        assert caller.get("/places")[0] == 200
    response = caller.ask("GET", "/places")
    assert "60" in is_problem(response, 429, "too_many")["detail"]
    assert int(response["Retry-After"]) >= 1
    assert program(estate.neighbour).get("/places")[0] == 200


def test_a_bucket_fills_again_with_time():
    clock = [0.0]
    pace = door.Pace(60, 2, lambda: clock[0])
    pace.take("a")
    pace.take("a")
    with pytest.raises(Refused):
        pace.take("a")
    clock[0] += 1.0
    pace.take("a")
    with pytest.raises(Refused):
        pace.take("a")
