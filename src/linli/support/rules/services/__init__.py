"""Verbs: write and switch rules, take up what the judge found, attend to alarms, review."""
