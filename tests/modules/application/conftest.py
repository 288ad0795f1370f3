"""Fixtures of the applications."""

from modules.application.assembly_estate import estate

__all__ = ["estate"]
