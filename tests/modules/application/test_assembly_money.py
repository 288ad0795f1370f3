"""A motion names the money it decides on, or none: on the agenda and in its resolution."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Fund, Money, MotionDraft
from linli.application.assembly.models import Motion
from linli.kernel import Refused, Words
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING, estate

__all__ = ["estate"]

LIFT = Money(8_600_050, Fund.FROM_MAINTENANCE, "电梯主板，付给电梯公司")


def motions(estate, viewer=None):
    sheet = assembly.get_assembly(viewer=viewer or estate.council, assembly=estate.assembly)
    return sheet.motions


def test_everybody_reads_the_sum_and_who_adds_it_again_adds_it_once(estate):
    estate.convene()
    first = estate.add(money=LIFT)
    assert estate.add(money=LIFT) == first
    estate.add(title="修路灯")
    estate.announce()
    named, none = motions(estate, estate.owners["a"])
    assert (named.money, none.money) == (LIFT, None)


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("278.5", {"fund": "to_maintenance"}, "fund"),
        ("278.5", {"fund": "pocket"}, "fund"),
        ("278.5", {"fund": ""}, "fund"),
        ("278.5", {"amount_fen": 0}, "amount"),
        ("278.5", {"amount_fen": -100}, "amount"),
        ("278.5", {"amount_fen": 10**11 + 1}, "amount"),
        ("278.5", {"purpose": "  "}, "purpose"),
        ("278.5", {"purpose": "长" * 101}, "purpose"),
        ("278.1", {}, "amount"),
        ("278.9", {}, "fund"),
    ],
)
def test_money_that_cannot_be_decided_on_is_refused_at_its_field(estate, kind, change, field):
    estate.convene()
    kept = estate.add(money=LIFT)
    wrong = MotionDraft(kind, Words("题", "t"), money=replace(LIFT, **change))
    for call in (
        lambda: assembly.add_motion(
            by=estate.council, assembly=estate.assembly, motion=wrong, key="wrong"
        ),
        lambda: assembly.change_motion(
            by=estate.council, assembly=estate.assembly, motion=kept, to=wrong
        ),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert (refused.value.code, refused.value.field) == ("invalid", field)
    assert [(one.id, one.kind, one.money) for one in motions(estate)] == [(kept, "278.5", LIFT)]


def test_a_draft_can_be_changed_to_another_sum_or_to_none_and_nothing_after_that(estate):
    estate.convene()
    one = estate.add(money=LIFT)

    def change(money):
        to = MotionDraft("278.5", Words("修电梯", ""), money=money)
        to = replace(to, title=Words("修电梯", "Lift"))
        assembly.change_motion(by=estate.council, assembly=estate.assembly, motion=one, to=to)

    more = replace(LIFT, amount_fen=9_000_000)
    change(more)
    assert motions(estate)[0].money == more
    change(None)
    assert motions(estate)[0].money is None
    change(LIFT)
    estate.announce()
    with pytest.raises(Refused) as refused:
        change(more)
    assert refused.value.code == "conflict"
    assert motions(estate)[0].money == LIFT


def test_the_database_keeps_no_half_of_it(estate):
    estate.convene()
    estate.add(money=LIFT)
    for half in ({"fund": ""}, {"purpose": ""}, {"amount_fen": None}, {"amount_fen": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Motion.objects.update(**half)
    assert motions(estate)[0].money == LIFT


def test_what_passed_names_its_money(estate):
    estate.convene()
    estate.add(money=LIFT)
    estate.announce()
    with held(DURING):
        estate.tick()
        for name in "adefgh":
            estate.cast(name)
    with held(AFTER):
        estate.close()
    with held(AFTER + timedelta(days=9)):
        assembly.make_final(by=estate.council, assembly=estate.assembly)
        (resolution,) = assembly.list_resolutions(viewer=estate.owners["a"])
    assert resolution.money == LIFT
