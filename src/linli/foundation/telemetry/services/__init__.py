"""Verbs: record readings, roll them up, erase them with proof; and the way to the engine."""
