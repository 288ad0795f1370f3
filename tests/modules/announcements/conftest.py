"""The estate of the matters: what is announced is announced among the same people."""

from modules.support.matters_estate import estate

__all__ = ["estate"]
