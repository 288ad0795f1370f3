"""The elected committee, its papers, and what is handed over to it."""

from datetime import date

from django.db.models import Q

from linli.application.assembly import policy
from linli.application.assembly.domain.preparing import tables
from linli.application.assembly.domain.preparing.cards import (
    CouncilCard,
    FilingPaperCard,
    HandoverCard,
    HolderCard,
)
from linli.application.assembly.domain.preparing.offices import Left, Office, is_below_half
from linli.application.assembly.models import Council, HandoverItem, OfficeHolder
from linli.application.assembly.selectors.preparing.parameters import CHAIR_DAYS, days_of
from linli.application.assembly.selectors.preparing.times import period_ends
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, system

_MOST = 20


def list_councils(*, viewer: Actor) -> tuple[CouncilCard, ...]:
    """The committees of the community, the present one first."""
    policy.check_member(viewer)
    rows = Council.objects.filter(community=viewer.community).order_by("-elected_on", "-id")
    return tuple(_card(viewer, row) for row in rows[:_MOST])


def list_own_handovers(*, viewer: Actor) -> tuple[HandoverCard, ...]:
    """What the latest committee takes over and waits for the viewer's own signature."""
    policy.check_member(viewer)
    rows = Council.objects.filter(community=viewer.community).order_by("-elected_on", "-id")
    gives = Q(giver=viewer.person, given_at=None)
    takes = Q(taker=viewer.person, taken_at=None)
    items = list(
        HandoverItem.objects.filter(gives | takes, council__in=rows[:1].values("pk")).order_by(
            "at", "id"
        )
        if viewer.person
        else ()
    )
    names = _names(viewer, [one for item in items for one in (item.giver_id, item.taker_id)])
    return tuple(_item(one, names) for one in items)


def _names(viewer: Actor, persons: list[str]) -> dict[str, str]:
    cards = people.get_people(viewer=system(viewer.community), people=persons)
    return {person: card.name for person, card in cards.items()}


def _item(row: HandoverItem, names: dict[str, str]) -> HandoverCard:
    return HandoverCard(
        id=row.pk,
        what=row.what,
        giver=row.giver_id,
        giver_name=names[row.giver_id],
        taker=row.taker_id,
        taker_name=names[row.taker_id],
        due=row.due,
        given_at=row.given_at,
        taken_at=row.taken_at,
    )


def get_council(*, viewer: Actor, council: str) -> CouncilCard:
    """One committee: who sits in it is public; its papers are for those who keep them."""
    policy.check_member(viewer)
    row = Council.objects.filter(pk=council, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such committee.")
    return _card(viewer, row)


def empty_seats(community: str) -> int:
    """How many seats of the present committee nobody sits on; 0 when there is none."""
    row = Council.objects.filter(community=community, ended_at=None).first()
    if row is None:
        return 0
    return row.seats - row.holders.filter(is_alternate=False, left_at=None).count()


def _card(viewer: Actor, row: Council) -> CouncilCard:
    holders = list(row.holders.order_by("rank"))
    items = list(row.items.order_by("at", "id"))
    persons = [one.person_id for one in holders]
    persons += [person for one in items for person in (one.giver_id, one.taker_id)]
    names = _names(viewer, persons)
    sitting = [one for one in holders if not one.is_alternate and one.left_at is None]
    keeps = policy.keeps_office(viewer)
    words = tables.papers()
    return CouncilCard(
        id=row.pk,
        assembly=row.assembly_id,
        seats=row.seats,
        elected_on=row.elected_on,
        ends_on=row.ends_on,
        chair_by=period_ends(row.community, row.elected_on, CHAIR_DAYS),
        file_by=_within(row, "filing_days"),
        filed_on=row.filed_on,
        receipt=row.receipt if keeps else "",
        holders=tuple(_holder(one, names[one.person_id]) for one in holders),
        papers=tuple(
            FilingPaperCard(one.name, words[one.name].words, one.given_at, one.note)
            for one in row.papers.order_by("id")
            if keeps
        ),
        items=tuple(
            _item(one, names)
            for one in items
            if keeps or viewer.person in {one.giver_id, one.taker_id}
        ),
        is_below_half=is_below_half(len(sitting), row.seats),
        is_over=row.ended_at is not None,
    )


def _within(row: Council, rule: str) -> date | None:
    days = days_of(row.community, rule)
    return None if days is None else period_ends(row.community, row.elected_on, days)


def _holder(row: OfficeHolder, name: str) -> HolderCard:
    return HolderCard(
        id=row.pk,
        person=row.person_id,
        name=name,
        rank=row.rank,
        is_alternate=row.is_alternate,
        office=Office(row.office),
        since=row.since,
        left_at=row.left_at,
        why_left=Left(row.why_left) if row.why_left else None,
    )
