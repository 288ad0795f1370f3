"""Core: the one process that hears devices, judges what they say, keeps it and tells it live."""
