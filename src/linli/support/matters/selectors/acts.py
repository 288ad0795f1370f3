"""What a viewer may do next with a matter, and what they can still take back."""

from dataclasses import replace
from datetime import datetime, timedelta

from linli.kernel import Actor, Words, now
from linli.support.matters import policy
from linli.support.matters.domain.cards import Undoable
from linli.support.matters.domain.catalogue import Nature, spans
from linli.support.matters.domain.rights import Standing, acts_for
from linli.support.matters.domain.states import OPEN, Act, State
from linli.support.matters.models import Entry, Matter, Message, Verdict, Voice

_REPORT = Words("撤回这次上报", "Take this report back")
_RESTORE = Words("不撤了，接着办", "Bring it back")
_VERDICT = Words("收回刚才的答复", "Take the answer back")
_CONTEST = Words("不再反对", "No longer disagree")
_MESSAGE = Words("收回这句话", "Take these words back")
_SUPPORT = Words("不再跟进", "No longer follow this")
_MERGE = Words("分开办", "Take it apart again")


def acts_of(
    viewer: Actor, row: Matter, standing: frozenset[Standing], lines: list[Entry]
) -> tuple[Act, ...]:
    """The acts open to the viewer at this moment, in the order to offer them."""
    offered = acts_for(State(row.state), standing)
    return tuple(act for act in offered if _is_open(act, viewer, row, lines))


def undoable_of(
    viewer: Actor, row: Matter, standing: frozenset[Standing], messages: list[Message]
) -> tuple[Undoable, ...]:
    """What the viewer did here and can still take back, with the moment it ends."""
    found: list[Undoable | None] = []
    if Standing.REPORTER in standing:
        found += [_undo_report(row), _undo_withdrawal(row), _undo_verdict(row), _undo_contest(row)]
    if Standing.DESK in standing and row.state == State.MERGED:
        found.append(_until("merge", row, row.left_at, _minutes(), _MERGE))
    for one in messages:
        mine = one.author_id == viewer.person and one.purpose in {"message", "note"}
        if mine and one.taken_back_at is None:
            undo = _until("message", row, one.at, _minutes(), _MESSAGE)
            found.append(replace(undo, message=one.pk) if undo else None)
    return tuple(one for one in found if one is not None)


def list_undoable(*, viewer: Actor) -> tuple[Undoable, ...]:
    """Everything the viewer did lately as a resident and can still take back, newest first."""
    policy.check_member(viewer)
    since = now() - timedelta(days=1)
    rows = Matter.objects.filter(
        community=viewer.community, reporter=viewer.subject or "", entries__at__gte=since
    ).distinct()
    mine = frozenset({Standing.REPORTER})
    found = [
        one
        for row in rows[:50]
        for one in undoable_of(viewer, row, mine, list(row.messages.filter(at__gte=since)))
    ]
    for voice in Voice.objects.filter(
        person=viewer.subject or "", at__gte=since, matter__community=viewer.community
    ).select_related("matter"):
        one = _until("support", voice.matter, voice.at, timedelta(days=1), _SUPPORT)
        found += [one] if one else []
    return tuple(sorted(found, key=lambda one: one.until, reverse=True))


def _is_open(act: Act, viewer: Actor, row: Matter, lines: list[Entry]) -> bool:
    at = now()
    tests = {
        Act.TAKE: lambda: viewer.is_staff and viewer.person not in {None, row.assignee_id},
        Act.START: lambda: row.assignee_id is not None,
        Act.RESOLVE: lambda: row.assignee_id is not None,
        Act.CHECK: lambda: not (viewer.person is None or policy.has_worked(viewer.person, lines)),
        Act.JUDGE: lambda: row.nature == Nature.ALARM,
        Act.RESTORE: lambda: _undo_withdrawal(row) is not None,
        Act.UNMERGE: lambda: _until("merge", row, row.left_at, _minutes(), _MERGE) is not None,
        Act.UNDO_VERDICT: lambda: _undo_verdict(row) is not None,
        Act.UNDO_CONTEST: lambda: _undo_contest(row) is not None,
        Act.REOPEN: lambda: (
            row.closed_at is None or at <= row.closed_at + timedelta(days=spans().reopen_days)
        ),
        Act.URGE: lambda: (
            not any(line.kind == "urged" and line.at > at - timedelta(days=1) for line in lines)
        ),
        Act.DISPUTE: lambda: any(
            line.on_behalf_of_id == row.reporter_id and line.person_id != row.reporter_id
            for line in lines
            if line.on_behalf_of_id
        ),
    }
    return tests.get(act, lambda: True)()


def _undo_report(row: Matter) -> Undoable | None:
    if State(row.state) not in OPEN:
        return None
    return _until("report", row, row.opened_at, _minutes(), _REPORT)


def _undo_withdrawal(row: Matter) -> Undoable | None:
    if row.state != State.WITHDRAWN:
        return None
    return _until("withdrawal", row, row.left_at, _hours(), _RESTORE)


def _undo_verdict(row: Matter) -> Undoable | None:
    last = Verdict.objects.filter(matter=row, withdrawn_at=None).order_by("-pk").first()
    if last is None:
        return None
    led_to = State.CONFIRMED if last.solved else State.REOPENED
    if row.state != led_to:
        return None
    return _until("verdict", row, last.at, _hours(), _VERDICT)


def _undo_contest(row: Matter) -> Undoable | None:
    if row.state != State.REOPENED:
        return None
    last = row.entries.order_by("-pk").first()
    if last is None or last.kind != "contested":
        return None
    return _until("contest", row, last.at, _minutes(), _CONTEST)


def _until(
    kind: str, row: Matter, since: datetime | None, span: timedelta, words: Words
) -> Undoable | None:
    if since is None or now() > since + span:
        return None
    return Undoable(kind=kind, matter=row.pk, until=since + span, words=words)


def _minutes() -> timedelta:
    return timedelta(minutes=spans().undo_minutes)


def _hours() -> timedelta:
    return timedelta(hours=spans().change_hours)
