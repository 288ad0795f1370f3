"""The opened bundle: every commitment opens, and the ballots themselves are counted anew."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from recount.counting import Count, Motion, count
from recount.figures import Figures, exactly
from recount.files import LINE, ROLL, Bundle
from recount.holding import CHANNELS, WORDS, Choice, Vote, over_the_cap
from recount.judging import Sum
from recount.leaves import Assembly, Entry, Published
from recount.plain import Fields, canonical, clip, metres, parse
from recount.roll import Head, Owner, Scope, owners_of
from recount.wrong import Place, Wrong

FILE = "opened.jsonl"


@dataclass(frozen=True, slots=True)
class Letter:
    """A written proxy given or taken back, for these motions (none named: all)."""

    seq: int
    principal: str
    holder: str
    motions: frozenset[str]
    given: bool


@dataclass(slots=True)
class Records:
    """What stands behind the commitments."""

    owners: list[Owner] = field(default_factory=list)
    votes: list[tuple[str, Vote]] = field(default_factory=list)
    deliveries: list[tuple[int, str]] = field(default_factory=list)
    letters: dict[tuple[str, str], list[Letter]] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)


def records_of(bundle: Bundle, found: Assembly) -> Records:
    """Open every commitment once and read what it holds."""
    records = Records()
    closed = {entry.seq: entry for entry in found.entries if entry.commitment}
    for place, raw in bundle.lines(FILE, ROLL):
        line = Fields(place, parse(place, raw))
        seq = line.whole("seq", 1)
        entry = closed.pop(seq, None)
        if entry is None:
            raise Wrong(
                line.at("seq"),
                f"entry {seq} has no commitment, or is opened twice.",
                f"第 {seq} 条没有承诺值，或打开了两次。",
            )
        if len(raw) > LINE and entry.type != "roll":
            raise Wrong(place, "this line is too long.", "这一行太长。")
        salt, record = bytes.fromhex(line.hexes("salt", 64)), line.inner("record")
        if sha256(salt + canonical(record.place, record.value)).hexdigest() != entry.commitment:
            raise Wrong(
                place,
                f"this does not open the commitment of entry {seq}.",
                f"打不开第 {seq} 条的承诺值。",
            )
        records.places[seq] = record.place
        _TAKE.get(entry.type, _nothing)(records, found, entry, record)
    if closed:
        seq = min(closed)
        raise Wrong(Place(FILE), f"entry {seq} is not opened.", f"第 {seq} 条没有打开。")
    records.votes.sort(key=lambda vote: vote[1].seq)
    _check_deliveries(records)
    return records


def _check_deliveries(records: Records) -> None:
    """What was delivered was delivered to a unit on the roll."""
    units = {unit.id for one in records.owners for unit in one.units}
    for seq, unit in records.deliveries:
        if unit not in units:
            raise Wrong(
                records.places[seq].at("unit"),
                f"“{clip(unit)}” does not stand on the roll.",
                f"“{clip(unit)}”不在名册上。",
            )


def _take_roll(records: Records, found: Assembly, entry: Entry, record: Fields) -> None:
    records.owners = list(owners_of(record))
    everybody, buildings = Sum(), dict[str, Sum]()
    for owner in records.owners:
        everybody += Sum(1, sum(unit.area for unit in owner.units)) if owner.units else Sum()
        within: dict[str, int] = {}
        for unit in owner.units:
            if unit.building:
                within[unit.building] = within.get(unit.building, 0) + unit.area
        for name, area in within.items():
            buildings[name] = buildings.get(name, Sum()) + Sum(1, area)
    leaf = entry.leaf
    _same(leaf.at("heads"), Sum(leaf.whole("heads"), leaf.area("area")), everybody)
    for each in leaf.each("buildings"):
        given = Sum(each.whole("heads"), each.area("area"))
        _same(each.at("heads"), given, buildings.pop(each.text("building"), Sum()))
    for name in buildings:
        raise Wrong(
            leaf.at("buildings"),
            f"building “{clip(name)}” is missing.",
            f"缺少楼栋“{clip(name)}”。",
        )


def _same(place: Place, printed: Sum, counted: Sum) -> None:
    if printed != counted:
        raise Wrong(
            place,
            f"{printed.heads} heads and {metres(printed.area)} m² are published; the opened roll"
            f" has {counted.heads} and {metres(counted.area)}.",
            f"公布 {printed.heads} 人、{metres(printed.area)} 平方米；打开的名册是"
            f" {counted.heads} 人、{metres(counted.area)} 平方米。",
        )


def _take_representative(records: Records, found: Assembly, entry: Entry, record: Fields) -> None:
    """Joint owners named one of them after the roll was frozen."""
    owner, name = record.text("owner"), record.text("representative")
    for at, one in enumerate(records.owners):
        if one.id == owner and name in one.joint:
            records.owners[at] = replace(one, representative=name)
            return
    raise Wrong(
        record.at("representative"),
        "the representative is none of the joint owners.",
        "代表不在共有人之中。",
    )


def _take_delivery(records: Records, found: Assembly, entry: Entry, record: Fields) -> None:
    unit = record.text("unit")
    if not record.has("evidence") or record.value["evidence"] == "":
        return  # without evidence nobody was reached
    if record.text("evidence", 1000).strip():
        records.deliveries.append((entry.seq, unit))


def _take_letter(records: Records, found: Assembly, entry: Entry, record: Fields) -> None:
    principal, holder = record.text("principal"), record.text("holder")
    motions = frozenset(record.texts("motions") if record.has("motions") else ())
    letter = Letter(entry.seq, principal, holder, motions, entry.type == "proxy")
    records.letters.setdefault((principal, holder), []).append(letter)


def _take_ballot(records: Records, found: Assembly, entry: Entry, record: Fields) -> None:
    cast = found.casts[entry.seq]
    owner, channel = record.text("owner"), record.one_of("channel", CHANNELS)
    if owner != cast.voter or channel != cast.channel:
        name = "owner" if owner != cast.voter else "channel"
        raise Wrong(
            record.at(name),
            f"the log says otherwise about entry {entry.seq}.",
            f"与账本第 {entry.seq} 条不一致。",
        )
    at = record.instant("at")
    by, proxy, unit = (
        record.text(name) if record.has(name) else None for name in ("by", "proxy", "unit")
    )
    choices = record.inner("choices")
    for name in choices.value:
        motion = found.motions.get(name)
        if motion is None:
            raise Wrong(
                choices.at(clip(name)),
                "this motion is not on the agenda.",
                "议程中没有这一事项。",
            )
        choice = _choice(choices, motion)
        vote = Vote(entry.seq, owner, choice, channel, at, by, proxy, unit)
        records.votes.append((name, vote))


def _choice(choices: Fields, motion: Motion) -> Choice:
    """What was chosen; more candidates than there are seats make the ballot void."""
    if motion.kind != "election" or not isinstance(choices.value[motion.id], list):
        return choices.one_of(motion.id, WORDS)
    named = choices.texts(motion.id)
    for name in named:
        if name not in motion.candidates:
            raise Wrong(
                choices.at(motion.id),
                f"“{clip(name)}” is no candidate.",
                f"“{clip(name)}”不是候选人。",
            )
    return tuple(sorted(named)) if len(named) <= motion.seats else "void"


def _nothing(records: Records, found: Assembly, entry: Entry, record: Fields) -> None:
    """An objection is kept for the record; a count does not hang on it."""


_TAKE: dict[str, Callable[[Records, Assembly, Entry, Fields], None]] = {
    "roll": _take_roll,
    "delivery": _take_delivery,
    "ballot": _take_ballot,
    "representative": _take_representative,
    "proxy": _take_letter,
    "proxy_revoked": _take_letter,
}


def recounted(found: Assembly, records: Records, tally: Published) -> dict[str, Count]:
    """Every motion counted anew from the ballots before this tally."""
    assert found.rules is not None, "an assembly that was read has rules"
    before = tally.entry.seq
    votes = [
        (name, vote)
        for name, vote in records.votes
        if vote.seq < before
        and vote.seq not in tally.struck
        and _in_time(found, tally, vote)
        and _carried(records, name, vote)
    ]
    beyond = over_the_cap((vote for _, vote in votes), found.rules.proxy_cap)
    by_motion: dict[str, list[Vote]] = {name: [] for name in found.motions}
    for name, vote in votes:
        if vote.proxy is None or (vote.proxy, vote.owner) not in beyond:
            by_motion[name].append(vote)
    known: dict[tuple[Scope, str], dict[str, Head]] = {}
    delivered = {unit for seq, unit in records.deliveries if seq < before}
    return {
        name: count(motion, found.rules, records.owners, by_motion[name], delivered, known=known)
        for name, motion in found.motions.items()
    }


def _in_time(found: Assembly, tally: Published, vote: Vote) -> bool:
    opens: datetime | None = found.opens_at
    return opens is not None and opens <= vote.at <= tally.closes_at


def _carried(records: Records, motion: str, vote: Vote) -> bool:
    """Whether a ballot that somebody else carried has a written proxy behind it, at that time."""
    if vote.proxy is None:
        return True
    letters = records.letters.get((vote.owner, vote.proxy), ())
    fitting = [
        letter
        for letter in letters
        if letter.seq < vote.seq and (not letter.motions or motion in letter.motions)
    ]
    return bool(fitting) and max(fitting, key=lambda letter: letter.seq).given


def holds_once(
    found: Assembly, records: Records, tally: Published, counts: dict[str, Count]
) -> None:
    """Each owner has one effective ballot for a motion, and it is the one the rules let hold."""
    assert found.rules is not None, "an assembly that was read has rules"
    decided = {"duplicates", "differing_units"} <= found.rules.switches.keys()
    left: dict[tuple[str, str], list[int]] = {}
    for name, vote in records.votes:
        if vote.seq < tally.entry.seq and (vote.seq, name) not in tally.superseded:
            left.setdefault((name, vote.owner), []).append(vote.seq)
    for (name, owner), seqs in left.items():
        if len(seqs) > 1:
            raise Wrong(
                found.casts[seqs[1]].entry.place,
                f"{owner} has two ballots that hold for “{clip(name)}” (entries {seqs[0]} and"
                f" {seqs[1]}).",
                f"{owner} 对“{clip(name)}”有两张有效票（第 {seqs[0]}、{seqs[1]} 条）。",
            )
    for name, counted in counts.items():
        for owner, one in counted.held.items():
            if decided and one.seq and left.get((name, owner), [0])[0] != one.seq:
                raise Wrong(
                    found.casts[one.seq].entry.place,
                    f"by the rules this ballot holds for “{clip(name)}”, and the log has set it"
                    " aside.",
                    f"按规则这张票对“{clip(name)}”有效，账本却把它排除了。",
                )


def check(found: Assembly, records: Records, tally: Published, printed: dict[str, Figures]) -> None:
    """A tally against the ballots."""
    counts = recounted(found, records, tally)
    for name, figures in printed.items():
        exactly(figures, counts[name])
    holds_once(found, records, tally, counts)
