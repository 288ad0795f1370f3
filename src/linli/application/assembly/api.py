"""The owners' assembly 业主大会: votes counted exactly, by heads and by area."""

from linli.application.assembly.selectors import audit_notice, tally

__all__ = ["audit_notice", "tally"]
