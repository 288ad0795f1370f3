"""This module announces nothing of its own."""
