"""Mandates 授权: which decision of whom allows which data to be collected, where and for how long.

No device and no analysis touches residents' data without one; every resident may read all that
were decided for the community, and those of their own home.
"""

from linli.foundation.mandates.domain import Basis, MandateCard
from linli.foundation.mandates.selectors import (
    count_consents,
    get_mandate,
    get_mandates,
    list_expiring,
    list_mandates,
)
from linli.foundation.mandates.services import grant_mandate, revoke_mandate

__all__ = [
    "Basis",
    "MandateCard",
    "count_consents",
    "get_mandate",
    "get_mandates",
    "grant_mandate",
    "list_expiring",
    "list_mandates",
    "revoke_mandate",
]
