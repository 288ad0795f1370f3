"""What the announcements module announces; ids only."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementPublished(Fact):
    """Something was announced; `sha256` is that of the words as published."""

    kind: ClassVar[str] = "announcements.announcement_published"
    announcement: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementCorrected(Fact):
    """A new version of an announcement holds from now on."""

    kind: ClassVar[str] = "announcements.announcement_corrected"
    announcement: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementWithdrawn(Fact):
    """An announcement no longer holds."""

    kind: ClassVar[str] = "announcements.announcement_withdrawn"
    announcement: str
