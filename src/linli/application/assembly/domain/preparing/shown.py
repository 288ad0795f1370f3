"""What is put before everybody for a time."""

from enum import StrEnum


class Shown(StrEnum):
    """What is shown to everybody, to look at and to object to."""

    MEMBERS = "members"
    ROLL = "roll"
    CANDIDATES = "candidates"
