"""Rule packs: what a country, a city or a community has decided, each value with its source."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from linli.kernel import Refused

_FOLDER = Path(__file__).parents[1] / "packs"
_ABOUT = frozenset({"key", "version", "name"})


@cache
def pack_of(key: str) -> Mapping[str, Any]:
    """The values of a pack: for each switch its `value`, `source`, `article` and `date`.

    Raises:
        Refused: no such pack.
    """
    known = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    if key not in known:
        raise Refused(
            "not_found",
            "%(where)s: there is no rule pack “%(key)s”; the packs are %(known)s.",
            field="pack",
            where="pack",
            key=key[:40],
            known=", ".join(known),
        )
    table = tomllib.loads((_FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    return {name: one for name, one in table.items() if name not in _ABOUT}
