"""An assembly as other modules and pages see it."""

from linli.application.assembly.domain.cards.agenda import (
    AssemblyCard,
    AssemblySheet,
    MotionCard,
    ResolutionCard,
)
from linli.application.assembly.domain.cards.boards import (
    Board,
    BuildingGauge,
    Door,
    Gauge,
    MotionGauge,
)
from linli.application.assembly.domain.cards.own import (
    BallotCard,
    LookedAt,
    OwnHead,
    OwnUnit,
    ProxyCard,
)
from linli.application.assembly.domain.cards.papers import (
    Disagreement,
    ImportReport,
    PaperCard,
    PaperLook,
    RowNote,
    SlipCard,
)
from linli.application.assembly.domain.cards.results import (
    ChannelCount,
    LeafCard,
    ObjectionCard,
    Reconciliation,
    ResultCard,
    ScrutinyRow,
)
from linli.application.assembly.domain.cards.roll import (
    RollCheck,
    RollLine,
    RollSheet,
)

__all__ = [
    "AssemblyCard",
    "AssemblySheet",
    "BallotCard",
    "Board",
    "BuildingGauge",
    "ChannelCount",
    "Disagreement",
    "Door",
    "Gauge",
    "ImportReport",
    "LeafCard",
    "LookedAt",
    "MotionCard",
    "MotionGauge",
    "ObjectionCard",
    "OwnHead",
    "OwnUnit",
    "PaperCard",
    "PaperLook",
    "ProxyCard",
    "Reconciliation",
    "ResolutionCard",
    "ResultCard",
    "RollCheck",
    "RollLine",
    "RollSheet",
    "RowNote",
    "ScrutinyRow",
    "SlipCard",
]
