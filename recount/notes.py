"""Signed notes, checkpoints and cosignatures as C2SP writes them down."""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from recount.plain import clip
from recount.wrong import Place, Wrong

LOG = 1
WITNESS = 4
_DASH = "\u2014 "
_SIGNATURES = 100


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier key: `name+hex key id+base64(type ‖ public key)`."""

    name: str
    id: bytes
    type: int
    public: bytes

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether the holder of the key has signed this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a note, and its signatures as `(name, key id, signature)`."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of the log: its size, its root, and when which witness (by key id) has seen it."""

    origin: str
    size: int
    root: bytes
    seen: dict[bytes, int]


def key_of(place: Place, text: object, wanted: int) -> Key:
    """Read a verifier key of this type."""
    parts = text.split("+", 2) if isinstance(text, str) else []
    body = unbase64(parts[2]) if len(parts) == 3 else None
    if not body or len(body) != 33 or not parts[0] or parts[0].split() != [parts[0]]:
        raise Wrong(
            place,
            "a key as in “name+1a2b3c4d+base64” is needed.",
            "要填“名称+1a2b3c4d+base64”形式的公钥。",
        )
    key = sha256(parts[0].encode() + b"\n" + body).digest()[:4]
    if body[0] != wanted or parts[1] != key.hex():
        raise Wrong(
            place,
            "the key's type or number does not belong to it.",
            "公钥的类型或编号与公钥不符。",
        )
    return Key(parts[0], key, body[0], body[1:])


def note_of(place: Place, raw: str) -> Note:
    """Split a note into what is signed and the signatures under it."""
    text, gap, tail = raw.rpartition("\n\n")
    lines = tail.split("\n")
    if not gap or lines.pop() or not 0 < len(lines) <= _SIGNATURES:
        raise _unsigned(place)
    found = []
    for line in lines:
        name, space, coded = line.removeprefix(_DASH).partition(" ")
        body = unbase64(coded)
        if not line.startswith(_DASH) or not name or not space or body is None or len(body) < 5:
            raise _unsigned(place)
        found.append((name, body[:4], body[4:]))
    return Note(text + "\n", tuple(found))


def checkpoint_of(place: Place, raw: str, log: Key, witnesses: list[Key]) -> Checkpoint:
    """Read a checkpoint and verify every signature whose key is known; the log's must be there."""
    note = note_of(place, raw)
    lines = note.text.split("\n")
    root = unbase64(lines[2]) if len(lines) >= 4 else None
    if root is None or len(root) != 32 or not _is_size(lines[1]):
        raise Wrong(
            place,
            "a checkpoint has the origin, the size and the root on three lines.",
            "检查点应有三行：来源、条数、根。",
        )
    if lines[0] != log.name:
        raise Wrong(
            place,
            f"the origin “{clip(lines[0])}” is not the key's name “{clip(log.name)}”.",
            f"来源“{clip(lines[0])}”与公钥名称“{clip(log.name)}”不一致。",
        )
    _signed(place, note, log)
    seen = {key.id: when for key in witnesses if (when := _cosigned(place, note, key)) is not None}
    return Checkpoint(lines[0], int(lines[1]), root, seen)


def unbase64(text: str) -> bytes | None:
    """The bytes; None when the text is not their one spelling in base64."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16 and text == str(int(text))


def _signed(place: Place, note: Note, key: Key) -> None:
    found = [sig for name, id_, sig in note.signatures if (name, id_) == (key.name, key.id)]
    if not found:
        raise Wrong(
            place,
            f"the log “{clip(key.name)}” has not signed this.",
            f"没有账本“{clip(key.name)}”的签名。",
        )
    if not all(key.holds(note.text.encode(), each) for each in found):
        raise Wrong(
            place,
            f"the signature of “{clip(key.name)}” does not hold.",
            f"“{clip(key.name)}”的签名无效。",
        )


def _cosigned(place: Place, note: Note, key: Key) -> int | None:
    times = []
    for name, id_, signature in note.signatures:
        if (name, id_) != (key.name, key.id):
            continue
        when = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {when}\n{note.text}".encode()
        if len(signature) != 72 or not key.holds(message, signature[8:]):
            raise Wrong(
                place,
                f"the cosignature of “{clip(key.name)}” does not hold.",
                f"“{clip(key.name)}”的见证签名无效。",
            )
        times.append(when)
    return max(times, default=None)


def _unsigned(place: Place) -> Wrong:
    return Wrong(
        place,
        "this is not a signed note (text, an empty line, then lines “— name signature”).",
        "不是签名文本（正文、空行，再是“— 名称 签名”各行）。",
    )
