"""Whose word ends a matter: the resident's, silence after an honest ask, a colleague's check."""

from datetime import timedelta

import pytest

from linli.kernel import Ref, Refused
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.matters.models import Matter
from linli.support.notify import api as notify
from modules.support.matters_estate import MONDAY, by_phone, kinds, words


def test_the_whole_life_ends_with_the_resident_s_word(estate):
    matter = estate.report()
    matters.accept_matter(by=estate.clerk, matter=matter)
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    matters.start_work(by=estate.plumber, matter=matter)
    matters.resolve_matter(by=estate.plumber, matter=matter, words="换了水管")
    assert estate.state(matter) == "resolved"
    matters.give_verdict(by=estate.auntie, matter=matter, solved=True, stars=5, words="很快")
    sheet = estate.sheet(matter, estate.auntie)
    assert sheet.card.state == "confirmed" and sheet.card.closed_at == MONDAY
    assert sheet.verdict.stars == 5 and sheet.responsible_name == "赵强"
    assert [line.kind for line in sheet.timeline] == [
        "reported",
        "accepted",
        "assigned",
        "started",
        "resolved",
        "asked",
        "confirmed",
    ]
    assert {clock.state for clock in sheet.clocks} == {"met"}
    for fact in ("opened", "accepted", "assigned", "started", "resolved", "confirmed"):
        assert f"matter_{fact}" in kinds(estate)
    assert "confirmation_asked" in kinds(estate)


def test_no_member_of_staff_can_make_it_count_as_solved(estate):
    matter = estate.resolved()
    for staff in (estate.clerk, estate.manager, estate.plumber, estate.keeper, estate.platform):
        with pytest.raises(Refused):
            matters.give_verdict(by=staff, matter=matter, solved=True)
    matters.check_matter(by=estate.manager, matter=matter, passed=True)
    sheet = estate.sheet(matter)
    assert sheet.card.state == "resolved" and sheet.checks[0].passed and sheet.verdict is None


def test_who_did_the_work_cannot_speak_for_the_resident_but_the_desk_can(estate):
    matter = estate.resolved()
    worker = by_phone(estate.plumber, estate.auntie)
    with pytest.raises(Refused) as refused:
        matters.give_verdict(by=worker, matter=matter, solved=True)
    assert refused.value.code == "forbidden" and estate.state(matter) == "resolved"
    matters.give_verdict(by=by_phone(estate.clerk, estate.auntie), matter=matter, solved=True)
    line = estate.sheet(matter, estate.auntie).timeline[-1]
    assert line.sentence.zh.startswith("陈静替王秀英") and line.via == "phone"
    assert (line.person, line.on_behalf_of) == (estate.clerk.person, estate.auntie.person)
    assert line.may_dispute


def test_not_solved_opens_it_again_and_is_counted(estate):
    matter = estate.resolved()
    matters.give_verdict(by=estate.auntie, matter=matter, solved=False, stars=1)
    sheet = estate.sheet(matter)
    assert (sheet.card.state, sheet.card.reopened) == ("reopened", 1)
    assert sheet.responsible == estate.plumber.person
    running = [clock.kind for clock in sheet.clocks if clock.state == "running"]
    assert running == ["resolve"] and sheet.card.whose_turn == "staff"
    matters.start_work(by=estate.plumber, matter=matter)
    matters.resolve_matter(by=estate.plumber, matter=matter)
    matters.give_verdict(by=estate.auntie, matter=matter, solved=True)
    assert estate.sheet(matter).card.reopened == 1 and estate.state(matter) == "confirmed"


@pytest.mark.parametrize("solved", [True, False])
def test_an_answer_taken_back_leaves_things_as_they_were(estate, solved):
    matter = estate.resolved()
    before = estate.sheet(matter, estate.auntie).card
    matters.give_verdict(by=estate.auntie, matter=matter, solved=solved)
    kinds_ = [one.kind for one in estate.sheet(matter, estate.auntie).undoable]
    assert "verdict" in kinds_
    matters.withdraw_verdict(by=estate.auntie, matter=matter)
    after = estate.sheet(matter, estate.auntie)
    assert after.card == before and after.verdict is None
    with pytest.raises(Refused):
        matters.withdraw_verdict(by=estate.auntie, matter=matter)


def test_an_answer_can_be_changed_within_a_day_and_not_after(estate):
    matter = estate.resolved()
    matters.give_verdict(by=estate.auntie, matter=matter, solved=False)
    matters.give_verdict(by=estate.auntie, matter=matter, solved=True, stars=4)
    sheet = estate.sheet(matter)
    assert (sheet.card.state, sheet.card.reopened, sheet.verdict.stars) == ("confirmed", 0, 4)
    with held(MONDAY + timedelta(hours=25)), pytest.raises(Refused):
        matters.withdraw_verdict(by=estate.auntie, matter=matter)


def test_saying_the_same_twice_changes_nothing(estate):
    matter = estate.resolved()
    for _ in range(2):
        matters.give_verdict(by=estate.auntie, matter=matter, solved=True, stars=5)
    assert len([1 for line in estate.sheet(matter).timeline if line.kind == "confirmed"]) == 1


def test_days_later_not_solved_still_opens_it_again_but_not_after_a_month(estate):
    matter = estate.resolved()
    matters.give_verdict(by=estate.auntie, matter=matter, solved=True)
    with held(MONDAY + timedelta(days=31)), pytest.raises(Refused) as refused:
        matters.give_verdict(by=estate.auntie, matter=matter, solved=False)
    assert refused.value.code == "conflict" and estate.state(matter) == "confirmed"
    with held(MONDAY + timedelta(days=5)):
        matters.give_verdict(by=estate.auntie, matter=matter, solved=False)
        assert estate.sheet(matter).card.reopened == 1


def test_silence_counts_only_after_an_ask_that_arrived(estate):
    notify.tell(
        by=estate.platform,
        person=estate.auntie.person,
        text=words(),
        about=Ref("person", estate.auntie.person),
        key="hello",
    )
    notify.mark_read(by=estate.auntie)  # she does open her inbox
    matter = estate.resolved()
    with held(MONDAY + timedelta(days=6, hours=23)):
        matters.run_clocks(by=estate.platform)
        assert estate.state(matter) == "resolved"
    with held(MONDAY + timedelta(days=7, minutes=10)):
        assert matters.run_clocks(by=estate.platform).confirmed == 1
        sheet = estate.sheet(matter)
    assert sheet.card.state == "confirmed" and "7天" in sheet.timeline[-1].sentence.zh
    assert sheet.verdict is None


def test_silence_never_counts_when_nobody_was_reached(estate):
    matter = estate.resolved()  # her inbox has never been opened
    for day in (8, 20, 40):
        with held(MONDAY + timedelta(days=day)):
            assert matters.run_clocks(by=estate.platform).confirmed == 0
    assert estate.state(matter) == "resolved"
    with held(MONDAY + timedelta(days=41)):
        notify.mark_read(by=estate.auntie)
    with held(MONDAY + timedelta(days=47)):
        matters.run_clocks(by=estate.platform)
    assert estate.state(matter) == "resolved"
    with held(MONDAY + timedelta(days=49)):
        matters.run_clocks(by=estate.platform)
    assert estate.state(matter) == "confirmed"


def test_an_alarm_is_judged_and_confirmed_by_a_second_person(estate):
    matter = estate.alarm()
    assert estate.sheet(matter).timeline[0].kind == "raised"
    matters.assign_matter(by=estate.manager, matter=matter, person=estate.electrician.person)
    matters.start_work(by=estate.electrician, matter=matter)
    with pytest.raises(Refused) as refused:
        matters.resolve_matter(by=estate.electrician, matter=matter)
    assert refused.value.field == "judgement" and estate.state(matter) == "in_progress"
    matters.resolve_matter(by=estate.electrician, matter=matter, judgement="false_alarm")
    with pytest.raises(Refused):
        matters.check_matter(by=estate.electrician, matter=matter, passed=True)
    assert estate.state(matter) == "resolved"
    matters.check_matter(by=estate.manager, matter=matter, passed=True)
    sheet = estate.sheet(matter)
    assert sheet.card.state == "confirmed" and sheet.judgement == "false_alarm"
    assert "王敏" in sheet.timeline[-1].sentence.zh
    assert Matter.objects.get(pk=matter).confirmed_how == "check"
    assert "alarm_judged" in kinds(estate)


def test_nobody_who_ever_had_the_work_in_hand_checks_it(estate):
    matter = estate.alarm()
    first, helper, last = estate.clerk, estate.electrician, estate.plumber
    matters.assign_matter(by=estate.manager, matter=matter, person=first.person)
    matters.transfer_matter(by=first, matter=matter, person=last.person, reason="要懂水的")
    matters.add_hand(by=estate.manager, matter=matter, person=helper.person, part="executor")
    matters.start_work(by=helper, matter=matter)
    matters.remove_hand(by=estate.manager, matter=matter, person=helper.person)
    matters.add_hand(by=estate.manager, matter=matter, person=helper.person, part="watcher")
    matters.resolve_matter(by=last, matter=matter, judgement="real")
    for who in (first, helper, last):
        assert "check" not in estate.sheet(matter, who).acts
        with pytest.raises(Refused) as refused:
            matters.check_matter(by=who, matter=matter, passed=True)
        assert refused.value.code == "forbidden"
        assert estate.state(matter) == "resolved"
    matters.add_hand(by=estate.keeper, matter=matter, person=estate.keeper.person, part="watcher")
    matters.check_matter(by=estate.keeper, matter=matter, passed=True)
    assert estate.state(matter) == "confirmed"


def test_a_failed_check_sends_an_alarm_back(estate):
    matter = estate.alarm()
    matters.assign_matter(by=estate.manager, matter=matter, person=estate.electrician.person)
    matters.start_work(by=estate.electrician, matter=matter)
    matters.resolve_matter(by=estate.electrician, matter=matter, judgement="real")
    matters.check_matter(by=estate.manager, matter=matter, passed=False, words="还有烟")
    assert estate.sheet(matter).card.reopened == 1


def test_only_alarms_are_judged(estate):
    matter = estate.resolved()
    with pytest.raises(Refused):
        matters.judge_alarm(by=estate.manager, matter=matter, judgement="real")
