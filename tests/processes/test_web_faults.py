"""The pages go on, or say plainly that they cannot, whatever database, disk or strangers do."""

import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

import psutil
import pytest

from core_house import CoreHouse, eventually
from core_house import template as template  # noqa: PLC0414
from linli.wiring.ports import any_free

pytestmark = pytest.mark.processes

LOG_IN = "/log-in/staff"


class Pages:
    """The real web process, alone, on a folder with a small community."""

    def __init__(self, house: CoreHouse) -> None:
        self.house, self.port = house, any_free()
        self.environment = {**house.environment, "LINLI_PORT": str(self.port)}

    def start(self) -> "Pages":
        made = [sys.executable, "-P", "-m", "linli.wiring.preparing"]
        subprocess.run(made, env=self.environment, check=True, capture_output=True)
        with self.house.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "linli.wiring.web"],
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        eventually(lambda: self.ask("GET", "/")[0] == 200)
        return self

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """(status, text, cookie); (0, "", "") when nobody answers within half a minute."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")
        except OSError:
            return 0, "", ""
        finally:
            connection.close()

    def form(self) -> dict[str, str]:
        """What a log-in needs beside the words: the cookie and the form's token."""
        _, text, cookie = self.ask("GET", LOG_IN)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        return {"Cookie": cookie.partition(";")[0], "token": token[1] if token else ""}

    def log_in(self, form: dict[str, str]) -> tuple[int, str, str]:
        said = {"csrfmiddlewaretoken": form["token"], "login": "someone", "password": "wrong"}
        kind = "application/x-www-form-urlencoded"
        return self.ask(
            "POST", LOG_IN, urlencode(said), Cookie=form["Cookie"], **{"Content-Type": kind}
        )

    def errors(self) -> list[str]:
        lines = self.house.log.read_text().splitlines()
        return [line for line in lines if "Traceback" in line or " ERROR " in line]


@pytest.fixture(scope="module")
def pages(template, tmp_path_factory):
    own = Pages(template.copy(tmp_path_factory.mktemp("web") / "data")).start()
    yield own
    own.process.send_signal(signal.SIGTERM)
    own.process.wait(30)


def test_with_the_database_locked_everyone_is_answered_soon_and_nothing_hangs(pages):
    form = pages.form()
    blocker = sqlite3.connect(pages.house.data / "linli.sqlite3", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(12) as clients:
        begun = time.monotonic()
        writers = [clients.submit(pages.log_in, form) for _ in range(10)]
        health = clients.submit(pages.ask, "GET", "/healthz")
        reader = clients.submit(pages.ask, "GET", "/")
        answers = [each.result() for each in writers]
    took = time.monotonic() - begun
    assert {status for status, _, _ in answers} == {503}
    assert all("什么都没有改动" in text for _, text, _ in answers)
    assert '"database": "locked"' in health.result()[1]
    assert reader.result()[0] == 200
    assert took < 25  # two rounds of threads, each waiting twice three seconds at most
    blocker.execute("ROLLBACK")
    blocker.close()
    eventually(lambda: pages.log_in(form)[0] not in (0, 503))
    assert '"database": "ok"' in pages.ask("GET", "/healthz")[1]
    assert pages.errors() == []


def test_with_the_disk_full_a_page_says_so_and_reading_goes_on(pages):
    form = pages.form()
    limits = {}
    for worker in psutil.Process(pages.process.pid).children(recursive=True):
        limits[worker.pid] = resource.prlimit(worker.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (0, limits[worker.pid][1]))
    status, text, _ = pages.log_in(form)
    assert (status, "什么都没有改动" in text) == (503, True)
    assert pages.ask("GET", "/")[0] == 200
    for pid, limit in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
    assert pages.log_in(form)[0] not in (0, 503)
    assert pages.errors() == []


def test_a_foreign_host_name_is_refused_with_one_line_in_the_log(pages):
    before = len(pages.house.log.read_text().splitlines())
    assert pages.ask("GET", "/", Host="evil.example")[0] == 400
    lines = eventually(lambda: pages.house.log.read_text().splitlines()[before:])
    assert len(lines) == 1
    assert "evil.example" in lines[0]
    assert pages.errors() == []
