"""What was said against a refusal or a line can be taken back, and then it is as if never said."""

from datetime import timedelta

import pytest

from linli.kernel import Refused, now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from modules.support.matters_estate import by_phone


def refused(code, act):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code


def declined(estate) -> str:
    matter = estate.report()
    matters.decline_matter(by=estate.clerk, matter=matter, reason="不归物业管")
    return matter


def as_it_stands(estate, matter):
    """The matter without its timeline, which only grows, and without what nobody sees."""
    sheet = estate.sheet(matter, estate.auntie)
    running = sorted(str(clock.kind) for clock in sheet.clocks if clock.state == "running")
    card = sheet.card
    return card.state, card.reopened, card.closed_at, card.promised_at, running, sheet.verdict


def test_a_contest_taken_back_leaves_the_refusal_as_it_was(estate):
    matter = declined(estate)
    before = as_it_stands(estate, matter)
    with held(now() + timedelta(minutes=5)):
        matters.contest_decline(by=estate.auntie, matter=matter, words="请再看看")
        open_ways = {one.kind for one in estate.sheet(matter, estate.auntie).undoable}
        assert open_ways == {"report", "contest"}
        matters.take_back_contest(by=estate.auntie, matter=matter)
    after = as_it_stands(estate, matter)
    assert (*after[:3], *after[4:]) == (*before[:3], *before[4:])
    sheet = estate.sheet(matter, estate.auntie)
    assert "请再看看" not in [one.text for one in sheet.messages]
    assert sheet.decline_reason == "不归物业管"
    refused("conflict", lambda: matters.take_back_contest(by=estate.auntie, matter=matter))


def test_a_contest_somebody_acted_on_stands(estate):
    matter = declined(estate)
    matters.contest_decline(by=estate.auntie, matter=matter, words="请再看看")
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    before = as_it_stands(estate, matter)
    refused("conflict", lambda: matters.take_back_contest(by=estate.auntie, matter=matter))
    assert as_it_stands(estate, matter) == before


def test_nobody_else_takes_it_back_and_half_an_hour_is_the_end(estate):
    matter = declined(estate)
    matters.contest_decline(by=estate.auntie, matter=matter, words="请再看看")
    before = as_it_stands(estate, matter)
    refused("not_found", lambda: matters.take_back_contest(by=estate.neighbour, matter=matter))
    refused("forbidden", lambda: matters.take_back_contest(by=estate.clerk, matter=matter))
    with held(now() + timedelta(minutes=31)):
        refused("conflict", lambda: matters.take_back_contest(by=estate.auntie, matter=matter))
    assert as_it_stands(estate, matter) == before


@pytest.mark.parametrize("solved", [True, False])
def test_an_answer_that_was_disputed_counts_again(estate, solved):
    matter = estate.resolved()
    matters.give_verdict(by=by_phone(estate.clerk, estate.auntie), matter=matter, solved=solved)
    line = estate.sheet(matter, estate.auntie).timeline[-1].number
    before = as_it_stands(estate, matter)
    matters.dispute_entry(by=estate.auntie, matter=matter, entry=line, words="不是我说的")
    assert as_it_stands(estate, matter) != before
    for _ in range(2):
        matters.take_back_dispute(by=estate.auntie, matter=matter, entry=line)
    assert as_it_stands(estate, matter) == before
    sheet = estate.sheet(matter, estate.auntie)
    assert not any(one.is_disputed for one in sheet.timeline)
    assert sheet.timeline[-1].sentence.zh == "王秀英说：那一条是我说的。"
    matters.dispute_entry(by=estate.auntie, matter=matter, entry=line)
    assert any(one.is_disputed for one in estate.sheet(matter, estate.auntie).timeline)


def test_after_a_day_a_dispute_stands(estate):
    matter = estate.report(by=by_phone(estate.clerk, estate.auntie))
    line = estate.sheet(matter, estate.auntie).timeline[0].number
    matters.dispute_entry(by=estate.auntie, matter=matter, entry=line)
    with held(now() + timedelta(hours=25)):
        refused(
            "conflict",
            lambda: matters.take_back_dispute(by=estate.auntie, matter=matter, entry=line),
        )
    assert estate.sheet(matter, estate.auntie).timeline[0].is_disputed
    refused(
        "not_found",
        lambda: matters.take_back_dispute(by=estate.neighbour, matter=matter, entry=line),
    )
