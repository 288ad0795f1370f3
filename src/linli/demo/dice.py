"""Chance that falls the same way every time: a story is told, nothing is kept secret by it."""

from random import Random

SEED = "梧桐里"


def dice_of(*parts: object) -> Random:
    """The dice for one part of the story."""
    return Random(":".join(map(str, (SEED, *parts))))  # noqa: S311
