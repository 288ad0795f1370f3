"""The words every layer shares: who acts, what happened, when, and how a refusal is said."""

from linli.kernel.actor import ANYONE, Actor, Role, Via, system
from linli.kernel.clock import now
from linli.kernel.fact import Fact
from linli.kernel.ids import new_id
from linli.kernel.kept import Kept
from linli.kernel.page import Page
from linli.kernel.ref import Ref
from linli.kernel.refused import Refused
from linli.kernel.words import Words

__all__ = [
    "ANYONE",
    "Actor",
    "Fact",
    "Kept",
    "Page",
    "Ref",
    "Refused",
    "Role",
    "Via",
    "Words",
    "new_id",
    "now",
    "system",
]
