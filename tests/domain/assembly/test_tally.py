"""The count: the law's worked cases and every undecided switch."""

from itertools import accumulate

import pytest

from domain.assembly.figures import assembly
from linli.application.assembly.domain.reading.roll import owners_of
from linli.application.assembly.domain.tallying import tally
from linli.kernel import Refused


def judge(given):
    return tally(given)["motions"][0]


def outcome(*figures, **more):
    return judge(assembly(*figures, **more))["strict"]["outcome"]


GATES = """
C1  9   900    ordinary  for 4 400       against 2 200       passed
C2  100 10000  ordinary  for 60 6000     against 6 700       no_quorum
C3  100 10000  ordinary  for 60 6000     against 7 666.66    no_quorum
C4  100 10000  ordinary  for 34 3333.34  against 33 3333.33  passed
C5  100 10000  ordinary  for 34 4000     against 34 2800     failed
C6  100 10000  ordinary  for 35 3400     against 33 3400     failed
C7  100 10000  special   for 60 6000     against 20 2000     passed
C8  100 10000  special   for 60 5999.99  against 20 2000.01  failed
C9  100 10000  special   for 59 6400     against 21 1600     failed
"""


@pytest.mark.parametrize("line", GATES.strip().splitlines(), ids=lambda line: line[:2])
def test_the_gates_are_exact(line):
    _, heads, area, kind, _, yes, agreeing, _, no, against, expected = line.split()
    said = {"for": (int(yes), agreeing), "against": (int(no), against)}
    assert outcome(int(heads), area, said, kind) == expected


@pytest.mark.parametrize(("kind", "expected"), [("278.5", "passed"), ("278.6", "failed")])
def test_c10_what_is_voted_on_decides_how_many_must_agree(kind, expected):
    said = {"for": (45, "4200"), "against": (20, "2500"), "abstain": (15, "1300")}
    assert outcome(100, "10000", said, kind) == expected


def flats(agreeing, taking_part=("A", "BC", "D", "E", "F"), abstaining=()):
    areas = {
        "A": ["80", "90", "70"],
        "developer": ["100", "100"],
        "BC": ["120"],
        "D": ["110"],
        "E": ["95"],
        "F": ["105"],
        "G": ["130"],
    }
    owners = [
        {"id": name, "units": [{"id": f"{name}{n}", "area": each} for n, each in enumerate(own)]}
        for name, own in areas.items()
    ]
    owners[1]["developer"] = True
    owners[2]["joint"] = ["B", "C"]
    choices = {name: "for" if name in agreeing else "against" for name in taking_part}
    choices |= dict.fromkeys(abstaining, "abstain")
    ballots = [{"owner": name, "motion": "m", "choice": one} for name, one in choices.items()]
    motions = [{"id": "m", "title": "ten flats, seven owners", "kind": "ordinary"}]
    return {"owners": owners, "motions": motions, "ballots": ballots}


def test_c11_heads_are_owners_and_not_flats():
    found = judge(flats(("A", "BC")))
    assert found["participation"] == {"heads": [5, 7], "area": ["670", "1000"]}
    assert found["approval"]["heads"] == [2, 5]
    assert found["strict"]["outcome"] == "failed"
    assert found["strict"]["would_change"] == {
        "what": "more_agreeing",
        "heads": 1,
        "area": "0",
        "either": False,
    }


def test_c12_and_c13_one_owner_more_and_an_abstention_against():
    assert judge(flats(("A", "BC", "D")))["strict"]["outcome"] == "passed"
    found = judge(flats(("A", "BC", "D"), abstaining=("developer",)))
    assert found["participation"] == {"heads": [6, 7], "area": ["870", "1000"]}
    assert found["strict"]["outcome"] == "failed"


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


DEEMING = {"non_response": "follow_majority", "clause": "议事规则18", "warning_published": True}


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


def one_owner_says(first, second, **rules):
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")}, rules=rules)
    name = given["owners"][2]["id"]
    at = "2026-11-01T{}:00:00+08:00".format
    given["ballots"] += [
        {"owner": name, "motion": "m", "choice": first, "channel": "web", "at": at(10)},
        {"owner": name, "motion": "m", "choice": second, "channel": "paper", "at": at(11)},
    ]
    return judge(given)


def test_c15_of_two_ballots_one_counts_and_both_are_kept():
    found = one_owner_says("for", "against", duplicates="first_valid")
    assert found["strict"]["outcome"] == "passed"
    assert found["set_aside"] == [{"row": 3, "owner": "silent-0", "code": "superseded"}]
    found = one_owner_says("for", "against", duplicates="paper_prevails")
    assert found["strict"]["outcome"] == "failed"
    assert found["set_aside"] == [{"row": 2, "owner": "silent-0", "code": "superseded"}]
    found = one_owner_says("for", "against")
    assert found["strict"]["outcome"] == "undetermined"
    assert [one["code"] for one in found["strict"]["reasons"]] == ["unset:duplicates"]
    assert one_owner_says("for", "for")["strict"]["outcome"] == "passed"


AT = "2026-11-01T10:00:00+08:00"
PAPER, WEB = {"choice": "against", "channel": "paper"}, {"choice": "for", "channel": "web"}


def two_ballots(first, second, policy):
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")})
    given["rules"] = {"duplicates": policy}
    given["ballots"] += [{"owner": "silent-0", "motion": "m", **one} for one in (first, second)]
    return given


@pytest.mark.parametrize(
    ("first", "second", "policy", "outcome"),
    [
        (PAPER, WEB, "first_valid", "failed"),  # no times at all: the order of the list
        (WEB, PAPER, "first_valid", "passed"),
        (PAPER, {**WEB, "at": AT}, "paper_prevails", "failed"),  # the channel decides by itself
        (PAPER, {**WEB, "at": AT}, "online_prevails", "passed"),
        ({"choice": "for"}, {**WEB, "at": AT}, "first_valid", "passed"),  # both say the same
        ({"choice": "for"}, {"choice": "for", "channel": "paper"}, "paper_prevails", "passed"),
        ({"choice": "for", "at": AT}, {**PAPER, "at": AT}, "first_valid", "passed"),
        ({"choice": "void"}, {**WEB, "at": AT}, "paper_prevails", "passed"),  # a void one gives way
    ],
)
def test_what_decides_nothing_may_lack_a_time_or_a_channel(first, second, policy, outcome):
    assert judge(two_ballots(first, second, policy))["strict"]["outcome"] == outcome


@pytest.mark.parametrize(
    ("first", "second", "policy", "field"),
    [
        (PAPER, {**WEB, "at": AT}, "first_valid", "ballots[2].at"),
        ({**PAPER, "at": AT}, WEB, "first_valid", "ballots[3].at"),
        ({**PAPER, "at": AT}, WEB, None, "ballots[3].at"),
        (PAPER, {"choice": "for"}, "paper_prevails", "ballots[3].channel"),
        ({"choice": "against"}, WEB, "online_prevails", "ballots[2].channel"),
    ],
)
def test_what_decides_which_ballot_holds_is_never_guessed(first, second, policy, field):
    given = two_ballots(first, second, policy)
    if policy is None:
        del given["rules"]
    with pytest.raises(Refused) as refused:
        tally(given)
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field}: it is needed")


def test_whose_proxies_came_first_is_never_guessed():
    given = assembly(6, "600", {}, rules={"proxy_cap": 1})
    given["ballots"] = [
        {"owner": f"silent-{n}", "motion": "m", "choice": "for", "proxy": "holder"}
        for n in range(2)
    ]
    assert judge(given)["participation"]["heads"] == [1, 6]
    given["ballots"][0]["at"] = AT
    with pytest.raises(Refused) as refused:
        tally(given)
    assert refused.value.field == "ballots[1].at"
    given["rules"] = {"proxy_cap": 2}
    assert judge(given)["participation"]["heads"] == [2, 6]


def test_c16_a_proxy_has_a_cap_and_gives_way_to_ones_own_ballot():
    given = assembly(6, "600", {}, rules={"proxy_cap": 3})
    given["ballots"] = [
        {"owner": f"silent-{n}", "motion": "m", "choice": "for", "proxy": "holder"}
        for n in range(4)
    ]
    found = tally(given)
    assert found["motions"][0]["participation"]["heads"] == [3, 6]
    assert found["set_aside"] == [{"row": 3, "owner": "silent-3", "code": "proxy_over_cap"}]
    given["ballots"].append({"owner": "silent-0", "motion": "m", "choice": "against"})
    found = judge(given)
    assert found["strict"]["counts"]["against"]["heads"] == 1
    assert found["set_aside"] == [{"row": 0, "owner": "silent-0", "code": "proxy_revoked"}]


def test_c17_joint_owners_who_disagree_are_not_counted_until_one_is_named():
    given = flats(("A",), taking_part=("A", "D", "E", "F"))
    given["ballots"] += [
        {"owner": "BC", "motion": "m", "choice": "for", "by": "B"},
        {"owner": "BC", "motion": "m", "choice": "against", "by": "C"},
    ]
    found = judge(given)
    assert found["participation"]["heads"] == [4, 7]
    assert [one["code"] for one in found["set_aside"]] == ["disputed", "disputed"]
    given["owners"][2]["representative"] = "B"
    found = judge(given)
    assert found["participation"]["heads"] == [5, 7]
    assert found["strict"]["counts"]["for"]["heads"] == 2


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


def two_of_three(**rules):
    """Ten owners, two seats; the tenth names A and B on the web, then A and C on paper."""
    said = [list(pair) for pair in ("AB", "AC", "BC") for _ in range(3)]
    owners = [{"id": f"o{n}", "units": [{"id": f"u{n}", "area": "100"}]} for n in range(10)]
    ballots = [
        {"owner": f"o{n}", "motion": "m", "choice": pair, "channel": "paper"}
        for n, pair in enumerate(said)
    ]
    for hour, channel, pair in ((10, "web", "AB"), (11, "paper", "AC")):
        at = f"2026-11-01T{hour}:00:00+08:00"
        more = {"owner": "o9", "motion": "m", "choice": list(pair), "channel": channel, "at": at}
        ballots.append(more)
    motion = {"id": "m", "title": "x", "kind": "election", "candidates": [*"ABC"], "seats": 2}
    return {"owners": owners, "motions": [motion], "ballots": ballots, "rules": rules}


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


def test_c20_a_flat_sold_after_the_freeze_is_voted_for_by_who_was_on_the_roll():
    frozen = flats(("A", "BC", "D"))
    frozen["ballots"].append({"owner": "buyer of D", "motion": "m", "choice": "against"})
    found = judge(frozen)
    assert found["participation"] == {"heads": [5, 7], "area": ["670", "1000"]}
    assert found["strict"]["outcome"] == "passed"
    assert found["set_aside"] == [{"row": 5, "owner": "buyer of D", "code": "not_in_electorate"}]


def test_c20_who_buys_from_a_neighbour_stays_one_head_of_two_until_the_next_roll():
    frozen = flats(("A", "BC", "D"))
    assert judge(frozen)["strict"]["outcome"] == "passed"
    later = flats(("A", "BC"), taking_part=("A", "BC", "E", "F"))  # D has sold to F
    sold = next(one for one in later["owners"] if one["id"] == "D")
    later["owners"].remove(sold)
    next(one for one in later["owners"] if one["id"] == "F")["units"] += sold["units"]
    found = judge(later)
    assert found["participation"] == {"heads": [4, 6], "area": ["670", "1000"]}
    assert found["strict"]["outcome"] == "failed"


def test_c22_who_is_not_in_the_scope_is_not_counted():
    given = assembly(3, "300", {"for": (2, "200")})
    for owner, building in zip(given["owners"], "335", strict=True):
        owner["units"][0]["building"] = building
    given["scope"] = {"buildings": ["3"]}
    given["ballots"].append({"owner": "silent-0", "motion": "m", "choice": "against"})
    found = judge(given)
    assert found["participation"]["heads"] == [2, 2]
    assert found["set_aside"] == [{"row": 2, "owner": "silent-0", "code": "not_in_electorate"}]


def test_an_explicit_follow_is_a_real_vote():
    said = {"for": (30, "3000"), "against": (10, "1000"), "follow_majority": (30, "3000")}
    found = judge(assembly(100, "10000", said))
    assert found["participation"]["heads"] == [70, 100]
    assert found["approval"]["heads"] == [60, 70]
    said = {"for": (30, "2000"), "against": (20, "3000"), "follow_majority": (30, "3000")}
    found = judge(assembly(100, "10000", said))
    assert found["strict"]["reasons"][0]["code"] == "no_majority_to_follow"


@pytest.mark.parametrize(("switch", "choice"), [("void", "void"), ("blank", "blank")])
def test_an_undecided_switch_matters_only_when_it_matters(switch, choice):
    said = {"for": (60, "6000"), "against": (6, "600"), choice: (4, "400")}
    found = judge(assembly(100, "10000", said))
    assert found["strict"]["outcome"] == "undetermined"
    assert found["strict"]["reasons"][0]["code"] == f"unset:{switch}"
    said["for"] = (66, "6600")
    assert judge(assembly(100, "10000", said))["strict"]["outcome"] == "passed"


def test_a_switch_that_changes_the_figures_alone_is_said_beside_them():
    said = {"for": (8, "800"), "void": (1, "100")}
    found = judge(assembly(10, "1000", said))
    assert (found["strict"]["outcome"], found["participation"]["heads"]) == ("passed", [9, 10])
    for count in (found["strict"], found["deemed"]):
        assert [one["code"] for one in count["reasons"]] == ["unset:void"]
        assert "废票算不算参加，换一种算法数字不同，结果一样" in count["why_zh"]
    assert "whether a void ballot takes part; counted otherwise the figures differ" in found["why"]
    decided = judge(assembly(10, "1000", said, rules={"void": "participates"}))
    assert (decided["strict"]["reasons"], "Note" in decided["why"]) == ([], False)


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


def test_parking_counts_only_as_the_rules_say():
    given = assembly(4, "400", {"for": (2, "200")})
    given["owners"][3]["units"][0]["use"] = "parking"
    assert judge(given)["strict"]["reasons"][0]["code"] == "unset:side_units"
    given["rules"] = {"side_units": "not_counted"}
    assert judge(given)["participation"]["heads"] == [2, 3]
    given["rules"] = {"side_units": "counted"}
    assert judge(given)["participation"]["heads"] == [2, 4]


@pytest.mark.parametrize(
    ("known", "source", "area"),
    [
        ({"registry": "100", "survey": "90", "contract": "80"}, "registry", "100"),
        ({"contract": "80", "survey": "90"}, "survey", "90"),
        ({"contract": "80", "registry": "100"}, "registry", "100"),
        ({"contract": "80"}, "contract", "80"),
    ],
)
def test_of_several_areas_the_registrys_counts_else_the_surveys(known, source, area):
    given = assembly(3, "300", {"for": (2, "200")})
    unit = given["owners"][0]["units"][0]
    del unit["area"], unit["source"]
    unit["areas"] = known
    (owner, *_) = owners_of(given["owners"])
    assert (owner.units[0].source, str(owner.units[0].area)) == (source, area)
    assert judge(given)["participation"]["area"] == [
        f"{int(area) + 100}.00",
        f"{int(area) + 200}.00",
    ]


@pytest.mark.parametrize(("rule", "outcome"), [("void", "failed"), ("first_valid", "passed")])
def test_an_owner_who_says_two_things_with_two_units_is_judged_by_the_rules(rule, outcome):
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")})
    given["owners"][2]["units"].append({"id": "second", "area": "1"})
    for unit, choice in (("u-silent-0", "for"), ("second", "against")):
        ballot = {"owner": "silent-0", "motion": "m", "choice": choice, "unit": unit}
        given["ballots"].append(ballot)
    assert judge(given)["strict"]["outcome"] == "undetermined"
    given["rules"] = {"differing_units": rule, "void": "participates"}
    assert judge(given)["strict"]["outcome"] == outcome


def test_a_remark_may_stand_anywhere_and_counts_for_nothing():
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")})
    before = tally(given)
    for row in (given["owners"][0], given["motions"][0], given["ballots"][0]):
        row.update(name="王秀英", note="电话里说的")
    assert tally(given) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda g: g["owners"][0]["units"][0].update(area="8o"), "owners[0].units[0].area"),
        (lambda g: g["owners"][0]["units"][0].update(area="0"), "owners[0].units[0].area"),
        (lambda g: g["owners"][0]["units"][0].update(area=80.5), "owners[0].units[0].area"),
        (lambda g: g["owners"][0]["units"][0].pop("area"), "owners[0].units[0].area"),
        (lambda g: g["owners"][1].update(id=g["owners"][0]["id"]), "owners[1].id"),
        (lambda g: g["owners"][1].update(units=g["owners"][0]["units"]), "owners[1].units[0].id"),
        (lambda g: g["motions"][0].update(kind="278.10"), "motions[0].kind"),
        (lambda g: g["ballots"][1].update(motion="n"), "ballots[1].motion"),
        (lambda g: g["ballots"][1].update(choice="maybe"), "ballots[1].choice"),
        (lambda g: g["ballots"][1].update(at="yesterday"), "ballots[1].at"),
        (lambda g: g["ballots"][1].update(channel="papre"), "ballots[1].channel"),
        (lambda g: g["ballots"][1].update(channell="paper"), "ballots[1]"),
        (lambda g: g["owners"][1].update(develloper=True), "owners[1]"),
        (lambda g: g["owners"][1]["units"][0].update(bulding="1"), "owners[1].units[0]"),
        (lambda g: g["motions"][0].update(knid="special"), "motions[0]"),
        (lambda g: g.update(deliveries=[{"unit": "nowhere"}]), "deliveries[0].unit"),
        (lambda g: g.update(deliveries=[{"owner": "nobody"}]), "deliveries[0].owner"),
        (lambda g: g.update(deliveries=[{"evidence": "signed"}]), "deliveries[0].unit"),
        (lambda g: g.update(deliveries=[{"unit": "u-for-0", "eviddence": "x"}]), "deliveries[0]"),
        (
            lambda g: g.update(deliveries=[{"unit": "u-for-0", "evidence": True}]),
            "deliveries[0].evidence",
        ),
        (lambda g: g["ballots"].append(3), "ballots[2]"),
        (lambda g: g.update(rules={"viod": "participates"}), "rules"),
        (lambda g: g.update(rules={"void": "maybe"}), "rules.void"),
        (lambda g: g.update(pack="atlantis"), "pack"),
        (lambda g: g.update(scope={"buildings": ["nowhere"]}), "m"),
        (lambda g: g.update(owners={}), "owners"),
    ],
)
def test_a_mistake_is_named_with_its_place(change, field):
    given = assembly(3, "300", {"for": (1, "100"), "against": (1, "100")})
    change(given)
    with pytest.raises(Refused) as refused:
        tally(given)
    assert refused.value.field == field
    assert str(refused.value).startswith((field, "pack"))
