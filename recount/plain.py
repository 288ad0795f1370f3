"""Reading JSON without trusting it: no second meaning, no floats, bounded; and writing it one way.

The canonical form is that of RFC 8785 for what may stand in a leaf: text, whole numbers, true,
false, null, lists and objects.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from recount.wrong import Place, Wrong

SCALE = 30  # decimals of a square metre that are kept; areas are whole numbers of this unit
_AREA = re.compile(r"[0-9]{1,12}(\.[0-9]{1,30})?")
_HEX = re.compile(r"[0-9a-f]*")
_DIGITS = 15  # whole numbers that every reader of JSON keeps exactly
_NAME = 200


class _Unfit(ValueError):
    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


def parse(place: Place, raw: bytes) -> Any:
    """The value written in these bytes."""
    try:
        value = _READ.decode(raw.decode("utf-8"))
        if b"\\ud" in raw.lower():  # half of a pair cannot be written as UTF-8
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        return value
    except _Unfit as error:
        raise Wrong(place, error.en, error.zh) from None
    except RecursionError:
        raise Wrong(place, "this is nested too deeply.", "嵌套层数太多。") from None
    except ValueError:
        raise Wrong(place, "this is not JSON in UTF-8.", "不是 UTF-8 编码的 JSON。") from None


def canonical(place: Place, value: Any) -> bytes:
    """RFC 8785: keys in the order of their UTF-16 units, no spaces, one way to write each text."""
    try:
        text = _WRITE.encode(value)
        if _BEYOND.search(text):  # only there the order of UTF-16 units is another
            text = _WRITE_AS_IT_IS.encode(_ordered(value))
        return text.encode("utf-8")
    except RecursionError:
        raise Wrong(place, "this is nested too deeply.", "嵌套层数太多。") from None


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_units)}
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    return value


def _units(key: str) -> bytes:
    return key.encode("utf-16-be")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Unfit(f"“{clip(twice)}” is given twice.", f"“{clip(twice)}”写了两次。")
    return found


def _no_float(text: str) -> Any:
    raise _Unfit(
        f"{clip(text)} is not a whole number; areas are text.",
        f"{clip(text)} 不是整数；面积要写成文字。",
    )


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > _DIGITS:
        raise _Unfit("a number is too large.", "数字太大。")
    return int(text)


_READ = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float, parse_int=_whole
)
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_WRITE_AS_IT_IS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_BEYOND = re.compile("[\ue000-\U0010ffff]")


def clip(value: object) -> str:
    """A value as it may stand in a sentence."""
    text = "".join(each if each.isprintable() else "?" for each in str(value)[:41])
    return text if len(text) <= 40 else f"{text[:40]}…"


def metres(area: int) -> str:
    """An area as people write it."""
    whole, rest = divmod(area, 10**SCALE)
    decimals = f"{rest:0{SCALE}d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)


class Fields:
    """An object of a file whose fields are taken one by one, each with its place."""

    def __init__(self, place: Place, value: Any) -> None:
        if not isinstance(value, dict):
            raise Wrong(place, "an object is needed.", "这里要是一个对象。")
        self.place, self.value = place, value

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.value.get(name) is not None

    def at(self, name: str) -> Place:
        """Where the field stands."""
        return self.place.at(name)

    def take(self, name: str) -> Any:
        """The field, whatever it is."""
        if name not in self.value:
            raise Wrong(self.at(name), "this is missing.", "缺少这一项。")
        return self.value[name]

    def text(self, name: str, longest: int = _NAME) -> str:
        """A text that is not empty."""
        value = self.take(name)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise Wrong(
                self.at(name),
                f"a text of 1 to {longest} letters is needed.",
                f"要填 1 到 {longest} 个字的文字。",
            )
        return value

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.text(name)
        if value not in allowed:
            among = ", ".join(allowed)
            raise Wrong(
                self.at(name),
                f"“{clip(value)}” is none of {among}.",
                f"“{clip(value)}”不在 {among} 之中。",
            )
        return value

    def whole(self, name: str, least: int = 0) -> int:
        """A whole number."""
        value = self.take(name)
        if type(value) is not int or value < least:
            raise Wrong(
                self.at(name),
                f"a whole number of at least {least} is needed.",
                f"要填不小于 {least} 的整数。",
            )
        return value

    def yes(self, name: str) -> bool:
        """True or false."""
        value = self.take(name)
        if not isinstance(value, bool):
            raise Wrong(self.at(name), "true or false is needed.", "要填 true 或 false。")
        return value

    def area(self, name: str) -> int:
        """Square metres as decimal text, in the smallest unit kept."""
        return area_of(self.at(name), self.take(name))

    def hexes(self, name: str, length: int) -> str:
        """So many hexadecimal digits."""
        value = self.take(name)
        if not isinstance(value, str) or len(value) != length or not _HEX.fullmatch(value):
            raise Wrong(
                self.at(name),
                f"{length} hexadecimal digits (0-9, a-f) are needed.",
                f"要填 {length} 位十六进制数字（0-9、a-f）。",
            )
        return value

    def instant(self, name: str) -> datetime:
        """A moment with its time zone."""
        value = self.text(name, 40)
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError(value)
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise Wrong(
                self.at(name),
                "a moment as in 2026-11-01T02:00:00Z is needed.",
                "要填带时区的时间，例如 2026-11-01T02:00:00Z。",
            ) from None

    def items(self, name: str, most: int = 1_000_000) -> list[Any]:
        """A list."""
        value = self.take(name)
        if not isinstance(value, list) or len(value) > most:
            raise Wrong(
                self.at(name),
                f"a list of at most {most} is needed.",
                f"要填一个列表，最多 {most} 项。",
            )
        return value

    def texts(self, name: str) -> list[str]:
        """A list of different texts."""
        values = self.items(name, 10_000)
        for n, each in enumerate(values):
            if not isinstance(each, str) or not 0 < len(each) <= _NAME or each in values[:n]:
                raise Wrong(
                    self.at(name).at(n),
                    f"a text of 1 to {_NAME} letters, named once, is needed.",
                    f"要填 1 到 {_NAME} 个字的文字，不得重复。",
                )
        return values

    def inner(self, name: str) -> "Fields":
        """An object within."""
        return Fields(self.at(name), self.take(name))

    def each(self, name: str, most: int = 1_000_000) -> Iterator["Fields"]:
        """The objects of a list."""
        for n, value in enumerate(self.items(name, most)):
            yield Fields(self.at(name).at(n), value)


def area_of(place: Place, value: Any) -> int:
    """Square metres as decimal text, in the smallest unit kept."""
    if not isinstance(value, str) or not _AREA.fullmatch(value):
        raise Wrong(
            place,
            "square metres as text are needed, as in “89.50”.",
            "面积要写成文字，例如“89.50”。",
        )
    whole, _, decimals = value.partition(".")
    return int(whole + decimals.ljust(SCALE, "0"))
