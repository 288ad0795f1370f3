"""Announcements 公示公告: what the law wants published and ordinary notices, each for its audience,
corrected by new versions only, with where it hangs and whom it has reached."""

from linli.application.announcements.domain.cards import (
    KIND_NAMES,
    AnnouncementCard,
    AnnouncementPage,
    Audience,
    Figure,
    HungCard,
    Kind,
    ReachCard,
    VersionCard,
)
from linli.application.announcements.domain.diff import Change, Piece
from linli.application.announcements.selectors import (
    count_reach,
    diff_of,
    get_announcement,
    list_announcements,
    list_boards,
    list_kept,
)
from linli.application.announcements.services import (
    correct_announcement,
    note_hung,
    note_seen,
    publish_announcement,
    withdraw,
)

__all__ = [
    "AnnouncementCard",
    "AnnouncementPage",
    "Audience",
    "Change",
    "Figure",
    "HungCard",
    "KIND_NAMES",
    "Kind",
    "Piece",
    "ReachCard",
    "VersionCard",
    "correct_announcement",
    "count_reach",
    "diff_of",
    "get_announcement",
    "list_announcements",
    "list_boards",
    "list_kept",
    "note_hung",
    "note_seen",
    "publish_announcement",
    "withdraw",
]
