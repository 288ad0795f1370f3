"""What an assembly puts on the public ledger (docs/bundle.md), for the platform that brings it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import LeafCard
from linli.application.assembly.domain.choosing import is_all_void
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.heads import by_building
from linli.application.assembly.models import (
    Assembly,
    Delivery,
    Leaf,
    Motion,
    Objection,
    Proxy,
    Result,
    RollHead,
    RollUnit,
    Sheet,
)
from linli.application.assembly.models.sealing import open_choices
from linli.application.assembly.selectors.assemblies import money_of
from linli.application.assembly.selectors.given import owners_given, scope_given, voter_names
from linli.application.assembly.selectors.papers import why_void
from linli.kernel import Actor, Refused

MOST = 500
Body = dict[str, Any]


def list_leaves(
    *, viewer: Actor, assembly: str, after: int = 0, limit: int = MOST
) -> tuple[LeafCard, ...]:
    """The leaves of an assembly behind a place, in their order; for the platform alone.

    Places named in a body (`ballot`, `holds`, `last`, `objection`) are those of this list.
    """
    row = _find(viewer, assembly)
    rows = Leaf.objects.filter(assembly=row, seq__gt=after).order_by("seq")[: min(limit, MOST)]
    return _Making(row, list(rows)).cards()


def leaf_of_tally(*, viewer: Actor, assembly: str, number: int) -> LeafCard:
    """The leaf of one published result."""
    return _one(viewer, assembly, type="tally", subject=str(number))


def _find(viewer: Actor, assembly: str) -> Assembly:
    policy.check_system(viewer)
    row = Assembly.objects.filter(pk=assembly, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such assembly.")
    return row


def _one(viewer: Actor, assembly: str, **which: str) -> LeafCard:
    row = _find(viewer, assembly)
    leaf = Leaf.objects.filter(assembly=row, **which).order_by("seq").first()
    if leaf is None:
        raise Refused("not_found", "There is no such leaf.")
    return _Making(row, [leaf]).cards()[0]


def key_of_leaf(*, viewer: Actor, assembly: str, seq: int) -> str:
    """The key under which a leaf is appended once; it says nothing to whoever asks."""
    del viewer
    return key_of(assembly, seq)


def key_of(assembly: str, seq: int) -> str:
    """As `key_of_leaf`, within the module."""
    return f"assembly:{assembly}:{seq}"


def written_at(at: datetime) -> str:
    """A moment as records have it: ISO 8601, UTC, `…Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class _Made:
    body: Body
    record: Body | None = None


class _Making:
    """Some leaves of one assembly, with all they are made of read at once."""

    def __init__(self, row: Assembly, leaves: Sequence[Leaf]) -> None:
        self.row, self.leaves = row, leaves
        self.names = voter_names(row) if self._of("ballot") else {}
        sheets = Sheet.objects.select_related("head", "proxy")
        self.sheets = sheets.in_bulk(self._of("ballot"))
        self.void = why_void(self.sheets.values())
        proxies = Proxy.objects.select_related("principal")
        self.proxies = proxies.in_bulk(self._of("proxy", "proxy_revoked"))
        self.objections = Objection.objects.in_bulk(self._of("objection"))
        deliveries = Delivery.objects.select_related("unit")
        self.deliveries = deliveries.in_bulk([int(one) for one in self._of("delivery")])

    def _of(self, *types: str) -> list[str]:
        return [one.subject for one in self.leaves if one.type in types]

    def cards(self) -> tuple[LeafCard, ...]:
        """A card for each, in order."""
        return tuple(self._card(one) for one in self.leaves)

    def _card(self, leaf: Leaf) -> LeafCard:
        made = _MAKERS[leaf.type](self, leaf)
        return LeafCard(
            seq=leaf.seq,
            type=leaf.type,
            assembly=self.row.pk,
            key=key_of(self.row.pk, leaf.seq),
            at=leaf.at,
            body=made.body,
            record=made.record,
        )

    def rules(self, leaf: Leaf) -> _Made:
        frozen = read_frozen(self.row.rules or {})
        return _Made({"pack": frozen.pack, "version": frozen.version, "values": frozen.counting})

    def agenda(self, leaf: Leaf) -> _Made:
        motions = [self._motion(one) for one in self.row.motions.order_by("number")]
        return _Made(
            {
                "title": self.row.title_zh,
                "scope": {} if self._is_everybody(self.row.scope) else scope_given(self.row.scope),
                "opens_at": self._moment(self.row.opens_at),
                "closes_at": self._closed_first(),
                "motions": motions,
            }
        )

    def _closed_first(self) -> str:
        """The end that was announced, before any extension."""
        first = Leaf.objects.filter(assembly=self.row, type="extension").order_by("seq").first()
        return first.data["before"] if first else self._moment(self.row.closes_at)

    def _moment(self, at: datetime | None) -> str:
        return written_at(at) if at else ""

    def _is_everybody(self, scope: Sequence[str]) -> bool:
        return not scope or self.row.community in scope

    def _motion(self, motion: Motion) -> Body:
        own = motion.scope or self.row.scope
        election = {"candidates": motion.candidates, "seats": motion.seats}
        money = money_of(motion)
        return {
            "id": motion.pk,
            "title": motion.title_zh,
            "kind": motion.kind,
            "scope": {} if self._is_everybody(own) else scope_given(own),
            "text_sha256": hashlib.sha256(motion.text_zh.encode()).hexdigest(),
            **(election if motion.candidates else {}),
            **({"money": money.plain} if money else {}),
        }

    def roll(self, leaf: Leaf) -> _Made:
        rows = RollUnit.objects.filter(head__roll=self.row.pk).order_by("pk")
        parts = by_building(rows.values_list("head_id", "building", "area"))
        buildings = [
            {"building": one, "heads": heads, "area": area} for one, (heads, area) in parts.items()
        ]
        roll = self.row.roll
        return _Made(
            {"heads": roll.heads, "area": roll.area, "buildings": buildings},
            {"owners": owners_given(self.row)},
        )

    def extension(self, leaf: Leaf) -> _Made:
        return _Made({"closes_at": leaf.data["closes_at"]})

    def delivery(self, leaf: Leaf) -> _Made:
        one = self.deliveries[int(leaf.subject)]
        return _Made(
            {},
            {
                "unit": one.unit.place_id,
                "channel": one.channel,
                "evidence": one.evidence,
                "at": written_at(one.at),
            },
        )

    def ballot(self, leaf: Leaf) -> _Made:
        one = self.sheets[leaf.subject]
        by = self.names.get((one.head_id, one.signer_id or ""), "")
        choices, void = open_choices(one.sealed, f"sheet:{one.pk}"), self.void.get(one.pk, "")
        return _Made(
            {"voter": one.head.pseudonym, "channel": one.channel},
            {
                "owner": one.head.pseudonym,
                "channel": one.channel,
                "at": written_at(one.at),
                "choices": choices,
                **({"by": by} if by else {}),
                **({"proxy": one.proxy.pk} if one.proxy else {}),
                **({"evidence": one.evidence} if one.evidence else {}),
                **({"void": void} if void and is_all_void(choices) else {}),
            },
        )

    def superseded(self, leaf: Leaf) -> _Made:
        return _Made({name: leaf.data[name] for name in ("ballot", "motion", "holds", "why")})

    def representative(self, leaf: Leaf) -> _Made:
        head = RollHead.objects.get(pk=int(leaf.subject))
        by = voter_names(self.row)[head.pk, leaf.data["person"]]
        evidence = leaf.data["evidence"]
        return _Made({}, {"owner": head.pseudonym, "representative": by, "evidence": evidence})

    def struck(self, leaf: Leaf) -> _Made:
        return _Made({"ballot": leaf.data["ballot"]})

    def proxy(self, leaf: Leaf) -> _Made:
        one = self.proxies[leaf.subject]
        bound = open_choices(one.sealed, f"proxy:{one.pk}")
        return _Made(
            {},
            {
                "principal": one.principal.pseudonym,
                "holder": one.pk,
                "motions": [],
                "instruction": bound,
                "evidence": one.evidence,
            },
        )

    def objection(self, leaf: Leaf) -> _Made:
        one = self.objections[leaf.subject]
        return _Made({"about": one.about}, {"text": one.text, "by": one.pk})

    def withdrawn(self, leaf: Leaf) -> _Made:
        return _Made({"objection": leaf.data["objection"]})

    def tally(self, leaf: Leaf) -> _Made:
        result = Result.objects.get(assembly=self.row, number=int(leaf.subject))
        body: Mapping[str, Any] = result.body
        return _Made(
            {
                "stage": result.stage,
                "ballots": body["ballots"]["returned"],
                "last": body["ballots"]["last"],
                "motions": [_counted(one) for one in body["motions"]],
            }
        )


def _counted(motion: Mapping[str, Any]) -> Body:
    """One motion of a published result as its leaf has it: sums for the whole scope only."""
    whole = motion["participation"]
    common = {
        "id": motion["id"],
        "kind": motion["kind"],
        "heads": whole["heads"][1],
        "area": whole["area"][1],
        "strict": {"outcome": motion["strict"]["outcome"]},
        "deemed_outcome": motion["deemed"]["outcome"],
    }
    if "candidates" in motion["strict"]:
        counts = motion["strict"]["candidates"]
        return {
            **common,
            "candidates": {name: one["counts"] for name, one in counts.items()},
            "elected": motion["deemed"]["elected"],
            **_most_deemed(motion["deemed"]["candidates"].values()),
        }
    return {
        **common,
        "said": motion["strict"]["counts"],
        "deemed": motion["deemed"]["deemed_votes"],
    }


def _most_deemed(counts: Iterable[Mapping[str, Any]]) -> Body:
    """Those whom the rules deem to have spoken on any candidate, the most of them; often nobody."""
    most = max((one["deemed_votes"] for one in counts), key=lambda deemed: deemed["heads"])
    return {"deemed": most} if most["heads"] else {}


_MAKERS: Mapping[str, Callable[[_Making, Leaf], _Made]] = {
    "rules": _Making.rules,
    "agenda": _Making.agenda,
    "roll": _Making.roll,
    "extension": _Making.extension,
    "delivery": _Making.delivery,
    "ballot": _Making.ballot,
    "superseded": _Making.superseded,
    "representative": _Making.representative,
    "struck": _Making.struck,
    "proxy": _Making.proxy,
    "proxy_revoked": _Making.proxy,
    "objection": _Making.objection,
    "withdrawn": _Making.withdrawn,
    "tally": _Making.tally,
}
