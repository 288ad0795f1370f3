"""What this module announces: files come and go."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKept(Fact):
    """A file hangs on something; `about` is that thing's reference."""

    kind: ClassVar[str] = "files.file_kept"
    file: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDropped(Fact):
    """A file's bytes are gone."""

    kind: ClassVar[str] = "files.file_dropped"
    file: str
    about: str
