"""Tables of drafts and of parked forms."""

from linli.foundation.drafts.models.drafts import Draft, Parked, ParkedBytes

__all__ = ["Draft", "Parked", "ParkedBytes"]
