"""What is filed as it is read counts exactly like ballots that are looked at one by one."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

import recount_assemblies
from domain.assembly.figures import assembly
from domain.assembly.inventing import invented
from linli.application.assembly.domain.ballots import kept_apart
from linli.application.assembly.domain.reading import read_ballot
from linli.application.assembly.domain.tallying import count, read, tally
from linli.kernel import Refused


def one_by_one(given, filed):
    """The same assembly with every ballot kept apart."""
    by_motion = {one.motion.id: one for one in filed.tickets}
    beyond = {one.row for one in filed.over_cap}
    found = {key: [] for key in filed.ballots}
    for number, row in enumerate(given["ballots"]):
        motion, ballots = read_ballot(row, number, by_motion)
        for candidate, ballot in zip(by_motion[motion].candidates or ("",), ballots, strict=True):
            if number not in beyond:
                found[motion, candidate].append(ballot)
    size = len(filed.rolls.places)
    return replace(filed, ballots={key: kept_apart(size, each) for key, each in found.items()})


def counted(given):
    try:
        return count(given)
    except Refused as refused:  # nobody in the scope; nothing to count
        return str(refused)


def assemblies():
    for seed in range(1_000):
        yield recount_assemblies.assembly(Random(seed))
    dice = Random(2026)
    for _ in range(1_000):
        yield invented(dice)


def test_ballots_in_columns_count_like_ballots_one_by_one():
    seen = Counter()
    for number, given in enumerate(assemblies()):
        filed = read(given)
        assert counted(filed) == counted(one_by_one(given, filed)), number
        for each in filed.ballots.values():
            seen["in a column"] += len(each.codes) - each.codes.count(0)
            seen["apart"] += sum(map(len, each.apart.values()))
    assert min(seen["in a column"], seen["apart"]) > 2_000


PLAIN = {"channel": "web", "at": "2026-11-01T10:00:00+08:00"}


def with_a_row(**changed):
    """Three owners; the second of three plain ballots is changed."""
    given = assembly(3, "300", {"for": (3, "300")})
    given["ballots"] = [{**one, **PLAIN} for one in given["ballots"]]
    given["ballots"][1] |= changed
    return given


@pytest.mark.parametrize(
    "changed",
    [
        {"owner": ""},
        {"owner": 5},
        {"owner": ["for-0"]},
        {"motion": ["m"]},
        {"motion": {}},
        {"motion": None},
        {"choice": "For"},
        {"choice": ["for"]},
        {"choice": None},
        {"channel": ""},
        {"channel": None},
        {"channel": ["web"]},
        {"at": ""},
        {"at": 20261101},
        {"at": "2026-11-31T10:00:00+08:00"},
        {"at": "2026-11-01T10:00:00." + "0" * 200},
        {"at": "0001-01-01T00:00:00+08:00"},
        {"at": "9999-12-31T23:00:00-08:00"},
        {"proxy": 7},
        {"by": ""},
        {"unit": {}},
    ],
    ids=str,
)
def test_a_wrong_value_among_plain_rows_is_named(changed):
    assert tally(with_a_row())["motions"][0]["participation"]["heads"] == [3, 3]
    with pytest.raises(Refused) as refused:
        tally(with_a_row(**changed))
    assert refused.value.field == f"ballots[1].{next(iter(changed))}"


def test_the_first_row_that_cannot_be_used_is_named_whoever_came_first():
    given = with_a_row(proxy="holder", choice="maybe")
    given["rules"] = {"proxy_cap": 1}
    given["ballots"][2] |= {"at": "yesterday"}
    with pytest.raises(Refused) as refused:
        tally(given)
    assert refused.value.field == "ballots[1].choice"
