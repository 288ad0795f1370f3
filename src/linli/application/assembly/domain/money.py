"""The money a motion decides on: how much, out of or into which fund, and what for.

Civil Code (民法典) Article 278: using the maintenance fund is item (5), and only item (6), with its
higher gate, fills it; what the common parts bring in is the owners' own (Article 282).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from linli.application.assembly.domain.kinds import Kind
from linli.kernel import Refused, Words
from linli.kernel.written import say_money

MOST_FEN = 100_000_000_000
LONGEST_PURPOSE = 100


class Fund(StrEnum):
    """Out of or into what the money goes."""

    FROM_MAINTENANCE = "from_maintenance"
    TO_MAINTENANCE = "to_maintenance"
    FROM_PROCEEDS = "from_proceeds"
    TO_PROCEEDS = "to_proceeds"
    OTHER = "other"

    @property
    def words(self) -> Words:
        """What it is called."""
        return _NAMES[self]


_NAMES = {
    Fund.FROM_MAINTENANCE: Words("从维修资金支出", "out of the maintenance fund"),
    Fund.TO_MAINTENANCE: Words("交入维修资金", "into the maintenance fund"),
    Fund.FROM_PROCEEDS: Words("从公共收益支出", "out of what the common parts bring in"),
    Fund.TO_PROCEEDS: Words("计入公共收益", "into what the common parts bring in"),
    Fund.OTHER: Words("其他资金", "other money"),
}
_ANY = tuple(Fund)
_FUNDS: Mapping[str, tuple[Fund, ...]] = {
    "ordinary": tuple(one for one in Fund if one is not Fund.TO_MAINTENANCE),
    "special": _ANY,
    "278.5": (Fund.FROM_MAINTENANCE,),
    "278.6": (Fund.TO_MAINTENANCE,),
    "278.7": (Fund.FROM_MAINTENANCE, Fund.FROM_PROCEEDS, Fund.OTHER),
    "278.8": (Fund.TO_PROCEEDS, Fund.FROM_PROCEEDS, Fund.OTHER),
    "278.9": (Fund.FROM_PROCEEDS, Fund.TO_PROCEEDS, Fund.OTHER),
}
"""Which money each kind of motion may decide on; kinds that are not here decide on none."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact sum in fen, its fund, and in a few words what it is for or who is paid."""

    amount_fen: int
    fund: Fund | str
    purpose: str

    @classmethod
    def of(cls, yuan: Decimal, fund: str, purpose: str) -> "Money":
        """Of a sum in yuan with at most two decimals."""
        return cls(int(yuan * 100), fund, purpose)

    @property
    def yuan(self) -> Decimal:
        """The sum in yuan."""
        return Decimal(self.amount_fen) / 100

    @property
    def brief(self) -> Words:
        """The sum and its fund: “240,000 yuan, out of the maintenance fund”."""
        amount, fund = say_money(self.yuan), Fund(self.fund).words
        return Words(f"{amount.zh}，{fund.zh}", f"{amount.en}, {fund.en}")

    @property
    def words(self) -> Words:
        """All of it in one sentence."""
        return Words(
            f"款项：{self.brief.zh}。用途：{self.purpose}。",
            f"Money: {self.brief.en}. For: {self.purpose}.",
        )

    @property
    def plain(self) -> dict[str, Any]:
        """As leaves of the public ledger have it (docs/bundle.md)."""
        return {"amount_fen": self.amount_fen, "fund": str(self.fund), "purpose": self.purpose}


def check_money(money: Money, kind: Kind) -> None:
    """Refuse a sum out of bounds, and money that this kind of motion cannot decide on."""
    if not 0 < money.amount_fen <= MOST_FEN:
        raise Refused(
            "invalid", "A sum is more than 0 and at most 1,000,000,000 yuan.", field="amount"
        )
    funds = _FUNDS.get(kind.key, ())
    if not funds:
        raise Refused(
            "invalid",
            "A motion of this kind decides on no money. Leave the sum empty, or change the kind.",
            field="amount",
        )
    if money.fund not in funds:
        raise Refused(
            "invalid",
            "A motion of this kind does not decide on that money. It can be: %(funds)s.",
            field="fund",
            funds=Words(
                "、".join(one.words.zh for one in funds), ", ".join(one.words.en for one in funds)
            ),
        )
