"""A community's ledger: made with its key when it is first needed, and held by one at a time."""

from linli.kernel import now
from linli.kernel.tlog.notes import Signer
from linli.support.ledger.models import Log
from linli.support.ledger.models.sealing import seal_signer


def hold(community: str) -> Log:
    """The ledger of a community, locked until the transaction ends."""
    found = Log.objects.select_for_update().filter(community=community).first()
    if found is not None:
        return found
    signer = Signer.make(f"linli/{community}")
    Log.objects.get_or_create(
        community=community,
        defaults={
            "origin": signer.name,
            "vkey": str(signer.verifier),
            "sealed_key": seal_signer(signer, community),
            "made_at": now(),
        },
    )
    return Log.objects.select_for_update().get(community=community)
