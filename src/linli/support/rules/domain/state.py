"""A judge's memory as bytes, so that a restart changes nothing."""

import zlib
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from linli.support.rules.domain.judging import Group, Judge

_FORMAT = 1
_LARGEST = 1 << 30


def export(judge: "Judge") -> bytes:
    """The times last heard by series, and every group that has something to remember."""
    heard = [[number, watch.at] for number, watch in judge.watches.items() if watch.at >= 0]
    body = [_FORMAT, heard, [_group(group) for group in judge.groups if _remembers(group)]]
    return zlib.compress(orjson.dumps(body), 1)


def restore(judge: "Judge", exported: bytes) -> None:
    """Bring back what belongs to the judge's present rules and series."""
    heard, groups = _read(exported)
    for number, at in heard:
        if number in judge.watches:
            judge.watches[number].at = at
    known = {(*group.key, group.plan.rule.version): group for group in judge.groups}
    for row in groups:
        group = known.get((row[0], row[1], row[2]))
        if group is not None:
            _restore(group, row)
    for watch in judge.watches.values():
        watch.narrow()
    judge.reschedule()


def _remembers(group: "Group") -> bool:
    return group.clock >= 0 or any(not leaf.is_fresh() for leaf in group.root.leaves)


def _group(group: "Group") -> list[Any]:
    root = group.root
    return [
        *group.key,
        group.plan.rule.version,
        int(group.raised),
        int(group.held_back),
        group.clock,
        group.due,
        group.last_at,
        [[leaf.series.number, leaf.export()] for leaf in root.leaves],
        [node.export() for node in root.all_nodes()],
    ]


def _restore(group: "Group", row: list[Any]) -> None:
    group.raised, group.held_back = bool(row[3]), bool(row[4])
    group.clock, group.last_at = row[5], row[7]
    positions = _by_series_and_turn(row[8])
    news = False
    for key, leaf in _keyed(group):
        if key in positions:
            leaf.restore(positions[key])
        else:
            news = True
    group.due = min(row[6], *(leaf.due for leaf in group.root.leaves)) if news else row[6]
    for node, exported in zip(group.root.all_nodes(), row[9], strict=True):
        node.restore(exported)


def _by_series_and_turn(rows: list[Any]) -> dict[tuple[int, int], list[Any]]:
    seen: dict[int, int] = {}
    found: dict[tuple[int, int], list[Any]] = {}
    for number, exported in rows:
        seen[number] = seen.get(number, -1) + 1
        found[number, seen[number]] = exported
    return found


def _keyed(group: "Group") -> list[tuple[tuple[int, int], Any]]:
    """The leaves, each by its series and by how many leaves on that series come before it."""
    seen: dict[int, int] = {}
    keyed = []
    for leaf in group.root.leaves:
        number = leaf.series.number
        seen[number] = seen.get(number, -1) + 1
        keyed.append(((number, seen[number]), leaf))
    return keyed


def _read(exported: bytes) -> tuple[list[Any], list[Any]]:
    try:
        body = orjson.loads(zlib.decompressobj().decompress(exported, _LARGEST))
    except (zlib.error, orjson.JSONDecodeError) as error:
        raise ValueError(f"not a judge's export: {error}") from None
    if not isinstance(body, list) or len(body) != 3 or body[0] != _FORMAT:
        raise ValueError("not a judge's export, or one of another format")
    return body[1], body[2]
