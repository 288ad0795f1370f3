"""What was signed: by the community, and by those who vouch for it."""

from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import Count

from linli.kernel import Actor, Refused
from linli.kernel.tlog.notes import Note, Signature
from linli.support.ledger import policy
from linli.support.ledger.domain import (
    Asking,
    CheckpointCard,
    CosignerCard,
    LogCard,
    WitnessCard,
)
from linli.support.ledger.models import Checkpoint, Cosignature, Log, WitnessParty


def get_log(*, viewer: Actor, community: str) -> LogCard:
    """A community's ledger; public. `not_found` before anything was appended."""
    log = find_log(community)
    return LogCard(log.community, log.origin, log.vkey, log.size, log.needed)


def get_checkpoint(*, viewer: Actor, community: str) -> CheckpointCard:
    """The newest signed state with its cosignatures so far; public."""
    log = find_log(community)
    row = newest(log)
    if row is None:
        raise _nothing_signed()
    return card_of(log, row)


def list_witnesses(*, viewer: Actor, community: str) -> tuple[WitnessCard, ...]:
    """Who vouches for a ledger and how far each has come; public, but for their addresses."""
    log = find_log(community)
    latest = newest(log)
    sees = policy.sees_witness_addresses(viewer, community)
    rows = WitnessParty.objects.filter(log=log).order_by("added_at", "id")
    return tuple(_witness(row, latest, sees=sees) for row in rows)


def find_log(community: str) -> Log:
    """The ledger of a community."""
    log = Log.objects.filter(community=community).first()
    if log is None:
        raise Refused("not_found", "This community has no public ledger yet.")
    return log


def newest(log: Log) -> Checkpoint | None:
    """What was signed last."""
    return Checkpoint.objects.filter(log=log).order_by("-size").first()


def newest_vouched(log: Log) -> Checkpoint | None:
    """What enough witnesses have signed last; the newest when none is."""
    if not log.needed:
        return newest(log)
    given = Cosignature.objects.filter(
        checkpoint__log=log, witness__retired_at=None, state=Asking.GIVEN
    )
    counted = given.values("checkpoint").annotate(signed=Count("pk")).order_by()
    enough = counted.filter(signed__gte=log.needed).order_by("-checkpoint__size")
    best = enough.values_list("checkpoint", flat=True).first()
    return Checkpoint.objects.get(pk=best) if best else newest(log)


def signed_lines(row: Checkpoint) -> list[Cosignature]:
    """The cosignatures under a checkpoint, of those who still vouch."""
    given = Cosignature.objects.filter(checkpoint=row, witness__retired_at=None, state=Asking.GIVEN)
    return list(given.select_related("witness").order_by("witness_id"))


def signed_note(row: Checkpoint) -> Note:
    """A checkpoint's note with the cosignatures of those who still vouch."""
    given = Cosignature.objects.filter(checkpoint=row, witness__retired_at=None, state=Asking.GIVEN)
    return _cosigned(row.note, tuple(given.order_by("witness").values_list("line", flat=True)))


@lru_cache(maxsize=64)  # every receipt under one checkpoint carries the same
def _cosigned(note: str, lines: tuple[str, ...]) -> Note:
    return Note.parse(note).and_signed(*map(Signature.parse, lines))


def card_of(log: Log, row: Checkpoint) -> CheckpointCard:
    """A checkpoint with its cosignatures."""
    given = signed_lines(row)
    lines = [Signature.parse(one.line) for one in given]
    return CheckpointCard(
        origin=log.origin,
        size=row.size,
        root=bytes(row.root).hex(),
        at=row.at,
        note=str(_cosigned(row.note, tuple(one.line for one in given))),
        plain=row.note,
        cosigners=tuple(
            CosignerCard(one.witness_id, one.witness.name, _moment(line))
            for one, line in zip(given, lines, strict=True)
        ),
        needed=log.needed,
    )


def _moment(line: Signature) -> datetime:
    return datetime.fromtimestamp(line.seconds, UTC)


def _witness(row: WitnessParty, latest: Checkpoint | None, *, sees: bool) -> WitnessCard:
    asked = Cosignature.objects.filter(checkpoint=latest, witness=row).first()
    return WitnessCard(
        id=row.pk,
        name=row.name,
        url=row.url if sees else "",
        vkey=row.vkey,
        size=row.size,
        signed_at=row.signed_at,
        is_behind=latest is not None and row.size < latest.size,
        is_refused=asked is not None and asked.state == Asking.REFUSED,
        trouble=asked.error if asked is not None else "",
        retired_at=row.retired_at,
    )


def _nothing_signed() -> Refused:
    return Refused("not_found", "Nothing has been signed in this ledger yet.")
