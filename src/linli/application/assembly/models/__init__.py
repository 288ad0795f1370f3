"""The owners' assembly, its roll, its ballots and its results."""

from linli.application.assembly.models.assembly import Assembly, Motion
from linli.application.assembly.models.objecting import Objection
from linli.application.assembly.models.results import Result
from linli.application.assembly.models.roll import Roll, RollHead, RollUnit, RollVoter
from linli.application.assembly.models.rules import CommunityRules, OwnValue, ValueConfirmation
from linli.application.assembly.models.voting import (
    Delivery,
    Effective,
    PaperBallot,
    PaperEntry,
    Proxy,
    Sheet,
)

__all__ = [
    "Assembly",
    "CommunityRules",
    "Delivery",
    "Effective",
    "Motion",
    "OwnValue",
    "Objection",
    "PaperBallot",
    "PaperEntry",
    "Proxy",
    "Result",
    "Roll",
    "RollHead",
    "RollUnit",
    "RollVoter",
    "Sheet",
    "ValueConfirmation",
]
