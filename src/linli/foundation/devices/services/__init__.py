"""Verbs on devices."""

from linli.foundation.devices.services.batches import (
    activate_batch,
    assign_batch,
    issue_batch_secrets,
)
from linli.foundation.devices.services.discover import discover_device
from linli.foundation.devices.services.life import (
    activate_device,
    allow_discovery,
    assign_mandate,
    mark_heard,
    mark_silent,
    move_device,
    rest_closed_homes,
    retire_device,
)
from linli.foundation.devices.services.quarantine import (
    count_outcomes,
    forget_rejected,
    keep_rejected,
)
from linli.foundation.devices.services.register import (
    list_batch,
    register_device,
)
from linli.foundation.devices.services.registry import (
    adopt_model,
    block_vendor,
    define_model,
    define_models,
    unblock_vendor,
)
from linli.foundation.devices.services.secrets import issue_secret, revoke_secret

__all__ = [
    "activate_batch",
    "activate_device",
    "allow_discovery",
    "adopt_model",
    "assign_batch",
    "assign_mandate",
    "block_vendor",
    "count_outcomes",
    "define_model",
    "define_models",
    "discover_device",
    "issue_batch_secrets",
    "issue_secret",
    "forget_rejected",
    "keep_rejected",
    "list_batch",
    "mark_heard",
    "mark_silent",
    "move_device",
    "register_device",
    "rest_closed_homes",
    "retire_device",
    "revoke_secret",
    "unblock_vendor",
]
