"""What would have changed a motion: it turns the outcome, and nothing less does."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from domain.assembly.figures import assembly
from linli.application.assembly.domain.counting import Count, Outcome, outcome
from linli.application.assembly.domain.explaining import change
from linli.application.assembly.domain.kinds import KINDS
from linli.application.assembly.domain.measures import Weight
from linli.application.assembly.domain.tallying import tally

CHANGES = """
ordinary           60 6000     6  700      more_taking_part  1   0
ordinary           60 6000     7  666.66   more_taking_part  0   0.01
special            60 5999.99  20 2000.01  more_agreeing     0   0.01
ordinary           35 3400     33 3400     more_agreeing     0   0.01
residents_meeting  30 9000     30 900      more_agreeing     1   0
special            60 6000     20 2000     fewer_agreeing    1   0.01
ordinary           60 6000     20 2000     fewer_agreeing    20  2000
"""


def found_in(said, kind):
    given = assembly(100, "10000.00", said, kind)
    return tally(given)["motions"][0]["strict"]["would_change"]


@pytest.mark.parametrize("line", CHANGES.strip().splitlines())
def test_the_smallest_change_is_named(line):
    kind, yes, agreeing, no, against, what, heads, area = line.split()
    found = found_in({"for": (int(yes), agreeing), "against": (int(no), against)}, kind)
    assert (found["what"], found["heads"]) == (what, int(heads))
    assert Decimal(found["area"]) == Decimal(area)
    assert found["either"] is (what == "fewer_agreeing")


def test_where_all_must_agree_one_is_enough_to_change_it():
    found = found_in({"for": (100, "10000")}, "279")
    assert (found["what"], found["heads"], found["area"]) == ("fewer_agreeing", 1, "0.01")


def test_what_is_undetermined_names_no_change():
    said = {"for": (60, "6000"), "against": (6, "600"), "void": (4, "400")}
    assert found_in(said, "ordinary") is None


def ends(kind, total, part, agreeing):
    return outcome(KINDS[kind], Weight(*total), Weight(*part), Weight(*agreeing))


def invented(dice):
    """A kind, its smallest area, and everybody, who takes part and who agrees."""
    step = Fraction(1, dice.choice([1, 100]))
    total = (dice.randint(1, 40), dice.randint(1, 4_000) * step)
    part = within(dice, total, step)
    return dice.choice(list(KINDS)), step, total, part, within(dice, part, step)


def within(dice, whole, step):
    """Mostly more than half of it."""
    share = dice.choice([0, Fraction(1, 2), Fraction(2, 3)])
    heads, steps = whole[0], int(whole[1] / step)
    return dice.randint(int(heads * share), heads), dice.randint(int(steps * share), steps) * step


def after(what, more, kind, total, part, agreeing):
    """How it ends with so many heads and so much area more, or fewer."""
    at = part if what == "more_taking_part" else agreeing
    at = (at[0] + more[0], at[1] + more[1])
    if what == "more_taking_part":
        return ends(kind, total, at, agreeing)
    return ends(kind, total, part, at)


def test_the_change_that_is_named_turns_the_outcome_and_nothing_less_does():
    dice, seen = Random(18), Counter()
    for _ in range(2_000):
        kind, step, *sums = invented(dice)
        before = ends(kind, *sums)
        weights = [Weight(*one) for one in sums]
        found = change(KINDS[kind], Count(Outcome(before), *weights, {}, step, 2))
        heads, area = found.heads, found.area
        ways, less = [(heads, area)], [(heads - 1, area)] * bool(heads)
        less += [(heads, area - step)] * bool(area)
        if found.is_either:
            ways = [(-heads, 0)] + [(0, -area)] * bool(area)
            less = [(1 - heads, 0)] + [(0, step - area)] * bool(area)
        for more in ways:
            assert after(found.what, more, kind, *sums) != before, (kind, sums, found)
        for more in less:
            assert after(found.what, more, kind, *sums) == before, (kind, sums, found)
        seen[found.what] += 1
    assert min(seen[one] for one in ("more_taking_part", "more_agreeing", "fewer_agreeing")) > 100
