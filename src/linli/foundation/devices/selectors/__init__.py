"""Questions about devices."""

from linli.foundation.devices.selectors.devices import (
    count_devices,
    get_device,
    get_devices,
    get_discovery,
    list_batches,
    list_devices,
    list_terms,
    list_unheard,
)
from linli.foundation.devices.selectors.gate import list_gate_entries
from linli.foundation.devices.selectors.quarantine import (
    get_rejected,
    list_outcomes,
    list_rejected,
)
from linli.foundation.devices.selectors.registry import (
    get_model,
    list_blocked_vendors,
    list_models,
    list_secrets,
)
from linli.foundation.devices.selectors.series import get_series, list_series

__all__ = [
    "count_devices",
    "get_device",
    "get_devices",
    "get_discovery",
    "get_model",
    "get_rejected",
    "get_series",
    "list_batches",
    "list_blocked_vendors",
    "list_devices",
    "list_gate_entries",
    "list_models",
    "list_outcomes",
    "list_rejected",
    "list_secrets",
    "list_series",
    "list_terms",
    "list_unheard",
]
