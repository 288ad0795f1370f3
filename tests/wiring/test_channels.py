"""Text messages leave by an operator's gateway, or in the demo by its console and mailbox."""

import json
import logging
import re
import socket
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import ANYONE, Actor, Ref, Refused, Words, now, system
from linli.kernel.clock import held
from linli.support.notify import api as notify
from linli.wiring import channels
from linli.wiring.channels import Gateway, open_channels

PHONE, TOKEN = "13800000001", "the operator's token"


class Operator(ThreadingHTTPServer):
    """A text gateway that answers as it is told and keeps what it was sent."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.taken: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/send"


class _Desk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.taken.append((self.path, dict(self.headers), {}))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def operator(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Operator() as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def home(db):
    """A resident with a phone, who is told by text message; by what way the settings say."""
    community = places.create_community(by=system(""), name="测试里", is_invented=True)
    by = system(community)
    building = places.add_place(by=by, kind=PlaceKind.BUILDING, number="1")
    entrance = places.add_place(by=by, kind=PlaceKind.ENTRANCE, number="1", parent=building)
    dwelling = places.add_place(by=by, kind=PlaceKind.DWELLING, number="101", parent=entrance)
    person = people.register_person(by=by, name="张桂芳", phone=PHONE)
    people.settle(by=by, person=person, dwelling=dwelling, relation=Relation.OWNER)
    people.set_channels(by=by, person=person, kinds=(ChannelKind.SMS,))
    yield people.actor_for(person=person, community=community)
    notify.use_channel("sms", None)
    people.use_code_sender(None)


def test_a_text_message_is_posted_as_json_with_the_token_and_its_key(operator):
    Gateway(operator.url, TOKEN).send(PHONE, "明天停水", "message:m1")
    ((path, headers, body),) = operator.taken
    assert (path, body) == ("/send", {"to": PHONE, "text": "明天停水", "key": "message:m1"})
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(400, True), (401, True), (404, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_what_the_gateway_refuses_is_final_what_it_cannot_is_tried_again(
    operator, status, is_final
):
    operator.status = status
    with pytest.raises(notify.ChannelFailed, match=f"the gateway said {status}") as failed:
        Gateway(operator.url, TOKEN).send(PHONE, "明天停水", "message:m1")
    assert failed.value.is_final is is_final
    assert len(operator.taken) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307])
def test_a_message_that_is_sent_elsewhere_was_not_sent(operator, status):
    operator.status = status
    with pytest.raises(notify.ChannelFailed) as failed:
        Gateway(operator.url, TOKEN).send(PHONE, "明天停水", "message:m1")
    assert not failed.value.is_final
    assert [path for path, _, _ in operator.taken] == ["/send"]


def test_a_gateway_that_is_not_there_is_tried_again():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, but nobody listens
        gateway = Gateway(f"http://127.0.0.1:{nobody.getsockname()[1]}/", TOKEN)
        with pytest.raises(notify.ChannelFailed, match="cannot be reached") as failed:
            gateway.send(PHONE, "明天停水", "message:m1")
    assert not failed.value.is_final


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1:80"])
def test_only_a_web_address_can_be_a_gateway(url):
    with pytest.raises(ValueError, match="LINLI_SMS_URL"):
        Gateway(url, TOKEN)


def send(home: Actor) -> notify.SendReport:
    return notify.send_due(by=system(home.community))


@pytest.fixture
def by_gateway(operator, settings):
    settings.DEMO, settings.SMS_URL, settings.SMS_TOKEN = False, operator.url, TOKEN
    open_channels()


@pytest.mark.usefixtures("by_gateway")
def test_a_log_in_code_reaches_the_phone_and_lets_its_holder_in(home, operator):
    people.request_code(by=ANYONE, phone=PHONE)
    assert send(home).sent == 1
    ((_, _, body),) = operator.taken
    assert body["to"] == PHONE and body["key"].startswith("code:")
    (code,) = re.findall(r"\d{6}", body["text"])
    assert people.verify_code(by=ANYONE, phone=PHONE, code=code).person == home.person


@pytest.mark.usefixtures("by_gateway")
def test_a_busy_gateway_gets_the_same_message_under_the_same_key_again(home, operator):
    operator.status = 429
    people.request_code(by=ANYONE, phone=PHONE)
    assert send(home).failed == 1
    operator.status = 200
    with held(now() + timedelta(minutes=2)):
        assert send(home).sent == 1
    first, second = (body for _, _, body in operator.taken)
    assert first == second


@pytest.mark.usefixtures("by_gateway")
def test_what_the_gateway_refused_for_good_is_not_sent_again(home, operator):
    operator.status = 400
    people.request_code(by=ANYONE, phone=PHONE)
    assert send(home).failed == 1
    with held(now() + timedelta(minutes=2)):
        assert send(home) == notify.SendReport(sent=0, failed=0, expired=0)
    assert len(operator.taken) == 1


def test_without_a_gateway_nobody_is_promised_a_code(home, settings):
    settings.DEMO, settings.SMS_URL = False, ""
    open_channels()
    with pytest.raises(Refused) as refused:
        people.request_code(by=ANYONE, phone=PHONE)
    assert refused.value.code == "unavailable"


def test_the_demo_says_codes_aloud_and_nothing_else(home, settings, caplog):
    settings.DEMO = True
    open_channels()
    caplog.set_level(logging.INFO, logger=channels.__name__)
    people.request_code(by=ANYONE, phone=PHONE)
    notify.tell(
        by=system(home.community),
        person=home.person or "",
        text=Words("明天停水", "No water tomorrow"),
        about=Ref("matter", "m1"),
        key="no-water",
        urgent=True,
    )
    assert send(home).sent == 2
    (line,) = (one.getMessage() for one in caplog.records if one.name == channels.__name__)
    assert re.search(rf"text message to {PHONE}: .*\d{{6}}", line)
