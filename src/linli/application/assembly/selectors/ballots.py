"""What one may vote with, and what one has said: for the owner alone, signed in themselves."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import (
    BallotCard,
    LookedAt,
    OwnHead,
    OwnUnit,
    ProxyCard,
)
from linli.application.assembly.domain.choosing import concerns
from linli.application.assembly.domain.stages import Stage
from linli.application.assembly.models import (
    Assembly,
    BallotLook,
    Effective,
    HeadStanding,
    Proxy,
    RollHead,
    Sheet,
)
from linli.application.assembly.models.sealing import open_choices
from linli.application.assembly.selectors.assemblies import find
from linli.application.assembly.selectors.leaves import key_of
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Words, now


def my_ballots(*, viewer: Actor, assembly: str) -> tuple[OwnHead, ...]:
    """The heads one may vote for in an assembly, with what came back for each.

    What a ballot says is shown to who gave it, and to the owners one was given for by proxy; of
    joint owners none sees what another said.
    """
    person = _alone(viewer)
    row = find(viewer, assembly)
    own = Q(voters__person=person)
    held = Q(
        pk__in=Proxy.objects.filter(assembly=row, holder=person, revoked_at=None).values(
            "principal"
        )
    )
    heads = list(
        RollHead.objects.filter(own | held, roll=row.pk)
        .distinct()
        .order_by("number")
        .prefetch_related("units", "voters")
    )
    return _OwnHeads(viewer, person, row, heads).cards()


def _alone(viewer: Actor) -> str:
    """Not a helper, not the desk: who voted how is nobody else's affair."""
    if viewer.person is None or viewer.on_behalf_of or viewer.by_card:
        raise Refused("forbidden", "How one voted is shown to oneself alone, after signing in.")
    return viewer.person


class _OwnHeads:
    """Some heads with all that belongs to them, in a fixed number of questions."""

    def __init__(
        self, viewer: Actor, person: str, row: Assembly, heads: Sequence[RollHead]
    ) -> None:
        self.viewer, self.person, self.row, self.heads = viewer, person, row, heads
        self.motions = list(row.motions.order_by("number"))
        ids = [one.pk for one in heads]
        self.standing = HeadStanding.objects.in_bulk(ids)
        self.proxies = {
            one.principal_id: one
            for one in Proxy.objects.filter(principal__in=ids, revoked_at=None)
        }
        self.sheets: defaultdict[int, list[Sheet]] = defaultdict(list)
        rows = Sheet.objects.filter(head__in=ids).select_related("struck", "proxy")
        for sheet in rows.order_by("number"):
            self.sheets[sheet.head_id].append(sheet)
        self.counts: defaultdict[str, set[str]] = defaultdict(set)
        effective = Effective.objects.filter(head__in=ids)
        for name, motion in effective.values_list("sheet_id", "motion_id"):
            self.counts[name].add(motion)
        self.looks: defaultdict[int, list[BallotLook]] = defaultdict(list)
        for look in BallotLook.objects.filter(head__in=ids).order_by("at", "pk"):
            self.looks[look.head_id].append(look)
        lookers = {look.looker_id for looks in self.looks.values() for look in looks}
        self.names = people.get_people(viewer=viewer, people=lookers, in_office=True)

    def cards(self) -> tuple[OwnHead, ...]:
        return tuple(map(self._card, self.heads))

    def _card(self, head: RollHead) -> OwnHead:
        is_own = any(one.person_id == self.person for one in head.voters.all())
        standing, proxy = self.standing.get(head.pk), self.proxies.get(head.pk)
        places = [frozenset({unit.building, unit.entrance}) for unit in head.units.all()]
        return OwnHead(
            head=head.pk,
            number=head.number,
            units=tuple(Words(unit.label, unit.label_en) for unit in head.units.all()),
            area=head.area,
            is_joint=head.is_joint,
            is_disputed=bool(standing and standing.is_disputed),
            represents=standing.representative_id if standing else None,
            is_proxy=not is_own,
            motions=tuple(
                one.pk for one in self.motions if concerns(one.scope, self.row.community, places)
            ),
            ballots=tuple(
                self._ballot(one)
                for one in self.sheets[head.pk]
                if is_own or one.signer_id == self.person
            ),
            roll=tuple(
                OwnUnit(Words(one.label, one.label_en), one.area, one.source, one.use)
                for one in head.units.all()
            ),
            proxy_given=proxy.pk if proxy and is_own else None,
            why_not=self._why_not(head, is_own),
            looks=tuple(
                LookedAt(self.names[look.looker_id].name, look.at, look.reason)
                for look in self.looks[head.pk]
                if is_own
            ),
        )

    def _why_not(self, head: RollHead, is_own: bool) -> str:
        row, at, standing = self.row, now(), self.standing.get(head.pk)
        if row.opens_at is None or at < row.opens_at:
            return "not_open"
        if row.closes_at is None or at >= row.closes_at or row.stage == Stage.CANCELLED:
            return "closed"
        named = standing.representative_id if standing else None
        if named and is_own and named != self.person:
            return "another_represents"
        return "has_voted_self" if not is_own and self._has_own(head) else ""

    def _has_own(self, head: RollHead) -> bool:
        return any(one.proxy_id is None for one in self.sheets[head.pk])

    def _sees(self, sheet: Sheet) -> bool:
        """One's own, one given by proxy, or one that nobody is known to have signed."""
        return sheet.proxy_id is not None or sheet.signer_id in (None, self.person)

    def _ballot(self, sheet: Sheet) -> BallotCard:
        return BallotCard(
            id=sheet.pk,
            number=sheet.number,
            seq=sheet.seq,
            channel=sheet.channel,
            at=sheet.at,
            is_proxy=sheet.proxy_id is not None,
            choices=open_choices(sheet.sealed, f"sheet:{sheet.pk}") if self._sees(sheet) else {},
            counts=frozenset(self.counts[sheet.pk]),
            is_struck=hasattr(sheet, "struck"),
            leaf=key_of(self.row.pk, sheet.seq),
        )


def list_proxies(*, viewer: Actor, assembly: str) -> tuple[ProxyCard, ...]:
    """The proxies one gave or carries; all of them for those who run the vote."""
    row = find(viewer, assembly)
    rows = Proxy.objects.filter(assembly=row).order_by("at", "pk")
    if not policy.may_take(viewer):
        person = viewer.person or ""
        rows = rows.filter(Q(holder=person) | Q(principal__voters__person=person)).distinct()
    return tuple(
        ProxyCard(one.pk, one.principal_id, one.holder_id, one.at, one.revoked_at) for one in rows
    )
