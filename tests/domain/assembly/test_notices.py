"""A published result is checked from its own figures; what is missing is not guessed."""

import copy

import pytest

from linli.application.assembly.domain.auditing import audit_notice
from linli.kernel import Refused

NOTICE = {
    "scope": {"heads": 1000, "area": "80000.00"},
    "participating": {"heads": 700, "area": "60000.00"},
    "motions": [
        {
            "title": "使用维修资金",
            "kind": "278.5",
            "for": {"heads": 600, "area": "50000.00"},
            "against": {"heads": 60, "area": "6000.00"},
            "abstain": {"heads": 40, "area": "4000.00"},
            "printed": {
                "outcome": "passed",
                "participating_heads_pct": "70.00",
                "participating_area_pct": "75",
                "for_heads_pct": "85.71",
                "for_area_pct": "83.33",
                "against_heads_pct": "8.57",
            },
        }
    ],
}


def checked(**changes):
    """The notice with some figures changed: `for__heads=1`; None leaves one out."""
    given = copy.deepcopy(NOTICE)
    for path, value in changes.items():
        first, _, second = path.partition("__")
        at = given if first in {"scope", "participating", "motions"} else given["motions"][0]
        if second:
            at, first = at[first], second
        if value is None:
            del at[first]
        else:
            at[first] = value
    return audit_notice(given)["motions"][0]


def codes(found):
    return [one["code"] for one in found["findings"]]


def test_a_right_notice_has_nothing_against_it():
    found = checked()
    assert (found["strict"], found["deemed"], found["findings"]) == (
        {"outcome": "passed"},
        None,
        [],
    )


def test_four_missing_votes_are_found():
    found = checked(for__heads=596)
    (finding,) = [one for one in found["findings"] if one["code"] == "parts_do_not_sum"]
    assert finding == {
        "code": "parts_do_not_sum",
        "field": "participating.heads",
        "printed": "700",
        "computed": "696",
    }


@pytest.mark.parametrize(
    ("printed", "is_wrong"),
    [
        ("85.71", False),
        ("85.7", False),
        ("86", False),
        ("85", False),
        ("85.72", True),
        ("60", True),
    ],
)
def test_a_percentage_may_be_rounded_or_cut_off_and_nothing_else(printed, is_wrong):
    found = checked(printed__for_heads_pct=printed)
    assert ("percentage_wrong" in codes(found)) is is_wrong


def test_too_few_took_part():
    found = checked(participating__heads=600, for__heads=500)
    assert found["strict"]["outcome"] == "no_quorum"
    assert {"no_quorum", "outcome_wrong"} <= set(codes(found))


def test_the_kind_may_decide():
    found = checked(for__heads=500, against__heads=160, printed={"outcome": "passed"})
    assert found["strict"]["outcome"] == "passed"
    assert codes(found) == ["kind_matters"]


def test_what_passes_only_under_the_law_before_2021_is_named():
    found = checked(
        participating={"heads": 600, "area": "50000.00"},
        for__heads=510,
        for__area="41000.00",
        against={"heads": 90, "area": "9000.00"},
        abstain={"heads": 0, "area": "0"},
        printed={"outcome": "passed"},
    )
    assert found["strict"]["outcome"] == "no_quorum"
    assert "superseded_rule" in codes(found)


def test_silence_taken_as_votes_is_shown_beside_the_strict_count():
    found = checked(
        participating={"heads": 600, "area": "50000.00"},
        deemed={"heads": 100, "area": "10000.00", "added_to": "for"},
        for__heads=400,
        for__area="30000.00",
        against={"heads": 160, "area": "16000.00"},
        printed={"outcome": "passed"},
    )
    assert found["strict"]["outcome"] == "no_quorum"
    assert found["deemed"] == {"outcome": "passed"}
    assert "deemed_decides" in codes(found)
    assert "outcome_wrong" not in codes(found)


@pytest.mark.parametrize("missing", ["for__area", "participating__heads", "scope__area"])
def test_what_hangs_on_a_missing_figure_cannot_be_confirmed(missing):
    extra = {"abstain__heads": None} if missing == "participating__heads" else {}
    found = checked(**{missing: None, **extra})
    assert found["strict"]["outcome"] == "cannot_confirm"
    assert "outcome_wrong" not in codes(found)


def test_a_gate_that_one_count_fails_is_failed_without_the_other():
    assert checked(participating__heads=600, for__area=None)["strict"]["outcome"] == "no_quorum"
    assert checked(for__heads=300, for__area=None)["strict"]["outcome"] == "failed"
    found = checked(scope__area=None, for__heads=300)
    assert found["strict"]["outcome"] == "failed"


def test_void_ballots_decide_only_when_it_is_known_whether_they_took_part():
    changes = {
        "participating__heads": None,
        "for__heads": 330,
        "against__heads": 300,
        "abstain__heads": 20,
        "void": {"heads": 40, "area": "0"},
    }
    assert checked(**changes)["strict"]["outcome"] == "cannot_confirm"
    assert checked(**{**changes, "for__heads": 500})["strict"]["outcome"] == "passed"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"for__heads": -1}, "motions[0].for.heads"),
        ({"for__heads": "many"}, "motions[0].for.heads"),
        ({"for__area": "1e3"}, "motions[0].for.area"),
        ({"kind": "other"}, "motions[0].kind"),
        ({"printed__outcome": "maybe"}, "motions[0].printed.outcome"),
        ({"printed__for_heads_pct": "half"}, "motions[0].printed.for_heads_pct"),
        ({"deemed": {"heads": 1}}, "motions[0].deemed.added_to"),
        ({"scope": 7}, "scope"),
        ({"motions": []}, "motions"),
    ],
)
def test_a_mistake_is_named_with_its_place(change, field):
    with pytest.raises(Refused) as refused:
        checked(**change)
    assert refused.value.field == field
