"""`linli witness` as others run it: what it has signed holds over kill -9, forks and races."""

import json
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.kernel.tlog.checkpoints import State
from linli.kernel.tlog.notes import Note
from witnesses import Ledger, Witness, run, signature_in

pytestmark = pytest.mark.processes


@pytest.fixture
def log() -> Ledger:
    return Ledger().grow(5)


@pytest.fixture
def witness(tmp_path: Path, log: Ledger) -> Iterator[Witness]:
    made = Witness(tmp_path / "w", "juwei.example/wutong").start(log.vkey)
    yield made
    made.kill()


def kept(witness: Witness) -> State:
    """What lies on its disk."""
    (path,) = (witness.folder / "state").glob("*.checkpoint")
    return State.parse(Note.parse(path.read_text()).text)


def test_it_signs_what_has_only_grown_and_remembers_over_a_kill(witness, log):
    status, _, words = witness.post(log.ask(0))
    assert status == 200
    assert witness.verifier.accepts(log.note().text, signature_in(words).signed)
    assert kept(witness) == log.state()
    witness.kill()
    witness.start()
    log.grow(4)
    assert witness.post(log.ask(0)) == (409, "text/x.tlog.size", "5\n")
    assert witness.post(log.ask(5))[0] == 200
    assert kept(witness) == log.state(9)


def test_one_of_two_dies_and_comes_back_and_nothing_is_lost(tmp_path, witness, log):
    other = Witness(tmp_path / "o", "jiedao.example/1").start(log.vkey)
    try:
        assert {one.post(log.ask(0))[0] for one in (witness, other)} == {200}
        other.kill()
        log.grow(7)
        assert witness.post(log.ask(5))[0] == 200
        with pytest.raises(ConnectionRefusedError):
            other.post(log.ask(5))
        other.start()
        assert other.post(log.ask(5))[0] == 200
        assert kept(other) == kept(witness) == log.state()
    finally:
        other.kill()


def test_a_fork_and_a_rollback_are_refused_after_a_kill_too(witness, log):
    witness.post(log.ask(0))
    fork = log.forked(3).grow(6, "other")
    for _ in range(2):
        assert witness.post(fork.ask(5))[0] == 422
        assert witness.post(fork.ask(5, size=5))[:2] == (409, "text/x.tlog.size")
        assert witness.post(fork.ask(0))[0] == 409
        assert witness.post(log.ask(0, size=2))[0] == 409
        assert kept(witness) == log.state()
        witness.kill()
        witness.start()


def test_in_a_race_the_size_never_goes_back(witness, log):
    log.grow(100)
    said: dict[int, int] = {}

    def ask(old: int, size: int) -> None:
        said[size] = witness.post(log.ask(old, size=size))[0]

    seen = 0
    while seen < 90:
        pair = (seen + 1, seen + 5)
        threads = [threading.Thread(target=ask, args=(seen, size)) for size in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said[size] for size in pair) == [200, 409]
        (signed,) = (size for size in pair if said[size] == 200)
        assert kept(witness).size == signed > seen
        seen = signed


def test_many_at_once_leave_one_line_of_sizes_each_signed_once(witness, log):
    log.grow(60)
    signed: list[int] = []
    lock = threading.Lock()

    def climb() -> None:
        old = 0
        while old < 60:
            status, _, words = witness.post(log.ask(old, size=old + 1))
            with lock:
                if status == 200:
                    signed.append(old + 1)
            old = old + 1 if status == 200 else int(words)

    threads = [threading.Thread(target=climb) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(signed) == list(range(1, 61))
    assert kept(witness).size == 60


def test_garbage_is_survived(witness, log):
    with socket.create_connection(("127.0.0.1", witness.port)) as line:
        line.sendall(b"\x16\x03\x01garbage\r\n\r\n")
    with socket.create_connection(("127.0.0.1", witness.port)) as line:
        line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n")
        assert b" 413 " in line.recv(100)
    with socket.create_connection(("127.0.0.1", witness.port)) as line:
        line.sendall(b"POST /add-checkpoint HTTP/1.1\r\n\r\n")
        assert b" 411 " in line.recv(100)
    assert witness.post(b"x" * 1000)[0] == 400
    assert witness.post(log.ask(0), "/elsewhere")[0] == 404
    assert witness.post(log.ask(0))[0] == 200


def test_two_processes_never_share_what_was_signed(witness):
    second = run(*witness.words(), cwd=witness.folder)
    assert second.returncode == 2 and "Another witness may be running" in second.stderr


def test_a_witness_that_cannot_read_what_it_signed_does_not_go_on(witness, log):
    witness.post(log.ask(0))
    witness.kill()
    (path,) = (witness.folder / "state").glob("*.checkpoint")
    path.write_text(path.read_text()[:-20])
    again = run(*witness.words(), cwd=witness.folder)
    assert again.returncode == 2 and "Put back your copy" in again.stderr


def test_it_needs_no_django_and_no_community(witness):
    mapped = Path(f"/proc/{witness.process.pid}/maps").read_text()
    assert "_sqlite3" not in mapped and "psycopg" not in mapped
    assert {each.name for each in witness.folder.iterdir()} == {"key", "state"}


def test_a_key_is_made_once_and_its_private_half_is_never_shown(witness):
    private = (witness.folder / "key").read_text()
    assert (witness.folder / "key").stat().st_mode & 0o077 == 0
    again = run("witness", "--key", "key", "--make-key", "--name", "x", cwd=witness.folder)
    assert again.returncode == 2 and (witness.folder / "key").read_text() == private
    witness.process.send_signal(signal.SIGINT)
    told = witness.process.communicate(timeout=30)[0]
    assert private.strip().rsplit("+", 1)[1] not in told + witness.vkey
    witness.process = None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--key", "none", "--state", "s", "--log", "x"), "holds no key"),
        (("--key", "key", "--log", "x"), "is no key"),
        (("--key", "key", "--state", "s"), "--log"),
        (("--key", "key", "--make-key", "--name", "a b"), "without spaces"),
    ],
)
def test_what_cannot_be_understood_is_said(tmp_path, words, told):
    folder = Witness(tmp_path / "w", "x.example/1").folder
    done = run("witness", *words, cwd=folder)
    assert done.returncode == 2 and told in done.stderr
    assert json.dumps([each.name for each in folder.iterdir()]) == '["key"]'
