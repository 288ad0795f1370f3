"""Who is told what: every step of a matter, by the channels people have chosen themselves.

A text is made of the card its own reader may see, so that no message says more than its page.
"""

from collections.abc import Iterable

from linli.foundation.facts.api import when
from linli.foundation.people import api as people
from linli.foundation.people.facts import DeskEntryDisputed
from linli.kernel import Ref, Refused, Role, Words, system
from linli.support.matters import api as matters
from linli.support.matters.facts import (
    ClockRunningOut,
    EntryDisputed,
    HoldEnded,
    MatterAccepted,
    MatterAssigned,
    MatterConfirmed,
    MatterDeclined,
    MatterHeld,
    MatterMerged,
    MatterMessaged,
    MatterOpened,
    MatterOverdue,
    MatterReopened,
    MatterResolved,
    PartyCalled,
)
from linli.support.notify import api as notify
from linli.support.rules import api as rules
from linli.support.rules.facts import AlarmEscalated

_PRESSING = ("danger", "urgent")
_ABOVE = (Role.MANAGER, Role.STREET)


@when(MatterOpened)
def what_presses_is_told_at_once(fact: MatterOpened) -> None:
    """A dangerous or urgent matter reaches those it falls to without their looking."""
    if fact.severity not in _PRESSING:
        return
    suggested = matters.suggest_assignees(viewer=system(fact.community), matter=fact.matter)[:3]
    persons = {one.person for one in suggested} | _holders(fact.community, Role.MANAGER)
    words = Words(
        "紧急：{heading}，{place}。请马上看（{number}）。",
        "Urgent: {heading}, {place}. Please look at once ({number}).",
    )
    _tell_staff(fact.community, persons, words, fact.matter, "opened")


@when(MatterAccepted)
def the_reporter_hears_that_it_was_taken_note_of(fact: MatterAccepted) -> None:
    """Nobody is left wondering whether anyone read it."""
    card = _card(fact.community, fact.matter)
    words = Words(
        "您报的“{heading}”（{number}）有人管了。",
        "“{heading}” ({number}) has been taken note of.",
    )
    _tell_reporter(fact.community, card, words, f"accepted:{card.reopened}")


@when(MatterAssigned)
def the_one_who_answers_and_the_one_who_waits_are_told(fact: MatterAssigned) -> None:
    """The worker learns what to do, the reporter who does it."""
    card = _card(fact.community, fact.matter)
    step = f"assigned:{fact.entry}"
    task = Words(
        "派给您：{heading}，{place}（{number}）。",
        "For you: {heading}, {place} ({number}).",
    )
    _tell_staff(fact.community, {fact.assignee}, task, fact.matter, f"{step}:worker")
    words = Words(
        "您报的“{heading}”（{number}）由{assignee}负责到底。",
        "{assignee} now answers for “{heading}” ({number}).",
    )
    _tell_reporter(fact.community, card, words, step)


@when(MatterMessaged)
def a_message_reaches_the_other_side(fact: MatterMessaged) -> None:
    """Resident and worker hear of each other's words; notes among staff stay there."""
    if fact.is_note:
        return
    card = _card(fact.community, fact.matter)
    words = Words(
        "“{heading}”（{number}）有新留言，请看一下。",
        "There is a new message about “{heading}” ({number}).",
    )
    for person in {card.reporter, card.assignee} - {fact.author, None}:
        if person is not None:
            _tell(fact.community, person, words, fact.matter, f"message:{fact.message}")


@when(MatterHeld)
def the_reporter_hears_why_it_waits(fact: MatterHeld) -> None:
    """A pause is said together with its reason, never found out."""
    card = _card(fact.community, fact.matter)
    words = Words(
        "您报的“{heading}”（{number}）先等一等，原因写在“我的事”里。",
        "“{heading}” ({number}) has to wait; the reason is in “My matters”.",
    )
    _tell_reporter(fact.community, card, words, f"held:{fact.entry}")


@when(MatterDeclined)
def the_reporter_hears_why_it_will_not_be_done(fact: MatterDeclined) -> None:
    """A no comes with its reason and a way to object."""
    card = _card(fact.community, fact.matter)
    words = Words(
        "您报的“{heading}”（{number}）没有办成，原因写在“我的事”里；不同意可以在那里说。",
        "“{heading}” ({number}) will not be done. The reason, and a way to object, "
        "are in “My matters”.",
    )
    _tell_reporter(fact.community, card, words, f"declined:{card.reopened}")


@when(MatterMerged)
def the_reporter_hears_where_it_went(fact: MatterMerged) -> None:
    """Who reported a double follows the matter that survives."""
    card = _card(fact.community, fact.matter)
    words = Words(
        "您报的“{heading}”（{number}）和邻居报的是同一件事，已合在一起办。",
        "“{heading}” ({number}) is the same as a neighbour's; they are now one.",
    )
    _tell_reporter(fact.community, card, words, f"merged:{fact.entry}")


@when(MatterReopened)
def the_one_who_answers_hears_that_it_is_not_solved(fact: MatterReopened) -> None:
    """A resident's no comes back to the person who answers, or to the manager."""
    card = _card(fact.community, fact.matter)
    words = Words(
        "住户说还没好：{heading}（{number}）。",
        "Not solved yet, says the resident: {heading} ({number}).",
    )
    persons = {card.assignee} if card.assignee else _holders(fact.community, Role.MANAGER)
    _tell_staff(fact.community, persons, words, fact.matter, f"reopened:{fact.entry}")


@when(HoldEnded)
def whoever_answers_hears_that_a_rest_is_over(fact: HoldEnded) -> None:
    """What was put off comes back by itself, to the person who answers or to the manager."""
    words = Words(
        "说好等到今天，时钟又走了：{heading}，{place}（{number}）。",
        "The rest is over and the clock runs again: {heading}, {place} ({number}).",
    )
    persons = {fact.assignee} if fact.assignee else _holders(fact.community, Role.MANAGER)
    _tell_staff(fact.community, persons, words, fact.matter, f"hold-over:{fact.entry}")


@when(ClockRunningOut)
def whoever_answers_is_warned_first(fact: ClockRunningOut) -> None:
    """Before a promise is broken, the one who could still keep it is told."""
    words = Words(
        "快到时间了：{heading}，{place}（{number}）。",
        "Time is getting short: {heading}, {place} ({number}).",
    )
    persons = {fact.assignee} if fact.assignee else _holders(fact.community, Role.CLERK)
    persons = persons or _holders(fact.community, Role.MANAGER)
    _tell_staff(fact.community, persons, words, fact.matter, f"short:{fact.entry}")


@when(MatterOverdue)
def lateness_goes_up(fact: MatterOverdue) -> None:
    """A clock that ran out is brought to the manager, then to the street office (督办)."""
    words = Words(
        "超时督办：{heading}，{place}（{number}）。",
        "Overdue: {heading}, {place} ({number}).",
    )
    persons = _holders(fact.community, Role(fact.role))
    _tell_staff(fact.community, persons, words, fact.matter, f"overdue:{fact.entry}")


@when(AlarmEscalated)
def an_alarm_nobody_saw_goes_up(fact: AlarmEscalated) -> None:
    """First the manager, then the street office hears of an alarm nobody acknowledged."""
    alarm = rules.get_alarm(viewer=system(fact.community), alarm=fact.alarm).alarm
    about = alarm.matter or Ref("alarm", alarm.id)
    words = Words(
        f"没有人处理的报警：{alarm.name.zh}。请马上安排。",
        f"Nobody has seen to this alarm: {alarm.name.en}. Please act now.",
    )
    role = _ABOVE[min(fact.level, len(_ABOVE)) - 1]
    for person in _holders(fact.community, role):
        notify.tell(
            by=system(fact.community),
            person=person,
            text=words,
            about=about,
            key=f"alarm:{alarm.id}:escalated:{fact.level}",
            urgent=True,
        )


@when(PartyCalled)
def a_party_that_is_called_in_hears_the_whistle(fact: PartyCalled) -> None:
    """吹哨: those who hold the role that is called are asked to come."""
    if fact.role not in set(Role):
        return
    words = Words(
        "请来一起办：{heading}，{place}（{number}）。",
        "Please join in: {heading}, {place} ({number}).",
    )
    persons = _holders(fact.community, Role(fact.role))
    _tell_staff(fact.community, persons, words, fact.matter, f"called:{fact.party}")


@when(EntryDisputed)
def a_manager_hears_when_someone_says_that_was_not_me(fact: EntryDisputed) -> None:
    """这不是我说的: what was written on someone's behalf is looked into."""
    words = Words(
        "住户说有一条不是本人的意思，请核实：{heading}（{number}）。",
        "A resident says that an entry is not theirs: {heading} ({number}).",
    )
    persons = _holders(fact.community, Role.MANAGER)
    _tell_staff(fact.community, persons, words, fact.matter, f"disputed:{fact.entry}")


@when(DeskEntryDisputed)
def a_manager_hears_when_someone_says_that_was_not_me_at_the_desk(fact: DeskEntryDisputed) -> None:
    """What staff wrote down for somebody, and is no matter, is looked into just the same."""
    words = Words(
        f"住户说服务台代记的一条（D{int(fact.entry):05}）不是本人的意思，请核实。",
        f"A resident says that what the desk wrote down (D{int(fact.entry):05}) is not theirs.",
    )
    for person in sorted(_holders(fact.community, Role.MANAGER)):
        notify.tell(
            by=system(fact.community),
            person=person,
            text=words,
            about=Ref("desk-entry", fact.entry),
            key=f"desk-entry:{fact.entry}:disputed",
        )


@when(MatterResolved)
def followers_hear_that_it_is_done(fact: MatterResolved) -> None:
    """Who joined in, and whose report was put together with this one, is told as promised."""
    words = Words(
        "您跟进的“{heading}”（{place}，{number}）说是办好了，还等人确认。",
        "“{heading}” ({place}, {number}), which you follow, is said to be done; someone still "
        "has to confirm it.",
    )
    _tell_followers(fact.community, fact.matter, words, f"resolved:{fact.entry}")


@when(MatterConfirmed)
def followers_hear_that_it_is_solved(fact: MatterConfirmed) -> None:
    """The promise to tell when it is done is kept."""
    words = Words(
        "您跟进的“{heading}”（{place}，{number}）办完了。您那里还没好的话，请再报一次。",
        "“{heading}” ({place}, {number}), which you follow, is solved. If it is not at yours, "
        "please report it again.",
    )
    _tell_followers(fact.community, fact.matter, words, f"confirmed:{fact.entry}")


@when(MatterReopened)
def followers_hear_that_it_is_done_again(fact: MatterReopened) -> None:
    """What was said to be done and is not is said to them as well."""
    words = Words(
        "您跟进的“{heading}”（{place}，{number}）还没好，重新办。",
        "“{heading}” ({place}, {number}), which you follow, is not solved and open again.",
    )
    _tell_followers(fact.community, fact.matter, words, f"again:{fact.entry}")


def _card(community: str, matter: str) -> matters.MatterCard:
    return matters.get_matter(viewer=system(community), matter=matter).card


def _as_seen_by(person: str, community: str, matter: str) -> matters.MatterCard | None:
    """The matter on this reader's own page; None when there is no such page for them (any more)."""
    try:
        reader = people.actor_for(person=person, community=community, strong=True)
        return matters.get_matter(viewer=reader, matter=matter).card
    except Refused as refused:
        if refused.code in ("not_found", "not_signed_in"):
            return None
        raise


def _filled(text: str, card: matters.MatterCard, heading: str, place: str) -> str:
    return text.format(
        heading=heading,
        place=place,
        number=card.number,
        assignee=card.assignee_name,
    )


def _holders(community: str, role: Role) -> set[str]:
    staff = people.list_staff(viewer=system(community), role=role)
    return {one.person.id for one in staff}


def _tell_reporter(community: str, card: matters.MatterCard, words: Words, step: str) -> None:
    if card.reporter is not None:
        _tell(community, card.reporter, words, card.id, f"{step}:reporter")


def _tell_staff(
    community: str, persons: Iterable[str], words: Words, matter: str, step: str
) -> None:
    """Those who work on it; what presses does not wait for the morning."""
    for person in sorted(persons):
        _tell(community, person, words, matter, step, at_work=True)


def _tell_followers(community: str, matter: str, words: Words, step: str) -> None:
    """Followers read of the matter what neighbours may: what and where, not in which words."""
    for person in matters.list_followers(viewer=system(community), matter=matter):
        try:
            reader = people.actor_for(person=person, community=community, strong=True)
            card = matters.get_around(viewer=reader, matter=matter)
        except Refused as refused:
            if refused.code not in ("not_found", "not_signed_in"):
                raise
            continue
        number, place = card.number, card.place_label
        notify.tell(
            by=system(community),
            person=person,
            text=Words(
                words.zh.format(heading=card.category_name.zh, place=place.zh, number=number),
                words.en.format(heading=card.category_name.en, place=place.en, number=number),
            ),
            about=Ref("matter", matter),
            key=f"matter:{matter}:{step}:follower",
        )


def _tell(
    community: str, person: str, words: Words, matter: str, step: str, *, at_work: bool = False
) -> None:
    card = _as_seen_by(person, community, matter)
    if card is None:
        return
    notify.tell(
        by=system(community),
        person=person,
        text=Words(
            _filled(words.zh, card, card.heading.zh, card.place_label.zh),
            _filled(words.en, card, card.heading.en, card.place_label.en),
        ),
        about=Ref("matter", matter),
        key=f"matter:{matter}:{step}",
        urgent=at_work and card.severity in _PRESSING,
    )
