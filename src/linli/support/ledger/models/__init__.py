"""The tables of the public ledger."""

from linli.support.ledger.models.logs import Checkpoint, Leaf, Log, Tile
from linli.support.ledger.models.witnesses import Cosignature, WitnessParty

__all__ = ["Checkpoint", "Cosignature", "Leaf", "Log", "Tile", "WitnessParty"]
