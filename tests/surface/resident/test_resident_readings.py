"""Readings behind a page: the newest value, the line, and the chain back from a matter."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.foundation.telemetry.api import Where, record_readings
from linli.kernel import now, system
from linli.perception.reading import Accepted
from surface.resident.community import session_of


@pytest.fixture
def measured(telemetry, life):
    end = now()
    moments = [round((end - timedelta(minutes=minute)).timestamp() * 1000) for minute in range(30)]
    rows = [Accepted(life.series, at, 21.0 + place, "", 0, at) for place, at in enumerate(moments)]
    where = Where(community=life.estate.community, place=life.estate.entrance)
    record_readings(by=system(""), rows=rows, where={life.series: where})
    return life


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_device_in_my_entrance_shows_its_newest_value_and_its_line(measured, auntie):
    assert "21 °C" in body(auntie, f"/measured/devices/{measured.device}")
    page = body(auntie, f"/measured/readings/{measured.series}?span=week")
    assert "最高 50" in page and "30 个读数" in page and "<svg" in page


def test_the_chain_leads_back_to_the_readings(measured):
    manager = Client()
    session = session_of(measured.estate.manager)
    manager.cookies["sessionid"] = session
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore(session_key=session)
    store["strong"] = True
    store.save()
    page = body(manager, f"/matters/{measured.alarm}/chain")
    assert "传感器的读数" in page and "最高 50" in page
