"""The worked cases C1 to C22 of the law that concern counting, in bundles that are opened."""

import json
from datetime import datetime
from fractions import Fraction

import pytest

from recount.counting import Motion, count
from recount.holding import Vote, over_the_cap
from recount.plain import Fields, metres
from recount.roll import owners_of, scope_of
from recount.rules import rules_of
from recount.wrong import Place

RULES = {
    "void": "participates",
    "blank": "abstain",
    "duplicates": "first_valid",
    "differing_units": "void",
    "side_units": "counted",
    "tie": "larger_area",
}


def fields(value):
    return Fields(Place("case"), json.loads(json.dumps(value)))


def owner(name, *areas, **more):
    units = [
        {"id": f"{name}{n}", "area": area, "source": "registry", "building": more.get("at", "1")}
        for n, area in enumerate(areas)
    ]
    return {"id": name, "units": units, **{k: v for k, v in more.items() if k != "at"}}


def vote(seq, who, choice, channel="web", hour=10, **more):
    at = datetime.fromisoformat(f"2026-11-01T{hour:02}:00:00+08:00")
    return Vote(seq, who, choice, channel, at, **more)


def counted(owners, votes, kind="ordinary", delivered=(), rules=RULES, scope=None, **election):
    rules = rules_of(fields(rules))
    motion = Motion("m", "m", kind, scope_of(fields(scope or {})), **election)
    beyond = over_the_cap(votes, rules.proxy_cap)
    kept = [each for each in votes if (each.proxy, each.owner) not in beyond]
    return count(motion, rules, owners_of(fields({"owners": owners})), kept, set(delivered))


def assembly(heads, area, **said):
    """So many owners with so much area in all; each choice is given as (heads, area)."""
    parts = {choice: (n, Fraction(a)) for choice, (n, a) in said.items()}
    left = heads - sum(n for n, _ in parts.values())
    rest = Fraction(area) - sum(a for _, a in parts.values())
    owners, votes = [], []
    for choice, (n, whole) in {**parts, None: (left, rest)}.items():
        for k in range(n):
            each = Fraction(round(whole / n * 100), 100)  # the last takes what is left of it
            mine = each if k < n - 1 else whole - each * (n - 1)
            name = f"o{len(owners)}"
            owners.append(owner(name, f"{mine.numerator * (100 // mine.denominator) / 100:.2f}"))
            if choice is not None:
                votes.append(vote(len(owners), name, choice.rstrip("_")))
    return owners, votes


GATES = [
    ("C1", 9, "900", "ordinary", {"for_": (4, "400"), "against": (2, "200")}, "passed"),
    ("C2", 100, "10000", "ordinary", {"for_": (60, "6000"), "against": (6, "700")}, "no_quorum"),
    ("C3", 100, "10000", "ordinary", {"for_": (60, "6000"), "against": (7, "666.66")}, "no_quorum"),
    (
        "C4",
        100,
        "10000",
        "ordinary",
        {"for_": (34, "3333.34"), "against": (33, "3333.33")},
        "passed",
    ),
    ("C5", 100, "10000", "ordinary", {"for_": (34, "4000"), "against": (34, "2800")}, "failed"),
    ("C6", 100, "10000", "ordinary", {"for_": (35, "3400"), "against": (33, "3400")}, "failed"),
    ("C7", 100, "10000", "special", {"for_": (60, "6000"), "against": (20, "2000")}, "passed"),
    (
        "C8",
        100,
        "10000",
        "special",
        {"for_": (60, "5999.99"), "against": (20, "2000.01")},
        "failed",
    ),
    ("C9", 100, "10000", "special", {"for_": (59, "6400"), "against": (21, "1600")}, "failed"),
]


@pytest.mark.parametrize(("name", "heads", "area", "kind", "said", "outcome"), GATES)
def test_the_gates(name, heads, area, kind, said, outcome):
    owners, votes = assembly(heads, area, **said)
    found = counted(owners, votes, kind)
    yes = found.said[""].of("for")
    assert (yes.heads, Fraction(metres(yes.area))) == (said["for_"][0], Fraction(said["for_"][1]))
    assert Fraction(metres(found.said[""].everybody.area)) == Fraction(area)
    assert found.strict.outcome == found.deemed.outcome == outcome


@pytest.mark.parametrize(("kind", "outcome"), [("278.5", "passed"), ("278.6", "failed")])
def test_c10_the_kind_decides(kind, outcome):
    said = {"for_": (45, "4200"), "against": (20, "2500"), "abstain": (15, "1300")}
    assert counted(*assembly(100, "10000", **said), kind).strict.outcome == outcome


FLATS = [
    owner("A", "80", "90", "70"),
    owner("dev", "100", "100", developer=True),
    owner("BC", "120", joint=["B", "C"]),
    *(owner(*one) for one in (("D", "110"), ("E", "95"), ("F", "105"), ("G", "130"))),
]


def of_flats(yes, no=(), abstain=()):
    said = [*((who, "for") for who in yes), *((who, "against") for who in no)]
    said += [(who, "abstain") for who in abstain]
    return counted(FLATS, [vote(n, *each) for n, each in enumerate(said)])


def test_c11_to_c13_heads_are_owners_not_flats():
    c11 = of_flats(["A", "BC"], no=["D", "E", "F"])
    assert c11.said[""].everybody.heads == 7 and metres(c11.said[""].everybody.area) == "1000"
    assert metres(c11.said[""].of("for").area) == "360"
    assert c11.strict.outcome == "failed"
    assert of_flats(["A", "BC", "D"], no=["E", "F"]).strict.outcome == "passed"
    c13 = of_flats(["A", "BC", "D"], no=["E", "F"], abstain=["dev"])
    assert c13.strict.outcome == "failed"


SILENCE = {**RULES, "non_response": "follow_majority", "clause": "7", "warning_published": True}


@pytest.mark.parametrize("policy", ["follow_majority", "deemed_abstain"])
def test_c14_the_silent_follow_no_majority_that_is_none(policy):
    rules = {**SILENCE, "non_response": policy}
    owners, votes = assembly(95, "10000", for_=(30, "3000"), against=(30, "3000"))
    units = [unit["id"] for each in owners for unit in each["units"]]
    level = "failed" if policy == "deemed_abstain" else "undetermined"
    assert counted(owners, votes, rules=rules, delivered=units).deemed.outcome == level
    owners, votes = assembly(95, "10000", for_=(30, "2000"), against=(25, "3000"))
    units = [unit["id"] for each in owners for unit in each["units"]]
    found = counted(owners, votes, rules=rules, delivered=units)
    assert (found.strict.outcome, found.deemed.outcome) == ("no_quorum", "undetermined")
    assert found.silent.heads == 0 and found.said[""].silent.heads == 40
    owners, votes = assembly(95, "10000", for_=(30, "4000"), against=(25, "3000"))
    found = counted(owners, votes, rules=SILENCE, delivered=units[1:])
    assert found.deemed.outcome == "passed" and found.silent.heads == 40


@pytest.mark.parametrize("missing", ["clause", "warning_published"])
def test_nobody_is_deemed_without_a_clause_a_warning_and_every_unit_reached(missing):
    owners, votes = assembly(95, "10000", for_=(30, "4000"), against=(25, "3000"))
    units = [unit["id"] for each in owners for unit in each["units"]]
    rules = {name: value for name, value in SILENCE.items() if name != missing}
    assert counted(owners, votes, rules=rules, delivered=units).deemed.outcome == "no_quorum"
    found = counted(owners, votes, rules=SILENCE, delivered=units[:-1])
    assert found.silent.heads == 39


@pytest.mark.parametrize(
    ("policy", "choice"),
    [("first_valid", "for"), ("paper_prevails", "against"), ("online_prevails", "for")],
)
def test_c15_one_of_two_ballots_counts(policy, choice):
    votes = [vote(1, "a", "for"), vote(2, "a", "against", "paper", 11)]
    found = counted([owner("a", "10")], votes, rules={**RULES, "duplicates": policy})
    assert found.said[""].of(choice).heads == 1
    assert sum(each.heads for each in found.said[""].by_choice.values()) == 1


def test_c16_the_fourth_proxy_and_the_owners_own_ballot():
    owners = [owner(name, "10") for name in "abcde"]
    votes = [vote(n, name, "for", hour=20 - n, proxy="p") for n, name in enumerate("abcd")]
    found = counted(owners, votes, rules={**RULES, "proxy_cap": 3})
    assert found.said[""].of("for").heads == 3 and "a" not in found.held  # a's came last
    again = [*votes, vote(9, "b", "against", hour=21)]
    found = counted(owners, again, rules={**RULES, "proxy_cap": 3})
    assert found.said[""].of("against").heads == 1 and found.said[""].of("for").heads == 2


def test_c17_joint_owners_who_differ():
    shared = owner("a", "10", joint=["x", "y"])
    votes = [vote(1, "a", "for", by="x"), vote(2, "a", "against", by="y", hour=11)]
    found = counted([shared], votes)
    assert not any(each.heads for each in found.said[""].by_choice.values())
    assert found.said[""].silent.heads == 0  # they did not keep silent
    named = {**shared, "representative": "y"}
    assert counted([named], votes).said[""].of("against").heads == 1
    assert not counted([named], votes[:1]).said[""].of("for").heads  # x speaks for nobody
    same = [vote(1, "a", "for", by="x"), vote(2, "a", "for", by="y", hour=11)]
    assert counted([shared], same).said[""].of("for").heads == 1


def elected(heads, seats, areas=None, **rules):
    """Of a hundred owners seventy vote, each candidate being named by the first so many."""
    areas = areas or {}
    owners = [owner(f"o{n}", areas.get(n, "100")) for n in range(100)]
    names = tuple(f"c{n}" for n in range(len(heads)))
    votes = [
        vote(n, f"o{n}", tuple(name for name, k in zip(names, heads, strict=True) if n in k))
        for n in range(70)
    ]
    return counted(
        owners, votes, "election", rules={**RULES, **rules}, candidates=names, seats=seats
    )


def dealt(*counts):
    """So many of seventy voters for each, dealt round: nobody names more than there are seats."""
    starts = [sum(counts[:n]) for n in range(len(counts))]
    return [
        {k % 70 for k in range(start, start + n)} for start, n in zip(starts, counts, strict=True)
    ]


def test_c18_only_those_with_more_than_half_are_elected():
    found = elected(dealt(60, 55, 50, 40, 36, 35, 20), 5).deemed
    assert found.outcome == "passed"
    assert found.elected == ("c0", "c1", "c2", "c3", "c4") and found.alternates == ()


def test_who_passes_beyond_the_seats_waits_in_the_order_of_votes():
    found = elected(dealt(50, 36, 45, 38, 20), 3).strict
    assert (found.outcome, set(found.elected)) == ("passed", {"c0", "c2", "c3"})
    assert found.alternates == ("c1",)


@pytest.mark.parametrize(
    ("known", "area"),
    [
        ({"registry": "100", "survey": "90", "contract": "80"}, "100"),
        ({"contract": "80", "survey": "90"}, "90"),
        ({"contract": "80", "registry": "100"}, "100"),
        ({"contract": "80"}, "80"),
    ],
)
def test_of_several_areas_the_registrys_counts_else_the_surveys(known, area):
    shared = {"id": "a", "units": [{"id": "a0", "areas": known}]}
    found = counted([shared, owner("b", "100")], [vote(1, "a", "for")])
    assert metres(found.said[""].of("for").area) == area


@pytest.mark.parametrize(
    ("tie", "outcome"),
    [("larger_area", "passed"), ("lot", "undetermined"), ("run_off", "undetermined")],
)
def test_c19_a_tie_for_the_last_seat(tie, outcome):
    heads = [range(60), range(40), range(30, 70)]
    found = elected(heads, 2, {0: "300"}, tie=tie).strict
    assert found.outcome == outcome
    assert found.elected == (("c0", "c1") if tie == "larger_area" else ("c0",))
    assert elected(heads, 2, tie=tie).strict.outcome == "undetermined"  # the areas tie as well


@pytest.mark.parametrize(
    ("duplicates", "outcome", "names"),
    [
        ("first_valid", "passed", ("A", "B")),
        ("paper_prevails", "passed", ("A", "C")),
        (None, "undetermined", ("A",)),
    ],
)
def test_a_switch_nobody_has_decided_elects_nobody_of_whom_it_decides(duplicates, outcome, names):
    owners = [owner(f"o{n}", "100") for n in range(10)]
    pairs = [tuple(pair) for pair in ("AB", "AC", "BC") for _ in range(3)]
    votes = [vote(n, f"o{n}", pair, "paper") for n, pair in enumerate(pairs)]
    votes += [vote(9, "o9", ("A", "B")), vote(10, "o9", ("A", "C"), "paper", 11)]
    rules = {name: value for name, value in RULES.items() if name != "duplicates"}
    rules |= {"duplicates": duplicates} if duplicates else {}
    found = counted(owners, votes, "election", rules=rules, candidates=(*"ABC",), seats=2)
    for ending in (found.strict, found.deemed):
        assert (ending.outcome, set(ending.elected)) == (outcome, set(names))


def test_c22_who_is_outside_the_scope_does_not_decide():
    owners = [owner("a", "10", at="3"), owner("b", "10", at="5")]
    found = counted(owners, [vote(1, "b", "for")], scope={"buildings": ["3"]})
    assert found.said[""].everybody.heads == 1
    assert (found.strict.outcome, found.held) == ("no_quorum", {})


def test_unanimity_and_a_residents_meeting():
    owners = [owner(name, "10") for name in "abcde"]
    four = [vote(n, name, "for") for n, name in enumerate("abcd")]
    assert counted(owners, four, "279").strict.outcome == "failed"
    assert counted(owners, [*four, vote(5, "e", "for")], "279").strict.outcome == "passed"
    assert counted(owners, four[:2], "residents_meeting").strict.outcome == "no_quorum"
    assert counted(owners, four[:3], "residents_meeting").strict.outcome == "passed"
    large = [owner("a", "1000"), *owners[1:]]  # residents have heads and no area
    votes = [vote(1, "a", "against"), *four[1:3], vote(9, "e", "follow_majority")]
    assert counted(large, votes, "residents_meeting").strict.outcome == "passed"


@pytest.mark.parametrize(
    ("switch", "votes", "matters"),
    [
        ("void", [("a", "for"), ("b", "for"), ("c", "void"), ("d", "void")], True),
        ("void", [("a", "for"), ("b", "for"), ("c", "for"), ("d", "void")], False),
        ("blank", [("a", "for"), ("b", "blank"), ("c", "for"), ("d", "for")], False),
        ("blank", [("a", "for"), ("b", "blank"), ("c", "for"), ("d", "blank")], True),
        ("duplicates", [("a", "for"), ("a", "against"), ("b", "for"), ("c", "against")], True),
        ("duplicates", [("a", "for"), ("a", "for"), ("b", "for"), ("c", "against")], False),
    ],
)
def test_a_switch_nobody_has_decided_matters_or_not(switch, votes, matters):
    owners = [owner(name, "10") for name in "abcd"]
    rules = {name: value for name, value in RULES.items() if name != switch}
    channels = ["web", "paper", "web", "web"]
    cast = [vote(n, *each, channels[n], 10 + n) for n, each in enumerate(votes)]
    found = counted(owners, cast, rules=rules)
    assert (found.strict.outcome == "undetermined") == matters
