"""Reads an assembly from plain JSON values; every mistake is named with its place."""

from linli.application.assembly.domain.reading.assembly import Assembly, read_assembly
from linli.application.assembly.domain.reading.ballots import on_candidate, read_ballot, whole_of
from linli.application.assembly.domain.reading.motions import Ticket
from linli.application.assembly.domain.reading.rules import read_rules

__all__ = [
    "Assembly",
    "Ticket",
    "on_candidate",
    "read_assembly",
    "read_ballot",
    "read_rules",
    "whole_of",
]
