"""The state of a log in three lines (C2SP tlog-checkpoint), and the proof of one entry
(C2SP tlog-proof)."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.kernel.tlog.notes import BadNote, Note, decode, encode
from linli.kernel.tlog.tree import HASH_BYTES, root_by_inclusion

MOST_DIGITS = 18
MOST_HASHES = 63
_PROOF = "c2sp.org/tlog-proof@v1"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT_CODE = 12
"""Letters of a short code: 60 bits of the leaf hash."""


@dataclass(frozen=True, slots=True)
class State:
    """Origin, size and root of a log; its text is what is signed."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The body of the note."""
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "State":
        """Read a checkpoint's body; lines after the third are passed over."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise BadNote("a checkpoint has three lines: origin, size, root")
        return cls(lines[0], number(lines[1]), hash_line(lines[2]))


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in a log: its index, the way to the root, and the signed checkpoint."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        lines = "".join(f"{encode(each)}\n" for each in self.hashes)
        return f"{_PROOF}\nindex {self.index}\n{lines}\n{self.note}"

    @classmethod
    def parse(cls, given: str) -> "Proof":
        """Read a `.tlog-proof` file; an `extra` line is passed over, for nobody has signed it."""
        head, blank, note = given.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines.pop(0) != _PROOF:
            raise BadNote("this is no tlog-proof")
        if lines and lines[0].startswith("extra "):
            lines.pop(0)
        if not lines or not lines[0].startswith("index "):
            raise BadNote("the proof names no index")
        index = number(lines[0].removeprefix("index "))
        return cls(index, hash_lines(lines[1:]), Note.parse(note))

    def check(self, leaf: bytes) -> State:
        """The checkpoint, when the leaf of this hash is in it; ProofFailed or BadNote otherwise.

        Who has signed it is another question: `note.signed_by`.
        """
        state = State.parse(self.note.text)
        if root_by_inclusion(self.index, state.size, leaf, self.hashes) != state.root:
            raise BadNote("the proof leads to another root than the checkpoint's")
        return state


def short_code(leaf: bytes) -> str:
    """Twelve letters of a leaf hash to read out or to write down (Crockford's base 32)."""
    number = int.from_bytes(leaf, "big") >> 8 * HASH_BYTES - 5 * SHORT_CODE
    return "".join(_LETTERS[number >> 5 * at & 31] for at in range(SHORT_CODE - 1, -1, -1))


def number(text: str) -> int:
    """A size or an index: digits without leading zeros."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise BadNote("a size is written in digits")
    if text != str(int(text)):
        raise BadNote("a size has no leading zeros")
    return int(text)


def hash_lines(lines: Sequence[str]) -> tuple[bytes, ...]:
    """A proof, one hash a line."""
    if len(lines) > MOST_HASHES:
        raise BadNote("the proof is too long")
    return tuple(map(hash_line, lines))


def hash_line(text: str) -> bytes:
    """One hash in base64."""
    content = decode(text)
    if len(content) != HASH_BYTES:
        raise BadNote("a hash has 32 bytes")
    return content
