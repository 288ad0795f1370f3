"""Each kind of news by its own way, at no hour one does not want, by no way that cannot work."""

from datetime import UTC, datetime, time, timedelta

import pytest

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, News
from linli.kernel import Ref, Refused, Words
from linli.kernel.clock import held
from linli.support.notify import api as notify
from linli.support.notify.domain import QUIET, out_of_quiet
from linli.support.notify.models import Message
from modules.support.matters_estate import Estate, estate

__all__ = ["estate"]
ZONE = "Asia/Shanghai"


@pytest.fixture(autouse=True)
def texts():
    notify.use_channel("sms", notify.Mailbox("sms"))
    yield
    notify.use_channel("sms", None)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def told(estate: Estate, about: Ref, **more) -> set[str]:
    notify.tell(
        by=estate.platform,
        person=estate.auntie.person,
        text=Words("您好", "Hello"),
        about=about,
        key=f"{about}{more}",
        **more,
    )
    rows = Message.objects.filter(key=f"{about}{more}")
    return set(rows.values_list("kind", flat=True))


def choose(estate: Estate, kind: ChannelKind, news: News = News.ALL) -> None:
    person = estate.auntie.person
    people.set_channels(by=estate.auntie, person=person, kinds=(kind,), news=news)


def with_phone(estate: Estate, phone: str) -> list[ChannelKind]:
    person = estate.auntie.person
    people.set_channels(by=estate.auntie, person=person, kinds=())
    people.change_person(by=estate.platform, person=person, phone=phone)
    return [one.kind for one in people.list_channels(viewer=estate.auntie, person=person)]


def test_each_kind_of_news_takes_its_own_way(estate):
    choose(estate, ChannelKind.PAPER)
    choose(estate, ChannelKind.PHONE, News.URGENT)
    choose(estate, ChannelKind.SMS, News.MATTERS)
    matter, place = Ref("matter", "m"), Ref("place", estate.community)
    assert told(estate, matter) == {"sms"}
    assert told(estate, place) == {"paper"}
    assert told(estate, matter, urgent=True) == {"phone"}
    people.set_channels(by=estate.auntie, person=estate.auntie.person, kinds=(), news=News.MATTERS)
    assert told(estate, Ref("matter", "n")) == {"paper"}


def test_a_landline_is_rung_and_who_has_no_phone_gets_paper(estate):
    app, sms, phone, paper = ChannelKind
    assert with_phone(estate, "13900000001") == [app, sms, phone, paper]
    assert with_phone(estate, "021-5550-1234") == [app, phone, paper]
    assert with_phone(estate, "") == [app, paper]


def test_a_way_that_cannot_work_any_more_is_left_out(estate):
    choose(estate, ChannelKind.SMS)
    people.change_person(by=estate.platform, person=estate.auntie.person, phone="02155501234")
    kinds = [
        one.kind for one in people.list_channels(viewer=estate.auntie, person=estate.auntie.person)
    ]
    assert ChannelKind.SMS not in kinds and kinds
    assert "sms" not in told(estate, Ref("matter", "m"))


@pytest.mark.parametrize(
    ("quiet", "hour", "rested"),
    [
        (QUIET, 21, 21),
        (QUIET, 23, 7),
        (QUIET, 6, 7),
        ((time(20), time(9)), 20, 9),
        ((time(20), time(9)), 8, 9),
        ((time(20), time(9)), 9, 9),
        ((time(12), time(15)), 13, 15),
        ((time(12), time(15)), 15, 15),
        ((time(12), time(15)), 23, 23),
    ],
)
def test_quiet_hours_end_when_they_end_over_midnight_or_not(quiet, hour, rested):
    found = out_of_quiet(at(hour), ZONE, quiet)
    assert (found + timedelta(hours=8)).hour == rested and found >= at(hour)
    assert found - at(hour) < timedelta(days=1)


def test_nobody_rings_in_hours_of_ones_own_unless_it_is_urgent(estate):
    choose(estate, ChannelKind.PHONE)
    person = estate.auntie.person
    people.set_quiet(by=estate.auntie, person=person, hours=(time(12), time(15)))
    with held(at(13)):
        told(estate, Ref("matter", "m"))
        assert notify.list_calls(viewer=estate.clerk).items == ()
        told(estate, Ref("matter", "m"), urgent=True)
        assert len(notify.list_calls(viewer=estate.clerk)) == 1
    with held(at(15, 1)):
        assert len(notify.list_calls(viewer=estate.clerk)) == 2
    people.set_quiet(by=estate.auntie, person=person, hours=None)
    assert people.get_quiet(viewer=estate.auntie, person=person) is None


def test_hours_that_never_end_are_refused(estate):
    person = estate.auntie.person
    with pytest.raises(Refused):
        people.set_quiet(by=estate.auntie, person=person, hours=(time(12), time(12)))
    assert people.get_quiet(viewer=estate.auntie, person=person) is None


def test_one_tries_ones_own_way_once_an_hour(estate):
    choose(estate, ChannelKind.SMS)
    for _ in range(3):
        notify.try_out(by=estate.auntie)
    assert Message.objects.filter(person=estate.auntie.person).count() == 1
    helping = estate.neighbour.for_person(estate.auntie.person, via=estate.neighbour.via)
    with pytest.raises(Refused):
        notify.try_out(by=helping)
    assert Message.objects.filter(person=estate.auntie.person).count() == 1
