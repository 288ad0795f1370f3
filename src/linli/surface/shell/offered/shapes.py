"""A service and what it asks, the same on paper and at the desk."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question, the same on paper and at the desk.

    `kind` is tick (one of `choices`), words, line, phone, or something chosen at the desk and
    written on paper: what, place, matter, nearby, said, home, helper, agreed, told, token, card,
    assembly; proof is for the desk alone, since the signed form is one.
    """

    name: str
    label: str
    kind: str = "tick"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One thing to do: `page` is where it begins on a screen, `routes` what its pages send to,
    `record` what stands in the record afterwards, `clock` the category whose clocks run (or none:
    it is done when it is written down)."""

    key: str
    icon: str
    name: str
    line: str
    page: str
    record: str
    asks: tuple[Ask, ...]
    routes: frozenset[str] = frozenset()
    clock: str = ""
