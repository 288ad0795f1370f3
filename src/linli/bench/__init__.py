"""Measurements with their conditions: printed tables, never tests."""
