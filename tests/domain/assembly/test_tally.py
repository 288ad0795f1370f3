"""The count: the law's worked cases and every undecided switch."""

import pytest

from domain.assembly.figures import assembly, judge, outcome
from linli.application.assembly.domain.reading.roll import owners_of
from linli.application.assembly.domain.tallying import tally
from linli.kernel import Refused

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
