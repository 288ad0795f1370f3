"""Matters and all that hangs on them."""

from linli.support.matters.models.clocks import CategoryCode, Clock, ClockRule, WorkingHours
from linli.support.matters.models.keys import ActKey
from linli.support.matters.models.matter import CauseRow, Counter, Effect, Matter
from linli.support.matters.models.people import Check, Hand, Party, Verdict, Voice
from linli.support.matters.models.shifts import ShiftLine
from linli.support.matters.models.talk import Entry, Message, Photo, ReadMark

__all__ = [
    "ActKey",
    "CategoryCode",
    "CauseRow",
    "Check",
    "Clock",
    "ClockRule",
    "Counter",
    "Effect",
    "Entry",
    "Hand",
    "Matter",
    "Message",
    "Party",
    "Photo",
    "ReadMark",
    "ShiftLine",
    "Verdict",
    "Voice",
    "WorkingHours",
]
