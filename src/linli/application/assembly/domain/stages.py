"""The life of an assembly 业主大会会议: what may follow what, and what may be done when."""

from collections.abc import Mapping
from enum import StrEnum


class Convened(StrEnum):
    """Why it meets (物业管理条例 Article 13; 业主大会指导规则 Articles 15 and 21)."""

    FIRST = "first"
    REGULAR = "regular"
    EXTRAORDINARY = "extraordinary"


class Mode(StrEnum):
    """The three lawful ways to collect votes; paper and telephone are in all of them."""

    OWN = "own"
    OFFICIAL = "official"
    PAPER = "paper"


class Stage(StrEnum):
    """Where an assembly stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    VOTING = "voting"
    CLOSED = "closed"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.ANNOUNCED, Stage.CANCELLED}),
    Stage.ANNOUNCED: frozenset({Stage.VOTING, Stage.CANCELLED}),
    Stage.VOTING: frozenset({Stage.CLOSED, Stage.CANCELLED}),
    Stage.CLOSED: frozenset({Stage.PRELIMINARY}),
    Stage.PRELIMINARY: frozenset({Stage.PRELIMINARY, Stage.FINAL}),
    Stage.FINAL: frozenset({Stage.ARCHIVED}),
    Stage.ARCHIVED: frozenset(),
    Stage.CANCELLED: frozenset(),
}
"""A preliminary result may be made anew after an upheld objection; nothing else goes back."""


class Channel(StrEnum):
    """How a ballot came in."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    DOORSTEP = "doorstep"
    OFFICIAL = "official"
