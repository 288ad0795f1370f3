"""Vote on the web: for a head of one's own, or with a written proxy for somebody else's."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.ballots import Choice
from linli.application.assembly.domain.choosing import (
    ON_SCREEN,
    Said,
    breaks_instruction,
    read_choices,
)
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.stages import Channel, Mode
from linli.application.assembly.models import Assembly, Proxy, RollHead
from linli.application.assembly.models.sealing import open_choices
from linli.application.assembly.services.finding import check_key, find_head, lock
from linli.application.assembly.services.taking import (
    GRACE,
    Return,
    items_of,
    take,
)
from linli.kernel import Actor, Refused, now


def cast(
    *,
    by: Actor,
    assembly: str,
    head: int,
    choices: Mapping[str, Said],
    key: str,
    received_at: datetime | None = None,
) -> str:
    """Vote for a head one may speak for and return the ballot's id; the same key votes once.

    `choices` names every motion that concerns the head: `for`, `against`, `abstain`, where the
    rules offer it `follow_majority`, or in an election a list of candidates. Another ballot later
    is kept as well, and the frozen rules say which one holds. `received_at` is when the server
    received it, at most a minute ago: a vote under way when the vote closed is counted by that.

    Raises:
        Refused: not one's own head, not open, too late, a missing choice, a broken instruction.
    """
    person = policy.check_own_vote(by)
    at = _received(received_at)
    with transaction.atomic():
        row = lock(by, assembly)
        one = find_head(row, head)
        proxy = _standing_of(row, one, person)
        if row.mode != Mode.OWN:
            raise Refused(
                "forbidden", "This vote is not taken here. Please vote on paper, or where it says."
            )
        allowed = [one for one in ON_SCREEN if one is not Choice.FOLLOW or offers_follow(row)]
        said = read_choices(choices, items_of(row, one), allowed=allowed)
        if proxy is not None:
            check_instruction(proxy, said)
        return take(
            row,
            Return(
                head=one,
                channel=Channel.WEB,
                choices=said,
                at=at,
                key=f"{person}:{check_key(key)}",
                signer=person,
                proxy=proxy,
            ),
        ).pk


def _received(at: datetime | None) -> datetime:
    moment = now()
    if at is None:
        return moment
    if not moment - GRACE <= at <= moment:
        raise Refused("invalid", "Please send it once more.", field="received_at")
    return at


def offers_follow(row: Assembly) -> bool:
    """Whether ballots offer to follow the majority 随多数."""
    return read_frozen(row.rules or {}).says("follow_choice")


def _standing_of(row: Assembly, head: RollHead, person: str) -> Proxy | None:
    """None for a head of one's own, else the live proxy one holds for it; others know of none."""
    if head.voters.filter(person=person).exists():
        return None
    held = Proxy.objects.filter(assembly=row, principal=head, holder=person).order_by("-at")
    proxy = held.first()
    if proxy is None:
        raise Refused("not_found", "There is no such owner on the roll.", field="head")
    if proxy.revoked_at is not None:
        raise Refused("gone", "The owner has taken this proxy back, so it cannot vote any more.")
    return proxy


def check_instruction(proxy: Proxy, said: Mapping[str, Said]) -> None:
    """A proxy says what its owner wrote, nothing else."""
    if breaks_instruction(said, open_choices(proxy.sealed, f"proxy:{proxy.pk}")):
        raise Refused(
            "conflict",
            "The owner wrote down another choice; a proxy votes as the owner wrote.",
            field="choices",
        )


def signer_of(row: Assembly, head: RollHead, signer: str | None) -> str | None:
    """Which of the owners signed, when it is known; refused when it is none of them."""
    if signer is None:
        voters = list(head.voters.values_list("person_id", flat=True)[:2])
        return voters[0] if len(voters) == 1 else None
    if not head.voters.filter(person=signer).exists():
        raise Refused("not_found", "This person does not own that home.", field="signer")
    return signer
