"""What staff do with a matter, from accepting it to saying that it is done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now, system
from linli.support.matters.domain.catalogue import (
    STAFF_CLOCKS,
    ClockKind,
    Nature,
    category_of,
    hold_reasons,
    is_shared,
    severity_of,
    spans,
)
from linli.support.matters.domain.states import Act, State, can
from linli.support.matters.facts import (
    MatterAccepted,
    MatterAssigned,
    MatterDeclined,
    MatterHeld,
    MatterReclassified,
    MatterResolved,
    MatterResumed,
    MatterStarted,
)
from linli.support.matters.models import Entry, Hand, Matter
from linli.support.matters.services import running
from linli.support.matters.services.asking import ask_reporter
from linli.support.matters.services.closing import end_hold
from linli.support.matters.services.judging import check_judged, note_judgement
from linli.support.matters.services.steps import clean, find_for, move, write
from linli.support.matters.services.talking import explain, upload

_ON_THE_WAY = timedelta(hours=2)


def accept_matter(*, by: Actor, matter: str) -> None:
    """Say that the report has been read and will be seen to; stops the first clock."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.ACCEPT)
        at = now()
        move(row, Act.ACCEPT)
        _accepted(row, by, at)
        row.save()


def assign_matter(*, by: Actor, matter: str, person: str) -> None:
    """Make one person responsible; workers may take what is free within their duty."""
    takes = person == by.person
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.TAKE if takes else Act.ASSIGN)
        _check_works_here(by, person)
        at = now()
        if can(State(row.state), Act.ACCEPT):
            _accepted(row, by, at, tell=False)
        move(row, Act.ASSIGN)
        _make_responsible(row, by, person, at, "taken" if takes else "assigned")


def transfer_matter(*, by: Actor, matter: str, person: str, reason: str) -> None:
    """Pass it on to someone else, with a reason both of them and the resident can read."""
    words = clean(reason, field="reason", needed="Please say why you pass this on.")
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.TRANSFER)
        _check_works_here(by, person)
        if person == row.assignee_id:
            raise Refused("conflict", "This person is responsible already.", field="person")
        at = now()
        move(row, Act.TRANSFER)
        note = explain(row, by, at, "transfer", words)
        _make_responsible(row, by, person, at, "transferred", message=note)


def set_out(*, by: Actor, matter: str) -> None:
    """Say that one is on the way; said again within two hours it stays one line."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.SET_OUT)
        at = now()
        lately = Entry.objects.filter(matter=row, kind="set_out", at__gte=at - _ON_THE_WAY)
        if not lately.filter(person=by.person).exists():
            write(row, by, at, "set_out")


def start_work(*, by: Actor, matter: str) -> None:
    """Say that work has begun."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.START)
        if row.assignee_id is None:
            raise Refused("conflict", "Work can start once someone has taken this on.")
        move(row, Act.START)
        row.save()
        write(row, by, now(), "started")
        publish(MatterStarted(community=row.community, matter=row.pk))


def hold_matter(
    *, by: Actor, matter: str, reason: str, words: str = "", days: int | None = None
) -> None:
    """Let it rest for one of the known reasons, for so many days; the clock rests as well.

    "other" needs words. When the days are over the clock runs again by itself.
    """
    if reason not in hold_reasons():
        raise Refused("invalid", "Please choose why this has to wait.", field="reason")
    words, days = clean(words, field="words"), _check_days(days)
    if reason == "other" and not words:
        raise Refused(
            "invalid", "Please say in your own words why this has to wait.", field="words"
        )
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.HOLD)
        at = now()
        row.held_from, row.hold = row.state, reason
        move(row, Act.HOLD)
        row.save()
        running.hold(row, at)
        running.rest(row, at, days)
        note = {"message": explain(row, by, at, "hold", words)} if words else {}
        line = write(row, by, at, "held", hold=reason, days=days, **note)
        publish(MatterHeld(community=row.community, matter=row.pk, reason=reason, entry=line.pk))


def resume_matter(*, by: Actor, matter: str) -> None:
    """Go on after a hold; the clock runs on from where it stopped."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.RESUME)
        at = now()
        end_hold(row, at)
        write(row, by, at, "resumed")
        publish(MatterResumed(community=row.community, matter=row.pk))


def resolve_matter(
    *,
    by: Actor,
    matter: str,
    words: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    judgement: str | None = None,
) -> None:
    """Say that it is done; only the resident, or a second person, makes it count as solved.

    An alarm needs a `judgement` (real, false_alarm, unclear) by now.
    """
    words = clean(words, field="words")
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.RESOLVE)
        if row.assignee_id is None:
            raise Refused("conflict", "First someone has to be responsible for this.")
        at = now()
        if row.nature == Nature.ALARM:
            note_judgement(row, by, at, judgement) if judgement else check_judged(row)
        note = _report_of_work(row, by, at, words, photos)
        move(row, Act.RESOLVE)
        row.resolver_id, row.resolved_at = by.person, at
        row.answered_at = row.answered_at or at
        row.save()
        running.stop(row, at, *STAFF_CLOCKS)
        kind = "resolved" if row.reporter_id else "resolved_checkable"
        line = write(row, by, at, kind, **note)
        publish(MatterResolved(community=row.community, matter=row.pk, entry=line.pk))
        ask_reporter(row, at)


def decline_matter(*, by: Actor, matter: str, reason: str) -> None:
    """Say that it will not be done, and why, in words the resident can contest."""
    words = clean(reason, field="reason", needed="Please give the reason in words.")
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.DECLINE)
        at = now()
        move(row, Act.DECLINE)
        row.closed_at = at
        row.answered_at = row.answered_at or at
        row.save()
        running.stop(row, at, ClockKind.ACCEPT, ClockKind.ANSWER)
        running.stop(row, at, ClockKind.RESOLVE, void=True)
        write(row, by, at, "declined", message=explain(row, by, at, "decline", words))
        publish(MatterDeclined(community=row.community, matter=row.pk))


def reclassify_matter(
    *, by: Actor, matter: str, category: str, severity: str | None = None
) -> None:
    """Put it under another category or severity; its clocks and who sees it follow."""
    card = category_of(category)
    level = severity_of(severity) if severity else card.severity
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.RECLASSIFY)
        if (row.category, row.severity) == (card.key, level):
            return
        at = now()
        row.category, row.severity = card.key, level
        at_home = row.dwelling_id is not None
        row.is_public = is_shared(Nature(row.nature), card.key, at_home=at_home)
        row.save()
        running.regive(row, at)
        write(row, by, at, "reclassified", category=card.key, severity=str(level))
        publish(
            MatterReclassified(
                community=row.community, matter=row.pk, category=card.key, severity=level
            )
        )


def _check_days(days: int | None) -> int:
    most = spans().hold_most_days
    if days is not None and not 1 <= days <= most:
        raise Refused(
            "invalid",
            "Something can rest for at most %(days)s days at a time.",
            field="days",
            days=most,
        )
    return days or spans().hold_days


def _accepted(row: Matter, by: Actor, at: datetime, *, tell: bool = True) -> None:
    row.accepted_at = row.accepted_at or at
    running.stop(row, at, ClockKind.ACCEPT)
    if tell:
        write(row, by, at, "accepted")
    publish(MatterAccepted(community=row.community, matter=row.pk, person=by.person))


def _make_responsible(
    row: Matter, by: Actor, person: str, at: datetime, kind: str, **params: str
) -> None:
    before, row.assignee_id = row.assignee_id, person
    row.save()
    Hand.objects.filter(matter=row, person=person, until=None).update(until=at)
    line = write(row, by, at, kind, other=person, **params)
    publish(
        MatterAssigned(
            community=row.community,
            matter=row.pk,
            assignee=person,
            before=before,
            entry=line.pk,
        )
    )


def _check_works_here(by: Actor, person: str) -> None:
    staff = people.list_staff(viewer=system(by.community))
    if all(card.person.id != person for card in staff):
        raise Refused("not_found", "This person does not work here.", field="person")


def _report_of_work(
    row: Matter, by: Actor, at: datetime, words: str, photos: Sequence[tuple[str, bytes]]
) -> dict[str, str]:
    if not (words or photos):
        return {}
    note = explain(row, by, at, "resolve", words)
    upload(row, by, note, photos)
    return {"message": note}
