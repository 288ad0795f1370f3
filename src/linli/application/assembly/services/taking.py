"""Take a returned ballot, whatever it came by: keep it sealed, and settle which one holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.application.assembly.domain.choosing import Item, Said, concerns
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.stages import Channel, Stage
from linli.application.assembly.domain.standing import Paper, Speaker, Standing, stand
from linli.application.assembly.facts import (
    BallotReceived,
    BallotSuperseded,
    HeadDisputed,
    ProxyRevoked,
)
from linli.application.assembly.models import (
    Assembly,
    Effective,
    HeadStanding,
    PaperBallot,
    Proxy,
    RollHead,
    Sheet,
)
from linli.application.assembly.models.sealing import open_choices, seal_choices
from linli.application.assembly.services.finding import write_leaf
from linli.foundation.facts.api import publish
from linli.kernel import Refused, new_id, now

GRACE = timedelta(seconds=60)
"""How long after the close a vote that was received in time may still be on its way to here."""


@dataclass(frozen=True, slots=True)
class Return:
    """A ballot that came in: `at` is when its owner handed it in."""

    head: RollHead
    channel: Channel
    choices: Mapping[str, Said]
    at: datetime
    key: str
    signer: str | None = None
    proxy: Proxy | None = None
    paper: PaperBallot | None = None
    taken_by: str | None = None
    witnessed_by: str | None = None
    known_by: str = ""
    evidence: str = ""


def items_of(row: Assembly, head: RollHead) -> list[Item]:
    """What a head votes on: the motions whose scope holds one of its units."""
    places = [frozenset({unit.building, unit.entrance}) for unit in head.units.all()]
    return [
        Item(motion.pk, motion.number, tuple(motion.candidates), motion.seats)
        for motion in row.motions.order_by("number")
        if concerns(motion.scope, row.community, places)
    ]


def check_window(row: Assembly, at: datetime) -> None:
    """Refuse what was not handed in while the vote was open, or comes when it is counted."""
    if row.stage not in {Stage.VOTING, Stage.CLOSED} and not _opens_now(row):
        code = "conflict" if row.stage in {Stage.DRAFT, Stage.ANNOUNCED} else "gone"
        raise Refused(code, "The vote is not open.", field="at")
    if row.opens_at is None or row.closes_at is None or at < row.opens_at or at > now():
        raise Refused("conflict", "The vote is not open.", field="at")
    if at >= row.closes_at:
        raise Refused(
            "gone",
            "The vote has ended, and this ballot came after that, so it cannot be counted.",
            field="at",
        )


def _opens_now(row: Assembly) -> bool:
    """The second has come though the timer has not been here yet."""
    return row.stage == Stage.ANNOUNCED and row.opens_at is not None and row.opens_at <= now()


def take(row: Assembly, back: Return) -> Sheet:
    """Keep a ballot and settle what holds for its head; the assembly is locked by the caller."""
    found = Sheet.objects.filter(assembly=row, head=back.head, key=back.key).first()
    if found is not None:
        return found
    check_window(row, back.at)
    row.last_number += 1
    row.save(update_fields=["last_number"])
    name = new_id()
    seq = write_leaf(row, "ballot", name)
    sheet = Sheet.objects.create(
        id=name,
        assembly=row,
        number=row.last_number,
        seq=seq,
        head=back.head,
        channel=back.channel,
        at=back.at,
        received_at=now(),
        signer_id=back.signer,
        proxy=back.proxy,
        paper=back.paper,
        taken_by_id=back.taken_by,
        witnessed_by_id=back.witnessed_by,
        known_by=back.known_by,
        evidence=back.evidence,
        sealed=seal_choices(back.choices, f"sheet:{name}"),
        key=back.key,
    )
    publish(BallotReceived(community=row.community, assembly=row.pk, sheet=name))
    if back.proxy is None:
        end_proxy(row, back.head)
    settle(row, back.head, sheet)
    return sheet


def end_proxy(row: Assembly, head: RollHead) -> None:
    """An owner's own ballot, or word, ends the proxy they gave."""
    live = Proxy.objects.filter(assembly=row, principal=head, revoked_at=None).first()
    if live is None:
        return
    live.revoked_at = now()
    live.save(update_fields=["revoked_at"])
    write_leaf(row, "proxy_revoked", live.pk)
    publish(
        ProxyRevoked(community=row.community, assembly=row.pk, proxy=live.pk, holder=live.holder_id)
    )


def settle(row: Assembly, head: RollHead, newest: Sheet | None = None) -> None:
    """Say anew which of a head's ballots holds on each motion, and whether it is in dispute."""
    sheets = list(Sheet.objects.filter(assembly=row, head=head, struck=None).order_by("number"))
    found = standings(row, head, sheets)
    before = dict(Effective.objects.filter(head=head).values_list("motion_id", "sheet__number"))
    by_number = {sheet.number: sheet for sheet in sheets}
    for motion, standing in found.items():
        if standing.holds == before.get(motion):
            continue
        if standing.holds is None:
            Effective.objects.filter(head=head, motion=motion).delete()
        else:
            Effective.objects.update_or_create(
                head=head,
                motion_id=motion,
                defaults={
                    "sheet": by_number[standing.holds],
                    "takes_part": standing.takes_part,
                },
            )
    held = {*before.values(), *([newest.number] if newest else [])}
    after = {standing.holds for standing in found.values()}
    for number in sorted(held - after):
        _say_superseded(row, by_number.get(number), number, found)
    _note_dispute(row, head, any(standing.is_disputed for standing in found.values()))


def standings(row: Assembly, head: RollHead, sheets: Sequence[Sheet]) -> dict[str, Standing]:
    """What holds on each motion; the rows of a standing are numbers of sheets."""
    rules = read_frozen(row.rules or {}).rules
    speaker = speaker_of(head)
    opened = [(sheet, open_choices(sheet.sealed, f"sheet:{sheet.pk}")) for sheet in sheets]
    return {
        item.id: stand(speaker, item, [papers_of(sheet, said) for sheet, said in opened], rules)
        for item in items_of(row, head)
    }


def papers_of(sheet: Sheet, choices: Mapping[str, Said]) -> Paper:
    """A sheet as the rule of what holds reads it."""
    return Paper(
        number=sheet.number,
        channel=sheet.channel,
        at=sheet.at.isoformat(),
        by=sheet.signer_id or "",
        is_proxy=sheet.proxy_id is not None,
        choices=choices,
    )


def speaker_of(head: RollHead) -> Speaker:
    """Who may speak for a head, and who does when joint owners named one."""
    if not head.is_joint:
        return Speaker()
    standing = HeadStanding.objects.filter(head=head).first()
    named = standing.representative_id if standing else None
    return Speaker(tuple(head.voters.values_list("person_id", flat=True)), named or "")


def _say_superseded(
    row: Assembly, sheet: Sheet | None, number: int, found: Mapping[str, Standing]
) -> None:
    if sheet is None:  # it was struck, which is told elsewhere
        return
    why = next((one.aside[number] for one in found.values() if number in one.aside), "superseded")
    publish(BallotSuperseded(community=row.community, assembly=row.pk, sheet=sheet.pk, why=why))


def _note_dispute(row: Assembly, head: RollHead, is_disputed: bool) -> None:
    known = HeadStanding.objects.filter(head=head).first()
    if known is None and not is_disputed:
        return
    if known is not None and known.is_disputed == is_disputed:
        return
    HeadStanding.objects.update_or_create(head=head, defaults={"is_disputed": is_disputed})
    if is_disputed:
        publish(HeadDisputed(community=row.community, assembly=row.pk, head=head.pk))
