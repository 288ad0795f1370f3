"""One ballot, field by field, with the sentence for what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from linli.application.assembly.domain.ballots import CHANNELS, Ballot, Choice
from linli.application.assembly.domain.plain import (
    mapping_of,
    member_of,
    only,
    text_of,
    word_of,
)
from linli.application.assembly.domain.reading.motions import Ticket
from linli.kernel import Refused

_CHINA = timezone(timedelta(hours=8))
_CHANNELS = sorted(CHANNELS)
_FIELDS = {"owner", "motion", "choice", "channel", "at", "by", "proxy", "unit"}


def read_ballot(
    row: object, number: int, by_motion: Mapping[str, Ticket]
) -> tuple[str, Sequence[Ballot]]:
    """The motion of a row, and its ballot: one for each candidate, one where there are none."""
    field = f"ballots[{number}]"
    given = mapping_of(row, field)
    only(given, field, _FIELDS)
    name = given.get("motion")
    ticket = by_motion.get(name) if isinstance(name, str) else None
    if ticket is None:
        raise Refused(
            "invalid",
            "%(where)s: there is no motion “%(name)s”.",
            field=f"{field}.motion",
            where=f"{field}.motion",
            name=str(name)[:40],
        )
    proxy = text_of(given.get("proxy"), f"{field}.proxy", may_lack=True)
    choice, candidates = given.get("choice"), ticket.candidates
    ballot = Ballot(
        owner=text_of(given.get("owner"), f"{field}.owner"),
        choice=Choice.BLANK,
        channel=word_of(_CHANNELS, given["channel"], f"{field}.channel")
        if "channel" in given
        else "",
        at=_moment(given.get("at"), f"{field}.at"),
        by=proxy or text_of(given.get("by"), f"{field}.by", may_lack=True),
        unit=text_of(given.get("unit"), f"{field}.unit", may_lack=True),
        is_proxy=bool(proxy),
        row=number,
        whole=whole_of(choice, candidates, ticket.seats),
    )
    said = (
        on_candidate(choice, one, candidates, ticket.seats, f"{field}.choice")
        for one in candidates or ("",)
    )
    return ticket.motion.id, tuple(replace(ballot, choice=one) for one in said)


def whole_of(choice: object, candidates: Sequence[str], seats: int) -> str:
    """All that an election ballot says, in one order; "" for one that is a single word."""
    if not candidates or not isinstance(choice, list):
        return ""
    too_many = len(choice) > seats
    return str(Choice.VOID) if too_many else "\n".join(sorted(map(str, choice)))


def on_candidate(
    choice: object, candidate: str, candidates: Sequence[str], seats: int, field: str
) -> Choice:
    """What a ballot says on one candidate: those it lists it is for, of others it says nothing.

    Without candidates it is what the ballot says on the motion itself.
    """
    if not candidates or not isinstance(choice, list):
        return member_of(Choice, choice, field)
    for one in choice:
        if one not in candidates:
            raise Refused(
                "invalid",
                "%(where)s: “%(name)s” is no candidate.",
                field=field,
                where=field,
                name=str(one)[:40],
            )
    if len(choice) > seats:
        return Choice.VOID
    return Choice.FOR if candidate in choice else Choice.ABSTAIN


def _moment(given: object, field: str) -> str:
    """A time as one that sorts; without a zone it is the time of China."""
    text = text_of(given, field, may_lack=True)
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=_CHINA)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Refused(
            "invalid",
            "%(where)s: “%(text)s” is no time; write it like 2026-11-26T10:00:00+08:00.",
            field=field,
            where=field,
            text=text[:40],
        ) from None
