"""The month before anyone looked: what machines saw this week, and what neighbours reported."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from random import Random

from django.db import transaction

from linli.demo import tapes
from linli.demo.cast import RESIDENTS
from linli.demo.company import Company
from linli.demo.dice import dice_of
from linli.demo.loading import Progress, person_called
from linli.demo.readings import QUIET_FOR, Said, week_of_readings
from linli.demo.things import SILENT
from linli.foundation.devices import api as devices
from linli.foundation.facts import api as facts
from linli.kernel import Ref, Refused, now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.rules import api as rules

S = matters.State
DAYS = 30
MATTERS = 120
_MOST_ACTS = 30
_OWN = (1, 8, 26)
"""Days ago on which the first resident one can log in as reported something."""
_FORGOTTEN = 16
"""Days ago on which something was reported that nobody has seen to."""
_CATEGORIES = {
    "fire": "fire",
    "fire.confirmed": "fire",
    "silent": "device",
    "stuffy": "surroundings",
    "plant-temperature": "plant",
    "overload": "energy",
    "left-on": "energy",
    "light-on": "energy",
}
_SEVERITIES = {"critical": "danger", "high": "urgent", "normal": "normal", "low": "minor"}


def tell(company: Company, progress: Progress, *, number: int = MATTERS) -> None:
    """Write the past through the front doors, all of it or nothing; again it changes nothing."""
    if matters.list_matters(viewer=company.platform, limit=1).items:
        return
    present = now()
    with transaction.atomic():
        raised = _judge_the_week(company, present)
        progress(f"rules were judged over a week of recordings: {raised} alarms")
        for index in range(number):
            _one_story(company, index, number, present)
            if index % 30 == 29:
                progress(f"{index + 1} of {number} matters of the last month")
        _one_left_lying(company, present)
        _one_fell_silent(company, present)
        facts.deliver_all()


# -- what machines saw ---------------------------------------------------------------------------


def _judge_the_week(company: Company, present: datetime) -> int:
    since = present - timedelta(days=7)
    judge = rules.start_judge(viewer=company.platform, at=_ms(since))
    series = {
        (card.device, card.property): card.number
        for card in devices.list_series(viewer=company.platform)
    }
    turns: list[rules.Transition] = []
    for at, batch in groupby(week_of_readings(company.platform, since, present), _time):
        turns += judge.tick(at)
        turns += judge.judge([(series[one.device, one.key], at, one.value, 0) for one in batch])
    turns += judge.tick(_ms(present))
    changed = rules.record_transitions(by=company.platform, transitions=turns)
    for alarm in changed:
        _see_to(company, rules.get_alarm(viewer=company.platform, alarm=alarm).alarm, present)
    return len(changed)


def _time(said: Said) -> int:
    return said.at


def _see_to(company: Company, alarm: rules.AlarmCard, present: datetime) -> None:
    dice = dice_of("alarm", alarm.originator, alarm.rule, int(alarm.raised_at.timestamp()))
    with held(alarm.raised_at + timedelta(seconds=3)):
        matter = matters.open_matter(
            by=company.platform,
            nature=matters.Nature.ALARM,
            category=_CATEGORIES.get(alarm.kind, "device"),
            place=alarm.place or company.community,
            title=alarm.name.zh,
            severity=_SEVERITIES[alarm.severity],
            cause=_causes(alarm),
            key=f"alarm:{alarm.id}",  # as the journey names it, so that it opens no second one
        )
        rules.link_matter(by=company.platform, alarm=alarm.id, matter=Ref("matter", matter))
    _play(company, matter, alarm.raised_at, present, dice, alarm=alarm.id)


def _causes(alarm: rules.AlarmCard) -> list[matters.Cause]:
    causes = [matters.Cause(Ref("alarm", alarm.id), alarm.name)]
    if alarm.series is not None:
        reading = Ref("series", str(alarm.series))
        causes.append(matters.Cause(reading, alarm.name, alarm.raised_at, alarm.raised_at))
    return causes


# -- what neighbours reported ----------------------------------------------------------------------


def _one_story(company: Company, index: int, number: int, present: datetime) -> None:
    dice = dice_of("past", index)
    own = person_called(company.platform, RESIDENTS[0].number) if index < len(_OWN) else None
    ago = _OWN[index] if own else DAYS * (1 - index / number) ** 2
    begin = _by_day(present - timedelta(days=ago, minutes=dice.randint(0, 600)), dice)
    with held(begin):
        matter = company.report(dice, person=own, key=f"demo:past:{index}")
    leave_open = own is not None and index == 0
    _play(company, matter, begin, present, dice, waits=leave_open)


def _one_left_lying(company: Company, present: datetime) -> None:
    """One report was given to somebody and then forgotten, until the street asks about it."""
    dice = dice_of("past", "forgotten")
    begin = _by_day(present - timedelta(days=_FORGOTTEN), dice)
    with held(begin):
        card = company.card(company.report(dice, key="demo:past:forgotten"))
    for hour in (1, 2):
        with held(begin + timedelta(hours=hour)), _forgiving():
            card = company.next_act(card, dice) or card
            facts.deliver()


def _one_fell_silent(company: Company, present: datetime) -> None:
    """The detector of the alarm nobody could explain: it stopped speaking some hours ago."""
    by = company.platform
    devices.mark_heard(by=by, heard={SILENT: present - QUIET_FOR})
    for device in devices.list_unheard(viewer=by):
        devices.mark_silent(by=by, device=device)


def _play(
    company: Company,
    matter: str,
    begin: datetime,
    present: datetime,
    dice: Random,
    *,
    alarm: str | None = None,
    waits: bool = False,
) -> None:
    """Let people do one thing after another with a matter until today; `waits` for the
    resident's own word."""
    never_answers, pace = dice.random() < 0.12, dice.choice((1.0, 1.0, 2.0, 5.0))
    card, at = company.card(matter), begin
    for _ in range(_MOST_ACTS):
        at = _next_moment(card, at, dice, pace)
        if at >= present or (card.state is S.RESOLVED and (waits or never_answers)):
            return
        with held(at), _forgiving():
            after = company.next_act(card, dice)
            if after is None:
                return
            card = after
            if alarm:
                _teach(company, alarm, card)
            facts.deliver()  # who is told of it is told at that time


def _teach(company: Company, alarm: str, card: matters.MatterCard) -> None:
    by = company.platform.for_person(card.assignee or "", via=company.platform.via)
    if card.assignee and card.state is S.ASSIGNED:
        rules.acknowledge_alarm(by=by, alarm=alarm)
    if card.assignee and card.state is S.RESOLVED:
        sheet = matters.get_matter(viewer=company.platform, matter=card.id)
        rules.give_verdict(by=by, alarm=alarm, verdict=sheet.judgement)


_WAITS = {  # minutes, at the least and at the most
    S.REPORTED: (4, 70),
    S.ACCEPTED: (3, 40),
    S.ASSIGNED: (10, 240),
    S.IN_PROGRESS: (20, 480),
    S.ON_HOLD: (700, 3000),
    S.RESOLVED: (30, 2400),
    S.REOPENED: (30, 400),
}


def _next_moment(card: matters.MatterCard, at: datetime, dice: Random, pace: float) -> datetime:
    least, most = _WAITS.get(card.state, (1, 2))
    if card.severity in (matters.Severity.DANGER, matters.Severity.URGENT):
        return at + timedelta(minutes=dice.uniform(least, most) / 12)
    return _by_day(at + timedelta(minutes=pace * dice.uniform(least, most)), dice)


def _by_day(at: datetime, dice: Random) -> datetime:
    """The same moment, or the next morning when people sleep."""
    local = at.astimezone(tapes.ZONE)
    if 7 <= local.hour < 22:
        return at
    days = 1 if local.hour >= 22 else 0
    morning = (local + timedelta(days=days)).replace(hour=7, minute=dice.randint(0, 59))
    return morning.astimezone(UTC)


@contextmanager
def _forgiving() -> Iterator[None]:
    """A refusal ends one act, not the story; what it had begun is undone."""
    try:
        with transaction.atomic():
            yield
    except Refused:
        return


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
