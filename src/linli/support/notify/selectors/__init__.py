"""Questions about what people are told."""

from linli.support.notify.selectors.bulletins import (
    count_reached,
    count_told,
    get_bulletin,
    list_bulletins,
    list_posted,
)
from linli.support.notify.selectors.messages import (
    count_calls,
    count_failed,
    count_slips,
    get_call,
    get_delivered_at,
    list_calls,
    list_failed,
    list_inbox,
    list_kept,
    list_mailbox,
    list_slips,
)

__all__ = [
    "count_calls",
    "count_failed",
    "count_reached",
    "count_slips",
    "count_told",
    "get_bulletin",
    "get_call",
    "get_delivered_at",
    "list_bulletins",
    "list_calls",
    "list_failed",
    "list_inbox",
    "list_kept",
    "list_mailbox",
    "list_posted",
    "list_slips",
]
