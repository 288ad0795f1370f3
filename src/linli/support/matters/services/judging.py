"""What staff say about an alarm and about each other's work; never a resident's word."""

from datetime import datetime

from django.db import transaction

from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now
from linli.support.matters import policy
from linli.support.matters.domain.catalogue import Nature
from linli.support.matters.domain.sentences import JUDGEMENTS
from linli.support.matters.domain.states import Act, State
from linli.support.matters.facts import AlarmJudged, MatterChecked
from linli.support.matters.models import Check, Matter
from linli.support.matters.services.closing import confirm, reopen
from linli.support.matters.services.steps import clean, find_for, write


def judge_alarm(*, by: Actor, matter: str, judgement: str) -> None:
    """Say what an alarm was: real, false_alarm or unclear; it teaches the rule that raised it."""
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.JUDGE)
        note_judgement(row, by, now(), judgement)
        row.save()


def note_judgement(row: Matter, by: Actor, at: datetime, judgement: str) -> None:
    """Write a judgement down; the caller saves the matter."""
    if row.nature != Nature.ALARM:
        raise Refused("conflict", "Only an alarm can be real or false.")
    if judgement not in JUDGEMENTS:
        raise Refused("invalid", "Please say: real, a false alarm, or unclear.", field="judgement")
    if row.judgement == judgement:
        return
    row.judgement = judgement
    write(row, by, at, "judged", judgement=judgement)
    publish(
        AlarmJudged(
            community=row.community,
            matter=row.pk,
            judgement=judgement,
            person=by.person or by.subject or "",
        )
    )


def check_judged(row: Matter) -> None:
    """An alarm is not done before someone has said what it was."""
    if not row.judgement:
        raise Refused("invalid", "Please say whether the alarm was real.", field="judgement")


def check_matter(*, by: Actor, matter: str, passed: bool, words: str = "") -> None:
    """Check the quality of work one never had a hand in.

    Where no resident can confirm (an alarm, a task), this second person's check closes it or
    sends it back; where there is one, it is kept beside the resident's word and changes nothing.
    """
    words = clean(words, field="words", longest=1000)
    with transaction.atomic():
        row, _ = find_for(by, matter, Act.CHECK)
        if by.person is None or policy.has_worked(by.person, row.entries.all()):
            raise Refused("forbidden", "Someone who did not do the work has to check it.")
        at = now()
        Check.objects.create(matter=row, by_id=by.person, passed=passed, words=words, at=at)
        publish(MatterChecked(community=row.community, matter=row.pk, passed=passed))
        if row.reporter_id is not None or row.state != State.RESOLVED:
            write(row, by, at, "checked", passed=passed)
        elif passed:
            line = write(row, by, at, "confirmed_by_check")
            confirm(row, at, "check", entry=line.pk)
        else:
            line = write(row, by, at, "check_failed")
            reopen(row, at, entry=line.pk)
