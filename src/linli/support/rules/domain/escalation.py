"""When more people are told of an alarm nobody has seen, unless a rule says so itself."""

USUAL: dict[str, tuple[int, ...]] = {"critical": (60, 180, 600), "high": (900, 3600)}
"""Seconds without acknowledgement, by severity; for what is less grave nobody else is told."""


def usual_escalation(severity: str, is_safety: bool) -> tuple[int, ...]:
    """The seconds a rule waits when nobody has chosen any; one that protects lives always has
    some."""
    return USUAL.get(severity, USUAL["high"] if is_safety else ())
