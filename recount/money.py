"""The money a motion decides on, as the agenda names it and the log repeats it once it passed."""

from dataclasses import dataclass
from typing import Any

from recount.plain import Fields
from recount.wrong import Wrong

FUNDS = {
    "from_maintenance": ("从维修资金支出", "out of the maintenance fund"),
    "to_maintenance": ("交入维修资金", "into the maintenance fund"),
    "from_proceeds": ("从公共收益支出", "out of what the common parts bring in"),
    "to_proceeds": ("计入公共收益", "into what the common parts bring in"),
    "other": ("其他资金", "other money"),
}
_MOST = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Money:
    """So many fen (a yuan has 100), out of or into which fund, and what for."""

    amount_fen: int
    fund: str
    purpose: str

    def words(self) -> tuple[str, str]:
        """In Chinese and in English."""
        yuan = f"{self.amount_fen // 100:,}.{self.amount_fen % 100:02}"
        zh, en = FUNDS[self.fund]
        return f"{yuan} 元，{zh}（{self.purpose}）", f"{yuan} yuan, {en} ({self.purpose})"

    def data(self) -> dict[str, Any]:
        """As a leaf has it."""
        return {"amount_fen": self.amount_fen, "fund": self.fund, "purpose": self.purpose}


def money_of(fields: Fields) -> Money:
    """Read a sum, its fund and its purpose."""
    amount = fields.whole("amount_fen", 1)
    if amount > _MOST:
        raise Wrong(
            fields.at("amount_fen"),
            f"at most {_MOST} fen can be decided on.",
            f"金额最多 {_MOST} 分。",
        )
    return Money(amount, fields.one_of("fund", tuple(FUNDS)), fields.text("purpose"))
