"""The owners' assembly, its roll, its ballots and its results."""

from linli.application.assembly.models.assembly import (
    Assembly,
    Motion,
)
from linli.application.assembly.models.leaves import (
    Leaf,
)
from linli.application.assembly.models.looking import (
    BallotLook,
    Scrutineer,
)
from linli.application.assembly.models.objecting import (
    Objection,
)
from linli.application.assembly.models.preparing import (
    Answer,
    Candidacy,
    Comment,
    Concern,
    Correction,
    Council,
    DraftText,
    FilingPaper,
    HandoverItem,
    OfficeHolder,
    Preparation,
    Preparer,
    Reminder,
    Request,
    Showing,
    Signature,
    Task,
)
from linli.application.assembly.models.results import (
    Result,
)
from linli.application.assembly.models.roll import (
    HeadStanding,
    Roll,
    RollHead,
    RollUnit,
    RollVoter,
    UnitFigures,
)
from linli.application.assembly.models.rules import (
    CommunityRules,
    OwnValue,
    ValueConfirmation,
)
from linli.application.assembly.models.voting import (
    Delivery,
    Effective,
    PaperBallot,
    PaperEntry,
    Proxy,
    Sheet,
    Struck,
)

__all__ = [
    "Answer",
    "Assembly",
    "BallotLook",
    "Candidacy",
    "Comment",
    "CommunityRules",
    "Concern",
    "Correction",
    "Council",
    "Delivery",
    "DraftText",
    "Effective",
    "FilingPaper",
    "HandoverItem",
    "HeadStanding",
    "Leaf",
    "Motion",
    "Objection",
    "OfficeHolder",
    "OwnValue",
    "PaperBallot",
    "PaperEntry",
    "Preparation",
    "Preparer",
    "Proxy",
    "Reminder",
    "Request",
    "Result",
    "Roll",
    "RollHead",
    "RollUnit",
    "RollVoter",
    "Scrutineer",
    "Sheet",
    "Showing",
    "Signature",
    "Struck",
    "Task",
    "UnitFigures",
    "ValueConfirmation",
]
