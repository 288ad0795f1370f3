"""What passed: its resolution stands behind the final tally, and the money it names behind that."""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256

from recount.figures import Figures, figures_of
from recount.leaves import Assembly, Entry
from recount.money import money_of
from recount.plain import canonical, clip
from recount.wrong import Place, Wrong


@dataclass(slots=True)
class _Passed:
    """The motions that passed in the final tally, by the digest of what it says of them."""

    motions: dict[str, str] = field(default_factory=dict)
    resolved: dict[int, str] = field(default_factory=dict)
    paid: set[str] = field(default_factory=set)


def check(found: Assembly) -> None:
    """Every resolution and every sum in the log is one that passed, and no sum is missing."""
    passed, place = _Passed(), None
    for entry in found.entries:
        if entry.type == "tally" and entry.leaf.text("stage") == "final":
            passed.motions, place = _passed(found, entry), entry.place
        elif entry.type == "resolution":
            _resolution(passed, entry)
        elif entry.type == "money":
            _money(found, passed, entry)
    for name in passed.motions.values():
        if place and found.motions[name].money and name not in passed.paid:
            title = clip(found.motions[name].title)
            raise Wrong(
                place,
                f"“{title}” passed and decides on money; its entry of type “money” is missing.",
                f"“{title}”已经通过，并且动用款项，却没有“money”类型的条目。",
            )


def _passed(found: Assembly, entry: Entry) -> dict[str, str]:
    tally = next(one for one in found.tallies if one.entry is entry)
    counted = figures_of(found, tally)
    return {
        _digest(figures): name
        for name, figures in counted.items()
        if figures.deemed_outcome == "passed"
    }


def _digest(figures: Figures) -> str:
    return sha256(canonical(figures.fields.place, figures.fields.value)).hexdigest()


def _resolution(passed: _Passed, entry: Entry) -> None:
    motion = passed.motions.get(entry.leaf.hexes("sha256", 64))
    if motion is None:
        raise Wrong(
            entry.leaf.at("sha256"),
            "no motion that passed in a final tally before this is meant by it.",
            "此前的最终计票中，没有这样一项通过的事项。",
        )
    _once(entry, motion, set(passed.resolved.values()))
    passed.resolved[entry.seq] = motion


def _money(found: Assembly, passed: _Passed, entry: Entry) -> None:
    leaf = entry.leaf
    leaf.one_of("act", ("decided",))
    name, resolution = leaf.text("motion"), leaf.whole("resolution", 1)
    motion = found.motions.get(name)
    if motion is None or motion.money is None:
        raise Wrong(
            leaf.at("motion"),
            "the agenda names no money for this motion.",
            "议程中这一事项没有写款项。",
        )
    if passed.resolved.get(resolution) != name:
        raise Wrong(
            leaf.at("resolution"),
            f"entry {resolution} is no resolution on this motion before this one.",
            f"此前第 {resolution} 条不是这一事项的决定。",
        )
    _once(entry, name, passed.paid)
    given = money_of(leaf).data()
    for part, value in motion.money.data().items():
        _same(leaf.at(part), given[part], value)
    passed.paid.add(name)


def _same(place: Place, printed: object, decided: object) -> None:
    if printed != decided:
        raise Wrong(
            place,
            f"{clip(printed)} is printed, and the agenda says {clip(decided)}.",
            f"写的是 {clip(printed)}，议程中是 {clip(decided)}。",
        )


def _once(entry: Entry, motion: str, known: Collection[str]) -> None:
    if motion in known:
        raise Wrong(
            entry.place,
            f"there is already an entry of type “{entry.type}” on this motion.",
            f"这一事项已经有“{entry.type}”类型的条目。",
        )
