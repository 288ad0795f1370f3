"""Tables of what comes before and after the votes."""

from linli.application.assembly.models.preparing.bodies import Preparation, Preparer, Task
from linli.application.assembly.models.preparing.candidates import Answer, Candidacy
from linli.application.assembly.models.preparing.offices import (
    Council,
    FilingPaper,
    HandoverItem,
    OfficeHolder,
    Reminder,
)
from linli.application.assembly.models.preparing.requests import Request, Signature
from linli.application.assembly.models.preparing.shown import Concern, Correction, Showing
from linli.application.assembly.models.preparing.texts import Comment, DraftText

__all__ = [
    "Answer",
    "Candidacy",
    "Comment",
    "Concern",
    "Correction",
    "Council",
    "DraftText",
    "FilingPaper",
    "HandoverItem",
    "OfficeHolder",
    "Preparation",
    "Preparer",
    "Reminder",
    "Request",
    "Showing",
    "Signature",
    "Task",
]
