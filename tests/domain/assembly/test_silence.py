"""Silence as a vote: a clause, a warning, evidence for every home, and one side in the lead."""

import pytest

from domain.assembly.figures import assembly, judge, two_of_three

DEEMING = {"non_response": "follow_majority", "clause": "议事规则18", "warning_published": True}


def test_silence_in_an_election_follows_for_every_candidate_and_changes_no_rank():
    given = two_of_three(duplicates="first_valid", **DEEMING)
    given["ballots"][:2] = []
    given["deliveries"] = [{"unit": f"u{n}", "evidence": "signed"} for n in range(2)]
    found = judge(given)
    heads = [one["approval"]["heads"][0] for one in found["strict"]["candidates"].values()]
    assert (heads, found["strict"]["outcome"]) == ([5, 5, 6], "undetermined")
    heads = [one["approval"]["heads"][0] for one in found["deemed"]["candidates"].values()]
    assert heads == [7, 7, 8]
    assert (found["deemed"]["elected"], found["deemed"]["tied"]) == (["C"], ["A", "B"])


def silent_delivered(given, count=40):
    given["deliveries"] = [{"unit": f"u-silent-{n}", "evidence": "signed"} for n in range(count)]
    return given


@pytest.mark.parametrize("policy", ["follow_majority", "deemed_abstain"])
@pytest.mark.parametrize(
    "said",
    [
        {"for": (30, "2000"), "against": (25, "3000")},
        {"for": (25, "3000"), "against": (30, "2000")},
        {"for": (30, "3000"), "against": (30, "2000")},
        {"for": (30, "3000"), "against": (25, "3000")},
    ],
)
def test_c14_silence_is_taken_for_nothing_when_heads_and_area_lead_differ(policy, said):
    rules = {**DEEMING, "non_response": policy}
    found = judge(silent_delivered(assembly(100, "10000", said, rules=rules)))
    assert found["strict"]["outcome"] == "no_quorum"
    assert found["deemed"]["outcome"] == "undetermined"
    assert [one["code"] for one in found["deemed"]["reasons"]] == ["heads_and_area_lead_differ"]
    assert found["deemed"]["deemed_votes"]["heads"] == 0
    assert found["deemed"]["participation"] == found["strict"]["participation"]


@pytest.mark.parametrize(
    ("policy", "outcome", "codes"),
    [("follow_majority", "undetermined", ["nobody_leads"]), ("deemed_abstain", "failed", [])],
)
def test_where_both_sides_are_level_silence_may_abstain_and_follows_nobody(policy, outcome, codes):
    said = {"for": (30, "3000"), "against": (30, "3000")}
    rules = {**DEEMING, "non_response": policy}
    found = judge(silent_delivered(assembly(100, "10000", said, rules=rules)))["deemed"]
    assert found["outcome"] == outcome
    assert [one["code"] for one in found["reasons"]] == codes


def test_silence_counts_only_with_clause_warning_and_delivery():
    said = {"for": (40, "4000"), "against": (15, "1500")}
    full = silent_delivered(assembly(100, "10000", said, rules=DEEMING))
    found = judge(full)
    assert (found["strict"]["outcome"], found["deemed"]["outcome"]) == ("no_quorum", "passed")
    assert found["deemed"]["participation"]["heads"] == [95, 100]
    assert found["deemed"]["deemed_votes"]["heads"] == 40
    for lacking, code in (("clause", "no_clause"), ("warning_published", "no_warning")):
        rules = {name: value for name, value in DEEMING.items() if name != lacking}
        found = judge({**full, "rules": rules})
        assert found["deemed"]["outcome"] == "no_quorum"
        assert found["deemed"]["reasons"][0]["code"] == code
    assert judge({**full, "deliveries": []})["deemed"]["outcome"] == "no_quorum"


@pytest.mark.parametrize("lacking", [{"evidence": ""}, {"evidence": "  "}, {"evidence": None}, {}])
def test_a_delivery_without_evidence_has_reached_nobody(lacking):
    said = {"for": (40, "4000"), "against": (15, "1500")}
    given = silent_delivered(assembly(100, "10000", said, rules=DEEMING))
    rows = given["deliveries"]
    given["deliveries"] = [{"unit": one["unit"], **lacking} for one in rows[1:]] + rows[:1]
    found = judge(given)["deemed"]
    assert (found["outcome"], found["deemed_votes"]["heads"]) == ("no_quorum", 1)


def test_a_delivery_may_name_the_owner_of_all_the_units_it_reached():
    said = {"for": (40, "4000"), "against": (15, "1500")}
    given = assembly(100, "10000", said, rules=DEEMING)
    rows = [{"owner": f"silent-{n}", "evidence": "signed", "channel": "paper"} for n in range(40)]
    assert judge({**given, "deliveries": rows})["deemed"]["deemed_votes"]["heads"] == 40


def test_silence_is_never_agreement_where_all_must_agree():
    given = silent_delivered(assembly(5, "500", {"for": (4, "400")}, "279", rules=DEEMING), 1)
    found = judge(given)
    assert found["deemed"]["outcome"] == found["strict"]["outcome"] == "failed"
    assert judge(assembly(5, "500", {"for": (5, "500")}, "279"))["strict"]["outcome"] == "passed"
