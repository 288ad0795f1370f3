"""What is kept about somebody: every module answers for its own, in the same words."""

from dataclasses import dataclass
from typing import Any

from linli.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kind of data about a person: what, from where, who may see it, how long, by whose
    decision, and what one can do about it.

    `rows` are the data themselves as plain JSON values, about nobody else; empty unless asked for.
    """

    key: str
    what: Words
    source: Words
    seen_by: Words
    time: Words
    basis: Words
    way: Words
    count: int
    rows: tuple[dict[str, Any], ...] = ()
