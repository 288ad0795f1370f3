"""The money a motion decides on: exact, bounded, and of a fund its kind may decide on."""

from dataclasses import replace

import pytest

from linli.application.assembly.domain.kinds import KINDS
from linli.application.assembly.domain.money import MOST_FEN, Fund, Money, check_money
from linli.kernel import Refused
from linli.kernel.written import read_money

PATH = Money(24_000_000, Fund.FROM_MAINTENANCE, "步道翻新")
NONE = {"278.1", "278.2", "278.3", "278.4", "279", "election", "residents_meeting"}


def funds_of(kind):
    """The funds that a motion of this kind may name."""
    found = set()
    for fund in Fund:
        try:
            check_money(replace(PATH, fund=fund), KINDS[kind])
        except Refused:
            continue
        found.add(fund)
    return found


def test_only_motions_that_concern_money_decide_on_any():
    assert {kind for kind in KINDS if not funds_of(kind)} == NONE
    with pytest.raises(Refused) as refused:
        check_money(PATH, KINDS["278.1"])
    assert refused.value.field == "amount"


def test_the_maintenance_fund_is_used_by_item_5_and_filled_only_at_three_quarters():
    assert funds_of("278.5") == {Fund.FROM_MAINTENANCE}
    assert funds_of("278.6") == {Fund.TO_MAINTENANCE}
    assert {kind for kind in KINDS if Fund.TO_MAINTENANCE in funds_of(kind)} == {"278.6", "special"}
    assert all(
        KINDS[kind].approval.share.denominator == 4
        for kind in KINDS
        if Fund.TO_MAINTENANCE in funds_of(kind)
    )
    with pytest.raises(Refused) as refused:
        check_money(PATH, KINDS["278.9"])
    assert refused.value.field == "fund"
    assert "从公共收益支出" in refused.value.params["funds"].zh


@pytest.mark.parametrize("amount", [0, -1, MOST_FEN + 1])
def test_a_sum_has_bounds(amount):
    with pytest.raises(Refused) as refused:
        check_money(replace(PATH, amount_fen=amount), KINDS["278.5"])
    assert refused.value.field == "amount"


@pytest.mark.parametrize("amount", [1, MOST_FEN])
def test_the_bounds_themselves_are_taken(amount):
    check_money(replace(PATH, amount_fen=amount), KINDS["278.5"])


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("240000", 24_000_000), ("24万", 24_000_000), ("1,234.50元", 123_450), ("0.01", 1)],
)
def test_what_people_write_is_exact_to_the_fen(typed, fen):
    money = Money.of(read_money(typed).sure().value, Fund.OTHER, "x")
    assert money.amount_fen == fen
    assert Money.of(money.yuan, Fund.OTHER, "x") == money


def test_it_is_said_in_both_languages_and_written_as_the_ledger_has_it():
    assert PATH.words.zh == "款项：240,000元，从维修资金支出。用途：步道翻新。"
    assert PATH.words.en == "Money: 240,000 yuan, out of the maintenance fund. For: 步道翻新."
    assert replace(PATH, amount_fen=5).brief.en.startswith("0.05 yuan")
    assert PATH.plain == {
        "amount_fen": 24_000_000, "fund": "from_maintenance", "purpose": "步道翻新",
    }  # fmt: skip
