"""Telling people, sending what waits, and what the desk does by hand."""

from linli.support.notify.services.bulletins import (
    call_the_unreached,
    put_up_bulletin,
    spread_bulletins,
)
from linli.support.notify.services.channels import Mailbox, use_channel
from linli.support.notify.services.desk import (
    finish_call,
    mark_handed_over,
    mark_printed,
    mark_read,
    mark_unread,
    note_delivery,
    send_again,
    set_aside,
)
from linli.support.notify.services.sending import send_due
from linli.support.notify.services.telling import send_code, tell, try_out

__all__ = [
    "Mailbox",
    "call_the_unreached",
    "finish_call",
    "mark_handed_over",
    "mark_printed",
    "mark_read",
    "mark_unread",
    "note_delivery",
    "put_up_bulletin",
    "send_again",
    "send_code",
    "send_due",
    "set_aside",
    "spread_bulletins",
    "tell",
    "try_out",
    "use_channel",
]
