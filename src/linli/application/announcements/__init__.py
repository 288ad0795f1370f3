"""Announcements: see `api`."""
