"""Messages on their way to people."""

from linli.support.notify.models.messages import MailboxRow, Message

__all__ = ["MailboxRow", "Message"]
