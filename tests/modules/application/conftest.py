"""The same estate as below: what applications do, happens among the same people."""

from modules.support.matters_estate import estate

__all__ = ["estate"]
