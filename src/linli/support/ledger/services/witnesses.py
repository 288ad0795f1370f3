"""Who vouches for the ledger, and how many of them it takes."""

from urllib.parse import urlsplit

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now
from linli.kernel.tlog.notes import COSIGNS, BadNote, Verifier
from linli.support.ledger import policy
from linli.support.ledger.domain import Asking, LogCard
from linli.support.ledger.facts import WitnessAdded, WitnessRetired
from linli.support.ledger.models import Cosignature, Log, WitnessParty
from linli.support.ledger.selectors.checkpoints import get_log, newest
from linli.support.ledger.services.logs import hold
from linli.support.ledger.services.signing import ask_witness

MOST = 12
_LONGEST_NAME, _LONGEST_URL, _LONGEST_VKEY = 40, 200, 200


def open_log(*, by: Actor, community: str) -> LogCard:
    """Make a community's ledger with its key, so that witnesses can be given it before anything is
    in it; again changes nothing."""
    policy.check_may_set(by, community)
    with transaction.atomic():
        hold(community)
    return get_log(viewer=by, community=community)


def add_witness(*, by: Actor, community: str, name: str, url: str, vkey: str) -> str:
    """Have somebody's witness vouch from now on; its key adds it once. Returns its id.

    One that was retired vouches again. `url` is where its `add-checkpoint` is found.
    """
    policy.check_may_set(by, community)
    given = _checked(name, url, vkey)
    with transaction.atomic():
        log = hold(community)
        row = WitnessParty.objects.filter(log=log, vkey=given["vkey"]).first()
        if row is not None and row.retired_at is None:
            return row.pk
        _check_room(log)
        if row is None:
            row = WitnessParty(log=log, added_at=now())
        row.retired_at = None
        row.name, row.url, row.vkey = given["name"], given["url"], given["vkey"]
        row.save()
        _ask_about_the_newest(log, row)
        publish(WitnessAdded(community=community, witness=row.pk))
    return row.pk


def retire_witness(*, by: Actor, community: str, witness: str) -> None:
    """Somebody no longer vouches; what they have signed stays signed. Again changes nothing."""
    policy.check_may_set(by, community)
    with transaction.atomic():
        log = hold(community)
        row = WitnessParty.objects.filter(log=log, pk=witness).first()
        if row is None:
            raise Refused("not_found", "There is no such witness.")
        if row.retired_at is not None:
            return
        if _active(log) <= log.needed:
            raise Refused(
                "conflict",
                "%(needed)s witnesses are needed; ask for fewer, or add another first.",
                needed=log.needed,
            )
        row.retired_at = now()
        row.save(update_fields=["retired_at"])
        waiting = Cosignature.objects.filter(witness=row, state=Asking.WAITING)
        waiting.update(state=Asking.PASSED)
        publish(WitnessRetired(community=community, witness=row.pk))


def need_witnesses(*, by: Actor, community: str, needed: int) -> None:
    """Say how many of the witnesses must have signed (k of n)."""
    policy.check_may_set(by, community)
    with transaction.atomic():
        log = hold(community)
        if not 0 <= needed <= _active(log):
            raise Refused(
                "invalid",
                "There are %(count)s witnesses; no more than these can be needed.",
                field="needed",
                count=_active(log),
            )
        log.needed = needed
        log.save(update_fields=["needed"])


def _active(log: Log) -> int:
    return WitnessParty.objects.filter(log=log, retired_at=None).count()


def _check_room(log: Log) -> None:
    if _active(log) >= MOST:
        raise Refused("too_many", "At most %(most)s witnesses can vouch.", most=MOST)


def _ask_about_the_newest(log: Log, row: WitnessParty) -> None:
    latest = newest(log)
    if latest and not Cosignature.objects.filter(checkpoint=latest, witness=row).exists():
        ask_witness(latest, row)


def _checked(name: str, url: str, vkey: str) -> dict[str, str]:
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _LONGEST_NAME:
        raise Refused(
            "invalid",
            "Say who vouches, in at most %(most)s characters.",
            field="name",
            most=_LONGEST_NAME,
        )
    return {"name": plain, "url": _address(url), "vkey": _cosigner(vkey)}


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or parts.username or parts.query or len(url) > _LONGEST_URL:
        raise Refused(
            "invalid", "The address of a witness begins with http:// or https://.", field="url"
        )
    return url.strip().rstrip("/")


def _cosigner(vkey: str) -> str:
    try:
        verifier = Verifier.parse(vkey[: _LONGEST_VKEY + 1])
    except BadNote as error:
        raise Refused(
            "invalid", "This is no witness's public key: %(why)s.", field="vkey", why=str(error)
        ) from error
    if verifier.kind != COSIGNS or len(str(verifier)) > _LONGEST_VKEY:
        raise Refused("invalid", "This is no witness's public key.", field="vkey")
    return str(verifier)
