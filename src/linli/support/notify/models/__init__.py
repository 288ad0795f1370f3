"""Messages on their way to people."""

from linli.support.notify.models.bulletins import Bulletin
from linli.support.notify.models.messages import MailboxRow, Message

__all__ = ["Bulletin", "MailboxRow", "Message"]
