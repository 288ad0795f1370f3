"""Whoever an announcement is for hears of it: by their own channels, in their own quiet hours.

The message leads to the announcement; a long one is told by its beginning, and the whole is on the
page, at the entrance and at the desk.
"""

from linli.application.announcements import api as announcements
from linli.application.announcements.api import AnnouncementCard
from linli.application.announcements.facts import (
    AnnouncementCorrected,
    AnnouncementPublished,
    AnnouncementWithdrawn,
)
from linli.foundation.facts.api import when
from linli.kernel import Ref, Words, system
from linli.support.notify import api as notify

_SHORT = 280
"""So many characters of a long text go into a message; four or five text messages at most."""


@when(AnnouncementPublished)
def everyone_it_is_for_hears_of_an_announcement(fact: AnnouncementPublished) -> None:
    """Each by their own channel, once, wherever they live or own."""
    card = _card(fact.community, fact.announcement)
    if card.latest.number == 1 and not card.withdrawn_at:
        _tell(fact.community, card, card.latest.title, _short(card.latest.text))


@when(AnnouncementCorrected)
def everyone_who_was_told_hears_of_the_correction(fact: AnnouncementCorrected) -> None:
    """First what was corrected, then what holds now; only the newest of several is told."""
    card = _card(fact.community, fact.announcement)
    last = card.latest
    if last.number != fact.number or card.withdrawn_at:
        return
    title = Words(f"更正：{last.title.zh}"[:40], f"Corrected: {last.title.en}"[:80])
    text = Words(
        f"改了什么：{last.why}。{last.text.zh}", f"What changed: {last.why}. {last.text.en}"
    )
    _tell(fact.community, card, title, _short(text))


@when(AnnouncementWithdrawn)
def everyone_who_was_told_hears_that_it_no_longer_holds(fact: AnnouncementWithdrawn) -> None:
    """What was said to everyone is taken back before everyone."""
    card = _card(fact.community, fact.announcement)
    title = Words(f"撤回：{card.latest.title.zh}"[:40], f"Withdrawn: {card.latest.title.en}"[:80])
    text = Words(
        f"这份公告不再有效。原因：{card.withdrawn_why}",
        f"This announcement no longer holds. Why: {card.withdrawn_why}",
    )
    _tell(fact.community, card, title, text, told_as=f"{card.told_as}:over")


def _card(community: str, announcement: str) -> AnnouncementCard:
    page = announcements.get_announcement(viewer=system(community), announcement=announcement)
    return page.card


def _tell(
    community: str, card: AnnouncementCard, title: Words, text: Words, *, told_as: str = ""
) -> None:
    told_as = told_as or card.told_as
    for place in card.places:
        notify.put_up_bulletin(
            by=system(community),
            place=place,
            title=title,
            text=text,
            owners_only=card.owners_only,
            about=Ref("announcement", card.id),
            told_as=told_as,
            key=f"{told_as}:{place}",
        )


def _short(text: Words) -> Words:
    """All of a short text; of a long one the beginning, and where the whole is."""
    zh, en = (" ".join(one.split()) for one in (text.zh, text.en))
    if len(zh) > _SHORT:
        zh = f"{zh[:_SHORT]}……全文看“公告”页、单元门口，或到服务台要一份。"
    if len(en) > 2 * _SHORT:
        en = f"{en[: 2 * _SHORT]}… All of it: “Announcements”, your entrance, or the desk."
    return Words(zh, en)
