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
    "Assembly",
    "BallotLook",
    "CommunityRules",
    "Delivery",
    "Effective",
    "HeadStanding",
    "Leaf",
    "Motion",
    "Objection",
    "OwnValue",
    "PaperBallot",
    "PaperEntry",
    "Proxy",
    "Result",
    "Roll",
    "RollHead",
    "RollUnit",
    "RollVoter",
    "Scrutineer",
    "Sheet",
    "Struck",
    "UnitFigures",
    "ValueConfirmation",
]
