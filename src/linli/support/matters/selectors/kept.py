"""What matters keeps about a person, for that person alone: their own words and acts."""

from typing import Any

from linli.kernel import Actor, Kept, Refused, Words
from linli.support.matters.models import Entry, Matter, Message, Verdict, Voice

_STAFF = Words("办这件事的人", "those who work on it")
_TIME = Words("一直保存；时间线只增不改", "kept; a timeline only grows")
_BASIS = Words("您报了这件事", "you reported it")


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """Everything this module keeps about the viewer; nobody else's words or names."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    parts = (
        (
            _reported(viewer),
            "matters",
            Words("您报的事", "what you reported"),
            Words("您或替您办的人报的", "reported by you or for you"),
            Words("说“不用办了”，或提出异议", "say it is no longer needed, or object"),
        ),
        (
            _said(viewer),
            "words",
            Words("您留的言、您的评价、您跟进的事", "your messages, verdicts, what you follow"),
            Words("您自己写的", "written by you"),
            Words("30 分钟内可以撤回；之后可以提出异议", "take back within 30 minutes, or object"),
        ),
    )
    return tuple(
        Kept(
            key=key,
            what=what,
            source=source,
            seen_by=_STAFF,
            time=_TIME,
            basis=_BASIS,
            way=way,
            count=len(rows),
            rows=tuple(rows) if full else (),
        )
        for rows, key, what, source, way in parts
    )


def _reported(viewer: Actor) -> list[dict[str, Any]]:
    rows = Matter.objects.filter(community=viewer.community, reporter=viewer.person)
    found = []
    for row in rows.order_by("opened_at", "id"):
        lines = Entry.objects.filter(matter=row).order_by("id")
        found.append(
            {
                "id": row.pk,
                "number": row.number,
                "category": row.category,
                "place": row.place_label,
                "title": row.title,
                "words": row.description,
                "via": row.via,
                "state": row.state,
                "at": row.opened_at,
                "steps": [{"what": line.kind, "via": line.via, "at": line.at} for line in lines],
            }
        )
    return found


def _said(viewer: Actor) -> list[dict[str, Any]]:
    mine = Message.objects.filter(
        matter__community=viewer.community, author=viewer.person, is_note=False
    )
    verdicts = Verdict.objects.filter(matter__community=viewer.community, person=viewer.person)
    voices = Voice.objects.filter(matter__community=viewer.community, person=viewer.person)
    found: list[dict[str, Any]] = [
        {"part": "message", **one}
        for one in mine.order_by("at").values("matter_id", "text", "via", "at", "taken_back_at")
    ]
    found += [
        {"part": "verdict", **one}
        for one in verdicts.order_by("at").values(
            "matter_id", "solved", "stars", "words", "via", "at", "withdrawn_at"
        )
    ]
    found += [
        {"part": "follows", **one} for one in voices.order_by("at").values("matter_id", "via", "at")
    ]
    return found
