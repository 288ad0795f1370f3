"""Every witness is asked to sign what the ledger has signed; who does not answer is asked again."""

import logging
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.db import connection, transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, now
from linli.kernel.tlog.checkpoints import number
from linli.kernel.tlog.notes import BadNote, Note, Signature, Verifier
from linli.kernel.tlog.tree import consistency_proof
from linli.kernel.tlog.witnessing import Asked
from linli.support.ledger import policy
from linli.support.ledger.domain import Asking, Gathered, wait_after
from linli.support.ledger.facts import CosignatureRefused
from linli.support.ledger.models import Checkpoint, Cosignature
from linli.support.ledger.selectors.tiling import node_at

log = logging.getLogger(__name__)

_LEASE = timedelta(minutes=2)
_TIMEOUT = 2  # seconds; the other timers wait for it
_MOST_BYTES = 16 * 1024
_OPEN = (Asking.WAITING, Asking.ASKING)


class NoAnswer(Exception):
    """A witness could not be asked, or said something that is of no use; it is asked again."""


class Contradicted(Exception):
    """A witness has signed another history than ours."""


class Overtaken(Exception):
    """A witness has signed a later state of ours already."""


def gather_cosignatures(*, by: Actor, most: int = 5) -> Gathered:
    """Ask those whose turn it is, each outside a transaction, about one checkpoint and at least
    once."""
    policy.check_system(by)
    due = Cosignature.objects.filter(state__in=_OPEN, due_at__lte=now())
    latest = dict(due.order_by("id").values_list("witness", "pk"))
    came = [_ask_one(pk) for pk in sorted(latest.values())[:most]]
    return Gathered(*(came.count(each) for each in (Asking.GIVEN, Asking.WAITING, Asking.REFUSED)))


def _ask_one(pk: int) -> Asking | None:
    row = _claim(pk)
    if row is None:
        return None
    try:
        signed = _ask(row)
    except Overtaken:
        return _note(row, Asking.PASSED)
    except Contradicted as error:
        return _note(row, Asking.REFUSED, error=str(error))
    except Exception as error:  # noqa: BLE001  whatever a witness says must become a retry
        known = isinstance(error, NoAnswer)
        return _note(row, Asking.WAITING, error=str(error) if known else type(error).__name__)
    return _note(row, Asking.GIVEN, signed=signed)


def _claim(pk: int) -> Cosignature | None:
    with transaction.atomic():
        can_skip = connection.features.has_select_for_update_skip_locked
        rows = Cosignature.objects.select_for_update(skip_locked=can_skip, of=_of())
        row = rows.filter(pk=pk, state__in=_OPEN, due_at__lte=now()).first()
        if row is None:  # another worker has it
            return None
        row.state, row.attempts, row.due_at = Asking.ASKING, row.attempts + 1, now() + _LEASE
        row.save(update_fields=["state", "attempts", "due_at"])
    return Cosignature.objects.select_related("checkpoint__log", "witness").get(pk=pk)


def _of() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()


def _ask(row: Cosignature) -> Signature:
    """The witness's signature, after at most one correction of the size we believed it at."""
    old = min(row.witness.size, row.checkpoint.size)
    status, said = _send(row, old)
    if status == 409 and (seen := _size_in(said, row)) != old:
        status, said = _send(row, seen)
        if status == 409 and _size_in(said, row) != seen:
            raise NoAnswer("the witness was asked by somebody else at the same time")
    if status in (409, 422):
        raise Contradicted(f"the witness has seen another history ({status})")
    if status != 200:
        raise NoAnswer(f"the witness answered {status}")
    return _found(row, said)


def _size_in(said: str, row: Cosignature) -> int:
    """The size a witness has signed, when it is not beyond the checkpoint we ask about."""
    try:
        seen = number(said.strip())
    except BadNote:
        raise NoAnswer("the witness answered 409 without a size") from None
    point = row.checkpoint
    if seen <= point.size:
        return seen
    if Checkpoint.objects.filter(log=point.log, size=seen).exists():
        raise Overtaken
    raise Contradicted(f"the witness has signed {seen} leaves, more than there are here")


def _found(row: Cosignature, said: str) -> Signature:
    verifier = Verifier.parse(row.witness.vkey)
    text = Note.parse(row.checkpoint.note).text
    for line in said.splitlines():
        try:
            signature = Signature.parse(line)
        except BadNote:
            continue
        is_its = (signature.name, signature.key_id) == (verifier.name, verifier.key_id)
        if is_its and verifier.accepts(text, signature.signed):
            return signature
    raise NoAnswer("the witness's signature is false")


def _send(row: Cosignature, old: int) -> tuple[int, str]:
    point = row.checkpoint
    proof = consistency_proof(old, point.size, node_at(point.log_id, point.size))
    asked = Asked(old, tuple(proof), Note.parse(point.note))
    parts = urlsplit(row.witness.url)
    door = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = door(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        line.request("POST", f"{parts.path}/add-checkpoint", asked.body())
        answer = line.getresponse()
        return answer.status, answer.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        raise NoAnswer(f"the witness cannot be reached ({type(error).__name__})") from error
    finally:
        line.close()


def _note(
    row: Cosignature, state: Asking, *, error: str = "", signed: Signature | None = None
) -> Asking | None:
    with transaction.atomic():
        kept = Cosignature.objects.select_for_update().filter(pk=row.pk, state=Asking.ASKING)
        again = kept.first()
        if again is None:
            return None
        again.due_at = now() + wait_after(again.attempts)
        later = Cosignature.objects.filter(witness_id=row.witness_id, pk__gt=row.pk)
        if state is Asking.WAITING and later.exists():
            state = Asking.PASSED
            waiting = later.filter(state=Asking.WAITING)
            waiting.update(attempts=again.attempts, due_at=again.due_at)
        again.state, again.error = state, error[:200]
        if signed is not None:
            again.line, again.signed_at = str(signed).rstrip("\n"), now()
        again.save()
        _tell(row, state)
    if error:
        log.warning("witness %s: %s", row.witness_id, error)
    return state


def _tell(row: Cosignature, state: Asking) -> None:
    witness, point = row.witness, row.checkpoint
    if state is Asking.GIVEN:
        witness.size, witness.signed_at = max(witness.size, point.size), now()
        witness.save(update_fields=["size", "signed_at"])
    elif state is Asking.REFUSED:
        publish(
            CosignatureRefused(community=point.log.community, witness=witness.pk, size=point.size)
        )
