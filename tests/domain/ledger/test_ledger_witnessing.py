"""What a witness answers, by the specification."""

import pytest

from linli.kernel.tlog.notes import Note, Signer, Verifier
from linli.kernel.tlog.witnessing import MOST_REQUEST, Answer, Asked, answer
from witnesses import Ledger


@pytest.fixture
def log() -> Ledger:
    return Ledger().grow(20)


def say(log: Ledger, body: bytes, seen: int | None) -> Answer:
    known = {log.signer.name: Verifier.parse(log.vkey)}
    return answer(body, known, None if seen is None else log.state(seen))


@pytest.mark.parametrize("seen", [None, *range(1, 21)])
def test_a_log_that_only_grew_is_signed(log, seen):
    said = say(log, log.ask(seen or 0), seen)
    assert (said.status, said.state) == (200, log.state())
    assert said.note == log.note()


def test_what_was_seen_already_is_signed_again(log):
    assert say(log, log.ask(20), 20).status == 200


@pytest.mark.parametrize("seen", [8, 20])
@pytest.mark.parametrize("old", [0, 3, 19])
def test_another_old_size_is_told_the_right_one(log, seen, old):
    said = say(log, log.ask(old), seen)
    assert (said.status, said.words, said.state) == (409, f"{seen}\n", None)


def test_an_earlier_state_is_not_signed_again(log):
    said = say(log, log.ask(8, size=12), 20)
    assert (said.status, said.words) == (409, "20\n")
    assert say(log, log.ask(20, size=12), 20).status == 400


def test_another_root_of_the_same_size_is_refused(log):
    fork = log.forked(10).grow(10, "other")
    said = say(log, fork.ask(20), 20)
    assert (said.status, said.words) == (409, "20\n")


@pytest.mark.parametrize("seen", [11, 16, 19])
def test_a_fork_before_what_was_seen_is_refused(log, seen):
    fork = log.forked(10).grow(20, "other")
    assert say(log, fork.ask(seen), seen).status == 422


def test_a_proof_where_none_is_needed_is_refused(log):
    begins = Asked(0, (bytes(32),), log.note())
    assert say(log, begins.body(), None).status == 422
    again = Asked(20, (bytes(32),), log.note())
    assert say(log, again.body(), 20).status == 422


def test_an_unknown_log_is_not_known(log):
    assert say(log, Ledger(Signer.make("example.com/other")).grow(3).ask(0), None).status == 404


def test_who_has_not_the_key_is_not_the_log(log):
    other = Ledger(Signer.make(log.signer.name), log.leaves)
    assert say(log, other.ask(0), None).status == 403
    signed = log.note().signatures[0]
    lied = Asked(0, (), Note(log.note(12).text, (signed,)))  # a true signature of another text
    assert say(log, lied.body(), None).status == 403


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"old", b"old \n\n", b"old 01\n\n", b"old -1\n\n", b"\xff\xfe", b"new 0\n\nx\n"),
        b"old 0\nnot base64\n\nexample.com/log\n0\nAAAA\n\n",
        b"old 0\n" + b"A" * 40 + b"\n\nx",
    ],
)
def test_what_is_no_request_is_not_understood(log, body):
    assert say(log, body, None).status == 400


def test_nothing_is_read_without_end(log):
    sound = log.ask(0)
    lines = b"A" * 43 + b"=\n"
    long = sound.replace(b"old 0\n", b"old 0\n" + lines * 64)
    assert say(log, long, None).status == 400
    assert say(log, sound + b" " * MOST_REQUEST, None).status == 400


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_no_changed_byte_is_signed(log, at):
    body = bytearray(log.ask(8))
    body[at % len(body)] ^= 1
    assert say(log, bytes(body), 8).status in (400, 403, 404, 409, 422)
