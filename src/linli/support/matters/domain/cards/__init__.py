"""Matters as other modules see them: frozen, masked for the viewer, without database objects."""

from linli.support.matters.domain.cards.chain import (
    Chain,
    Link,
)
from linli.support.matters.domain.cards.figures import (
    BuildingCount,
    ChannelFigure,
    Figure,
    FloorCount,
    PlaceCount,
    Trend,
    WeekValue,
)
from linli.support.matters.domain.cards.matter import (
    Cause,
    ChosenCard,
    LaneCount,
    MatterCard,
    MyMatters,
    NeighbourCard,
    Similar,
)
from linli.support.matters.domain.cards.sheet import (
    CheckCard,
    ClockCard,
    Contact,
    EntryCard,
    HandCard,
    MatterSheet,
    MessageCard,
    PartyCard,
    Undoable,
    UsualAnswer,
    VerdictCard,
)
from linli.support.matters.domain.cards.working import (
    ClockReport,
    ClockSetting,
    ShiftLineCard,
    WorkingTime,
)

__all__ = [
    "BuildingCount",
    "Cause",
    "Chain",
    "ChannelFigure",
    "CheckCard",
    "ChosenCard",
    "ClockCard",
    "ClockReport",
    "ClockSetting",
    "Contact",
    "EntryCard",
    "Figure",
    "FloorCount",
    "HandCard",
    "LaneCount",
    "Link",
    "MatterCard",
    "MatterSheet",
    "MessageCard",
    "MyMatters",
    "NeighbourCard",
    "PartyCard",
    "PlaceCount",
    "ShiftLineCard",
    "Similar",
    "Trend",
    "Undoable",
    "UsualAnswer",
    "VerdictCard",
    "WeekValue",
    "WorkingTime",
]
