"""Whatever is sent to core's HTTP port gets an answer in time, and core goes on without a crash."""

import base64
import re
import socket
import time
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core_house import MASTER
from core_house import core as core  # noqa: PLC0414
from core_house import template as template  # noqa: PLC0414
from linli.wiring import keys

pytestmark = pytest.mark.processes

ANY = st.binary(max_size=60).map(lambda raw: bytes(sign for sign in raw if sign not in b"\r\n\0"))
METHODS = st.sampled_from([b"GET", b"HEAD", b"POST", b"PUT", b"OPTIONS", b"DELETE", b"BREW"])
PATHS = [b"/", b"/ping", b"/replicas_status", b"/healthz", b"/events", b"/ingest/v1/readings", b"*"]
FIELDS = [b"query", b"user", b"password", b"ticket", b"after", b"default_format", b"param_x", b"q"]
NAMES = [
    *(b"Authorization", b"X-Forwarded-For", b"Forwarded", b"Host", b"Origin", b"Last-Event-ID"),
    *(b"Content-Type", b"Content-Encoding", b"Content-Length", b"Transfer-Encoding", b"Expect"),
    *(b"X-ClickHouse-User", b"X-ClickHouse-Key", b"X-ClickHouse-Format", b"Idempotency-Key"),
    *(b"Upgrade", b"Connection", b"X-ClickHouse-Database"),
]
WRITER = f"writer:{keys.text_key(MASTER, 'telemetry')}".encode()
PAIRS = [
    WRITER,
    WRITER,
    b"writer:x",
    b"reader:\xff",
    b":",
    b"d1:d1",
    "设备:密".encode(),
    b"default:",
]
VALUES = [
    *(b"Basic \xe9\xe8", b"Basic", b"Basic " + b"A" * 300, b"Bearer d1.\xff", b"Bearer ."),
    *(b"127.0.0.1", b"unknown", b"::::, 999.1.1.1", b"\xc3\x28", b"gzip", b"lz4", b"deflate"),
    *(b"multipart/form-data; boundary=x", b"multipart/form-data; boundary*=utf-8''%ff"),
    *(b"application/senml+json", b"chunked", b"-1", b"5", b"99999999999999999999", b"\xb2"),
    *(b"http://[", b"https://localhost:1", b"100-continue", b"websocket", b"close"),
    *(b"Basic " + base64.b64encode(pair) for pair in PAIRS),
]
BODIES = [
    *(
        b"",
        b"SELECT 1",
        b"[" * 3000,
        b'[{"n":"temperature","v":1e999}]',
        b"\x1f\x8b\x08\0",
        b"0\r\n",
    ),
    b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nSELECT 1\r\n--x--',
]


def query(fields: list[tuple[bytes, bytes]]) -> bytes:
    return b"&".join(name + b"=" + quote(value).encode() for name, value in fields)


QUERIES = st.one_of(
    st.just(b""),
    st.lists(st.tuples(st.sampled_from(FIELDS), ANY), max_size=4).map(query),
    ANY.map(lambda raw: bytes(sign for sign in raw if sign > 32)),
    st.sampled_from([b"a&" * 1500, b"%ff%fe=%00", b"default_format=%0d%0aX:1&query=SELECT+1"]),
)
HEADERS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), ANY)), max_size=4
)


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """A request that mostly looks like one; the length is true unless the headers say otherwise."""
    path = draw(st.sampled_from(PATHS)) + b"?" + draw(QUERIES)
    headers, body = draw(HEADERS), draw(st.one_of(st.sampled_from(BODIES), ANY))
    lines = [name + b": " + value for name, value in headers]
    if not any(name in (b"Content-Length", b"Transfer-Encoding") for name, _ in headers):
        lines.append(b"Content-Length: %d" % len(body))
    head = [draw(METHODS) + b" " + path + b" HTTP/1.1", b"Host: localhost", *lines]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def plain(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([line + b" HTTP/1.1", b"Host: localhost", *headers]) + b"\r\n\r\n" + body


WRITING = b"Authorization: Basic " + base64.b64encode(WRITER)
BROKEN = [  # each of these once made core stumble, or might
    plain(b"POST /ingest/v1/readings", b"Transfer-Encoding: chunked", body=b"zzzz\r\n"),
    plain(b"GET /healthz", b"Transfer-Encoding: chunked", body=b"zzzz\r\n"),
    plain(b"CONNECT /healthz"),
    plain(b"HEAD /ping"),
    plain(b"GET /?query=SELECT+1", b"Authorization: Basic \xe9\xe8"),
    plain(b"GET /?query=SELECT+1", b"X-Forwarded-For: not an address", WRITING),
    plain(b"GET /?query=SELECT+1&default_format=%0d%0aX:1", WRITING),
    plain(b"GET /?query=SELECT+1+FORMAT+TSV&query_id=%0d%0a", WRITING),
    plain(b"GET /?" + b"a&" * 1500, WRITING),
    plain(b"GET /?" + b"a&" * 1500),
    plain(
        b"POST /", WRITING, b"Content-Type: multipart/form-data; boundary=x",
        b"Content-Length: %d" % len(BODIES[-1]), body=BODIES[-1],
    ),
    plain(b"POST /", WRITING, b"Content-Encoding: gzip", b"Content-Length: 4", body=BODIES[4]),
]  # fmt: skip
STREAMS = st.lists(requests(), min_size=1, max_size=3).map(b"".join)


def first_line(port: int, request: bytes) -> bytes:
    """The status line of the answer; b"" when the request was never whole and nothing came."""
    with socket.create_connection(("127.0.0.1", port), 10) as wire, suppress(OSError):
        wire.settimeout(10)
        wire.sendall(request)
        wire.shutdown(socket.SHUT_WR)
        heard = wire.recv(4096)
        while wire.recv(65536):  # until core has nothing more to say
            pass
        return heard.partition(b"\r\n")[0]
    return b""


def crashes(text: str) -> list[str]:
    return re.findall(r"Traceback|Exception in ASGI|Unhandled|ProtocolError", text)


def assert_answered(core, request: bytes) -> None:
    begun, before = time.monotonic(), core.log.stat().st_size
    answer = first_line(core.hub, request)
    assert re.match(rb"HTTP/1\.1 (?:[1-4]\d\d|503) |$", answer), answer
    assert time.monotonic() - begun < 10
    said = core.log.read_bytes()[before:].decode()
    assert not crashes(said), said


@pytest.mark.parametrize("request_", BROKEN)
def test_what_is_no_request_is_answered_and_logged_in_a_line_at_most(core, request_):
    assert_answered(core, request_)


@given(request=STREAMS)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_core_stumble(core, request):
    assert_answered(core, request)
