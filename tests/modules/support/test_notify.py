"""People are told by the channels that are theirs, and one knows whether they were reached."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.facts.api import list_facts
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Ref, Refused, system
from linli.kernel.clock import held
from linli.support.notify import api as notify
from linli.support.notify import domain
from linli.support.notify.domain import Kind
from linli.support.notify.models import Message
from modules.support.matters_estate import MONDAY, words

ABOUT = Ref("matter", "m1")


class Line:
    """A channel to the outside that remembers what it was given, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.error: Exception | None = None

    def send(self, address: str, text: str, key: str) -> None:
        if self.error is not None:
            raise self.error
        self.sent.append((address, text, key))


@pytest.fixture
def line():
    one = Line()
    notify.use_channel("sms", one)
    yield one
    notify.use_channel("sms", None)


def choose(estate, *kinds: str) -> None:
    people.set_channels(
        by=estate.platform,
        person=estate.auntie.person,
        kinds=tuple(ChannelKind(kind) for kind in kinds),
    )


def tell(estate, key: str = "k1", **more):
    usual = {"person": estate.auntie.person, "text": words("停水", "No water"), "about": ABOUT}
    return notify.tell(by=estate.platform, key=key, **{**usual, **more})


def kinds(estate) -> list[tuple[str, str]]:
    """By which channels she was told, and what became of each."""
    (kept,) = notify.list_kept(viewer=estate.auntie, full=True)
    return [(str(row["channel"]), str(row["state"])) for row in kept.rows]


def reached_at(estate, key: str = "k1") -> datetime | None:
    return notify.get_delivered_at(viewer=estate.platform, key=key)


def send(estate, minutes: float = 0) -> notify.SendReport:
    with held(MONDAY + timedelta(minutes=minutes)):
        return notify.send_due(by=estate.platform)


def test_the_inbox_has_it_at_once_and_is_read_by_its_owner_alone(estate):
    tell(estate)
    (card,) = notify.list_inbox(viewer=estate.auntie)
    assert card.text.zh == "停水" and card.about == ABOUT and card.read_at is None
    assert len(notify.list_inbox(viewer=estate.auntie, unread=True)) == 1
    assert len(notify.list_inbox(viewer=estate.neighbour)) == 0
    assert notify.mark_read(by=estate.neighbour, message=card.id) == 0
    assert notify.mark_read(by=estate.auntie, about=ABOUT) == 1
    assert len(notify.list_inbox(viewer=estate.auntie, unread=True)) == 0


def test_an_inbox_nobody_opens_is_not_a_person_reached(estate):
    tell(estate)
    assert reached_at(estate) is None
    with held(MONDAY + timedelta(hours=5)):
        notify.mark_read(by=estate.auntie)
        reached = reached_at(estate)
        tell(estate, key="k2")
    assert reached == MONDAY + timedelta(hours=5)
    assert reached_at(estate, "k2") is not None  # she looks into her inbox


def test_the_same_key_tells_once(estate, line):
    choose(estate, "sms", "app")
    assert tell(estate) == tell(estate, text=words("别的", "else"))
    send(estate)
    send(estate)
    assert len(line.sent) == 1 and line.sent[0][1] == "停水"
    assert line.sent[0][0].endswith("13900000001")


def test_a_text_message_goes_by_their_own_choice_and_in_their_language(estate, line):
    choose(estate, "sms")
    tell(estate, language="en")
    assert kinds(estate) == [("sms", "waiting")]
    assert send(estate).sent == 1
    assert line.sent[0][1] == "No water" and kinds(estate) == [("sms", "delivered")]


def test_at_night_phones_rest_unless_it_is_urgent(estate, line):
    choose(estate, "sms")
    with held(MONDAY + timedelta(hours=14)):  # ten at night
        tell(estate)
        tell(estate, key="k2", urgent=True)
        notify.send_due(by=estate.platform)
    assert len(line.sent) == 1
    assert send(estate, minutes=60 * 22 - 1).sent == 0
    assert send(estate, minutes=60 * 22).sent == 1  # seven in the morning


def test_a_failing_channel_is_tried_again_then_the_next_one_is_taken(estate, line):
    choose(estate, "sms", "phone")
    tell(estate)
    line.error = RuntimeError("no signal")
    at = 0.0
    for _ in range(domain.MOST_ATTEMPTS):
        assert send(estate, at).failed == 1
        assert send(estate, at).failed == 0
        at += 24 * 60
    assert kinds(estate) == [("sms", "failed"), ("phone", "waiting")]
    with held(MONDAY + timedelta(days=9)):
        (call,) = notify.list_calls(viewer=estate.clerk)
        (failed,) = notify.list_failed(viewer=estate.clerk)
    assert call.text.zh == "停水" and failed.attempts == domain.MOST_ATTEMPTS
    assert failed.next_kind == "phone" and failed.error == "RuntimeError"
    assert reached_at(estate) is None
    page = list_facts(viewer=estate.platform, limit=1000)
    (fact,) = [one for one in page if one.kind == "notify.message_failed"]
    assert fact.body["is_last"] is False


def test_a_message_that_failed_can_be_sent_again_or_set_aside(estate, line):
    choose(estate, "sms")
    line.error = notify.ChannelFailed("number does not exist", is_final=True)
    (message,) = tell(estate)
    send(estate)
    assert kinds(estate) == [("sms", "failed"), ("paper", "waiting")]
    line.error = None
    with pytest.raises(Refused):
        notify.send_again(by=estate.auntie, message=message)
    notify.send_again(by=estate.clerk, message=message)
    send(estate)
    assert len(line.sent) == 1 and notify.list_failed(viewer=estate.clerk).items == ()


def test_without_an_adapter_the_next_own_channel_is_used(estate):
    choose(estate, "sms", "phone", "paper")
    tell(estate)
    assert kinds(estate) == [("phone", "waiting")]


def test_a_crash_between_sending_and_noting_sends_again_with_the_same_key(estate, line):
    choose(estate, "sms")
    tell(estate)
    line.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        send(estate)
    assert kinds(estate) == [("sms", "sending")]
    line.error = None
    assert send(estate, 4).sent == 0
    assert send(estate, 5).sent == 1
    assert kinds(estate) == [("sms", "delivered")]


def test_a_call_is_made_by_the_desk_and_counts_when_someone_answers(estate):
    choose(estate, "phone")
    tell(estate)
    (call,) = notify.list_calls(viewer=estate.clerk)
    assert (call.person_name, call.attempts) == ("王秀英", 0)
    notify.finish_call(by=estate.clerk, call=call.id, reached=False)
    assert notify.list_calls(viewer=estate.clerk).items == ()
    with held(MONDAY + timedelta(hours=3)):
        notify.finish_call(by=estate.clerk, call=call.id, reached=True)
    assert reached_at(estate) == MONDAY + timedelta(hours=3)
    with pytest.raises(Refused):
        notify.finish_call(by=estate.clerk, call=call.id, reached=True)


def test_three_calls_nobody_answers_become_a_slip(estate):
    choose(estate, "phone")
    (call,) = tell(estate)
    for _ in range(3):
        notify.finish_call(by=estate.clerk, call=call, reached=False)
    assert kinds(estate) == [("phone", "failed"), ("paper", "waiting")]


def test_a_slip_counts_when_it_is_handed_over(estate):
    choose(estate, "paper")
    (slip,) = tell(estate)
    assert notify.list_slips(viewer=estate.clerk).items[0].text.zh == "停水"
    with pytest.raises(Refused):
        notify.mark_handed_over(by=estate.clerk, slip=slip)
    assert notify.mark_printed(by=estate.clerk, slips=[slip]) == 1
    assert reached_at(estate) is None
    notify.mark_handed_over(by=estate.clerk, slip=slip)
    assert reached_at(estate) is not None
    assert notify.list_slips(viewer=estate.clerk).items == ()


def test_more_slips_than_one_page_go_on_and_each_is_counted(estate):
    choose(estate, "paper")
    for number in range(203):
        tell(estate, key=f"many-{number}")
    first = notify.list_slips(viewer=estate.clerk)
    rest = notify.list_slips(viewer=estate.clerk, cursor=first.next)
    assert (len(first), len(rest), rest.next) == (200, 3, None)
    assert len({one.id for one in (*first, *rest)}) == 203
    notify.mark_printed(by=estate.clerk, slips=[one.id for one in rest])
    assert notify.count_slips(viewer=estate.clerk) == 203
    assert notify.count_slips(viewer=estate.clerk, printed=True) == 3
    printed = notify.list_slips(viewer=estate.clerk, printed=True)
    assert {one.id for one in printed} == {one.id for one in rest}
    theirs = notify.list_slips(viewer=estate.clerk, person=estate.neighbour.person)
    assert len(theirs) == 0
    assert len(notify.list_slips(viewer=estate.clerk, about=Ref("matter", "m2"))) == 0
    with pytest.raises(Refused):
        notify.count_slips(viewer=estate.auntie)


def test_more_calls_than_one_page_go_on_and_each_is_counted(estate):
    choose(estate, "phone")
    for number in range(103):
        tell(estate, key=f"call-{number}", urgent=number % 2 == 0)
    first = notify.list_calls(viewer=estate.clerk)
    with held(MONDAY + timedelta(minutes=1)):  # rung in vain, it comes up again in three hours
        notify.finish_call(by=estate.clerk, call=first.items[-1].id, reached=False)
    second = notify.list_calls(viewer=estate.clerk, cursor=first.next)
    third = notify.list_calls(viewer=estate.clerk, cursor=second.next)
    assert (len(first), len(second), len(third), third.next) == (50, 50, 3, None)
    listed = [*first, *second, *third]
    assert len({one.id for one in listed}) == 103
    assert [one.is_urgent for one in listed] == [True] * 52 + [False] * 51
    assert notify.count_calls(viewer=estate.clerk) == 102
    assert notify.get_call(viewer=estate.clerk, call=listed[-1].id) == listed[-1]
    with pytest.raises(Refused) as refused:
        notify.get_call(viewer=estate.clerk, call=first.items[-1].id)
    assert refused.value.code == "not_found"
    theirs = notify.list_calls(viewer=estate.clerk, person=estate.neighbour.person)
    assert len(theirs) == 0
    for wrong in ("x", "1|x|y", "1|0001-01-01T00:00+14:00|y"):
        with pytest.raises(Refused):
            notify.list_calls(viewer=estate.clerk, cursor=wrong)


def test_more_failures_than_one_page_go_on_and_each_is_counted(estate, line):
    choose(estate, "sms")
    line.error = notify.ChannelFailed("number does not exist", is_final=True)
    for number in range(53):
        tell(estate, key=f"lost-{number}")
    send(estate)
    first = notify.list_failed(viewer=estate.clerk)
    notify.set_aside(by=estate.clerk, message=first.items[-1].id)
    rest = notify.list_failed(viewer=estate.clerk, cursor=first.next)
    assert (len(first), len(rest), rest.next) == (50, 3, None)
    assert len({one.id for one in (*first, *rest)}) == 53
    assert {one.next_kind for one in rest} == {Kind.PAPER}
    assert notify.count_failed(viewer=estate.clerk) == 52


def test_a_provider_s_bad_news_takes_a_delivery_back(estate, line):
    choose(estate, "sms", "phone")
    (message,) = tell(estate)
    send(estate)
    notify.note_delivery(by=estate.platform, message=message, arrived=False, error="unreachable")
    assert reached_at(estate) is None
    assert kinds(estate) == [("sms", "failed"), ("phone", "waiting")]


def test_nothing_personal_lies_open_in_the_database(estate, line):
    choose(estate, "sms", "app")
    tell(estate, text=words("王秀英家停水", "No water at 401"))
    notify.send_code(
        by=estate.platform,
        person=estate.auntie.person,
        phone="13900000001",
        code="482913",
        minutes=10,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notify_message")
        stored = repr(
            [[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor]
        )
    for secret in ("王秀英", "401", "482913", "13900000001"):
        assert secret not in stored


def test_a_code_goes_at_once_even_at_night_and_leaves_no_trace(estate, line):
    with held(MONDAY + timedelta(hours=16)):
        notify.send_code(
            by=estate.platform,
            person=estate.auntie.person,
            phone="13900000001",
            code="482913",
            minutes=10,
        )
        assert notify.send_due(by=system("")).sent == 1
    assert "482913" in line.sent[0][1] and line.sent[0][0] == "13900000001"
    row = Message.objects.get(purpose="code")
    assert row.text is None and row.address is None
    assert len(notify.list_inbox(viewer=estate.auntie)) == 0
    with pytest.raises(Refused):
        notify.send_code(
            by=estate.clerk, person=estate.auntie.person, phone="1", code="1", minutes=1
        )


def test_a_code_that_expired_is_wiped_and_not_sent(estate, line):
    notify.send_code(
        by=estate.platform,
        person=estate.auntie.person,
        phone="13900000001",
        code="482913",
        minutes=10,
    )
    report = send(estate, 10)
    assert (report.sent, report.expired) == (0, 1) and line.sent == []
    assert Message.objects.get().text is None


def test_the_demo_mailbox_keeps_the_last_two_hundred_and_only_the_demo_shows_it(estate, settings):
    box = notify.Mailbox("sms")
    for number in range(205):
        box.send("139", f"第{number}条", f"message:{number}")
    box.send("139", "第204条", "message:204")
    with pytest.raises(Refused) as refused:
        notify.list_mailbox(viewer=estate.auntie)
    assert refused.value.code == "not_found"
    settings.DEMO = True
    found = notify.list_mailbox(viewer=estate.auntie)
    assert len(found) == 200 and found[0].text == "第204条"
    box.send("139", "您的登录验证码是 1", "code:1")
    newest, before = notify.list_mailbox(viewer=estate.auntie)[:2]
    assert newest.text.endswith("1") and newest.is_code and not before.is_code
    with held(MONDAY + timedelta(minutes=10)):
        assert notify.list_mailbox(viewer=estate.auntie)[0].text == "第204条"


@pytest.mark.parametrize("wrong", [{"text": words("", "x")}, {"text": words("长" * 2001, "x")}])
def test_a_message_without_or_with_too_many_words_is_refused(estate, wrong):
    with pytest.raises(Refused):
        tell(estate, **wrong)
    with pytest.raises(Refused):
        tell(estate, key="")
    with pytest.raises(Refused):
        notify.tell(
            by=estate.neighbour,
            person=estate.auntie.person,
            text=words(),
            about=ABOUT,
            key="spam",
        )
    assert not Message.objects.exists()


def test_residents_see_nothing_of_the_desk(estate):
    lists = (notify.list_calls, notify.list_slips, notify.list_failed)
    for ask in (*lists, notify.count_calls, notify.count_failed):
        with pytest.raises(Refused):
            ask(viewer=estate.auntie)
    with pytest.raises(Refused):
        notify.send_due(by=estate.manager)


KINDS = st.lists(st.sampled_from(list(Kind)), unique=True)


@given(KINDS, st.frozensets(st.sampled_from(list(Kind))), st.booleans(), st.booleans())
def test_only_a_person_s_own_channels_are_chosen(own, there, uses_app, urgent):
    chosen = domain.choose(own, available=there, uses_app=uses_app, urgent=urgent)
    usable = [kind for kind in own if kind in there]
    assert 1 <= len(chosen) <= 2 and len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(usable) if usable else chosen == (Kind.PAPER,)
    assert not usable or chosen[0] == usable[0]


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_quiet_hours_only_ever_put_off_until_seven(at):
    later = domain.out_of_quiet(at, "Asia/Shanghai")
    hour = (later + timedelta(hours=8)).hour
    assert later >= at and 7 <= hour < 22 and later - at <= timedelta(hours=9)


def test_who_chose_a_language_is_told_in_it_and_so_is_their_code(estate, line):
    choose(estate, "sms")
    people.set_language(by=estate.auntie, language="en")
    tell(estate)
    notify.send_code(
        by=estate.platform,
        person=estate.auntie.person,
        phone="13900000001",
        code="123456",
        minutes=5,
    )
    send(estate)
    assert [text.isascii() for _address, text, _key in line.sent] == [True, True]
    with pytest.raises(Refused):
        people.set_language(by=estate.auntie, language="tlh")
    assert people.get_language(viewer=estate.platform, person=estate.auntie.person) == "en"
    with pytest.raises(Refused):
        people.get_language(viewer=estate.neighbour, person=estate.auntie.person)
