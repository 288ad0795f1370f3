"""The key of a form: it acts once, and it knows for whom its page was made."""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from linli.kernel import Actor, new_id
from linli.kernel.seal import derive, keyed_hash

NAME = "once"
_ID, _OURS, _WHOSE = 20, 8, 12
_LENGTH = _ID + _OURS + _WHOSE
_NOT_SAID = frozenset({NAME, "csrfmiddlewaretoken"})
"""What a form carries besides what a person wrote."""


def new_key(actor: Actor) -> str:
    """A fresh key; for someone who has logged in it is signed: ours, and theirs."""
    made = new_id()
    return made if actor.person is None else made + _mark(made, "") + _whose(made, actor)


def given_key(request: HttpRequest) -> str:
    """The key a form was sent with, nothing when it is none."""
    given = request.POST.get(NAME, "")
    return given if given.isalnum() and len(given) <= _LENGTH else ""


def is_ours(key: str) -> bool:
    """Whether this key was made here, for somebody who had logged in."""
    return len(key) == _LENGTH and _same(key[_ID : _ID + _OURS], _mark(key[:_ID], ""))


def is_of(key: str, actor: Actor) -> bool:
    """Whether the page with this key was made for this person, acting for the same one."""
    if len(key) < _LENGTH:
        return actor.person is None
    return is_ours(key) and _same(key[-_WHOSE:], _whose(key[:_ID], actor))


def said_key(request: HttpRequest) -> str:
    """The key of a form together with what it says: words changed after Back are a new act."""
    told = hashlib.sha256(f"{given_key(request)} {request.path}\n".encode())
    for name in sorted(set(request.POST) - _NOT_SAID):
        told.update(repr((name, request.POST.getlist(name))).encode())
    files = request.__dict__.get("files_sent", request.FILES)  # without those kept from before
    for name in sorted(files):
        for file in files.getlist(name):
            told.update(repr((name, file.name, file.size)).encode())
    return told.hexdigest()[:_LENGTH]


def _whose(made: str, actor: Actor) -> str:
    return _mark(made, f"{actor.community}|{actor.person}|{actor.subject}")


def _mark(made: str, whose: str) -> str:
    length = _WHOSE if whose else _OURS
    return keyed_hash(f"{made}|{whose}", key=_key(settings.MASTER_KEY))[:length]


@lru_cache(maxsize=4)
def _key(master: bytes) -> bytes:
    return derive(master, "forms")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
