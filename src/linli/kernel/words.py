"""Words that live in data (a category, a rule's name) in both languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One name in Chinese and English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The Chinese words for any `zh…` language code, the English ones otherwise."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        """The English words, for logs and programs."""
        return self.en
