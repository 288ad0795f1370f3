"""Steps 1 to 7 of docs/bundle.md, in their order; the first thing that does not hold is raised."""

from dataclasses import dataclass

from recount import deciding, figures, leaves, opened
from recount.files import LEAVES, Bundle
from recount.judging import Sum
from recount.leaves import Assembly
from recount.notes import LOG, WITNESS, Checkpoint, Key, checkpoint_of, key_of
from recount.plain import Fields, parse
from recount.tree import SIZE, roots
from recount.wrong import Place, Wrong

FORMAT = "linli-bundle/1"


@dataclass(frozen=True, slots=True)
class Keys:
    """Whose signatures are looked for, and how many witnesses must have cosigned."""

    log: Key
    witnesses: list[Key]
    needed: int


@dataclass(frozen=True, slots=True)
class Log:
    """The state of the log that the bundle stands on."""

    keys: Keys
    checkpoint: Checkpoint
    hashes: memoryview
    cosigned: int


@dataclass(frozen=True, slots=True)
class About:
    """What `bundle.json` says."""

    origin: str
    assembly: str
    is_opened: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A bundle in which everything holds."""

    log: Log
    assembly: Assembly
    about: About
    last: dict[str, figures.Figures]
    stage: str


def check(bundle: Bundle, trusted: Bundle | None = None) -> Found:
    """Hold a bundle to everything; `trusted` is where `keys.json` is taken from instead."""
    about = about_of(bundle)
    log = log_of(bundle, about.origin, trusted)
    found = leaves.read(bundle, log.hashes, about.assembly)
    leaves.one_ballot(found)
    last = {}
    for tally in found.tallies:
        last = figures.figures_of(found, tally)
        _plausible(found, tally, last)
    deciding.check(found)
    if about.is_opened:
        records = opened.records_of(bundle, found)
        for tally in found.tallies:
            opened.check(found, records, tally, figures.figures_of(found, tally))
    stage = found.tallies[-1].entry.leaf.text("stage") if found.tallies else ""
    return Found(log, found, about, last, stage)


def _plausible(
    found: Assembly, tally: leaves.Published, printed: dict[str, figures.Figures]
) -> None:
    assert found.roll is not None, "an assembly that was read has a roll"
    assert found.rules is not None, "and rules"
    roll = Sum(found.roll.whole("heads"), found.roll.area("area"))
    for name, each in printed.items():
        figures.within(each, tally.voters, roll)
        figures.follows(each, found.motions[name], found.rules)


def about_of(bundle: Bundle) -> About:
    """Step 1: what this bundle says it is."""
    place = Place("bundle.json")
    fields = Fields(place, parse(place, bundle.whole("bundle.json")))
    fields.one_of("format", (FORMAT,))
    fields.instant("made_at")
    return About(fields.text("origin"), fields.text("assembly"), fields.yes("opened"))


def keys_of(bundle: Bundle) -> Keys:
    """Read whose signatures count."""
    place = Place("keys.json")
    fields = Fields(place, parse(place, bundle.whole("keys.json")))
    log = key_of(fields.at("log"), fields.take("log"), LOG)
    listed = fields.items("witnesses", 100)
    witnesses = [
        key_of(fields.at("witnesses").at(n), each, WITNESS) for n, each in enumerate(listed)
    ]
    if len({key.public for key in witnesses}) < len(witnesses):
        raise Wrong(fields.at("witnesses"), "a witness is there twice.", "见证人有重复。")
    needed = fields.whole("needed")
    if needed > len(witnesses):
        raise Wrong(
            fields.at("needed"),
            f"{needed} are needed of {len(witnesses)} witnesses.",
            f"见证人只有 {len(witnesses)} 个，却要求 {needed} 个。",
        )
    return Keys(log, witnesses, needed)


def log_of(bundle: Bundle, origin: str, trusted: Bundle | None = None) -> Log:
    """Steps 2 and 3: the signatures, the root, and that all earlier states are prefixes."""
    keys = keys_of(trusted or bundle)
    place = Place("checkpoint")
    newest = checkpoint_of(
        place, _text(place, bundle.whole("checkpoint")), keys.log, keys.witnesses
    )
    if newest.origin != origin:
        raise Wrong(
            Place("bundle.json", 0, "origin"),
            "the checkpoint is of another log.",
            "与检查点的来源不一致。",
        )
    if len(newest.seen) < keys.needed:
        raise Wrong(
            place,
            f"{len(newest.seen)} of {keys.needed} witnesses that are needed have cosigned.",
            f"需要 {keys.needed} 个见证人签名，只有 {len(newest.seen)} 个。",
        )
    hashes = memoryview(bundle.whole("hashes", LEAVES * SIZE))
    if len(hashes) != newest.size * SIZE:
        raise Wrong(
            Place("hashes"),
            f"{newest.size} hashes of {SIZE} bytes are needed, and it has {len(hashes)} bytes.",
            f"应有 {newest.size} 个 {SIZE} 字节的散列值，实有 {len(hashes)} 字节。",
        )
    _one_tree(hashes, [*_history(bundle, keys), (place, newest)], keys)
    return Log(keys, newest, hashes, len(newest.seen))


def _history(bundle: Bundle, keys: Keys) -> list[tuple[Place, Checkpoint]]:
    earlier = []
    for line, raw in bundle.lines("history.jsonl"):
        fields = Fields(line, parse(line, raw))
        note = fields.text("note", 100_000)
        place = fields.at("note")
        earlier.append((place, checkpoint_of(place, note, keys.log, keys.witnesses)))
    return earlier


def _one_tree(hashes: memoryview, states: list[tuple[Place, Checkpoint]], keys: Keys) -> None:
    sizes = [state.size for _, state in states]
    for (place, state), before in zip(states[1:], sizes, strict=False):
        if state.size < before:
            raise Wrong(
                place,
                f"the log has shrunk from {before} to {state.size} leaves.",
                f"账本从 {before} 条变成了 {state.size} 条。",
            )
    leaves_ = (bytes(hashes[n : n + SIZE]) for n in range(0, len(hashes), SIZE))
    true = dict(roots(leaves_, sizes))
    for place, state in states:
        if true[state.size] != state.root:
            raise Wrong(
                place,
                f"the first {state.size} hashes do not give this root: this is another history.",
                f"前 {state.size} 个散列值得不出这个根：这是另一份历史。",
            )
    for key in keys.witnesses:
        _never_back(key, states)


def _never_back(key: Key, states: list[tuple[Place, Checkpoint]]) -> None:
    """A witness never cosigns a smaller log after a larger one."""
    seen = [
        (state.size, state.seen[key.id], place) for place, state in states if key.id in state.seen
    ]
    for (size, when, _), (larger, later, place) in zip(seen, seen[1:], strict=False):
        if later < when and larger > size:
            raise Wrong(
                place,
                f"witness “{key.name}” has cosigned {size} leaves after {larger}.",
                f"见证人“{key.name}”先签了 {larger} 条，后又签了 {size} 条。",
            )


def _text(place: Place, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong(place, "this is not text in UTF-8.", "不是 UTF-8 编码的文字。") from None
