"""All ballots into the boxes of their motions: plain ones at once, others as they are read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, datetime
from operator import itemgetter
from typing import Any

from linli.application.assembly.domain.ballots import CHANNELS, CODES, Aside, Ballot, Filed
from linli.application.assembly.domain.counting import Rolls
from linli.application.assembly.domain.filing import NOTHING, Box
from linli.application.assembly.domain.plain import MOST_LETTERS
from linli.application.assembly.domain.reading.ballots import read_ballot
from linli.application.assembly.domain.reading.motions import Ticket
from linli.application.assembly.domain.rules import Rules
from linli.kernel import Refused

_PLAIN, _PLAIN_FIELDS = itemgetter("owner", "motion", "choice", "channel", "at"), 5
_WORDS = {choice.value: code for choice, code in CODES.items()}


def file_ballots(
    rows: Sequence[Any], tickets: Sequence[Ticket], rolls: Rolls, rules: Rules
) -> tuple[Mapping[tuple[str, str], Filed], tuple[Aside, ...]]:
    """The ballots by motion and candidate, and those of proxies beyond the cap."""
    by_motion = {one.motion.id: one for one in tickets}
    boxes = {
        name: Box(one.candidates, rolls.certain(one.motion.scope))
        for name, one in by_motion.items()
    }
    carried: list[tuple[str, Sequence[Ballot]]] = []
    for number in _not_plain(rows, rolls.places, boxes):
        motion, ballots = read_ballot(rows[number], number, by_motion)
        if ballots[0].is_proxy:
            carried.append((motion, ballots))
        else:
            boxes[motion].add(rolls.places.get(ballots[0].owner), ballots)
    within, over_cap = _capped(carried, rules.proxy_cap)
    for motion, ballots in within:
        boxes[motion].add(rolls.places.get(ballots[0].owner), ballots)
    for box in boxes.values():
        for number in box.doubled:
            box.keep(read_ballot(rows[number], number, by_motion)[1])
    found = {
        (motion, candidate): filed
        for motion, box in boxes.items()
        for candidate, filed in box.filed().items()
    }
    return found, over_cap


def _not_plain(
    rows: Sequence[Any], places: Mapping[str, int], boxes: Mapping[str, Box]
) -> Iterator[int]:
    """File each plain row that is its owner's first on a motion; the numbers of all others.

    Of millions of rows nearly all are plain. They are checked here in one go; `read_ballot` checks
    the same field by field, and has the sentence for what is wrong.
    """
    columns = {name: (box.rows, box.codes[""]) for name, box in boxes.items() if "" in box.codes}
    for number, row in enumerate(rows):
        try:
            owner, motion, choice, channel, at = _PLAIN(row)
            place, code, (filed, codes) = places[owner], _WORDS[choice], columns[motion]
            is_plain = len(row) == _PLAIN_FIELDS and channel in CHANNELS
            if is_plain and filed[place] == NOTHING and _is_moment(at):
                filed[place], codes[place] = number, code
                continue
        except (KeyError, TypeError, ValueError):
            pass
        yield number


def _is_moment(text: str) -> bool:
    """Whether it is a time; ValueError when it cannot even be one."""
    return len(text) <= MOST_LETTERS and MINYEAR < datetime.fromisoformat(text).year < MAXYEAR


def _capped(
    carried: list[tuple[str, Sequence[Ballot]]], cap: int | None
) -> tuple[list[tuple[str, Sequence[Ballot]]], tuple[Aside, ...]]:
    """The ballots carried by proxy within the cap, and those beyond; who came first is within."""
    carried.sort(key=lambda each: (each[1][0].at, each[1][0].row))
    held: dict[str, set[str]] = {}
    within, over = [], []
    for motion, ballots in carried:
        first = ballots[0]
        if _is_over_cap(first, held, cap):
            _check_times(carried, first.by)
            over.append(Aside(first.row, first.owner, "proxy_over_cap"))
        else:
            within.append((motion, ballots))
    return within, tuple(sorted(over, key=lambda one: one.row))


def _check_times(carried: Sequence[tuple[str, Sequence[Ballot]]], holder: str) -> None:
    """Who came first is known only when all that one holder carried has a time, or none has."""
    mine = [ballots[0] for _, ballots in carried if ballots[0].by == holder]
    lacking = [one for one in mine if not one.at]
    if lacking and len(lacking) < len(mine):
        field = f"ballots[{lacking[0].row}].at"
        raise Refused(
            "invalid",
            "%(where)s: it is needed, because this holder carries more proxies than one may.",
            field=field,
            where=field,
        )


def _is_over_cap(ballot: Ballot, held: dict[str, set[str]], cap: int | None) -> bool:
    """Whether the holder of this proxy speaks for more owners than the rules allow."""
    principals = held.setdefault(ballot.by, set())
    if cap is not None and ballot.owner not in principals and len(principals) >= cap:
        return True
    principals.add(ballot.owner)
    return False
