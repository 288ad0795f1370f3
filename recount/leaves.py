"""The entries of one assembly: each hashes to its place in the log, and their order is a rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from recount.counting import Motion
from recount.files import Bundle
from recount.holding import CHANNELS
from recount.judging import KINDS
from recount.money import money_of
from recount.plain import Fields, canonical, clip, parse
from recount.roll import Scope, scope_of
from recount.rules import Rules, rules_of
from recount.tree import leaf_hash
from recount.wrong import Place, Wrong

FILE = "entries.jsonl"
_TALLIES = 20
_FIRST = ("rules", "agenda", "roll")
_COMMITTED = ("roll", "delivery", "ballot", "proxy", "proxy_revoked", "objection", "representative")
_PLAIN = ("announcement", "resolution", "mandate", "money")
_CHANGES = ("extension", "superseded", "struck", "withdrawn", "tally")
TYPES = (*_FIRST, *_COMMITTED[1:], *_CHANGES, *_PLAIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf: where it stands in the bundle and in the log, and what it says."""

    place: Place
    index: int
    seq: int
    type: str
    at: datetime
    leaf: Fields
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot as the log shows it: whose, by which channel, when it was entered."""

    entry: Entry
    voter: str
    channel: str


@dataclass(slots=True)
class Assembly:
    """All that the entries of one assembly say."""

    entries: list[Entry] = field(default_factory=list)
    rules: Rules | None = None
    motions: dict[str, Motion] = field(default_factory=dict)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    roll: Fields | None = None
    casts: dict[int, Cast] = field(default_factory=dict)
    superseded: dict[tuple[int, str], tuple[int, Entry]] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    tallies: list["Published"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Published:
    """A published tally, with the window and the superseded ballots as they stood before it."""

    entry: Entry
    closes_at: datetime
    voters: int
    superseded: dict[tuple[int, str], tuple[int, Entry]]
    struck: frozenset[int] = frozenset()


def read(bundle: Bundle, hashes: memoryview, assembly: str) -> Assembly:
    """Read the entries and hold them to their order."""
    found = Assembly()
    for entry in _entries(bundle, hashes, assembly):
        found.entries.append(entry)
        _TAKE.get(entry.type, _nothing)(found, entry)
    if found.roll is None or found.rules is None or not found.motions:
        missing = "rules" if found.rules is None else "roll" if found.motions else "agenda"
        raise Wrong(
            Place(FILE),
            f"there is no entry of type “{missing}”.",
            f"没有“{missing}”类型的条目。",
        )
    return found


def _entries(bundle: Bundle, hashes: memoryview, assembly: str) -> Iterator[Entry]:
    index = -1
    for seq, (place, raw) in enumerate(bundle.lines(FILE), 1):
        line = Fields(place, parse(place, raw))
        entry = _entry(line)
        if entry.index <= index:
            raise Wrong(
                line.at("index"),
                f"{entry.index} comes after {index}; indexes must rise.",
                f"序号 {entry.index} 排在 {index} 之后；序号必须递增。",
            )
        index = entry.index
        _in_the_log(entry, hashes)
        if entry.leaf.text("assembly") != assembly:
            raise Wrong(
                entry.leaf.at("assembly"),
                "this belongs to another assembly.",
                "属于另一次业主大会。",
            )
        if entry.seq != seq:
            raise Wrong(
                entry.leaf.at("seq"),
                f"{seq} is needed here and {entry.seq} stands here: an entry is missing or moved.",
                f"此处应为 {seq}，实为 {entry.seq}：有条目缺失或移动。",
            )
        yield entry


def _entry(line: Fields) -> Entry:
    leaf = line.inner("leaf")
    kind = leaf.one_of("type", TYPES)
    return Entry(
        line.place,
        line.whole("index"),
        leaf.whole("seq", 1),
        kind,
        leaf.instant("at"),
        leaf,
        leaf.hexes("commitment", 64) if kind in _COMMITTED else "",
    )


def _in_the_log(entry: Entry, hashes: memoryview) -> None:
    start = entry.index * 32
    if start >= len(hashes):
        raise Wrong(
            entry.place.at("index"),
            f"the log has no leaf {entry.index}.",
            f"账本中没有第 {entry.index} 条。",
        )
    raw = canonical(entry.leaf.place, entry.leaf.value)
    if leaf_hash(raw) != bytes(hashes[start : start + 32]):
        raise Wrong(
            entry.leaf.place,
            f"this is not what leaf {entry.index} of the log was made of.",
            f"与账本第 {entry.index} 条不符。",
        )


def _once(found: Assembly, entry: Entry, taken: object) -> None:
    if taken:
        raise Wrong(
            entry.place,
            f"there is already an entry of type “{entry.type}”.",
            f"“{entry.type}”类型的条目已经有了。",
        )
    if found.casts:
        raise Wrong(
            entry.place,
            f"“{entry.type}” comes after the first ballot.",
            f"“{entry.type}”排在第一张票之后。",
        )


def _take_rules(found: Assembly, entry: Entry) -> None:
    _once(found, entry, found.rules)
    entry.leaf.text("pack")
    found.rules = rules_of(entry.leaf.inner("values"))


def _take_agenda(found: Assembly, entry: Entry) -> None:
    _once(found, entry, found.motions)
    leaf = entry.leaf
    leaf.text("title", 1000)
    found.opens_at, found.closes_at = leaf.instant("opens_at"), leaf.instant("closes_at")
    if found.closes_at <= found.opens_at:
        raise Wrong(leaf.at("closes_at"), "it ends before it begins.", "结束早于开始。")
    whole = scope_of(leaf.inner("scope")) if leaf.has("scope") else scope_of(Fields(leaf.place, {}))
    for each in leaf.each("motions", 1000):
        motion = _motion(each, whole)
        if motion.id in found.motions:
            raise Wrong(each.at("id"), "this motion is there twice.", "这一事项出现两次。")
        found.motions[motion.id] = motion
    if not found.motions:
        raise Wrong(leaf.at("motions"), "there is no motion.", "没有表决事项。")


def _motion(fields: Fields, whole: Scope) -> Motion:
    kind = fields.one_of("kind", KINDS)
    scope = scope_of(fields.inner("scope")) if fields.has("scope") else whole
    name, title = fields.text("id"), fields.text("title", 1000)
    if fields.has("text_sha256"):
        fields.hexes("text_sha256", 64)
    if kind != "election":
        money = money_of(fields.inner("money")) if fields.has("money") else None
        return Motion(name, title, kind, scope, money=money)
    candidates, seats = fields.texts("candidates"), fields.whole("seats", 1)
    if not candidates:
        raise Wrong(fields.at("candidates"), "there is no candidate.", "没有候选人。")
    return Motion(name, title, kind, scope, tuple(candidates), seats)


def _take_roll(found: Assembly, entry: Entry) -> None:
    _once(found, entry, found.roll)
    entry.leaf.whole("heads", 1)
    entry.leaf.area("area")
    for each in entry.leaf.each("buildings"):
        each.text("building")
        each.whole("heads")
        each.area("area")
    found.roll = entry.leaf


def _take_extension(found: Assembly, entry: Entry) -> None:
    ends = entry.leaf.instant("closes_at")
    if found.closes_at is None or ends <= found.closes_at or entry.at > found.closes_at:
        raise Wrong(
            entry.leaf.at("closes_at"),
            "the window can only be made longer, and only before it ends.",
            "投票期只能在结束之前延长。",
        )
    found.closes_at = ends


def _take_ballot(found: Assembly, entry: Entry) -> None:
    if found.roll is None or found.rules is None or found.opens_at is None:
        raise Wrong(
            entry.place,
            "a ballot comes before the rules, the agenda and the roll.",
            "票排在规则、议程和名册之前。",
        )
    voter, channel = entry.leaf.hexes("voter", 16), entry.leaf.one_of("channel", CHANNELS)
    found.casts[entry.seq] = Cast(entry, voter, channel)


def _take_superseded(found: Assembly, entry: Entry) -> None:
    leaf = entry.leaf
    ballot, holds, motion = leaf.whole("ballot", 1), leaf.whole("holds"), leaf.text("motion")
    cast = found.casts.get(ballot)
    if cast is None:
        raise Wrong(
            leaf.at("ballot"),
            f"entry {ballot} is no ballot before this one.",
            f"此前第 {ballot} 条不是票。",
        )
    if motion not in found.motions:
        raise Wrong(leaf.at("motion"), "this motion is not on the agenda.", "议程中没有这一事项。")
    holder = found.casts.get(holds)
    if holds and (holder is None or holder.voter != cast.voter or holds == ballot):
        raise Wrong(
            leaf.at("holds"),
            f"entry {holds} is no other ballot of the same voter.",
            f"第 {holds} 条不是同一业主的另一张票。",
        )
    found.superseded[ballot, motion] = (holds, entry)


def _take_struck(found: Assembly, entry: Entry) -> None:
    """A ballot found invalid counts no more; what it had superseded is free again."""
    leaf = entry.leaf
    ballot = leaf.whole("ballot", 1)
    if ballot not in found.casts:
        raise Wrong(
            leaf.at("ballot"),
            f"entry {ballot} is no ballot before this one.",
            f"此前第 {ballot} 条不是票。",
        )
    found.struck.add(ballot)
    freed = [key for key, (holds, _) in found.superseded.items() if holds == ballot]
    for key in freed:
        del found.superseded[key]
    found.superseded |= {(ballot, motion): (0, entry) for motion in found.motions}


def _take_withdrawn(found: Assembly, entry: Entry) -> None:
    """An objection is taken back once, after it was made."""
    number = entry.leaf.whole("objection", 1)
    is_one = number < entry.seq and found.entries[number - 1].type == "objection"
    if not is_one or number in found.withdrawn:
        raise Wrong(
            entry.leaf.at("objection"),
            f"entry {number} is no objection that still stands before this one.",
            f"此前第 {number} 条不是仍在的异议。",
        )
    found.withdrawn.add(number)


def _take_tally(found: Assembly, entry: Entry) -> None:
    leaf = entry.leaf
    leaf.one_of("stage", ("preliminary", "final"))
    if found.tallies and found.tallies[-1].entry.leaf.text("stage") == "final":
        raise Wrong(
            leaf.at("stage"),
            "the final tally stands before this, and none comes after it.",
            "此前已经有最终计票，它之后不能再有计票。",
        )
    ballots, last = leaf.whole("ballots"), leaf.whole("last")
    seqs = list(found.casts)
    if ballots != len(seqs):
        raise Wrong(
            leaf.at("ballots"),
            f"it stands on {ballots} ballots, and {len(seqs)} are before it.",
            f"写的是 {ballots} 张票，之前有 {len(seqs)} 张。",
        )
    if last != (seqs[-1] if seqs else 0):
        raise Wrong(
            leaf.at("last"),
            f"entry {last} is not the last ballot before it.",
            f"第 {last} 条不是此前最后一张票。",
        )
    if found.roll is None or found.closes_at is None or entry.at < found.closes_at:
        raise Wrong(
            leaf.at("at"), "it was counted before the window ended.", "投票期结束之前就计票了。"
        )
    if len(found.tallies) == _TALLIES:
        raise Wrong(entry.place, f"more than {_TALLIES} tallies.", f"计票超过 {_TALLIES} 次。")
    voters = len({cast.voter for cast in found.casts.values()})
    set_aside = dict(found.superseded), frozenset(found.struck)
    found.tallies.append(Published(entry, found.closes_at, voters, *set_aside))


def _nothing(found: Assembly, entry: Entry) -> None:
    """The other types stand in the log for the record; a count does not hang on them."""


_TAKE = {
    "rules": _take_rules,
    "agenda": _take_agenda,
    "roll": _take_roll,
    "extension": _take_extension,
    "ballot": _take_ballot,
    "superseded": _take_superseded,
    "struck": _take_struck,
    "withdrawn": _take_withdrawn,
    "tally": _take_tally,
}


def one_ballot(found: Assembly) -> None:
    """Of several ballots of one voter no more hold than there are motions, and no chain is open."""
    by_voter: dict[str, list[int]] = {}
    for seq, cast in found.casts.items():
        by_voter.setdefault(cast.voter, []).append(seq)
    motions = list(found.motions)
    for voter, seqs in by_voter.items():
        if len(seqs) > 1:
            _one_each(found, voter, seqs, motions)
    for (ballot, motion), (holds, entry) in found.superseded.items():
        if holds and (holds, motion) in found.superseded and _circles(found, ballot, motion):
            raise Wrong(
                entry.leaf.at("holds"),
                "these ballots supersede one another in a circle.",
                "这几张票互相取代，成了一圈。",
            )


def _one_each(found: Assembly, voter: str, seqs: Sequence[int], motions: list[str]) -> None:
    whole = [seq for seq in seqs if not any((seq, one) in found.superseded for one in motions)]
    if len(whole) > len(motions):
        raise Wrong(
            found.casts[whole[-1]].entry.place,
            f"voter {voter} has more than one ballot that holds (entries {_some(whole)}).",
            f"业主 {voter} 有不止一张有效票（第 {_some(whole)} 条）。",
        )


def _circles(found: Assembly, ballot: int, motion: str) -> bool:
    seen: set[int] = set()
    while ballot and (ballot, motion) in found.superseded:
        if ballot in seen:
            return True
        seen.add(ballot)
        ballot = found.superseded[ballot, motion][0]
    return False


def _some(seqs: Sequence[int]) -> str:
    return clip(", ".join(map(str, seqs)))
