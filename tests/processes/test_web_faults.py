"""The pages go on, or say plainly that they cannot, whatever database, disk or strangers do."""

import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import psutil
import pytest

from core_house import CoreHouse, eventually
from core_house import template as template  # noqa: PLC0414
from linli.surface.resident.asking import MOST_WORDS
from linli.wiring.ports import any_free
from surface.resident.forms import Form, form_in

pytestmark = pytest.mark.processes

LOG_IN = "/log-in/staff"
FORM = "application/x-www-form-urlencoded"
LINES = "厨房的水管，夜里 11 点又漏了 <b>&amp;“滴答”😀\n"
LONGEST = (LINES * MOST_WORDS)[: MOST_WORDS - 1] + "。"
"""As much as the form takes, in every kind of character it may meet."""
MATTERS = "SELECT id, description FROM matters_matter"


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
        return self.ask(
            "POST", LOG_IN, urlencode(said), Cookie=form["Cookie"], **{"Content-Type": FORM}
        )

    def kill(self) -> None:
        """End the process and all its workers at once, in the middle of whatever they do."""
        every = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        for worker in every:
            with suppress(psutil.NoSuchProcess):
                worker.kill()
        self.process.wait(30)
        psutil.wait_procs(every, timeout=30)

    def errors(self) -> list[str]:
        lines = self.house.log.read_text().splitlines()
        return [line for line in lines if "Traceback" in line or " ERROR " in line]


class Visitor:
    """Somebody's browser, without scripts: it keeps its cookies while the server comes and goes."""

    def __init__(self, pages: Pages, person: str) -> None:
        self.pages = pages
        self.cookies = SimpleCookie({"sessionid": pages.house.do("session", person)})

    def ask(self, method: str, path: str, **answers: object) -> tuple[int, str, str]:
        """(status, text, where it leads on to)."""
        connection = HTTPConnection("127.0.0.1", self.pages.port, timeout=30)
        kept = "; ".join(f"{one.key}={one.coded_value}" for one in self.cookies.values())
        headers = {"Cookie": kept, "Content-Type": FORM}
        connection.request(method, path, urlencode(answers, doseq=True), headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers.get("Location", "")

    def form(self, path: str, holding: str) -> Form:
        return form_in(self.ask("GET", path)[1], path, holding)

    def send(self, form: Form, **answers: object) -> str:
        """Where a form that was taken leads on to."""
        status, text, to = self.ask("POST", form.action, **form.with_answers(**answers))
        assert status == 302, text
        return to


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


def test_what_was_half_written_when_the_pages_were_killed_is_all_there_and_handed_in_once(pages):
    visitor = Visitor(pages, pages.house.made["resident"])
    visitor.send(visitor.form("/report", "category"), category="water")
    visitor.send(visitor.form("/report/where", "place"))
    half = visitor.form("/report/details", "words")
    sent = LONGEST.replace("\n", "\r\n")  # as every browser sends its lines
    kept = half.with_answers(words=sent, slot="report")  # as the page's script keeps them
    assert visitor.ask("POST", "/drafts/keep", **kept)[0] == 204
    pages.kill()
    assert pages.ask("GET", "/") == (0, "", "")
    pages.start()
    assert [pages.house.rows(MATTERS), pages.errors()] == [[], []]
    again = visitor.form("/report/details", "words")
    assert again.values["words"] == [sent]
    for form in (half, half, again):  # the page that stayed open all the while, pressed twice
        assert visitor.send(form, words=sent) == "/report/reach"
    assert visitor.send(visitor.form("/report/reach", "reach")) == "/report/check"
    last = visitor.form("/report/check", "draft")
    assert last.action == "/report/check"
    receipts = {visitor.send(last) for _ in range(3)}
    assert len(receipts) == 1
    ((matter, words),) = pages.house.rows(MATTERS)
    assert receipts == {f"/matters/{matter}/receipt"}
    assert words == LONGEST
    assert pages.errors() == []
