"""What residents do with their own matters and those of neighbours; each act has a way back."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now
from linli.support.matters import policy
from linli.support.matters.domain.catalogue import ClockKind, spans
from linli.support.matters.domain.rights import Standing
from linli.support.matters.domain.states import Act, State
from linli.support.matters.facts import (
    EntryDisputed,
    MatterRestored,
    MatterSupported,
    MatterUrged,
    MatterWithdrawn,
)
from linli.support.matters.models import Entry, Matter, Verdict, Voice
from linli.support.matters.services import running
from linli.support.matters.services.closing import confirm, reopen, take_back
from linli.support.matters.services.steps import check_fits, clean, find, find_for, move, write
from linli.support.matters.services.talking import explain


def give_verdict(
    *, by: Actor, matter: str, solved: bool, stars: int | None = None, words: str = ""
) -> None:
    """The reporter's word: solved or not, one to five stars, a few words.

    It can be changed within a day; "not solved" opens the matter again for thirty days. Someone
    who did the work can never give it for the reporter.
    """
    words = clean(words, field="words", longest=1000)
    if stars is not None and not 1 <= stars <= 5:
        raise Refused("invalid", "Please give one to five stars.", field="stars")
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.CONFIRM), now()
        last = _last_verdict(row)
        if last and _repeats(last, solved, stars, words):
            return
        if last is not None:
            _set_aside(row, last, solved, at)
        check_fits(row, Act.CONFIRM if solved else Act.REOPEN)
        if not solved:
            _check_not_too_late(row, at)
        line = write(row, by, at, "confirmed" if solved else "not_solved")
        assert row.reporter_id is not None
        Verdict.objects.create(
            matter=row,
            entry=line.pk,
            round=row.reopened,
            person_id=row.reporter_id,
            by_id=by.person,
            solved=solved,
            stars=stars,
            words=words,
            via=by.via,
            at=at,
        )
        if solved:
            confirm(row, at, "resident", entry=line.pk)
        else:
            reopen(row, at, entry=line.pk)


def withdraw_verdict(*, by: Actor, matter: str) -> None:
    """Take one's answer back within a day, as long as nothing was built on it."""
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.UNDO_VERDICT), now()
        last = _last_verdict(row)
        if last is None or at > last.at + timedelta(hours=spans().change_hours):
            raise Refused("conflict", "There is no answer here that could be taken back.")
        check_fits(row, Act.UNDO_VERDICT)
        write(row, by, at, "verdict_undone")
        _undo(row, last, at)


def contest_decline(*, by: Actor, matter: str, words: str) -> None:
    """Disagree with a refusal; the matter is open again and the words are kept."""
    said = clean(words, field="words", needed="Please say why you disagree.")
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.REOPEN), now()
        if row.state != State.DECLINED:
            raise Refused("conflict", "This was not declined.")
        _check_not_too_late(row, at)
        note = explain(row, by, at, "contest", said)
        line = write(row, by, at, "contested", message=note)
        reopen(row, at, entry=line.pk)


def withdraw_matter(*, by: Actor, matter: str) -> None:
    """Take a report back; doing it twice changes nothing, `restore_matter` undoes it."""
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.WITHDRAW), now()
        if row.state == State.WITHDRAWN:
            return
        check_fits(row, Act.WITHDRAW)
        row.left_from, row.left_at, row.closed_at = row.state, at, at
        move(row, Act.WITHDRAW)
        row.save()
        running.hold(row, at)
        write(row, by, at, "withdrawn")
        publish(MatterWithdrawn(community=row.community, matter=row.pk))


def restore_matter(*, by: Actor, matter: str) -> None:
    """Bring a withdrawn report back within a day, exactly as it stood."""
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.RESTORE), now()
        check_fits(row, Act.RESTORE)
        assert row.left_at is not None
        if at > row.left_at + timedelta(hours=spans().change_hours):
            raise Refused("conflict", "The day to bring this back is over; please report it anew.")
        bring_back(row, Act.RESTORE, at)
        write(row, by, at, "restored")
        publish(MatterRestored(community=row.community, matter=row.pk))


def bring_back(row: Matter, act: Act, at: datetime) -> None:
    """To where the matter stood before it left; of a matter on hold only the rest goes on."""
    move(row, act, before=row.left_from)
    row.left_from, row.left_at, row.closed_at, row.survivor = "", None, None, None
    row.save()
    rests = (ClockKind.HOLD,) if row.state == State.ON_HOLD else ()
    running.go_on(row, at, *rests)


def support_matter(*, by: Actor, matter: str) -> None:
    """Say "the same at ours" and follow a neighbour's public matter; twice changes nothing."""
    with transaction.atomic():
        row = find(by, matter)
        standing = policy.standing_of(by, row)
        if Standing.REPORTER in standing or not policy.is_neighbour(by, row, standing):
            policy.check_sees(standing)
            raise Refused("conflict", "This is in your hands already.")
        if by.subject is None:
            raise Refused("not_signed_in", "Please sign in first.")
        if Voice.objects.filter(matter=row, person=by.subject).exists():
            return
        check_fits(row, Act.SUPPORT)
        at = now()
        Voice.objects.create(matter=row, person_id=by.subject, via=by.via, at=at)
        write(row, by, at, "supported")
        voices = Voice.objects.filter(matter=row).count()
        publish(MatterSupported(community=row.community, matter=row.pk, voices=voices))


def withdraw_support(*, by: Actor, matter: str) -> None:
    """No longer follow a neighbour's matter; twice changes nothing."""
    with transaction.atomic():
        row = find(by, matter)
        if not policy.standing_of(by, row):
            raise Refused("not_found", "There is no such matter.")
        gone, _ = Voice.objects.filter(matter=row, person=by.subject or "").delete()
        if gone:
            write(row, by, now(), "unsupported")


def urge_matter(*, by: Actor, matter: str) -> None:
    """Ask to hurry, once a day."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.URGE)
        at = now()
        today = Entry.objects.filter(matter=row, kind="urged", at__gt=at - timedelta(days=1))
        if today.exists():
            raise Refused("too_many", "You asked to hurry today already; they have been told.")
        write(row, by, at, "urged")
        publish(MatterUrged(community=row.community, matter=row.pk))


def dispute_entry(*, by: Actor, matter: str, entry: int, words: str = "") -> None:
    """Say that a line written on one's behalf is not one's own.

    A disputed answer no longer counts: the matter waits for the reporter's own word again.
    """
    said = clean(words, field="words", longest=1000)
    with transaction.atomic():
        row, at = for_reporter(by, matter, Act.DISPUTE), now()
        line = Entry.objects.filter(matter=row, pk=entry, on_behalf_of=row.reporter_id).first()
        if line is None or line.person_id == row.reporter_id:
            raise Refused("not_found", "There is no such line written on your behalf.")
        if is_disputed(row, entry):
            return
        note = {"message": explain(row, by, at, "dispute", said)} if said else {}
        write(row, by, at, "disputed", entry=entry, **note)
        _drop_disputed_verdict(row, entry, at)
        publish(EntryDisputed(community=row.community, matter=row.pk, entry=entry))


def is_disputed(row: Matter, entry: int) -> bool:
    """Whether the reporter says that a line is not theirs, and has not taken that back."""
    about = row.entries.filter(params__entry=entry, kind__in=("disputed", "undisputed"))
    last = about.order_by("-pk").first()
    return last is not None and last.kind == "disputed"


def for_reporter(by: Actor, matter: str, act: Act) -> Matter:
    """The matter, for an act of its reporter; who did the work cannot act for them."""
    row = find(by, matter)
    policy.check_may(act, policy.standing_of(by, row))
    speaks_for = by.person is not None and by.on_behalf_of is not None
    if speaks_for and policy.has_worked(by.person or "", row.entries.all()):
        raise Refused("forbidden", "Who did the work cannot answer for the resident.")
    return row


def _last_verdict(row: Matter) -> Verdict | None:
    return Verdict.objects.filter(matter=row, withdrawn_at=None).order_by("-pk").first()


def _repeats(last: Verdict, solved: bool, stars: int | None, words: str) -> bool:
    row = last.matter
    still = row.state == (State.CONFIRMED if last.solved else State.REOPENED)
    return still and (last.solved, last.stars, last.words) == (solved, stars, words)


def _set_aside(row: Matter, last: Verdict, solved: bool, at: datetime) -> None:
    """Within a day a new answer replaces the old one; a late "not solved" is a new round."""
    changes = at <= last.at + timedelta(hours=spans().change_hours)
    open_to_change = State(row.state) in {State.CONFIRMED, State.REOPENED}
    if changes and open_to_change:
        _undo(row, last, at)
    elif last.round == row.reopened and not solved:
        last.withdrawn_at = at
        last.save(update_fields=["withdrawn_at"])


def _undo(row: Matter, last: Verdict, at: datetime) -> None:
    last.withdrawn_at = at
    last.save(update_fields=["withdrawn_at"])
    take_back(row, at, was_solved=last.solved)


def _check_not_too_late(row: Matter, at: datetime) -> None:
    days = spans().reopen_days
    if row.closed_at is not None and at > row.closed_at + timedelta(days=days):
        raise Refused(
            "conflict",
            "This was closed more than %(days)s days ago; please report it anew.",
            days=days,
        )


def _drop_disputed_verdict(row: Matter, entry: int, at: datetime) -> None:
    last = _last_verdict(row)
    if last is None or last.entry != entry:
        return
    undone = {State.CONFIRMED} if last.solved else {State.REOPENED}
    if State(row.state) in undone:
        _undo(row, last, at)
