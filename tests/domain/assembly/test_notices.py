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


def before_2021(kind, heads, area, taking_part):
    """A notice of 1,000 owners and 80,000 m² with so many in favour and the rest against."""
    whole, all_of_it = taking_part
    return checked(
        participating={"heads": whole, "area": f"{all_of_it}.00"},
        kind=kind,
        **{"for": {"heads": heads, "area": area}},
        against={"heads": whole - heads, "area": f"{all_of_it - int(area.partition('.')[0])}.00"},
        abstain={"heads": 0, "area": "0"},
        printed={"outcome": "passed"},
    )


@pytest.mark.parametrize("kind", ["ordinary", "278.1", "278.2", "278.3", "278.4", "278.9"])
def test_before_2021_more_than_half_of_all_owners_was_enough(kind):
    found = before_2021(kind, 501, "41000.00", (600, 50000))
    assert found["strict"]["outcome"] == "no_quorum"
    assert "superseded_rule" in codes(found)
    assert "superseded_rule" not in codes(before_2021(kind, 500, "41000.00", (600, 50000)))


def test_before_2021_funds_were_used_by_two_thirds_of_all_owners():
    found = before_2021("278.5", 510, "41000.00", (600, 50000))
    assert found["strict"]["outcome"] == "no_quorum"
    assert "superseded_rule" not in codes(found)


@pytest.mark.parametrize("kind", ["278.6", "278.7", "special"])
def test_before_2021_funds_were_raised_and_houses_rebuilt_by_two_thirds_of_all_owners(kind):
    found = before_2021(kind, 667, "54000.00", (900, 75000))
    assert found["strict"]["outcome"] == "failed"
    assert "superseded_rule" in codes(found)
    assert "superseded_rule" not in codes(before_2021(kind, 666, "54000.00", (900, 75000)))


def test_before_2021_the_use_of_common_parts_was_changed_by_more_than_half():
    found = before_2021("278.8", 501, "41000.00", (900, 75000))
    assert found["strict"]["outcome"] == "failed"
    assert "superseded_rule" in codes(found)
    assert "superseded_rule" not in codes(before_2021("278.8", 500, "41000.00", (900, 75000)))


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
