"""Ports: a chosen one is kept or refused with the reason, a counted one makes way."""

import contextlib
import os
import socket
from argparse import Namespace
from pathlib import Path

import pytest

from linli.kernel import Refused
from linli.wiring import house, patience, ports, starting

pytestmark = pytest.mark.processes


@pytest.fixture
def data(tmp_path, monkeypatch):
    for name in (ports.WEB, ports.HUB, ports.MQTT):
        monkeypatch.setenv(name, "")  # so that what the code sets is undone afterwards
    (tmp_path / "run").mkdir()
    return tmp_path


@pytest.fixture
def taken():
    """A port somebody has, of which the one before is free."""
    with contextlib.ExitStack() as held:
        while True:
            listener = held.enter_context(socket.socket())
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
            if ports.is_free(port - 1, patience=0.0):
                break
        listener.listen()
        yield port


def test_hub_and_mqtt_follow_the_port_of_the_pages(data):
    assert ports.settle(data, "9100") == frozenset()
    assert [os.environ[name] for name in (ports.WEB, ports.HUB, ports.MQTT)] == [
        "9100",
        "9101",
        "9102",
    ]


@pytest.mark.parametrize("given", ["x", "0", "-1", "65534", "８０", "1e3", ""])
def test_what_is_no_port_is_refused(given):
    with pytest.raises(Refused, match="must be a number from 1 to 65533"):
        ports.checked(given)


def test_a_start_that_waits_for_a_port_says_so(data, taken, monkeypatch, capfd):
    monkeypatch.setattr(patience, "EVERY", 0.02)
    monkeypatch.setenv("LINLI_DATA", str(data))
    chosen = ports.settle(data, str(taken))
    with pytest.raises(Refused, match=f"Port {taken} is taken"):
        starting.run(Namespace(word="up", chosen_ports=chosen))
    assert "linli| waiting for the ports of an earlier start …" in capfd.readouterr().err


def test_a_taken_port_of_the_pages_is_refused_naming_who_has_it(data, taken, monkeypatch):
    monkeypatch.setattr(ports, "_PATIENCE", 0.0)
    ports.settle(data, str(taken))
    with pytest.raises(Refused, match=rf"Port {taken} is taken by .*process {os.getpid()}.*--port"):
        ports.claim(data, chosen=frozenset())
    assert ports.recall(data) == {}


def test_a_counted_port_makes_way_and_is_remembered(data, taken, monkeypatch):
    monkeypatch.setattr(ports, "_PATIENCE", 0.0)
    ports.settle(data, str(taken - 1))
    ports.claim(data, chosen=frozenset())
    moved = ports.recall(data)[ports.HUB]
    assert moved != taken
    for name in (ports.WEB, ports.HUB, ports.MQTT):
        monkeypatch.setenv(name, "")
    ports.settle(data, None)
    assert (os.environ[ports.WEB], os.environ[ports.HUB]) == (str(taken - 1), str(moved))


def test_a_chosen_hub_port_never_moves(data, taken, monkeypatch):
    monkeypatch.setattr(ports, "_PATIENCE", 0.0)
    monkeypatch.setenv(ports.HUB, str(taken))
    chosen = ports.settle(data, str(taken - 1))
    with pytest.raises(Refused, match=ports.HUB):
        ports.claim(data, chosen=chosen)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"LINLI_PORT": "x"}'])
def test_a_broken_memory_is_forgotten(data, broken):
    (data / "run" / "ports.json").write_text(broken)
    assert ports.recall(data) == {}


def test_a_free_port_is_none_that_connections_are_given():
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert all(ports.any_free() < lowest for _ in range(20))


@pytest.mark.parametrize("address", ["203.0.113.7", "no such name", "::ffff"])
def test_an_address_of_another_machine_is_refused_at_once(data, monkeypatch, address):
    ports.settle(data, "9100")
    monkeypatch.setenv("LINLI_LISTEN", address)
    with pytest.raises(Refused, match="LINLI_LISTEN="):
        ports.claim(data, chosen=frozenset())
    assert ports.recall(data) == {}


@pytest.mark.parametrize(
    ("listens", "near"),
    [("", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("127.0.0.2", "127.0.0.2")],
)
def test_this_machine_asks_where_it_listens(monkeypatch, listens, near):
    monkeypatch.setenv("LINLI_LISTEN", listens)
    assert house.near() == near
