"""The witness's one address, `POST /add-checkpoint`; `GET /` says who it is and what it saw."""

import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from linli.kernel import Refused, now
from linli.kernel.tlog.checkpoints import State
from linli.kernel.tlog.notes import BadNote, Signer, Verifier
from linli.kernel.tlog.witnessing import MOST_REQUEST, SIZE_TYPE, Answer, answer, origin_of
from linli.surface.cli.witnessing.shelf import Shelf

_PATIENCE = 10  # seconds for a request to arrive
_MOST_AT_ONCE = 32
_TEXT = "text/plain; charset=utf-8"


def serve(
    address: tuple[str, int], signer: Signer, logs: Mapping[str, Verifier], shelf: Shelf
) -> None:
    """Answer until interrupted."""
    try:
        server = Server(address, Desk(signer, logs, shelf))
    except OSError as error:
        raise Refused(
            "unavailable",
            "Port %(port)s cannot be used: %(why)s.",
            port=address[1],
            why=(error.strerror or str(error)).lower(),
        ) from error
    print(f"listening on {address[0]}:{server.server_port}", flush=True)
    with server:
        server.serve_forever()


class Desk:
    """Judges one request after another; what it signs is stored first."""

    def __init__(self, signer: Signer, logs: Mapping[str, Verifier], shelf: Shelf) -> None:
        self._signer, self._logs, self._shelf = signer, logs, shelf
        self._one_at_a_time = threading.Lock()

    def take(self, body: bytes) -> Answer:
        """The answer to a request, with the cosignature when it is well."""
        with self._one_at_a_time:  # between looking and storing nobody else may store
            found = answer(body, self._logs, self._seen(body))
            if found.state is None or found.note is None:
                return found
            try:
                self._shelf.keep(found.state, found.note)
            except OSError as error:
                return Answer(500, f"nothing was signed: {error.strerror}\n")
        signed = self._signer.sign(found.note.text, at=int(now().timestamp()))
        return Answer(200, str(signed))

    def says(self) -> str:
        """Who this is and what it has signed last."""
        lines = [f"{one.origin} {one.size}" for one in self._shelf.states()]
        return "\n".join([str(self._signer.verifier), *lines, ""])

    def _seen(self, body: bytes) -> State | None:
        try:
            return self._shelf.seen(origin_of(body))
        except BadNote:
            return None


class Server(ThreadingHTTPServer):
    """Answers a bounded number at once and lets the others ask again."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], desk: Desk) -> None:
        self.desk = desk
        self._room = threading.BoundedSemaphore(_MOST_AT_ONCE)
        super().__init__(address, Handler)

    def process_request(self, request: socket | tuple[bytes, socket], client: Any) -> None:
        """Begin a thread for it while there is room."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client: Any) -> None:
        """Answer it, then make room."""
        try:
            super().process_request_thread(request, client)
        finally:
            self._room.release()

    def handle_error(self, request: socket | tuple[bytes, socket], client: Any) -> None:
        """Whoever hung up in the middle will ask again; anything else is told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: Server

    def do_POST(self) -> None:
        """A checkpoint to judge."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            self._say(Answer(411, "say how long it is\n"), close=True)
        elif int(length[:12]) > MOST_REQUEST or len(length) > 12:
            self._say(Answer(413, "the request is too long\n"), close=True)
        elif self.path != "/add-checkpoint":
            self._say(Answer(404, "only add-checkpoint is here\n"), close=True)
        else:
            self._say(self.server.desk.take(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        """Who answers here."""
        is_here = self.path == "/"
        self._say(
            Answer(200, self.server.desk.says()) if is_here else Answer(404, "nothing here\n")
        )

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written for each request: anyone may ask."""

    def _say(self, said: Answer, *, close: bool = False) -> None:
        content = said.words.encode()
        self.send_response(said.status)
        self.send_header("Content-Type", SIZE_TYPE if said.status == 409 else _TEXT)
        self.send_header("Content-Length", str(len(content)))
        if close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(content)
