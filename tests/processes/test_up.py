"""`linli up`: the real processes come up, survive the end of any of them, and stop cleanly."""

import base64
import shutil
import signal
import time
from pathlib import Path

import psutil
import pytest

from core_house import MASTER, CoreHouse
from core_house import template as template  # noqa: PLC0414
from installation import Installation, eventually, is_alive
from linli.surface.rest.ingest import MOST
from linli.wiring.ports import any_free

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def port():
    return any_free()


@pytest.fixture(scope="module")
def house(tmp_path_factory, template, port):
    """One installation for all tests here, with some devices: each leaves it running and well."""
    key = base64.b64encode(MASTER).decode()
    installation = Installation(tmp_path_factory.mktemp("up"), port, LINLI_MASTER_KEY=key)
    shutil.copytree(template.data, installation.data)
    assert installation.start()[-1] == f"ready http://127.0.0.1:{port}\n"
    yield installation
    installation.end()


def test_when_it_says_ready_everything_answers(house):
    status, body = house.health()
    assert (status, body["status"]) == (200, "ok")
    assert {"core", "work", "web"} <= set(house.running())


def test_any_process_may_be_killed(house):
    for name, process in house.running().items():
        process.kill()
        eventually(
            lambda name=name, old=process: (
                not is_alive(old) and name in house.running() and house.is_well()
            )
        )


def test_a_worker_of_the_web_may_be_killed(house):
    web = house.running()["web"]
    workers = [child for child in web.children() if "spawn_main" in " ".join(child.cmdline())]
    assert len(workers) >= 2
    workers[0].kill()
    eventually(lambda: len(web.children()) > len(workers) and not is_alive(workers[0]))
    eventually(house.is_well)
    assert web.is_running()


def test_a_second_start_and_a_taken_port_are_one_sentence_each(house, tmp_path):
    again = house.run("up")
    assert again.returncode == 2
    assert f"already, at http://127.0.0.1:{house.port}" in again.stderr
    other = Installation(tmp_path, house.port).run("up")
    assert other.returncode == 2
    assert f"Port {house.port} is taken by" in other.stderr and "--port" in other.stderr
    assert house.is_well()


@pytest.fixture
def devices(house, template):
    """The devices of the house, which were told the pages' address only."""
    known = CoreHouse(house.data)
    known.hub, known.made = house.port, template.made
    return known


def _headers(devices, **given):
    headers = devices.ask("POST", "/ingest/v1/readings", b"[]", **given)[1]
    return {name.lower(): value for name, value in headers.items()}


def test_a_device_needs_the_address_of_the_pages_only(house, devices):
    warm = {"n": "temperature", "u": "Cel", "v": 21.5, "t": int(time.time())}
    status, answer = devices.send("d1", [warm, {"n": "sound", "v": 1}])
    assert (status, answer["accepted"]) == (200, 1)
    assert [one["reason"] for one in answer["refused"]] == ["no_mandate"]
    assert devices.send("d1", [warm])[1]["duplicate"] == 1
    stranger = _headers(devices, Authorization="Basic bm8=")
    assert stranger["www-authenticate"].startswith("Basic ")
    for status, body, header in (
        (401, b"[]", {"Authorization": "Bearer d1.wrong"}),
        (413, b"[" + b" " * (MOST - 1) + b"]", {}),
    ):
        found, problem = devices.send("d1", body, **header)
        assert (found, problem["status"]) == (status, status)
        assert problem["detail"]


def test_while_core_is_away_a_device_is_told_to_come_again_and_nothing_is_lost(house, devices):
    pack, key = [{"n": "smoke", "v": 0.5}], {"Idempotency_Key": "while core was away"}
    core = house.running()["core"]
    house.process.send_signal(signal.SIGSTOP)  # who would start it again at once
    try:
        core.kill()
        eventually(lambda: not is_alive(core))
        status, problem = devices.send("d2", pack, **key)
        assert (status, problem["status"]) == (503, 503)
        assert _headers(devices)["retry-after"] == "5"
    finally:
        house.process.send_signal(signal.SIGCONT)
    eventually(lambda: devices.send("d2", pack, **key)[0] == 200)
    assert devices.send("d2", pack, **key)[1]["duplicate"] == 1
    eventually(house.is_well)


@pytest.mark.long
def test_two_installations_run_side_by_side_and_one_stops_cleanly(house, tmp_path):
    second = Installation(tmp_path, house.port - 1)  # whose counted ports are the first one's
    try:
        second.start()
        processes = psutil.Process(second.process.pid).children(recursive=True)
        assert house.is_well() and second.is_well()
        assert second.stop() == 0
        assert not any(map(is_alive, processes))
        assert "Traceback" not in second.errors.read_text()
        assert house.is_well()
    finally:
        second.end()


@pytest.mark.long
def test_on_an_address_of_its_own_everything_listens_and_answers(house, tmp_path):
    second = Installation(tmp_path, house.port, LINLI_LISTEN="127.0.0.2")
    try:
        assert second.start()[-1] == f"ready http://127.0.0.2:{house.port}\n"
        assert second.stop() == 0
    finally:
        second.end()


def test_an_address_of_another_machine_is_one_sentence(tmp_path, port):
    lost = Installation(tmp_path, port, LINLI_LISTEN="203.0.113.7").run("up")
    assert lost.returncode == 2
    (said,) = (line for line in lost.stderr.splitlines() if not line.startswith("linli| "))
    assert said.startswith("linli: Nothing can listen on LINLI_LISTEN=203.0.113.7")


def test_a_killed_supervisor_leaves_nobody_behind_and_a_restart_is_well(house):
    processes = psutil.Process(house.process.pid).children(recursive=True)
    house.process.kill()
    house.process.wait()
    eventually(lambda: not any(map(is_alive, processes)))
    house.start()
    assert house.is_well()


def test_a_data_folder_that_cannot_be_written_to_is_one_sentence(tmp_path, port):
    lost = Installation(tmp_path, port)
    lost.data = Path("/proc/linli")
    done = lost.run("up")
    assert done.returncode == 2
    assert done.stderr.startswith("linli: The data folder /proc/linli cannot be written to")
    assert done.stderr.count("\n") == 1
