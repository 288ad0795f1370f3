"""How owners' votes are counted: exactly, by heads and by area, each figure with its article."""
