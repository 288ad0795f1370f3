"""Receipts for those who did not vote on a screen: which ballots came, never what they say."""

from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import SlipCard
from linli.application.assembly.domain.stages import Channel
from linli.application.assembly.models import Sheet
from linli.application.assembly.selectors.assemblies import find
from linli.application.assembly.selectors.leaves import key_of
from linli.kernel import Actor, Page, Refused, Words

MOST_SLIPS = 200
_BY_HAND = (Channel.PAPER, Channel.PHONE, Channel.DOORSTEP)


def list_slips(
    *,
    viewer: Actor,
    assembly: str,
    day: date | None = None,
    ballot: str = "",
    cursor: str | None = None,
) -> Page[SlipCard]:
    """Ballots that were taken by hand, in their order, at most 200 at once; for who takes them.

    `day` is the community's day on which they were written down, `ballot` the id of one of them.

    Raises:
        Refused: no such assembly, or no such ballot in it.
    """
    rows = _taken(viewer, assembly).order_by("number")
    if day is not None:
        rows = rows.filter(received_at__date=day)
    if ballot:
        rows = rows.filter(pk=ballot)
    if cursor and cursor.isascii() and cursor.isdigit():
        rows = rows.filter(number__gt=int(cursor[:9]))
    found = list(rows.select_related("head").prefetch_related("head__units")[: MOST_SLIPS + 1])
    if ballot and not found:
        raise Refused("not_found", "There is no such ballot.")
    cards = tuple(_card(one) for one in found[:MOST_SLIPS])
    return Page(cards, str(cards[-1].number) if len(found) > MOST_SLIPS else None)


def list_slip_days(*, viewer: Actor, assembly: str) -> tuple[tuple[date, int], ...]:
    """The days on which ballots were taken by hand, the latest first, and how many on each."""
    rows = _taken(viewer, assembly).annotate(day=TruncDate("received_at"))
    return tuple(rows.values_list("day").annotate(count=Count("pk")).order_by("-day"))


def _taken(viewer: Actor, assembly: str) -> QuerySet[Sheet]:
    row = find(viewer, assembly)
    policy.check_may_canvass(viewer)
    return Sheet.objects.filter(assembly=row, channel__in=_BY_HAND)


def _card(row: Sheet) -> SlipCard:
    return SlipCard(
        id=row.pk,
        number=row.number,
        at=row.at,
        channel=row.channel,
        units=tuple(Words(one.label, one.label_en) for one in row.head.units.all()),
        leaf=key_of(row.assembly_id, row.seq),
    )
