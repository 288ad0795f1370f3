"""The owners' assembly 业主大会."""
