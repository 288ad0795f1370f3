"""The switches of the rules, and every reading when nobody has decided one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from recount.plain import Fields, clip
from recount.wrong import Wrong

SWITCHES: dict[str, tuple[str, ...]] = {
    "void": ("participates", "not_participating"),
    "blank": ("abstain", "not_participating"),
    "duplicates": ("first_valid", "paper_prevails", "online_prevails"),
    "differing_units": ("void", "first_valid"),
    "side_units": ("counted", "not_counted"),
}
_TIES = ("larger_area", "lot", "run_off")
_SILENCE = ("not_participating", "deemed_abstain", "follow_majority")
_OTHERS = ("tie", "non_response", "clause", "warning_published", "proxy_cap")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the rules: every switch has a value."""

    void: str
    blank: str
    duplicates: str
    differing_units: str
    side_units: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rules say; a switch that is not in `switches` is undecided."""

    switches: dict[str, str]
    tie: str | None
    silence: str
    proxy_cap: int | None

    def readings(self) -> Iterator[Reading]:
        """Every reading; the first takes the first value of each undecided switch."""
        ways = [
            (self.switches[name],) if name in self.switches else values
            for name, values in SWITCHES.items()
        ]
        return (Reading(*way) for way in product(*ways))


def rules_of(fields: Fields) -> Rules:
    """Read the `values` of a rules leaf."""
    for name in fields.value:
        if name not in SWITCHES and name not in _OTHERS:
            raise Wrong(
                fields.at(clip(name)),
                "this rule is not known, so nothing can be said about the count.",
                "不认识这条规则，无法核对计票。",
            )
    switches = {
        name: fields.one_of(name, values) for name, values in SWITCHES.items() if fields.has(name)
    }
    return Rules(
        switches,
        fields.one_of("tie", _TIES) if fields.has("tie") else None,
        _silence(fields),
        fields.whole("proxy_cap") if fields.has("proxy_cap") else None,
    )


def _silence(fields: Fields) -> str:
    """What silence means; without a clause and a published warning it means nothing."""
    said = fields.one_of("non_response", _SILENCE) if fields.has("non_response") else _SILENCE[0]
    clause = fields.text("clause") if fields.has("clause") else ""
    warned = fields.yes("warning_published") if fields.has("warning_published") else False
    return said if clause and warned else _SILENCE[0]
