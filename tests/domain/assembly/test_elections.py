"""Elections: who passes, in which order the seats are filled, and what a tie hangs on."""

from itertools import accumulate

import pytest

from domain.assembly.figures import judge, two_of_three
from linli.application.assembly.domain.tallying import tally


def election(heads, areas, seats, tie=None, voters=70):
    """Candidates with so many heads each, of 100 owners of whom 70 take part."""
    names = [f"k{number}" for number in range(len(heads))]
    owners = [{"id": f"o{n}", "units": [{"id": f"u{n}", "area": areas(n)}]} for n in range(100)]
    ballots = [
        {
            "owner": f"o{voter}",
            "motion": "m",
            "choice": [name for name, count in zip(names, heads, strict=True) if voter in count],
        }
        for voter in range(voters)
    ]
    motion = {"id": "m", "title": "x", "kind": "election", "candidates": names, "seats": seats}
    rules = {"tie": tie} if tie else {}
    return judge({"owners": owners, "motions": [motion], "ballots": ballots, "rules": rules})


def crosses(*counts, voters=70):
    """So many voters for each candidate, dealt round, so that nobody makes a cross too many."""
    ends = list(accumulate(counts))
    return [
        {cross % voters for cross in range(end - count, end)}
        for count, end in zip(counts, ends, strict=True)
    ]


def test_c18_only_more_than_half_of_those_who_took_part_elects():
    found = election(crosses(60, 55, 50, 40, 36, 35, 20), lambda _: "100", 5)["strict"]
    assert (found["outcome"], found["alternates"]) == ("passed", [])
    assert found["elected"] == ["k0", "k1", "k2", "k3", "k4"]
    counts = [one["counts"]["for"]["heads"] for one in found["candidates"].values()]
    assert counts == [60, 55, 50, 40, 36, 35, 20]
    assert found["candidates"]["k5"]["outcome"] == "failed"


def test_whoever_passes_beyond_the_seats_waits_in_the_order_of_votes():
    found = election(crosses(50, 36, 45, 38, 20), lambda _: "100", 3)["strict"]
    assert (found["outcome"], found["elected"]) == ("passed", ["k0", "k2", "k3"])
    assert (found["alternates"], found["open"]) == (["k1"], [])


def test_nobody_is_elected_by_too_few_or_by_ballots_with_too_many_crosses():
    found = election([range(60), range(50), range(40)], lambda _: "100", 2, voters=0)
    assert found["strict"]["outcome"] == "no_quorum"
    heads = [range(60), range(10, 60), range(20, 60)]
    found = election(heads, lambda _: "100", 2)["strict"]
    assert found["candidates"]["k0"]["outcome"] == "undetermined"  # three crosses are too many
    found = election([range(60), range(55)], lambda _: "100", 2)["strict"]
    assert (found["elected"], found["alternates"]) == (["k0", "k1"], [])


@pytest.mark.parametrize(
    ("tie", "more", "elected", "tied"),
    [
        ("larger_area", "101", ["k0", "k1"], []),
        ("larger_area", "100", ["k0"], ["k1", "k2"]),
        ("lot", "101", ["k0"], ["k1", "k2"]),
        (None, "101", ["k0"], ["k1", "k2"]),
    ],
)
def test_c19_a_tie_for_the_last_seat_is_decided_as_the_rules_say(tie, more, elected, tied):
    heads = [range(60), {*range(30), *range(60, 70)}, range(30, 70)]
    found = election(heads, lambda owner: more if owner < 30 else "100", 2, tie)["strict"]
    assert (found["elected"], found["tied"]) == (elected, tied)
    assert found["outcome"] == ("undetermined" if tied else "passed")


@pytest.mark.parametrize(
    ("rules", "elected", "waiting"),
    [
        ({"duplicates": "first_valid"}, ["A", "B"], ["C"]),
        ({"duplicates": "paper_prevails"}, ["A", "C"], ["B"]),
    ],
)
def test_of_an_owners_two_election_ballots_the_rules_say_which_elects(rules, elected, waiting):
    found = judge(two_of_three(**rules))["strict"]
    assert (found["outcome"], found["elected"], found["alternates"]) == ("passed", elected, waiting)
    assert (found["open"], found["reasons"]) == ([], [])


def test_a_switch_nobody_has_decided_elects_nobody_of_whom_it_decides():
    result = judge(two_of_three())
    for found in (result["strict"], result["deemed"]):
        assert (found["outcome"], found["elected"], found["open"]) == (
            "undetermined",
            ["A"],
            ["B", "C"],
        )
        assert found["alternates"] == []
        assert [one["code"] for one in found["reasons"]] == ["unset:duplicates"]
    assert "which of an owner's ballots holds" in result["why"]


def test_an_election_says_as_well_that_its_figures_hang_on_an_open_switch():
    given = two_of_three(duplicates="first_valid")
    given["owners"].append({"id": "o10", "units": [{"id": "u10", "area": "100"}]})
    given["ballots"].append({"owner": "o10", "motion": "m", "choice": "void"})
    found = judge(given)
    assert (found["strict"]["outcome"], found["strict"]["elected"]) == ("passed", ["A", "B"])
    assert (found["strict"]["alternates"], found["strict"]["reasons"]) == (["C"], [])
    assert "whether a void ballot takes part; counted otherwise the figures differ" in found["why"]
    given["rules"]["void"] = "participates"
    assert "Note" not in judge(given)["why"]


def test_who_waits_in_one_reading_only_is_not_said_to_wait():
    given = two_of_three(duplicates="first_valid")
    given["ballots"][8] |= {"choice": "void"}  # C has 5 of 9, or of 10
    found = judge(given)
    assert (found["strict"]["outcome"], found["strict"]["elected"]) == ("passed", ["A", "B"])
    assert (found["strict"]["alternates"], found["strict"]["open"]) == ([], [])
    assert [one["code"] for one in found["strict"]["reasons"]] == ["unset:void"]
    assert "who waits is undetermined; the rules do not say whether a void" in found["why"]


CROSSES = ("CA", "CA", "CA", "AB", "CB", "CB", "CB")
"""C has six heads of seven, A and B have four each; two seats."""


def tied_election(tie, last_area="100"):
    motion = {"id": "m", "title": "e", "kind": "election", "candidates": [*"ABC"], "seats": 2}
    return tally(
        {
            "rules": {"tie": tie} if tie else {},
            "owners": [
                {"id": f"o{n}", "units": [{"id": f"u{n}", "area": last_area if n == 6 else "100"}]}
                for n in range(len(CROSSES))
            ],
            "motions": [motion],
            "ballots": [
                {"owner": f"o{n}", "motion": "m", "choice": [*names]}
                for n, names in enumerate(CROSSES)
            ],
        }
    )["motions"][0]["strict"]


@pytest.mark.parametrize(
    ("tie", "code"),
    [
        ("larger_area", "tie:equal_area"),
        ("lot", "tie:lot"),
        ("run_off", "tie:run_off"),
        (None, "unset:tie"),
    ],
)
def test_c19_a_tie_says_which_rule_leaves_it_open(tie, code):
    found = tied_election(tie)
    assert (found["outcome"], found["elected"], found["tied"]) == (
        "undetermined",
        ["C"],
        ["A", "B"],
    )
    assert [one["code"] for one in found["reasons"]] == [code]
    assert found["reasons"][0]["words"] and found["reasons"][0]["words_zh"]


def test_c19_the_larger_area_decides_where_there_is_one():
    found = tied_election("larger_area", "100.01")
    assert (found["outcome"], found["elected"], found["reasons"]) == ("passed", ["C", "B"], [])
