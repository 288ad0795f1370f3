"""A value as it is said, in both languages."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from linli.application.assembly.domain.parameters.forms import Value
from linli.kernel import Words

_FILE = Path(__file__).parents[2] / "parameters.toml"
TABLE = tomllib.loads(_FILE.read_text(encoding="utf-8"))
_SAID: Mapping[str, Words] = {key: Words(**row) for key, row in TABLE["values"].items()}


def said_value(value: Value) -> Words:
    """A value alone, as it is said."""
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, list):
        each = [_SAID[one] for one in value]
        zh, en = "、".join(one.zh for one in each), ", ".join(one.en for one in each)
        return Words(zh or "没有", en or "nobody")
    return _SAID.get(str(value)) or _number(str(value))


def _number(text: str) -> Words:
    """A number as it stands; a share in per cent when that is exact, as a fraction when not."""
    above, bar, below = text.partition("/")
    if not bar:
        return Words(text, text)
    if 100 % int(below) == 0:
        percent = f"{int(above) * 100 // int(below)}%"
        return Words(percent, percent)
    return Words(f"{below} 分之 {above}", text)
