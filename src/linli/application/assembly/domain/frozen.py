"""The effective rules of an assembly as they were frozen when it was announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.application.assembly.domain.papers import VoidReason
from linli.application.assembly.domain.reading import read_rules
from linli.application.assembly.domain.rules import SWITCHES, Rules

COUNTING = frozenset({*SWITCHES, "non_response", "clause", "warning_published", "proxy_cap"})


@dataclass(frozen=True, slots=True)
class Frozen:
    """Kept as `{"pack": key, "version": text, "values": {rule: value}}`; nothing changes it."""

    pack: str
    version: str
    values: Mapping[str, Any]

    @property
    def counting(self) -> dict[str, Any]:
        """The values that `linli tally` takes as `rules`."""
        return {key: self.values[key] for key in sorted(self.values) if key in COUNTING}

    @property
    def rules(self) -> Rules:
        """The same, read."""
        return read_rules(self.counting, Rules(), "rules")

    def number(self, key: str) -> int | None:
        """A rule that is a whole number; None when nobody decided it."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def has(self, key: str, one: str) -> bool:
        """Whether a rule that lists several has this one among them."""
        value = self.values.get(key)
        return isinstance(value, list) and one in value

    def says(self, key: str) -> bool:
        """Whether a rule that is yes or no says yes."""
        return self.values.get(key) is True


def read_frozen(kept: Mapping[str, Any]) -> Frozen:
    """What an announced assembly keeps as its rules."""
    return Frozen(str(kept.get("pack", "")), str(kept.get("version", "")), kept.get("values") or {})


def void_reasons(kept: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Why a whole paper ballot may be void: what the frozen rules name, all reasons where they name
    none."""
    named = read_frozen(kept or {}).values.get("void_reasons")
    return tuple(one for one in VoidReason if not isinstance(named, list) or one in named)
