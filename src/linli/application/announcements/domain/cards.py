"""Announcements as others see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.kernel import Words


class Kind(StrEnum):
    """What is announced; all but the last are legal publications."""

    ASSEMBLY = "assembly"
    ROLL = "roll"
    CANDIDATES = "candidates"
    PRELIMINARY = "preliminary"
    RESULT = "result"
    RULES = "rules"
    ORDINARY = "ordinary"

    @property
    def is_legal(self) -> bool:
        """Whether the law asks for it, so that it needs its article and a day until it hangs."""
        return self is not Kind.ORDINARY


KIND_NAMES = {
    Kind.ASSEMBLY: Words("业主大会会议公告", "notice of assembly"),
    Kind.ROLL: Words("业主名册公示", "roll of owners for publication"),
    Kind.CANDIDATES: Words("候选人公示", "candidates"),
    Kind.PRELIMINARY: Words("表决结果询异公示", "preliminary result"),
    Kind.RESULT: Words("表决结果公告", "final result"),
    Kind.RULES: Words("规约和议事规则公告", "covenant and rules"),
    Kind.ORDINARY: Words("一般通知", "ordinary notice"),
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom it is for: the places, and whether their owners only or all who live there."""

    places: tuple[str, ...]
    owners_only: bool = False


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version as it was published; `why` says what a correction corrects.

    `sha256` is that of the published words as canonical JSON, the same a ledger keeps.
    """

    number: int
    title: Words
    text: Words
    basis: str
    hang_until: date | None
    why: str
    by_name: str
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class AnnouncementCard:
    """An announcement in its latest version; `seen_at` is when the viewer noted that they had read
    that version, `withdrawn_why` empty while it stands."""

    id: str
    kind: Kind
    kind_name: Words
    places: tuple[str, ...]
    place_labels: tuple[Words, ...]
    owners_only: bool
    latest: VersionCard
    seen_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str

    @property
    def told_as(self) -> str:
        """The key under which people are told the latest version, and counted."""
        return told_as(self.id, self.latest.number)


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    """One announcement with all its versions, newest first; `shown` is the one asked for."""

    card: AnnouncementCard
    shown: VersionCard
    versions: tuple[VersionCard, ...]

    @property
    def is_latest(self) -> bool:
        """Whether the version shown is the one that holds."""
        return self.shown.number == self.card.latest.number


@dataclass(frozen=True, slots=True)
class HungCard:
    """On this day somebody put this version up at an entrance; `photo` a file's id, or empty."""

    id: str
    place: str
    place_label: Words
    version: int
    on: date
    by_name: str
    photo: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of how many, by one channel, with what exactly was counted."""

    channel: str
    reached: int
    of: int
    means: Words


@dataclass(frozen=True, slots=True)
class ReachCard:
    """How far the latest version has got; the figures are about different things and not summed."""

    figures: tuple[Figure, ...]
    hung: tuple[HungCard, ...]
    still_to_hang: tuple[str, ...]


def told_as(announcement: str, number: int) -> str:
    """The key under which people are told a version: each of them once, wherever they own."""
    return f"announcement:{announcement}:{number}"


def figure_of(channel: str, counted: Sequence[int]) -> Figure:
    """A figure with the one definition it has."""
    reached, of = counted
    return Figure(channel, reached, of, MEANS[channel])


MEANS = {
    "seen": Words(
        "登录后按了“我看过了”的人数；按了不等于同意。",
        "People who logged in and pressed “I have read it”; that is no consent.",
    ),
    "app": Words(
        "消息标为看过的人数；只放进消息箱的不算。",
        "People whose message is marked as seen; one that only lies in the inbox does not count.",
    ),
    "sms": Words(
        "运营商收下的短信；看没看不知道。",
        "Text messages the network took; nobody knows whether they were read.",
    ),
    "phone": Words("打通了、当面说到的人数。", "People who picked up and were told."),
    "paper": Words("送到本人手里或信箱的纸条。", "Slips handed over or put into the letter box."),
    "board": Words(
        "有人登记贴好这一版的单元门口；撕掉了不知道。",
        "Entrances where somebody noted that this version hangs; nobody knows if it was torn off.",
    ),
}
