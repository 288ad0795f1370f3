"""Chinese numerals, everyday and formal, as digits."""

import re
from decimal import Decimal

_DIGITS = (
    {char: value for value, char in enumerate("零一二三四五六七八九")}
    | {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
    | {"〇": 0, "两": 2, "俩": 2, "幺": 1}
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_ZERO = frozenset("零〇")
_NUMERAL = re.compile("[零〇一二三四五六七八九十百千两幺]+")
_WRITTEN = re.compile(r"[0-9.]+|.")


def numerals_to_digits(text: str) -> str:
    """Chinese numerals as digits: 十二 is 12, 四零一 is 401, 一百零三 is 103."""
    return _NUMERAL.sub(lambda found: _digits(found.group()), text)


def _digits(numeral: str) -> str:
    if not any(char in _UNITS for char in numeral):
        return "".join(str(_DIGITS[char]) for char in numeral)
    total, digit = 0, None
    for char in numeral:
        if char in _UNITS:
            total += (1 if digit is None or digit == 0 else digit) * _UNITS[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return str(total + (digit or 0))


def without_zeros(text: str) -> str:
    """A number without leading zeros; anything else stays as it is."""
    return (text.lstrip("0") or "0") if text.isascii() and text.isdigit() else text


def value_of(text: str) -> Decimal | None:
    """The amount a number says: 两千五 is 2500, 3万2 is 32000, 三千零五 is 3005, 1.2万 is 12000.

    None for what is no number, and for a row of numerals that tells no size, such as 三四百.
    """
    whole = section = Decimal(0)
    digit: Decimal | None = None
    unit, is_exact = 0, False
    for part in _WRITTEN.findall(text):
        if part in _LARGE:
            if digit is None and not section:
                return None
            whole, section = whole + (section + (digit or 0)) * _LARGE[part], Decimal(0)
            digit, unit, is_exact = None, _LARGE[part], False
        elif part in _UNITS:
            size = _UNITS[part]
            if (digit is None and size > 10) or size >= (unit or _LARGE["亿"]):
                return None
            section += (1 if digit is None else digit) * size
            digit, unit, is_exact = None, size, False
        elif part in _ZERO and unit and digit is None:
            is_exact = True
        elif digit is None and (digit := _number(part)) is not None:
            continue
        else:
            return None
    if digit is None:
        return whole + section if unit else None
    rest = digit if is_exact else _counted(digit, unit)
    return None if rest is None else whole + section + rest


def _counted(digit: Decimal, unit: int) -> Decimal | None:
    """What a last numeral counts: in 两千五 hundreds, in 十五 and 1万2345 ones."""
    if unit <= 10 or len(str(digit)) == len(str(unit)) - 1:
        return digit
    return digit * unit / 10 if digit in range(1, 10) else None


def _number(part: str) -> Decimal | None:
    if part in _DIGITS:
        return Decimal(_DIGITS[part])
    return Decimal(part) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", part) else None
