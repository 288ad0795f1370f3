"""Whoever an announcement is for hears of it once, by their own channel, at a decent hour."""

from datetime import UTC, date, datetime

import pytest

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.foundation.facts import api as facts
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, Relation
from linli.kernel import Ref, Words
from linli.kernel.clock import held
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate, estate

__all__ = ["estate"]

LATE = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # half past eleven at night in Shanghai
SEVEN = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


def announce(estate: Estate, *, text: str = "会议定于12月20日召开。", **more) -> str:
    usual = {
        "by": estate.manager,
        "kind": "assembly",
        "audience": Audience((estate.community,)),
        "title": Words("业主大会公告", "Assembly"),
        "text": Words(text, ""),
        "basis": "《民法典》第二百七十八条",
        "hang_until": date(2026, 12, 20),
        "key": "1",
    }
    return announcements.publish_announcement(**{**usual, **more})


def correct(estate: Estate, one: str, text: str) -> int:
    return announcements.correct_announcement(
        by=estate.manager,
        announcement=one,
        title=Words("业主大会公告", "Assembly"),
        text=Words(text, ""),
        why="日期写错了",
        basis="《民法典》第二百七十八条",
        hang_until=date(2026, 12, 20),
        key=text,
    )


def go_round(estate: Estate) -> None:
    facts.deliver_all()
    while notify.spread_bulletins(by=estate.platform):
        pass


def inbox(estate: Estate, who) -> list[str]:
    return [card.text.zh for card in notify.list_inbox(viewer=who)]


def test_everyone_hears_once_and_is_led_to_the_announcement(estate):
    audience = Audience((estate.building, estate.entrance))
    one = announce(estate, audience=audience)
    go_round(estate)
    go_round(estate)
    for who in (estate.auntie, estate.neighbour):
        (card,) = notify.list_inbox(viewer=who)
        assert card.about == Ref("announcement", one)
        assert card.text.zh == "业主大会公告：会议定于12月20日召开。"


def test_owners_hear_wherever_they_live_and_tenants_do_not(estate):
    by = estate.platform
    landlord = people.register_person(by=by, name="房东", phone="13900000098")
    people.settle(
        by=by,
        person=landlord,
        dwelling=estate.dwelling,
        relation=Relation.OWNER,
        lives_here=False,
    )
    tenant = people.register_person(by=by, name="租客", phone="13900000099")
    people.settle(by=by, person=tenant, dwelling=estate.dwelling, relation=Relation.TENANT)
    for person in (landlord, tenant):
        people.set_channels(by=by, person=person, kinds=(ChannelKind.PAPER,))
    announce(estate, audience=Audience((estate.community,), owners_only=True))
    go_round(estate)
    (slip,) = notify.list_slips(viewer=estate.clerk)
    assert slip.person == landlord


def test_a_correction_says_first_what_was_wrong(estate):
    one = announce(estate)
    go_round(estate)
    correct(estate, one, "会议定于12月27日召开。")
    go_round(estate)
    newest, _first = inbox(estate, estate.auntie)
    assert newest == "更正：业主大会公告：改了什么：日期写错了。会议定于12月27日召开。"


def test_a_correction_overtaken_by_another_is_not_told(estate):
    one = announce(estate)
    correct(estate, one, "会议定于12月27日召开。")
    correct(estate, one, "会议定于12月28日召开。")
    go_round(estate)
    (only,) = inbox(estate, estate.auntie)
    assert "12月28日" in only


def test_what_is_taken_back_is_taken_back_before_everyone(estate):
    one = announce(estate)
    go_round(estate)
    announcements.withdraw(by=estate.manager, announcement=one, why="改期")
    go_round(estate)
    newest, _first = inbox(estate, estate.auntie)
    assert newest == "撤回：业主大会公告：这份公告不再有效。原因：改期"


def test_a_long_text_is_told_by_its_beginning(estate):
    announce(estate, text="字" * 6000)
    go_round(estate)
    (told,) = inbox(estate, estate.auntie)
    assert told.count("字") == 280
    assert told.endswith("全文看“公告”页、单元门口，或到服务台要一份。")


def test_at_night_no_telephone_buzzes(estate):
    notify.use_channel("sms", notify.Mailbox("sms"))
    try:
        people.set_channels(by=estate.auntie, person=estate.auntie.person, kinds=(ChannelKind.SMS,))
        with held(LATE):
            announce(estate)
            go_round(estate)
            assert notify.send_due(by=estate.platform).sent == 0
        with held(SEVEN):
            assert notify.send_due(by=estate.platform).sent == 1
    finally:
        notify.use_channel("sms", None)


def test_the_figures_count_each_channel_by_its_own_measure(estate):
    people.set_channels(
        by=estate.neighbour, person=estate.neighbour.person, kinds=(ChannelKind.PAPER,)
    )
    one = announce(estate)
    go_round(estate)
    notify.mark_read(by=estate.auntie, about=Ref("announcement", one))
    reach = announcements.count_reach(viewer=estate.manager, announcement=one)
    found = {each.channel: (each.reached, each.of) for each in reach.figures}
    assert found == {"seen": (0, 2), "app": (1, 1), "paper": (0, 1), "board": (0, 1)}
    assert all(each.means.zh and each.means.en for each in reach.figures)


def test_the_desk_rings_those_an_announcement_has_not_reached(estate):
    announce(estate)
    go_round(estate)
    (bulletin,) = notify.list_bulletins(viewer=estate.manager)
    assert notify.call_the_unreached(by=estate.clerk, bulletin=bulletin.id) == 2


@pytest.mark.parametrize("again", [1, 2])
def test_a_journey_done_again_tells_nobody_twice(estate, again):
    from linli.application.announcements.facts import AnnouncementPublished  # noqa: PLC0415
    from linli.journeys.announcing import (  # noqa: PLC0415
        everyone_it_is_for_hears_of_an_announcement as told,
    )

    one = announce(estate)
    go_round(estate)
    for _ in range(again):
        told(AnnouncementPublished(community=estate.community, announcement=one, sha256=""))
    go_round(estate)
    assert len(inbox(estate, estate.auntie)) == 1
