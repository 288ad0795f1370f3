"""The write-ahead journal of accepted rows: what is in it is durable and may be acknowledged."""

from linli.perception.journal.frames import Damage, Frame
from linli.perception.journal.journal import Journal, JournalFailed

__all__ = ["Damage", "Frame", "Journal", "JournalFailed"]
