"""Every face is tested in a real Chromium."""

from browser import browser, chromium

__all__ = ["browser", "chromium"]
