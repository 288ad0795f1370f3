"""Fixtures of the support modules."""

from modules.support.matters_estate import estate

__all__ = ["estate"]
