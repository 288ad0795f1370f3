"""Two are tied for the last seat: the owners choose once more, and both elections make one body."""

from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft, Stage
from linli.application.assembly.models import Assembly, Motion, Roll
from linli.kernel import Words
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING
from modules.application.voting.asking import refused

FINAL = AFTER + timedelta(days=9)
AGAIN = FINAL + timedelta(days=20)
RULES = {"committee_min": 2, "committee_odd": False, "tie": "run_off"}
NAMES = ("王d", "王f", "王g")
SAID = {
    "a": ["王d", "王f"], "d": ["王d", "王f"], "e": ["王d", "王f"], "h": ["王f", "王g"],
    "developer": ["王d", "王g"], "f": ["王d", "王g"], "g": ["王d", "王g"],
}  # fmt: skip


def elected(estate, said=SAID, **rules):
    """A final election of two: 王d has six heads of seven, 王f and 王g have four each."""
    estate.convene()
    motion = estate.add(kind="election", title="选举业委会", candidates=NAMES, seats=2)
    estate.announce(**{**RULES, **rules})
    with held(DURING):
        estate.tick()
        for name, names in said.items():
            estate.cast(name, {motion: names}, key=name)
    with held(AFTER):
        estate.close()
    with held(FINAL):
        assembly.make_final(by=estate.council, assembly=estate.assembly)
    return estate.assembly


@pytest.fixture
def tied(estate):
    first = elected(estate)
    with held(FINAL):
        yield estate, first


def run_off(estate, first, key="r"):
    return assembly.convene_run_off(by=estate.council, assembly=first, key=key)


def announce(estate, made):
    assembly.announce(
        by=estate.council,
        assembly=made,
        opens_at=AGAIN,
        closes_at=AGAIN + timedelta(days=10),
    )


def test_a_run_off_begins_with_those_who_are_tied_and_the_seats_that_are_open(tied):
    estate, first = tied
    found = assembly.open_seats(viewer=estate.council, assembly=first)
    assert (found.seats, found.tied, found.is_by_lot) == (1, ("王f", "王g"), False)
    assert found.run_off == ""
    made = run_off(estate, first)
    assert run_off(estate, first) == run_off(estate, first, key="other") == made
    (motion,) = assembly.get_assembly(viewer=estate.council, assembly=made).motions
    assert (motion.kind, motion.candidates, motion.seats) == ("election", ("王f", "王g"), 1)
    assert assembly.open_seats(viewer=estate.council, assembly=first).run_off == made
    assert assembly.open_seats(viewer=estate.owners["a"], assembly=first).run_off == ""


def test_both_elections_together_make_the_committee(tied):
    estate, first = tied
    assert not assembly.get_elected(viewer=estate.committee, assembly=first).is_certain
    estate.assembly = run_off(estate, first)
    announce(estate, estate.assembly)
    motion = Motion.objects.get(assembly=estate.assembly)
    with held(AGAIN + timedelta(days=1)):
        estate.tick()
        for name in SAID:
            estate.cast(name, {motion.pk: ["王g"]}, key=name)
    with held(AGAIN + timedelta(days=10, minutes=2)):
        estate.close()
    with held(AGAIN + timedelta(days=20)):
        assembly.make_final(by=estate.council, assembly=estate.assembly)
        found = assembly.get_elected(viewer=estate.committee, assembly=estate.assembly)
        assert [one.name for one in found.members] == ["王d", "王g"]
        assert (found.seats, found.is_certain) == (2, True)
        council = assembly.seat_elected(
            by=estate.committee, assembly=estate.assembly, years=3, key="seat"
        )
        card = assembly.get_council(viewer=estate.council, council=council)
    assert [one.person for one in card.holders] == [estate.owners[name].person for name in "dg"]
    assert card.seats == 2


@pytest.mark.parametrize(
    ("seats", "names"), [(2, ("王f", "王g")), (1, ("王e", "王f")), (1, ("王d", "王f", "王g"))]
)
def test_a_run_off_is_among_those_who_are_tied_for_the_seats_that_are_open(tied, seats, names):
    estate, first = tied
    made = run_off(estate, first)
    motion = Motion.objects.get(assembly=made)
    draft = MotionDraft("election", Words("再选", "Again"), candidates=names, seats=seats)
    assembly.change_motion(by=estate.council, assembly=made, motion=motion.pk, to=draft)
    assert refused(lambda: announce(estate, made), "conflict").field == "motions"
    assert Assembly.objects.get(pk=made).stage == Stage.DRAFT
    assert not Roll.objects.filter(assembly=made).exists()


def test_a_run_off_that_was_called_off_makes_room_for_another(tied):
    estate, first = tied
    made = run_off(estate, first)
    assembly.cancel(by=estate.council, assembly=made, why="候选人退出")
    other = run_off(estate, first, key="other")
    assert other != made
    assert list(Motion.objects.get(assembly=other).candidates) == ["王f", "王g"]


def test_the_lot_is_named_where_the_rules_say_so(estate):
    first = elected(estate, tie="lot")
    assert assembly.open_seats(viewer=estate.council, assembly=first).is_by_lot


def test_a_run_off_is_not_for_everybody_nor_where_nobody_is_tied(estate):
    first = elected(estate, {**SAID, "h": ["王d", "王f"]})
    with held(FINAL):
        assert assembly.open_seats(viewer=estate.council, assembly=first) is None
        for by, of, code in (
            (estate.council, first, "conflict"),
            (estate.council, "nothing", "not_found"),
            (estate.stranger, first, "not_found"),
            (estate.owners["a"], first, "forbidden"),
            (estate.clerk, first, "forbidden"),
        ):
            refused(
                lambda by=by, of=of: assembly.convene_run_off(by=by, assembly=of, key="r"), code
            )
    assert Assembly.objects.count() == 1
