"""From readings to durable rows: gate, clock, de-duplication, journal, and only then the receipt.

The listener hands over whole messages with `offer`; nothing is awaited per message. Rows of all
messages that arrive while the disk is busy go to the journal in one batch, and every message is
settled when its batch is durable. A batch that cannot be made durable takes all later ones with
it: none was acknowledged, so the devices send them again.
"""

from linli.perception.outcomes import Receipt
from linli.perception.pipeline.asking import AlreadyStored, Key
from linli.perception.pipeline.batch import NOBODY, Durable, Sink
from linli.perception.pipeline.pipeline import Pipeline

__all__ = ["NOBODY", "AlreadyStored", "Durable", "Key", "Pipeline", "Receipt", "Sink"]
