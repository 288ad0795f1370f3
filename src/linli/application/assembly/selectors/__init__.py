"""Questions about assemblies."""

from linli.application.assembly.selectors.counting import audit_notice, tally

__all__ = ["audit_notice", "tally"]
