"""The loop of things: a reading becomes an alarm, a matter, an act, a verdict, a better rule."""

from linli.foundation.facts.api import when
from linli.kernel import Ref, Words, system
from linli.support.matters import api as matters
from linli.support.matters.facts import AlarmJudged, MatterAccepted, MatterAssigned
from linli.support.rules import api as rules
from linli.support.rules.facts import (
    AlarmCleared,
    AlarmRaised,
    ReviewDecided,
    RulePutUpForReview,
)

_SEVERITY = {"critical": "danger", "high": "urgent", "normal": "normal", "low": "minor"}
_CATEGORY = {
    "fire": "fire",
    "carbon-monoxide": "gas",
    "silent": "device",
    "stuffy": "surroundings",
    "plant-temperature": "plant",
    "overload": "energy",
    "left-on": "energy",
    "light-on": "energy",
}
_MOST_SHOWN = 10
_DECISIONS = {
    "kept": Words("规则复查：保留", "The rule was reviewed and kept"),
    "changed": Words("规则复查：修改", "The rule was reviewed and changed"),
    "switched_off": Words("规则复查：停用", "The rule was reviewed and switched off"),
}
_CALM = Words("读数恢复正常", "The readings are back to normal")
_ENDED = Words("报警由工作人员解除", "A person ended the alarm")


@when(AlarmRaised)
def an_alarm_becomes_a_matter(fact: AlarmRaised) -> None:
    """What a machine found is put on the one list of things to see to."""
    platform = system(fact.community)
    alarm = rules.get_alarm(viewer=platform, alarm=fact.alarm).alarm
    causes = [matters.Cause(Ref("alarm", alarm.id), alarm.name)]
    if alarm.series is not None:
        readings = Words("传感器的读数", "The sensor's readings")
        ref = Ref("series", str(alarm.series))
        causes.append(matters.Cause(ref, readings, alarm.raised_at, alarm.raised_at))
    matter = matters.open_matter(
        by=platform,
        nature=matters.Nature.ALARM,
        category=_category_of(alarm.kind),
        place=alarm.place or fact.community,
        title=alarm.name.zh,
        severity=_SEVERITY[alarm.severity],
        cause=causes,
        key=f"alarm:{alarm.id}",
    )
    rules.link_matter(by=platform, alarm=alarm.id, matter=Ref("matter", matter))


def _category_of(kind: str) -> str:
    return _CATEGORY.get(kind, _CATEGORY.get(kind.partition(".")[0], "device"))


@when(AlarmCleared)
def an_alarm_that_passed_is_written_down(fact: AlarmCleared) -> None:
    """Those who see to the matter learn that the readings are calm, or that a person ended it."""
    platform = system(fact.community)
    alarm = rules.get_alarm(viewer=platform, alarm=fact.alarm).alarm
    if alarm.matter is None:
        return
    matters.link_effect(
        by=platform,
        matter=alarm.matter.id,
        effect=Ref("alarm", f"{alarm.id}"),
        words=_ENDED if fact.by_person else _CALM,
    )


@when(MatterAccepted)
def who_accepts_the_matter_has_seen_the_alarm(fact: MatterAccepted) -> None:
    """An accepted matter stops the escalation of its alarm."""
    _acknowledge(fact.community, fact.matter, fact.person)


@when(MatterAssigned)
def who_assigns_the_matter_has_seen_the_alarm(fact: MatterAssigned) -> None:
    """A matter in someone's hands stops the escalation of its alarm."""
    _acknowledge(fact.community, fact.matter, fact.assignee)


def _acknowledge(community: str, matter: str, person: str | None) -> None:
    alarm = _alarm_of(community, matter)
    if alarm and person:
        platform = system(community)
        rules.acknowledge_alarm(by=platform.for_person(person, via=platform.via), alarm=alarm)


@when(AlarmJudged)
def a_verdict_teaches_the_rule(fact: AlarmJudged) -> None:
    """Whether an alarm was real is counted for the rule that raised it."""
    alarm = _alarm_of(fact.community, fact.matter)
    if alarm is None:
        return
    platform = system(fact.community)
    by = platform.for_person(fact.person, via=platform.via)
    rules.give_verdict(by=by, alarm=alarm, verdict=fact.judgement)
    card = rules.get_alarm(viewer=platform, alarm=alarm).alarm
    matters.link_effect(
        by=platform,
        matter=fact.matter,
        effect=Ref("rule", card.rule),
        words=Words(
            f"这次的判断记到了规则“{card.name.zh}”上",
            f"The rule “{card.name.en}” learned from this verdict",
        ),
    )


def _alarm_of(community: str, matter: str) -> str | None:
    chain = matters.chain_of(viewer=system(community), matter=matter)
    return next((link.ref.id for link in chain.back if link.ref.kind == "alarm"), None)


@when(RulePutUpForReview)
def a_rule_that_errs_is_put_before_a_person(fact: RulePutUpForReview) -> None:
    """A rule below its floor goes on, and someone is asked to decide about it."""
    platform = system(fact.community)
    rule = rules.get_rule(viewer=platform, rule=fact.rule).rule
    matters.open_matter(
        by=platform,
        nature=matters.Nature.TASK,
        category="review",
        place=fact.community,
        title=rule.name.zh,
        cause=[matters.Cause(Ref("rule", fact.rule), rule.name), *_misjudged(fact)],
        key=f"review:{fact.review}",
    )


def _misjudged(fact: RulePutUpForReview) -> list[matters.Cause]:
    """The latest matters whose alarms people called false: what the review is about."""
    alarms = rules.list_alarms(viewer=system(fact.community), rule=fact.rule, limit=200)
    words = Words("判为误报的一次报警", "An alarm that people judged to be false")
    found = [
        matters.Cause(one.matter, words, one.raised_at)
        for one in alarms
        if one.matter is not None and one.verdict == "false_alarm"
    ]
    return found[:_MOST_SHOWN]


@when(ReviewDecided)
def a_decided_review_is_what_came_of_the_matter(fact: ReviewDecided) -> None:
    """The matter that asked for the review shows what changed because of it."""
    platform = system(fact.community)
    for card in matters.list_for_ref(viewer=platform, ref=str(Ref("rule", fact.rule))):
        matters.link_effect(
            by=platform,
            matter=card.id,
            effect=Ref("review", fact.review),
            words=_DECISIONS[fact.decision],
        )
