"""From a report to the resident's word, and every way back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.kernel import Ref, Refused, Role
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.matters.models import Entry, Matter
from linli.support.matters.models.talk import OnlyGrows
from modules.support.matters_estate import MONDAY, by_phone, kinds


def test_a_report_gets_a_number_a_promise_and_someone_to_thank(estate):
    first, second = estate.report(), estate.report(title="门铃不响", category="door")
    one, two = estate.sheet(first, estate.auntie), estate.sheet(second, estate.auntie)
    assert (one.card.number, two.card.number) == ("2026-1123-01", "2026-1123-02")
    assert one.card.state == "reported" and one.card.whose_turn == "staff"
    assert one.card.promised_at > MONDAY and one.card.reporter_name == "王秀英"
    assert one.timeline[0].sentence.zh == "王秀英报了这件事。"
    assert one.responsible is None and one.responsible_duty.zh == "水暖"
    assert {clock.kind for clock in one.clocks} == {"accept", "answer", "resolve"}


def test_the_day_of_the_number_is_the_local_one(estate):
    with held(MONDAY + timedelta(hours=15)):
        assert estate.sheet(estate.report()).card.number == "2026-1124-01"


def test_a_worker_takes_what_is_free_within_the_trade(estate):
    matter = estate.report()
    with pytest.raises(Refused) as refused:
        matters.assign_matter(
            by=estate.electrician, matter=matter, person=estate.electrician.person
        )
    assert refused.value.code == "not_found"
    matters.assign_matter(by=estate.plumber, matter=matter, person=estate.plumber.person)
    sheet = estate.sheet(matter)
    assert sheet.card.state == "assigned" and sheet.timeline[-1].kind == "taken"


def test_only_people_who_work_here_are_made_responsible(estate):
    matter = estate.report()
    with pytest.raises(Refused):
        matters.assign_matter(by=estate.clerk, matter=matter, person=estate.neighbour.person)
    assert estate.state(matter) == "reported"


def test_passing_on_needs_a_reason_all_can_read(estate):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    with pytest.raises(Refused):
        matters.transfer_matter(
            by=estate.plumber, matter=matter, person=estate.electrician.person, reason="  "
        )
    matters.transfer_matter(
        by=estate.plumber, matter=matter, person=estate.electrician.person, reason="是电路的问题"
    )
    sheet = estate.sheet(matter, estate.auntie)
    assert sheet.responsible == estate.electrician.person
    assert "是电路的问题" in [one.text for one in sheet.messages]
    assert sheet.timeline[-1].message in {one.id for one in sheet.messages}


def test_a_hold_stops_the_clock_and_gives_the_time_back(estate):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    promised = estate.sheet(matter).card.promised_at
    matters.hold_matter(by=estate.plumber, matter=matter, reason="parts", words="明天到货")
    sheet = estate.sheet(matter)
    assert sheet.card.due_at is None and sheet.hold_reason.zh == "等配件"
    with held(MONDAY + timedelta(days=1)):
        assert matters.run_clocks(by=estate.platform).looked == 0
        matters.resume_matter(by=estate.plumber, matter=matter)
        assert estate.sheet(matter).card.promised_at == promised + timedelta(days=1)
    assert estate.state(matter) == "assigned"
    with pytest.raises(Refused):
        matters.hold_matter(by=estate.plumber, matter=matter, reason="mood")


def test_a_refusal_has_a_reason_and_can_be_contested(estate):
    matter = estate.report()
    with pytest.raises(Refused):
        matters.decline_matter(by=estate.clerk, matter=matter, reason="")
    matters.decline_matter(by=estate.clerk, matter=matter, reason="属于自来水公司")
    sheet = estate.sheet(matter, estate.auntie)
    assert sheet.card.state == "declined" and sheet.decline_reason == "属于自来水公司"
    matters.contest_decline(by=estate.auntie, matter=matter, words="漏的是公共立管")
    assert estate.sheet(matter).card.reopened == 1 and estate.state(matter) == "reopened"
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)


def test_a_report_is_withdrawn_and_brought_back_as_it_was(estate):
    matter = estate.report()
    matters.accept_matter(by=estate.clerk, matter=matter)
    before = estate.sheet(matter, estate.auntie).card
    matters.withdraw_matter(by=estate.auntie, matter=matter)
    matters.withdraw_matter(by=estate.auntie, matter=matter)
    assert estate.state(matter) == "withdrawn"
    assert "withdrawal" in {one.kind for one in matters.list_undoable(viewer=estate.auntie)}
    matters.restore_matter(by=estate.auntie, matter=matter)
    assert estate.sheet(matter, estate.auntie).card == before
    matters.withdraw_matter(by=estate.auntie, matter=matter)
    with held(MONDAY + timedelta(hours=25)), pytest.raises(Refused):
        matters.restore_matter(by=estate.auntie, matter=matter)


def test_a_held_report_comes_back_held(estate):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    matters.hold_matter(by=estate.plumber, matter=matter, reason="weather")
    matters.withdraw_matter(by=estate.auntie, matter=matter)
    matters.restore_matter(by=estate.auntie, matter=matter)
    assert estate.state(matter) == "on_hold" and estate.sheet(matter).card.due_at is None
    matters.resume_matter(by=estate.plumber, matter=matter)
    assert estate.state(matter) == "assigned"


def test_duplicates_become_one_and_everyone_follows(estate):
    one = estate.report(category="lift", place=estate.entrance, title="电梯坏了")
    two = estate.report(
        by=estate.neighbour, category="lift", place=estate.entrance, title="电梯停了"
    )
    matters.merge_matter(by=estate.clerk, matter=two, into=one)
    assert estate.sheet(one).card.supports == 1
    mine = matters.list_my_matters(viewer=estate.neighbour)
    assert [card.id for card in mine.followed] == [one]
    assert estate.sheet(two, estate.neighbour).survivor == one
    matters.unmerge_matter(by=estate.clerk, matter=two)
    assert estate.state(two) == "reported" and estate.sheet(one).card.supports == 0
    matters.merge_matter(by=estate.clerk, matter=two, into=one)
    with held(MONDAY + timedelta(minutes=31)), pytest.raises(Refused):
        matters.unmerge_matter(by=estate.clerk, matter=two)
    assert estate.state(two) == "merged"


def test_a_resident_s_report_never_ends_in_an_alarm_nobody_reported(estate):
    report = estate.report(category="fire", place=estate.entrance, title="冒烟")
    alarm = estate.alarm()
    matters.assign_matter(by=estate.clerk, matter=alarm, person=estate.plumber.person)
    for _ in range(2):
        matters.merge_matter(by=estate.clerk, matter=report, into=alarm)
    sheet = estate.sheet(report)
    assert sheet.card.state == "assigned" and sheet.responsible == estate.plumber.person
    assert [line.kind for line in sheet.timeline].count("linked") == 1
    back = matters.chain_of(viewer=estate.manager, matter=report).back
    assert Ref("matter", alarm) in [link.ref for link in back]
    matters.resolve_matter(by=estate.plumber, matter=alarm, judgement="real")
    matters.check_matter(by=estate.manager, matter=alarm, passed=True)
    assert estate.state(alarm) == "confirmed" and estate.state(report) == "assigned"
    matters.resolve_matter(by=estate.plumber, matter=report, words="火灭了")
    matters.check_matter(by=estate.manager, matter=report, passed=True)
    assert estate.state(report) == "resolved"
    matters.give_verdict(by=estate.auntie, matter=report, solved=True)
    assert estate.state(report) == "confirmed"


def test_neighbours_say_the_same_at_ours_and_can_take_it_back(estate):
    matter = estate.report(category="lighting", place=estate.entrance, title="灯不亮")
    for _ in range(2):
        matters.support_matter(by=estate.neighbour, matter=matter)
    around = matters.list_around(viewer=estate.neighbour)
    assert [(card.id, card.supports, card.is_supported) for card in around] == [(matter, 1, True)]
    with pytest.raises(Refused):
        matters.support_matter(by=estate.auntie, matter=matter)
    for _ in range(2):
        matters.withdraw_support(by=estate.neighbour, matter=matter)
    assert estate.sheet(matter).card.supports == 0
    private = estate.report()
    with pytest.raises(Refused) as refused:
        matters.support_matter(by=estate.neighbour, matter=private)
    assert refused.value.code == "not_found"


def test_the_same_words_twice_give_the_same_receipt(estate):
    one = estate.report()
    with held(MONDAY + timedelta(minutes=9)):
        assert estate.report(description=" 水槽下面，一直滴水。") == one
    with held(MONDAY + timedelta(minutes=11)):
        assert estate.report() != one
    assert Matter.objects.count() == 2


def test_a_key_opens_once_and_belongs_to_its_sender(estate):
    one = estate.report(key="form-1")
    assert estate.report(key="form-1", title="别的话") == one
    assert estate.report(by=estate.neighbour, key="form-1") != one


def test_the_day_s_limit_names_whom_to_call_and_never_stops_danger(estate):
    for number in range(20):
        estate.report(title=f"第{number}件")
    with pytest.raises(Refused) as refused:
        estate.report(title="第二十一件")
    assert refused.value.code == "too_many" and refused.value.params["phone"] == "021-5550-0000"
    assert Matter.objects.count() == 20
    assert estate.report(category="fire", title="冒烟")
    assert estate.report(by=by_phone(estate.clerk, estate.auntie), title="电话里说的")
    with held(MONDAY + timedelta(days=1)):
        assert estate.report(title="第二天")


def test_the_desk_writes_for_someone_and_both_are_named(estate):
    matter = estate.report(by=by_phone(estate.clerk, estate.auntie))
    sheet = estate.sheet(matter, estate.auntie)
    assert sheet.card.via == "phone" and sheet.card.reporter == estate.auntie.person
    assert sheet.timeline[0].sentence.zh == "陈静替王秀英报了这件事（打电话）。"


def test_what_was_not_said_can_be_disputed_and_a_disputed_answer_does_not_count(estate):
    matter = estate.resolved()
    matters.give_verdict(by=by_phone(estate.clerk, estate.auntie), matter=matter, solved=True)
    line = estate.sheet(matter, estate.auntie).timeline[-1]
    for _ in range(2):
        matters.dispute_entry(
            by=estate.auntie, matter=matter, entry=line.number, words="这不是我说的"
        )
    sheet = estate.sheet(matter, estate.auntie)
    assert sheet.card.state == "resolved" and sheet.verdict is None
    assert [one.is_disputed for one in sheet.timeline if one.number == line.number] == [True]
    assert kinds(estate).count("entry_disputed") == 1
    with pytest.raises(Refused):
        matters.dispute_entry(by=estate.auntie, matter=matter, entry=sheet.timeline[1].number)


def test_hurry_can_be_asked_once_a_day(estate):
    matter = estate.report()
    matters.urge_matter(by=estate.auntie, matter=matter)
    with pytest.raises(Refused) as refused:
        matters.urge_matter(by=estate.auntie, matter=matter)
    assert refused.value.code == "too_many"
    with held(MONDAY + timedelta(days=1, minutes=1)):
        matters.urge_matter(by=estate.auntie, matter=matter)


def test_a_whistle_calls_a_role_in_and_lets_it_see(estate):
    matter = estate.report()
    with pytest.raises(Refused):
        estate.sheet(matter, estate.street)
    party = matters.call_in_party(
        by=estate.clerk, matter=matter, role="street", task="协调自来水公司"
    )
    again = matters.call_in_party(by=estate.clerk, matter=matter, role="street")
    assert again == party
    assert estate.sheet(matter, estate.street).parties[0].came_at is None
    matters.party_comes(by=estate.street, party=party)
    sheet = estate.sheet(matter)
    assert sheet.parties[0].came_at == MONDAY and sheet.timeline[-1].sentence.zh == "街道到场了。"
    matters.call_in_party(by=estate.clerk, matter=matter, organisation="城南水务")
    assert "城南水务" in estate.sheet(matter).timeline[-1].sentence.zh


def test_others_execute_and_watch_while_one_answers(estate):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    matters.add_hand(
        by=estate.plumber, matter=matter, person=estate.electrician.person, part="executor"
    )
    assert estate.sheet(matter, estate.electrician).hands[0].part == "executor"
    matters.start_work(by=estate.electrician, matter=matter)
    with pytest.raises(Refused):
        matters.resolve_matter(by=estate.electrician, matter=matter)
    matters.remove_hand(by=estate.electrician, matter=matter, person=estate.electrician.person)
    with pytest.raises(Refused) as refused:
        estate.sheet(matter, estate.electrician)
    assert refused.value.code == "not_found"


def test_another_category_brings_other_clocks(estate):
    matter = estate.report()
    before = estate.sheet(matter).card
    matters.reclassify_matter(by=estate.clerk, matter=matter, category="flood")
    after = estate.sheet(matter).card
    assert after.severity == "urgent" and after.promised_at < before.promised_at


@pytest.mark.parametrize(
    "change", ["update matters_entry set kind = 'confirmed'", "delete from matters_entry"]
)
def test_the_database_itself_lets_the_timeline_only_grow(estate, change):
    matter = estate.report()
    refuses = pytest.raises(DatabaseError, match="only grows")
    with refuses, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{change} where matter_id = %s", [matter])
    assert [line.kind for line in estate.sheet(matter).timeline] == ["reported"]


def test_the_timeline_only_grows(estate):
    matter = estate.report()
    entry = Entry.objects.get(matter=matter)
    entry.kind = "confirmed"
    for change in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.filter(matter=matter).update(kind="x"),
        lambda: Entry.objects.filter(matter=matter).delete(),
        lambda: Entry.objects.bulk_update([entry], ["kind"]),
    ):
        with pytest.raises(OnlyGrows):
            change()
    assert [line.kind for line in estate.sheet(matter).timeline] == ["reported"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "nonsense"}, "category"),
        ({"severity": "extreme"}, "severity"),
        ({"nature": "wish"}, "nature"),
        ({"title": "长" * 121}, "title"),
        ({"description": "长" * 4001}, "description"),
        ({"reporter": "someone"}, "reporter"),
    ],
)
def test_a_bad_report_says_what_and_where_and_keeps_nothing(estate, wrong, field):
    with pytest.raises(Refused) as refused:
        estate.report(**wrong)
    assert refused.value.field == field and not Matter.objects.exists()


def test_residents_open_neither_alarms_nor_machine_matters(estate):
    for wrong in ({"nature": "alarm"}, {"category": "device"}):
        with pytest.raises(Refused) as refused:
            estate.report(**wrong)
        assert refused.value.code == "forbidden"
    stranger = type(estate.auntie)("x", frozenset({Role.OWNER}), "elsewhere")
    with pytest.raises(Refused):
        estate.report(by=stranger)
    assert not Matter.objects.exists()
