"""Recount: an independent check of what an owners' assembly has published (docs/bundle.md)."""

__version__ = "1.0.0"
