"""What a witness answers (C2SP tlog-witness): it signs the newest state of a log it has seen, and
never one that leaves out what it has signed before."""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.kernel.tlog.checkpoints import MOST_HASHES, State, hash_lines, number
from linli.kernel.tlog.notes import MOST_BYTES, BadNote, Note, Verifier, encode
from linli.kernel.tlog.tree import EMPTY_ROOT, ProofFailed, check_consistency

MOST_REQUEST = MOST_BYTES + 64 * (MOST_HASHES + 1)
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the size the log believes the witness has seen, the proof, the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def body(self) -> bytes:
        """As it is sent to `add-checkpoint`."""
        lines = "".join(f"{encode(each)}\n" for each in self.proof)
        return f"old {self.old}\n{lines}\n{self.note}".encode()

    @classmethod
    def parse(cls, body: bytes) -> "Asked":
        """Read a request; BadNote when it is none."""
        if len(body) > MOST_REQUEST:
            raise BadNote("the request is too long")
        try:
            head, blank, note = body.decode().partition("\n\n")
        except UnicodeDecodeError:
            raise BadNote("the request is no UTF-8") from None
        first, *rest = head.split("\n")
        if not blank or not first.startswith("old "):
            raise BadNote("the request begins with “old” and a size")
        return cls(number(first.removeprefix("old ")), hash_lines(rest), Note.parse(note))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said; when `state` is there it must be durable before the cosignature goes out."""

    status: int
    words: str = ""
    state: State | None = None
    note: Note | None = None


def origin_of(body: bytes) -> str:
    """Which log a request speaks of; BadNote when it is none."""
    return State.parse(Asked.parse(body).note.text).origin


def answer(body: bytes, logs: Mapping[str, Verifier], seen: State | None) -> Answer:
    """Judge a request by the log's key and by what was last signed of that log (None: nothing).

    `seen` must not change until the state of the answer is stored.
    """
    try:
        asked = Asked.parse(body)
        state = State.parse(asked.note.text)
    except BadNote as error:
        return Answer(400, f"{error}\n")
    if state.origin not in logs:
        return Answer(404, "this log is not known here\n")
    try:
        is_signed = bool(asked.note.signed_by([logs[state.origin]]))
    except BadNote:
        is_signed = False
    if not is_signed:
        return Answer(403, "the log has not signed this\n")
    return _judge(asked, state, seen or State(state.origin, 0, EMPTY_ROOT))


def _judge(asked: Asked, state: State, seen: State) -> Answer:
    if asked.old > state.size:
        return Answer(400, "the old size is beyond the checkpoint\n")
    if asked.old != seen.size or (state.size == seen.size and state.root != seen.root):
        return Answer(409, f"{seen.size}\n")
    try:
        check_consistency(seen.size, state.size, seen.root, state.root, asked.proof)
    except ProofFailed as error:
        return Answer(422, f"{error}\n")
    return Answer(200, state=state, note=asked.note)
