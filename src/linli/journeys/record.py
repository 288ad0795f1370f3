"""What a community decides goes on the public ledger, each thing once and in the order it happened:
what an assembly does, what passed, what was announced, and what may be measured.

An assembly itself settles that order in the transactions of its acts; here it is only brought
over, everything that is still missing at once, so that no retry can change it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from linli.application.announcements import api as announcements
from linli.application.announcements.facts import AnnouncementCorrected, AnnouncementPublished
from linli.application.assembly import api as assembly
from linli.application.assembly.facts import LeafWritten
from linli.foundation.facts.api import when
from linli.foundation.mandates import api as mandates
from linli.foundation.mandates.api import MandateCard
from linli.foundation.mandates.facts import MandateGranted, MandateRevoked
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import ANYONE, Actor, Refused, system
from linli.support.ledger import api as ledger
from linli.support.ledger.api import NewLeaf

_PLACES = frozenset({"ballot", "holds", "last", "objection"})
"""Fields that name another leaf of the assembly by its place."""


@when(LeafWritten)
def what_an_assembly_does_goes_on_the_ledger(fact: LeafWritten) -> None:
    """All of it up to this act; what is there already is not put there twice."""
    _bring(system(fact.community), fact.assembly, fact.seq)


@when(AnnouncementPublished)
def what_is_announced_goes_on_the_ledger(fact: AnnouncementPublished) -> None:
    """That it was announced and in which words."""
    _announced(fact.community, fact.announcement, 1)


@when(AnnouncementCorrected)
def what_is_corrected_goes_on_the_ledger(fact: AnnouncementCorrected) -> None:
    """Every later version as well."""
    _announced(fact.community, fact.announcement, fact.number)


@when(MandateGranted)
def what_may_be_measured_goes_on_the_ledger(fact: MandateGranted) -> None:
    """From when, until when and by which decision."""
    _mandated(fact.community, fact.mandate, "granted")


@when(MandateRevoked)
def what_may_be_measured_no_more_goes_on_the_ledger(fact: MandateRevoked) -> None:
    """That it was taken back; that a term is over stands in the grant."""
    _mandated(fact.community, fact.mandate, "revoked")


def _announced(community: str, announcement: str, number: int) -> None:
    """Every version up to this one, in their order. What is said to owners only has its kind for
    a title: the ledger is read by everybody."""
    platform = system(community)
    page = announcements.get_announcement(viewer=platform, announcement=announcement)
    title = page.card.kind_name.zh if page.card.owners_only else ""
    _append_all(
        platform,
        [
            NewLeaf(
                type="announcement",
                body={"title": title or one.title.zh, "sha256": one.sha256},
                key=f"announcement:{announcement}:{one.number}",
                at=one.at,
            )
            for one in sorted(page.versions, key=lambda one: one.number)
            if one.number <= number
        ],
    )


def _mandated(community: str, mandate: str, act: str) -> None:
    """One that holds for many; what a single home agreed to is nobody else's affair."""
    platform = system(community)
    card = mandates.get_mandate(viewer=platform, mandate=mandate)
    if _is_of_a_home(platform, card):
        return
    acts = [("granted", card.granted_at, "")]
    if act == "revoked" and card.revoked_at is not None:
        acts.append(("revoked", card.revoked_at, "撤回："))
    _append_all(
        platform,
        [
            NewLeaf(
                type="mandate",
                body={"title": f"{prefix}{card.purpose.zh}", "sha256": _digest(_said(card, done))},
                key=f"mandate:{mandate}:{done}",
                at=at,
            )
            for done, at, prefix in acts
        ],
    )


def _is_of_a_home(platform: Actor, card: MandateCard) -> bool:
    if card.place is None:
        return False
    return places.get_place(viewer=platform, place=card.place).kind == PlaceKind.DWELLING


def _said(card: MandateCard, act: str) -> dict[str, Any]:
    """What docs/bundle.md says is hashed: what every member can read of it, without who."""
    until = card.valid_until
    return {
        "act": act,
        "id": card.id,
        "purpose": card.purpose.zh,
        "series": list(card.series),
        "place": card.place or "",
        "retention_days": card.retention_days,
        "recipients": list(card.recipients),
        "basis": f"{card.basis_kind} {card.basis_date} {card.basis_text}",
        "decision": card.decision,
        "valid_from": _written(card.valid_from),
        "valid_until": _written(until) if until else "",
    }


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _digest(value: Mapping[str, Any]) -> str:
    return ledger.digest_of(viewer=ANYONE, value=value)


def _append_all(platform: Actor, leaves: list[NewLeaf]) -> None:
    if leaves:
        ledger.append_leaves(by=platform, community=platform.community, leaves=leaves)


def _bring(platform: Actor, name: str, seq: int) -> None:
    """The leaves of an assembly up to a place, those that are missing."""
    if _place(platform, name, seq) is not None:
        return
    after = _last_there(platform, name, seq)
    while leaves := assembly.list_leaves(viewer=platform, assembly=name, after=after):
        for leaf in leaves:
            if leaf.seq <= seq:
                _append(platform, leaf)
        after = leaves[-1].seq
        if after >= seq:
            return


def _append(platform: Actor, leaf: assembly.LeafCard) -> None:
    new = NewLeaf(
        type=leaf.type,
        body=_with_places(platform, leaf.assembly, leaf.body),
        key=leaf.key,
        assembly=leaf.assembly,
        record=leaf.record,
        at=leaf.at,
    )
    ledger.append_leaves(by=platform, community=platform.community, leaves=[new])
    if leaf.type == "tally" and leaf.body["stage"] == "final":
        _decided(platform, leaf)


def _decided(platform: Actor, tally: assembly.LeafCard) -> None:
    """Each motion that passed, and the money it decides on, in the transaction of the final count
    that says so: no checkpoint lies between them."""
    counted = {one["id"]: one for one in tally.body["motions"]}
    for one in assembly.list_resolutions(viewer=platform, assembly=tally.assembly):
        body = {"title": one.title.zh, "sha256": _digest(counted[one.motion])}
        place = _append_one(platform, one, "resolution", body)
        if one.money is not None:
            paid = {"act": "decided", "motion": one.motion, "resolution": place, **one.money.plain}
            _append_one(platform, one, "money", paid)


def _append_one(
    platform: Actor, one: assembly.ResolutionCard, name: str, body: Mapping[str, Any]
) -> int:
    """A leaf about what passed; its place in the assembly."""
    new = NewLeaf(
        type=name, body=body, key=f"{name}:{one.motion}", assembly=one.assembly, at=one.at
    )
    (card,) = ledger.append_leaves(by=platform, community=platform.community, leaves=[new])
    return card.seq


def _with_places(platform: Actor, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Places in the ledger, where other things of the assembly (announcements) stand as well."""
    return {
        field: (_place(platform, name, value) or 0) if field in _PLACES else value
        for field, value in body.items()
    }


def _last_there(platform: Actor, name: str, seq: int) -> int:
    """The place before the first leaf that is missing; facts come in order, so nearly always
    the one before this."""
    before = seq - 1
    while before and _place(platform, name, before) is None:
        before -= 1
    return before


def _place(platform: Actor, name: str, seq: int) -> int | None:
    """Where a leaf stands in the ledger; None while it does not."""
    if not seq:
        return None
    try:
        key = assembly.key_of_leaf(viewer=platform, assembly=name, seq=seq)
        return ledger.get_leaf(viewer=platform, community=platform.community, key=key).seq
    except Refused:
        return None
