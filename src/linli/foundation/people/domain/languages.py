"""Which languages people are told things in."""

from linli.kernel import Refused

DEFAULT_LANGUAGE = "zh-hans"
LANGUAGES = (DEFAULT_LANGUAGE, "en")


def checked_language(language: str) -> str:
    """A language we speak."""
    if language not in LANGUAGES:
        raise Refused("invalid", "We speak Chinese and English.", field="language")
    return language
