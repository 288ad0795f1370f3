"""What something written can mean, with the words to echo back."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from linli.kernel.refused import Refused
from linli.kernel.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Meaning(Generic[T]):
    """One meaning: its value, and how it is said back to whoever wrote it."""

    value: T
    words: Words


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """Everything a text can mean, the likeliest first; never empty."""

    meanings: tuple[Meaning[T], ...]

    @property
    def is_clear(self) -> bool:
        """Whether there is only one meaning."""
        return len(self.meanings) == 1

    def sure(self, field: str | None = None) -> Meaning[T]:
        """The one meaning; asked back, naming two of them, when there are several."""
        if self.is_clear:
            return self.meanings[0]
        raise Refused(
            "invalid",
            "This can mean “%(first)s” or “%(second)s”. Please write which one.",
            field=field,
            first=self.meanings[0].words,
            second=self.meanings[1].words,
        )
