"""Sums of money as people write and say them, exact to the fen."""

import re
from decimal import Decimal

from linli.kernel.refused import Refused
from linli.kernel.words import Words
from linli.kernel.written.characters import simple
from linli.kernel.written.meaning import Meaning, Read
from linli.kernel.written.numerals import value_of

MOST = Decimal(1_000_000_000)
_LEAD = re.compile(r"^(?:一共|总共|合计|总计|共计|共|计|人民币|RMB|CNY|¥|￥)\s*[::]?\s*")
_TAIL = re.compile(r"\s*(?:整|正|人民币|RMB|CNY|YUANS?|钱)$")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])")
_N = r"[0-9.零〇一二三四五六七八九十百千两万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
_ONE = "[0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_SUM = re.compile(
    rf"(?P<yuan>{_N})(?P<unit>K|元|块)?"
    rf"(?:零?(?P<jiao>{_ONE})(?P<mao>角|毛)?)?(?:零?(?P<fen>{_ONE})(?P<cent>分)?)?"
)
_SMALL = re.compile(rf"(?:(?P<jiao>{_ONE})(?:角|毛))?(?:(?P<fen>{_ONE})分?)?")
_OTHER = re.compile(r"美元|美金|港币|港元|欧元|日元|英镑|[$€£]|USD|EUR|HKD|GBP|JPY")


def read_money(text: str) -> Read[Decimal]:
    """A sum in yuan with two decimals: "三百块", "1,234.5元", "3万2", "贰仟元整", "300 yuan"."""
    short = simple(text.replace("\0", "")[:60])
    if _OTHER.search(short):
        raise Refused("invalid", "Please write the sum in yuan.", field="amount")
    for _ in range(3):
        short = _TAIL.sub("", _LEAD.sub("", short))
    short = _COMMAS.sub(lambda found: found.group().replace(",", ""), short)
    amount = _sum(re.sub(r"(?<![0-9]) | (?![0-9])", "", short))
    if amount is None:
        raise Refused(
            "invalid", "Please write a sum such as 300 or 1,234.50 (yuan).", field="amount"
        )
    if amount > MOST:
        raise Refused("invalid", "This is more money than can be meant here.", field="amount")
    if amount != amount.quantize(Decimal("0.01")):
        raise Refused("invalid", "A sum has at most two digits behind the point.", field="amount")
    amount = amount.quantize(Decimal("0.01"))
    return Read((Meaning(amount, say_money(amount)),))


def say_money(amount: Decimal) -> Words:
    """A sum with its unit; fen only when there are some."""
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return Words(f"{text}元", f"{text} yuan")


def _sum(text: str) -> Decimal | None:
    if re.search("[角毛分]", text) and (small := _SMALL.fullmatch(text)):
        return _part(small["jiao"]) / 10 + _part(small["fen"]) / 100
    found = _SUM.fullmatch(text)
    if found is None or not _fits(found):
        return None
    yuan = value_of(found["yuan"])
    if yuan is None:
        return None
    yuan *= 1000 if found["unit"] == "K" else 1
    return yuan + _part(found["jiao"]) / 10 + _part(found["fen"]) / 100


def _fits(found: re.Match[str]) -> bool:
    """Small change stands behind a unit: 三块五, 三块五毛二, 5元3分."""
    if found["unit"] in (None, "K"):
        return not (found["jiao"] or found["fen"])
    return not found["fen"] or bool(found["cent"] or found["mao"])


def _part(text: str | None) -> Decimal:
    return Decimal(0) if text is None else (value_of(text) or Decimal(0))
