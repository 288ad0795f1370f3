"""An empty data folder becomes a community somebody works in: found, up, log in, import."""

import http.cookiejar
import re
import urllib.parse
import urllib.request

import pyotp
import pytest

from linli.wiring.ports import any_free
from processes.test_up import Installation

pytestmark = pytest.mark.processes
_FOUND = ("found", "--name", "和园", "--manager", "王敏", "--manager-phone", "13800000001")
_OWN = "a password of my own"


class Visitor:
    """A browser without scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[str, str]:
        """Where one ends up, and what is written there."""
        with self.opener.open(self.address + path, timeout=30) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def post(self, path: str, page: str, **answers: str) -> tuple[str, str]:
        """Fill in the form of this page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        body = urllib.parse.urlencode({**answers, "csrfmiddlewaretoken": token}).encode()
        headers = {"Referer": self.address + path}
        request = urllib.request.Request(self.address + path, body, headers)  # noqa: S310
        with self.opener.open(request, timeout=30) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()


@pytest.fixture
def house(tmp_path):
    installation = Installation(tmp_path, any_free())
    yield installation
    installation.end()


@pytest.mark.long
def test_a_newcomer_founds_logs_in_and_imports(house, tmp_path):
    nothing = house.run("found")
    assert nothing.returncode == 2 and "--name" in nothing.stderr
    founded = house.run(*_FOUND, "--keeper", "周敏", "--keeper-phone", "13800000002")
    assert founded.returncode == 0, founded.stderr
    given, keepers = re.findall(r"one-time password ([\w-]{19})", founded.stdout)
    assert given != keepers
    again = house.run(*_FOUND)
    assert again.returncode == 0 and "one-time password " not in again.stdout.split("A one")[0]
    house.start()
    visitor = Visitor(f"http://127.0.0.1:{house.port}")
    _log_in(visitor, given)
    assert "王敏" in visitor.get("/desk/people?role=manager")[1]
    sheet = tmp_path / "owners.csv"
    sheet.write_text("楼栋,单元,房号,姓名,电话,关系\n1,1,101,张三,13900000001,业主\n")
    taken = house.run("import", "community", str(sheet))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "1 created" in taken.stdout
    assert "1号楼1单元101" in visitor.get("/desk/people?q=1-1-101")[1]
    back = house.run("readmit", "13800000001", "--second-key")
    assert re.search(r"王敏, one-time password [\w-]{19}", back.stdout)
    assert house.run("readmit", "13900000001").returncode == 2
    assert house.stop() == 0


def _log_in(visitor: Visitor, given: str) -> None:
    _, page = visitor.get("/log-in/staff")
    _, page = visitor.post("/log-in/staff", page, login="13800000001", password=given)
    secret = re.search(r"<b>([A-Z2-7 ]{20,})</b>", page)[1].replace(" ", "")
    where, _ = visitor.post(
        "/log-in/second",
        page,
        password=given,
        totp=pyotp.TOTP(secret).now(),
        new_password=_OWN,
    )
    assert where == "/desk/"
