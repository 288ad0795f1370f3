"""What a tie for the last seat is said to hang on (C19)."""

import pytest

from linli.application.assembly.domain.tallying import tally

CROSSES = ("CA", "CA", "CA", "AB", "CB", "CB", "CB")
"""C has six heads of seven, A and B have four each; two seats."""


def election(tie, last_area="100"):
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
    found = election(tie)
    assert (found["outcome"], found["elected"], found["tied"]) == (
        "undetermined",
        ["C"],
        ["A", "B"],
    )
    assert [one["code"] for one in found["reasons"]] == [code]
    assert found["reasons"][0]["words"] and found["reasons"][0]["words_zh"]


def test_c19_the_larger_area_decides_where_there_is_one():
    found = election("larger_area", "100.01")
    assert (found["outcome"], found["elected"], found["reasons"]) == ("passed", ["C", "B"], [])
