"""Clocks warn, call the manager, then the street; each once, whoever runs the timers."""

from datetime import timedelta

import pytest

from linli.foundation.facts.api import list_facts
from linli.kernel import Refused, system
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.matters.models import Clock
from modules.support.matters_estate import MONDAY


def facts(estate, kind: str) -> list[dict]:
    page = list_facts(viewer=estate.platform, limit=1000)
    return [fact.body for fact in page if fact.kind == f"matters.{kind}"]


def run(estate, minutes: float) -> matters.ClockReport:
    with held(MONDAY + timedelta(minutes=minutes)):
        return matters.run_clocks(by=estate.platform)


def test_a_clock_warns_first_then_calls_the_manager_then_the_street(estate):
    matter = estate.report(category="flood")  # accept within 10 minutes, day and night
    assert run(estate, 7.9).looked == 0
    assert run(estate, 8).warned == 1
    warning = facts(estate, "clock_running_out")
    assert [(one["matter"], one["clock"]) for one in warning] == [(matter, "accept")]
    assert run(estate, 10).overdue == 1
    (late,) = facts(estate, "matter_overdue")
    assert (late["level"], late["role"], late["clock"]) == (1, "manager", "accept")
    assert estate.sheet(matter).card.supervision == 1
    with pytest.raises(Refused):
        estate.sheet(matter, estate.street)
    run(estate, 20)
    escalated = [one["role"] for one in facts(estate, "matter_overdue") if one["clock"] == "accept"]
    assert escalated == ["manager", "street"]
    assert estate.sheet(matter, estate.street).card.supervision == 2
    told = [line.sentence.zh for line in estate.sheet(matter).timeline]
    assert "“受理”超过了说好的时间，已报物业经理督办。" in told


def test_the_warning_goes_to_the_one_who_answers(estate):
    matter = estate.report(category="flood")
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    run(estate, 13)
    (warning,) = facts(estate, "clock_running_out")
    assert (warning["clock"], warning["assignee"]) == ("answer", estate.plumber.person)


def test_running_the_timers_again_changes_nothing(estate):
    estate.report(category="flood")
    run(estate, 12)
    told = len(facts(estate, "matter_overdue"))
    assert run(estate, 12).looked == 0
    assert len(facts(estate, "matter_overdue")) == told


def test_after_a_long_sleep_every_step_is_made_up_once(estate):
    estate.report(category="flood")
    for _ in range(5):
        run(estate, 60 * 24 * 3)
    levels = sorted((one["clock"], one["level"]) for one in facts(estate, "matter_overdue"))
    assert levels == [(c, n) for c in ("accept", "answer", "resolve") for n in (1, 2)]


def test_what_was_done_in_time_is_met_and_what_was_late_is_missed(estate):
    matter = estate.report(category="flood")
    with held(MONDAY + timedelta(minutes=10)):
        matters.accept_matter(by=estate.clerk, matter=matter)
    with held(MONDAY + timedelta(minutes=16)):
        matters.post_message(by=estate.clerk, matter=matter, text="在路上")
    states = {one.kind: one.state for one in estate.sheet(matter).clocks}
    assert states == {"accept": "met", "answer": "missed", "resolve": "running"}
    assert run(estate, 30).looked == 0


def test_working_time_rests_over_the_weekend_and_holidays(estate):
    friday = MONDAY + timedelta(days=4, hours=8)  # Friday 17:00
    with held(friday):
        matter = estate.report()
        accept = next(c for c in estate.sheet(matter).clocks if c.kind == "accept")
    assert accept.due_at == MONDAY + timedelta(days=7, hours=3)  # Monday noon, half an hour spent
    assert accept.is_working_time and accept.note is None


def test_a_promise_in_a_year_without_announced_holidays_says_so(estate):
    with held(MONDAY + timedelta(days=36)):  # 29 December
        matter = estate.report(category="suggestion")
        resolve = next(c for c in estate.sheet(matter).clocks if c.kind == "resolve")
    assert "假日" in resolve.note.zh


def test_a_community_sets_its_own_times_and_hours(estate):
    matters.set_clock(
        by=estate.manager, category="water", severity="normal", clock="accept", span="30m"
    )
    settings = matters.list_clocks(viewer=estate.auntie, category="water", severity="normal")
    assert [(one.clock, one.is_own) for one in settings] == [
        ("accept", True),
        ("answer", False),
        ("resolve", False),
    ]
    first = estate.report()
    assert estate.sheet(first).card.due_at == MONDAY + timedelta(minutes=30)
    matters.set_clock(
        by=estate.manager, category="water", severity="normal", clock="accept", span=""
    )
    matters.set_working_hours(by=estate.manager, windows=[["10:00", "11:00"]])
    second = estate.report(title="又漏了")
    assert estate.sheet(second).card.due_at == MONDAY + timedelta(days=3, hours=2)


def resting(estate, title="厨房漏水", **more) -> str:
    matter = estate.report(title=title)
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    matters.hold_matter(by=estate.plumber, matter=matter, **{"reason": "parts", **more})
    return matter


def test_a_rest_ends_by_itself_and_the_clock_runs_on(estate):
    matter = resting(estate, days=3)
    assert estate.sheet(matter).hold_until == MONDAY + timedelta(days=3)
    with held(MONDAY + timedelta(days=2, hours=23)):
        matters.run_clocks(by=estate.platform)
        assert estate.state(matter) == "on_hold"
    with held(MONDAY + timedelta(days=3)):
        matters.run_clocks(by=estate.platform)
        matters.run_clocks(by=estate.platform)
        sheet = estate.sheet(matter)
    assert sheet.card.state == "assigned" and sheet.hold_until is None
    assert [line.kind for line in sheet.timeline].count("hold_over") == 1
    assert sheet.card.due_at is not None
    assert all(clock.state in ("running", "met") for clock in sheet.clocks)


def test_a_rest_without_a_date_lasts_a_week_and_one_taken_up_again_wakes_nobody(estate):
    first, second = resting(estate), resting(estate, title="阳台漏水", reason="weather")
    matters.resume_matter(by=estate.plumber, matter=second)
    with held(MONDAY + timedelta(days=7)):
        matters.run_clocks(by=estate.platform)
        assert "hold_over" in [line.kind for line in estate.sheet(first).timeline]
        assert "hold_over" not in [line.kind for line in estate.sheet(second).timeline]


def test_a_rest_goes_on_when_a_withdrawn_report_comes_back(estate):
    matter = resting(estate, days=2)
    matters.withdraw_matter(by=estate.auntie, matter=matter)
    with held(MONDAY + timedelta(hours=5)):
        matters.restore_matter(by=estate.auntie, matter=matter)
        assert estate.sheet(matter).hold_until == MONDAY + timedelta(days=2, hours=5)
    with held(MONDAY + timedelta(days=2, hours=5)):
        matters.run_clocks(by=estate.platform)
        assert estate.state(matter) == "assigned"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"reason": "other"}, "words"), ({"days": 0}, "days"), ({"days": 31}, "days")],
)
def test_a_rest_needs_words_for_another_reason_and_an_end(estate, wrong, field):
    matter = estate.report()
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    before = estate.sheet(matter)
    with pytest.raises(Refused) as refused:
        matters.hold_matter(by=estate.plumber, matter=matter, **{"reason": "parts", **wrong})
    assert refused.value.field == field and estate.sheet(matter) == before
    words = {"reason": "other", "words": "等街道的批文"}
    matters.hold_matter(by=estate.plumber, matter=matter, **words)
    assert estate.state(matter) == "on_hold"


@pytest.mark.parametrize(
    "wrong",
    [{"span": "soon"}, {"span": "0m"}, {"span": "9999d"}, {"clock": "confirm"}, {"category": "x"}],
)
def test_wrong_settings_are_refused(estate, wrong):
    usual = {"category": "water", "severity": "normal", "clock": "accept", "span": "1h"}
    with pytest.raises(Refused):
        matters.set_clock(by=estate.manager, **{**usual, **wrong})
    with pytest.raises(Refused):
        matters.set_clock(by=estate.clerk, **usual)
    with pytest.raises(Refused):
        matters.set_working_hours(by=estate.manager, windows=[["12:00", "08:00"]])


def test_a_community_sets_the_codes_its_city_uses(estate):
    def card(viewer):
        return matters.get_category(viewer=viewer, category="lighting")

    assert (card(estate.clerk).lgsl, card(estate.clerk).hotline) == ("564", "")
    matters.set_codes(by=estate.manager, category="lighting", hotline="城乡建设/路灯")
    assert (card(estate.auntie).lgsl, card(estate.auntie).hotline) == ("564", "城乡建设/路灯")
    listed = matters.list_categories(viewer=estate.clerk, own_codes=True)
    assert card(estate.clerk) in listed
    for by, wrong in (
        (estate.clerk, {"hotline": "别的"}),
        (estate.manager, {"lgsl": "12a"}),
        (estate.manager, {"hotline": "长" * 81}),
    ):
        with pytest.raises(Refused):
            matters.set_codes(by=by, category="lighting", **wrong)
    assert card(estate.clerk).hotline == "城乡建设/路灯"
    matters.set_codes(by=estate.manager, category="lighting")
    assert card(estate.clerk).hotline == ""


NEXT_YEAR = """
[year.2027]
notice = "国办发明电〔2026〕1号"
issued = 2026-11-10
off = [["2027-01-01", "2027-01-10", "元旦"]]
work = []
"""


def test_a_year_that_is_announced_moves_the_clocks_that_run(estate, settings, tmp_path):
    settings.DATA = tmp_path
    with held(MONDAY + timedelta(days=36)):  # 29 December
        matter = estate.report(category="suggestion")
    before = next(c for c in estate.sheet(matter).clocks if c.kind == "resolve")
    for by in (estate.manager, estate.clerk):
        with pytest.raises(Refused):
            matters.take_in_holidays(by=by, source=NEXT_YEAR.encode())
    with pytest.raises(Refused):
        matters.take_in_holidays(by=estate.platform, source=b"[year.2027]")
    assert not list(tmp_path.iterdir())
    for _ in range(2):
        (year,) = matters.take_in_holidays(by=system(""), source=NEXT_YEAR.encode())
        after = next(c for c in estate.sheet(matter).clocks if c.kind == "resolve")
        assert year.year == 2027 and after.note is None and before.note is not None
        assert after.due_at == before.due_at + timedelta(days=8)  # six days of work and a weekend
        assert estate.sheet(matter).card.due_at is not None
    known = matters.list_holidays(viewer=estate.auntie)
    assert [one.year for one in known] == [2025, 2026, 2027]


def test_a_holiday_file_damaged_by_hand_stops_nobody(estate, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "holidays-cn.toml").write_text("[year", encoding="utf-8")
    assert estate.report()
    assert [one.year for one in matters.list_holidays(viewer=estate.auntie)] == [2025, 2026]


def test_only_the_platform_runs_the_clocks_and_for_all_communities_at_once(estate):
    with pytest.raises(Refused):
        matters.run_clocks(by=estate.manager)
    estate.report(category="flood")
    with held(MONDAY + timedelta(minutes=9)):
        assert matters.run_clocks(by=system("elsewhere")).looked == 0
        assert matters.run_clocks(by=system("")).warned == 1


def test_an_idle_round_costs_one_question(estate, django_assert_num_queries):
    for number in range(5):
        estate.report(title=f"第{number}件")
    with django_assert_num_queries(1):
        assert matters.run_clocks(by=estate.platform).looked == 0


def test_no_clock_of_an_ended_matter_wakes_anyone(estate):
    one, two, three = (estate.report(title=title) for title in ("甲", "乙", "丙"))
    matters.withdraw_matter(by=estate.auntie, matter=one)
    matters.decline_matter(by=estate.clerk, matter=two, reason="不归我们管")
    matters.merge_matter(by=estate.clerk, matter=three, into=estate.report(title="丁"))
    ended = Clock.objects.filter(matter__in=[one, two, three])
    assert not ended.filter(next_at__isnull=False).exists()
