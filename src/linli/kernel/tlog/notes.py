"""Texts signed by one or more keys, and the keys themselves (C2SP signed-note, tlog-cosignature).

Only Ed25519: type 1 signs the text, type 4 the text and the moment a witness saw it.
"""

import base64
import binascii
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

SIGNS, COSIGNS = 0x01, 0x04
MOST_BYTES = 64 * 1024
MOST_SIGNATURES = 64
_SECRET = "PRIVATE+KEY+"  # noqa: S105 - how a key's text begins
_DASH = "— "


class BadNote(ValueError):
    """A note or key that is not of the form, or not signed by whom it should be."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name; written `name+id+base64` (a vkey)."""

    name: str
    kind: int
    public: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode(bytes([self.kind]) + self.public)}"

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell this key from others of its name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @classmethod
    def parse(cls, vkey: str) -> "Verifier":
        """Read a vkey; BadNote when it is none, or its id is not that of its key."""
        parts = vkey.strip().split("+", 2)
        if len(parts) != 3:
            raise BadNote("a key is written name+id+base64")
        name, key_id, rest = parts
        kind, public = _key_bytes(rest)
        made = cls(checked_name(name), kind, public)
        if made.key_id.hex() != key_id:
            raise BadNote("the key's id does not fit the key")
        return made

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether these bytes are this key's signature of the text."""
        said = text.encode()
        if self.kind == COSIGNS:
            said, signature = cosigned(text, _seconds(signature)), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, said)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name; written `PRIVATE+KEY+name+id+base64`. Never print one."""

    name: str
    kind: int
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.kind, self._key().public_key().public_bytes_raw())

    @classmethod
    def make(cls, name: str, kind: int = SIGNS) -> "Signer":
        """A new key."""
        return cls(checked_name(name), kind, os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Read a private key."""
        parts = text.strip().removeprefix(_SECRET).split("+", 2)
        if not text.startswith(_SECRET) or len(parts) != 3:
            raise BadNote("a private key is written PRIVATE+KEY+name+id+base64")
        kind, seed = _key_bytes(parts[2])
        made = cls(checked_name(parts[0]), kind, seed)
        if made.verifier.key_id.hex() != parts[1]:
            raise BadNote("the key's id does not fit the key")
        return made

    def text(self) -> str:
        """The private key as it is kept in a file."""
        secret = encode(bytes([self.kind]) + self.seed)
        return f"{_SECRET}{self.name}+{self.verifier.key_id.hex()}+{secret}"

    def sign(self, text: str, *, at: int = 0) -> "Signature":
        """The signature of a text; `at` are the seconds since 1970 at which a witness signs."""
        if self.kind == COSIGNS:
            made = at.to_bytes(8, "big") + self._key().sign(cosigned(text, at))
        else:
            made = self._key().sign(text.encode())
        return Signature(self.name, self.verifier.key_id, made)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note."""

    name: str
    key_id: bytes
    signed: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode(self.key_id + self.signed)}\n"

    @property
    def seconds(self) -> int:
        """When a witness signed, in seconds since 1970."""
        return _seconds(self.signed)

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Read one line, without its end."""
        if not line.startswith(_DASH):
            raise BadNote("a signature begins with a dash")
        name, space, rest = line.removeprefix(_DASH).partition(" ")
        content = decode(rest)
        if not space or len(content) < 5:
            raise BadNote("a signature is a name and base64")
        return cls(checked_name(name), content[:4], content[4:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a new line, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def parse(cls, given: str) -> "Note":
        """Read a signed note; BadNote when it is not of the form."""
        if len(given.encode()) > MOST_BYTES:
            raise BadNote("the note is too long")
        if any(letter < " " and letter != "\n" for letter in given):
            raise BadNote("the note holds control characters")
        text, blank, below = given.rpartition("\n\n")
        if not blank or not below.endswith("\n"):
            raise BadNote("the note has no signatures")
        lines = below.removesuffix("\n").split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise BadNote("the note has too many signatures")
        return cls(f"{text}\n", tuple(map(Signature.parse, lines)))

    def signed_by(self, verifiers: Iterable[Verifier]) -> dict[Verifier, Signature]:
        """Who of these has signed, each once; BadNote when one of them is said to and has not."""
        known = {(one.name, one.key_id): one for one in verifiers}
        found: dict[Verifier, Signature] = {}
        for signature in self.signatures:
            one = known.get((signature.name, signature.key_id))
            if one is None:
                continue
            if not one.accepts(self.text, signature.signed):
                raise BadNote(f"the signature of {one.name} is false")
            found.setdefault(one, signature)
        return found

    def and_signed(self, *more: Signature) -> "Note":
        """The same note with more signatures."""
        return replace(self, signatures=(*self.signatures, *more))


def cosigned(text: str, seconds: int) -> bytes:
    """What a witness signs of a checkpoint."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def checked_name(name: str) -> str:
    """A name a key may have."""
    if not name or "+" in name or any(one.isspace() or one < " " for one in name):
        raise BadNote("a key's name has no spaces and no plus sign")
    return name


def encode(content: bytes) -> str:
    """Base64 as notes are written."""
    return base64.b64encode(content).decode()


def decode(text: str) -> bytes:
    """Base64, in its one form only."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("this is no base64") from None
    if encode(content) != text:
        raise BadNote("this is no base64")
    return content


def _key_bytes(text: str) -> tuple[int, bytes]:
    content = decode(text)
    if len(content) != 33 or content[0] not in (SIGNS, COSIGNS):
        raise BadNote("only Ed25519 keys are known here")
    return content[0], content[1:]


def _seconds(signed: bytes) -> int:
    return int.from_bytes(signed[:8], "big")
