"""The supervisor keeps small real programs running and leaves nothing behind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from linli.wiring.asking import ask
from linli.wiring.ports import any_free

pytestmark = pytest.mark.processes

SOURCE = Path(__file__).parents[2] / "src"
PATIENCE = 30.0

CHILD = """
import os, signal, subprocess, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
port, manner = int(sys.argv[1]), sys.argv[2]
if manner == "broken":
    sys.exit("no such valve")
class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            time.sleep(1.0)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *parts):
        pass
class Server(ThreadingHTTPServer):
    daemon_threads = False
if manner == "parent":  # the one who listens is a child of the one who is watched
    child = subprocess.Popen([sys.executable, __file__, str(port), "plain"])
    child.wait()
server = Server(("127.0.0.1", port), Page)
if manner == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
print(f"listening as {os.getpid()} 邻里", flush=True)
server.serve_forever()
server.server_close()
"""

DRIVER = """
import json, sys
from pathlib import Path
from linli.kernel import Refused
from linli.wiring.asking import ask
from linli.wiring.supervise import Program, Supervisor, only_one
data, child, table = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
programs = [
    Program(name, (sys.executable, child, str(port), manner)) for name, port, manner in table
]
def answers():
    return ", ".join(name for name, port, _ in table if ask(port, "/")[0] != 200)
try:
    with only_one(data, "http://127.0.0.1:%d" % table[0][1]):
        supervisor = Supervisor(programs, data=data, answers=answers)
        sys.exit(supervisor.run(lambda: print("ready", flush=True)))
except Refused as refusal:
    sys.exit(str(refusal))
"""


def eventually(what, patience: float = PATIENCE):
    until = time.monotonic() + patience
    while not (found := what()):
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.05)
    return found


def pid_at(port: int) -> int:
    status, body = ask(port, "/")
    return int(body) if status == 200 else 0


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class House:
    """A supervisor over small programs, in a folder of its own."""

    def __init__(self, folder: Path, *manners: str) -> None:
        self.data = folder / "data"
        self.child = folder / "child.py"
        self.child.write_text(CHILD)
        self.ports = [any_free() for _ in manners]
        self.table = [
            (f"part{number}", port, manner)
            for number, (port, manner) in enumerate(zip(self.ports, manners, strict=True))
        ]
        self.started: list[subprocess.Popen] = []

    def start(self) -> subprocess.Popen:
        errors = (self.data.parent / "errors").open("a")
        process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, self.data, self.child, json.dumps(self.table)],
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        self.started.append(process)
        return process

    def come_up(self) -> subprocess.Popen:
        process = self.start()
        assert process.stdout.readline() == "ready\n"
        return process

    @property
    def errors(self) -> str:
        return (self.data.parent / "errors").read_text()

    def clear(self) -> None:
        """End all of it, with what a program had started itself."""
        for process in self.started:
            with suppress(psutil.NoSuchProcess):
                for each in psutil.Process(process.pid).children(recursive=True):
                    each.kill()
            process.kill()
            process.wait()


@pytest.fixture
def house(tmp_path):
    made = []

    def make(*manners: str) -> House:
        made.append(House(tmp_path, *manners))
        return made[-1]

    yield make
    for each in made:
        each.clear()


def test_ready_is_said_once_everything_answers(house):
    two = house("plain", "plain")
    two.come_up()
    assert all(pid_at(port) for port in two.ports)


def test_each_killed_program_is_started_again_and_the_others_stay(house):
    three = house("plain", "plain", "plain")
    three.come_up()
    for port in three.ports:
        before = {other: pid_at(other) for other in three.ports}
        os.kill(before[port], signal.SIGKILL)
        eventually(lambda port=port, old=before[port]: pid_at(port) not in {0, old})
        assert all(pid_at(other) == before[other] for other in three.ports if other != port)


def test_what_a_killed_program_had_started_does_not_keep_its_port(house):
    one = house("parent")
    one.come_up()
    grandchild = pid_at(one.ports[0])
    watched = int(Path(f"/proc/{grandchild}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(watched, signal.SIGKILL)
    eventually(lambda: pid_at(one.ports[0]) not in {0, grandchild})
    assert not is_alive(grandchild)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_cleanly(house, number):
    two = house("plain", "plain")
    process = two.come_up()
    children = [pid_at(port) for port in two.ports]
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert not any(map(is_alive, children))
    assert two.errors.splitlines()[-1] == "linli| stopped"


def test_what_is_under_way_is_finished_before_stopping(house):
    one = house("plain")
    process = one.come_up()
    answers: list[tuple[int, str]] = []
    import threading

    asking = threading.Thread(target=lambda: answers.append(ask(one.ports[0], "/slow", timeout=10)))
    asking.start()
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    asking.join()
    assert answers[0][0] == 200


def test_a_second_ctrl_c_does_not_wait_for_a_stubborn_program(house):
    one = house("stubborn")
    process = one.come_up()
    child = pid_at(one.ports[0])
    process.send_signal(signal.SIGINT)
    eventually(lambda: "waiting for part0 to finish" in one.errors)
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0
    assert not is_alive(child)


def test_a_killed_supervisor_takes_its_programs_along_and_a_restart_finds_its_ports(house):
    two = house("plain", "plain")
    process = two.come_up()
    children = [pid_at(port) for port in two.ports]
    process.kill()
    process.wait()
    eventually(lambda: not any(map(is_alive, children)))
    two.come_up()
    assert {pid_at(port) for port in two.ports}.isdisjoint({0, *children})


def test_a_second_start_says_where_the_first_one_is(house):
    one = house("plain")
    first = one.come_up()
    second = one.start()
    assert second.wait(PATIENCE) != 0
    assert f"already, at http://127.0.0.1:{one.ports[0]} (process {first.pid})" in one.errors
    assert pid_at(one.ports[0])


def test_a_program_that_cannot_start_is_named_and_nothing_is_left_running(house):
    two = house("plain", "broken")
    process = two.start()
    assert process.wait(PATIENCE) == 1
    assert "part1| no such valve" in two.errors
    assert "part1 cannot start" in two.errors
    assert pid_at(two.ports[0]) == 0


def test_output_is_prefixed_and_kept_in_a_log_of_its_own(house):
    one = house("plain")
    one.come_up()
    child = pid_at(one.ports[0])
    assert f"part0| listening as {child} 邻里" in one.errors
    kept = (one.data / "logs" / "part0.log").read_text()
    assert re.search(
        rf"^\d{{4}}-\d\d-\d\dT[\d:]{{8}}[+-]\d{{4}} listening as {child} 邻里$", kept, re.M
    )
