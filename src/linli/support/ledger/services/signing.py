"""The ledger's state is signed, and every witness is to be asked about it."""

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now
from linli.kernel.tlog.checkpoints import State
from linli.kernel.tlog.notes import Note
from linli.kernel.tlog.tree import (
    Node,
    ProofFailed,
    check_consistency,
    consistency_proof,
    root_at,
)
from linli.support.ledger import policy
from linli.support.ledger.domain import Asking, CheckpointCard
from linli.support.ledger.facts import CheckpointSigned
from linli.support.ledger.models import Checkpoint, Cosignature, Log, WitnessParty
from linli.support.ledger.models.sealing import open_signer
from linli.support.ledger.selectors.checkpoints import card_of, newest
from linli.support.ledger.selectors.tiling import node_at
from linli.support.ledger.services.logs import hold


def sign_checkpoint(*, by: Actor, community: str) -> CheckpointCard | None:
    """Sign what the ledger holds now; again signs nothing new. None while it is empty.

    `conflict`, and nothing is signed, when the stored hashes do not fit what was signed before.
    """
    policy.check_system(by)
    log = Log.objects.filter(community=community).first()
    if log is None:
        return None
    before = newest(log)
    if before is not None and before.size == log.size:
        return card_of(log, before)
    with transaction.atomic():
        log = hold(community)
        before = newest(log)
        if log.size and (before is None or before.size < log.size):
            before = _sign(log, before)
    return card_of(log, before) if before else None


def ask_witness(checkpoint: Checkpoint, witness: WitnessParty) -> None:
    """Have a witness asked about a checkpoint instead of earlier ones: at once, or when it would
    have been asked again because it did not answer."""
    earlier = Cosignature.objects.filter(witness=witness, state=Asking.WAITING)
    last = earlier.order_by("-pk").first()
    tried, due = (last.attempts, last.due_at) if last else (0, now())
    earlier.update(state=Asking.PASSED)
    Cosignature.objects.create(checkpoint=checkpoint, witness=witness, attempts=tried, due_at=due)


def _sign(log: Log, before: Checkpoint | None) -> Checkpoint:
    node = node_at(log.pk, log.size)
    state = State(log.origin, log.size, root_at(log.size, node))
    if before is not None:
        _check_it_only_grew(before, state, node)
    signed = open_signer(log.sealed_key, log.community).sign(state.text)
    made = Checkpoint.objects.create(
        log=log,
        size=state.size,
        root=state.root,
        note=str(Note(state.text, (signed,))),
        at=now(),
    )
    for witness in WitnessParty.objects.filter(log=log, retired_at=None):
        ask_witness(made, witness)
    publish(CheckpointSigned(community=log.community, size=made.size))
    return made


def _check_it_only_grew(before: Checkpoint, state: State, node: Node) -> None:
    proof = consistency_proof(before.size, state.size, node)
    try:
        check_consistency(before.size, state.size, bytes(before.root), state.root, proof)
    except ProofFailed as error:
        raise Refused(
            "conflict",
            "The stored ledger does not fit what was signed before; nothing was signed.",
        ) from error
