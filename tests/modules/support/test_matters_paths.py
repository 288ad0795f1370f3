"""Whatever people try in whatever order, the promises of a matter hold."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.matters.models import Clock, Entry, Matter, Verdict
from modules.support.matters_estate import MONDAY, by_phone

WORK = {"assigned", "in_progress", "resolved"}


def tries(estate, matter: str, twin: str):
    """Everything anyone could try, right or wrong."""
    staff = (estate.clerk, estate.manager, estate.plumber, estate.electrician)
    everyone = (*staff, estate.auntie, estate.neighbour, by_phone(estate.clerk, estate.auntie))
    per_actor = [
        lambda by: matters.accept_matter(by=by, matter=matter),
        lambda by: matters.assign_matter(by=by, matter=matter, person=estate.plumber.person),
        lambda by: matters.assign_matter(by=by, matter=matter, person=by.person),
        lambda by: matters.transfer_matter(
            by=by, matter=matter, person=estate.electrician.person, reason="换人"
        ),
        lambda by: matters.start_work(by=by, matter=matter),
        lambda by: matters.hold_matter(by=by, matter=matter, reason="parts"),
        lambda by: matters.resume_matter(by=by, matter=matter),
        lambda by: matters.resolve_matter(by=by, matter=matter),
        lambda by: matters.check_matter(by=by, matter=matter, passed=True),
        lambda by: matters.decline_matter(by=by, matter=matter, reason="不归我们"),
        lambda by: matters.contest_decline(by=by, matter=matter, words="不同意"),
        lambda by: matters.give_verdict(by=by, matter=matter, solved=True),
        lambda by: matters.give_verdict(by=by, matter=matter, solved=False),
        lambda by: matters.withdraw_verdict(by=by, matter=matter),
        lambda by: matters.withdraw_matter(by=by, matter=matter),
        lambda by: matters.restore_matter(by=by, matter=matter),
        lambda by: matters.merge_matter(by=by, matter=matter, into=twin),
        lambda by: matters.unmerge_matter(by=by, matter=matter),
        lambda by: matters.reclassify_matter(by=by, matter=matter, category="flood"),
        lambda by: matters.urge_matter(by=by, matter=matter),
        lambda by: matters.run_clocks(by=estate.platform),
    ]
    wild = [(act, by) for act in per_actor for by in everyone]
    likely = [
        (act, by) for act in per_actor for by in (estate.clerk, estate.auntie, estate.plumber)
    ]
    return wild + likely * 4


def check(matter: str, before: int) -> int:
    row = Matter.objects.get(pk=matter)
    lines = list(Entry.objects.filter(matter=row).order_by("pk").values_list("pk", "kind"))
    assert len(lines) >= before
    assert row.state not in WORK or row.assignee_id is not None
    assert (row.state == "confirmed") == (row.confirmed_how != "")
    if row.state == "confirmed":
        assert row.confirmed_how == "resident"
        assert Verdict.objects.get(matter=row, withdrawn_at=None).solved
    live = Clock.objects.filter(matter=row, state__in=["running", "held"])
    assert live.values("kind").distinct().count() == live.count()
    for clock in Clock.objects.filter(matter=row):
        assert (clock.state == "running") == (clock.running_since is not None)
        assert clock.used >= 0
    running = live.filter(state="running").exclude(kind="hold")
    assert live.filter(state="running", kind="hold").count() == (row.state == "on_hold")
    if row.state in {"on_hold", "withdrawn", "merged", "confirmed", "declined"}:
        assert not running.exists() and row.due_at is None
    if row.state == "resolved":
        assert [clock.kind for clock in running] == ["confirm"]
    opened_again = {"not_solved", "contested", "check_failed"}
    assert row.reopened <= sum(kind in opened_again for _, kind in lines)
    return len(lines)


def walk(estate, steps) -> None:
    with transaction.atomic():
        matter, twin = estate.report(), estate.report(by=estate.neighbour, title="另一件")
        moves, at, lines = tries(estate, matter, twin), MONDAY, 0
        for number, minutes in steps:
            at += timedelta(minutes=minutes)
            act, by = moves[number % len(moves)]
            with held(at):
                before = fingerprint(matter)
                try:
                    with transaction.atomic():
                        act(by)
                except Refused:
                    assert fingerprint(matter) == before
                lines = check(matter, lines)
        transaction.set_rollback(True)


STEPS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3000)), max_size=30)
CALM = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=6, deadline=None, suppress_health_check=CALM)
@given(steps=STEPS)
def test_no_order_of_acts_breaks_a_promise(estate, steps):
    walk(estate, steps)


@pytest.mark.long
@settings(max_examples=150, deadline=None, suppress_health_check=CALM)
@given(steps=STEPS)
def test_no_order_of_acts_breaks_a_promise_at_length(estate, steps):
    walk(estate, steps)


def fingerprint(matter: str) -> tuple:
    row = Matter.objects.filter(pk=matter).values().get()
    clocks = Clock.objects.filter(matter=matter).order_by("pk").values_list("state", "used")
    return (*row.values(), *clocks, Entry.objects.filter(matter=matter).count())
