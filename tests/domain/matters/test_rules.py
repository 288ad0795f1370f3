"""States, numbers, the catalogue, suggestions, likeness and sentences."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Refused, Words
from linli.support.matters.domain import catalogue, clocks
from linli.support.matters.domain.calendar import calendar_of
from linli.support.matters.domain.catalogue import Allowance, ClockKind, Severity
from linli.support.matters.domain.clocks import Run
from linli.support.matters.domain.likeness import likeness
from linli.support.matters.domain.numbering import number_of, read_number
from linli.support.matters.domain.redaction import door_words, redact
from linli.support.matters.domain.rights import RIGHTS, Standing, acts_for, may, sees
from linli.support.matters.domain.sentences import SENTENCES, sentence
from linli.support.matters.domain.states import (
    CLOSED,
    OPEN,
    STATE_NAMES,
    TRANSITIONS,
    Act,
    State,
    after,
    can,
)
from linli.support.matters.domain.suggestion import Candidate, Need, suggest

CALENDAR = calendar_of("Asia/Shanghai")


def test_every_state_can_be_reached_and_has_a_name():
    targets = {target for target in TRANSITIONS.values() if target} | {State.REPORTED}
    assert targets == set(State) == set(STATE_NAMES)
    assert not OPEN & CLOSED


def test_only_a_confirmation_leads_to_confirmed():
    ways = {(state, act) for (state, act), to in TRANSITIONS.items() if to is State.CONFIRMED}
    assert ways == {(State.RESOLVED, Act.CONFIRM)}


def test_withdrawn_and_merged_only_lead_back():
    for state, act in ((State.WITHDRAWN, Act.RESTORE), (State.MERGED, Act.UNMERGE)):
        assert {a for s, a in TRANSITIONS if s is state} == {act}
        assert after(state, act, before=State.ASSIGNED) is State.ASSIGNED


@given(st.sampled_from(State), st.sampled_from(Act))
def test_what_the_table_does_not_hold_is_refused_with_a_sentence(state, act):
    if can(state, act):
        assert after(state, act, before=State.REPORTED) in State
    elif act in {a for _, a in TRANSITIONS}:
        with pytest.raises(Refused) as refused:
            after(state, act)
        assert refused.value.code == "conflict" and refused.value.message.endswith(".")


def test_every_act_belongs_to_someone_and_neighbours_only_follow():
    assert set(RIGHTS) == set(Act) - {Act.CONFIRM} | {Act.CONFIRM}
    neighbour = {act for act in Act if may(act, {Standing.NEIGHBOUR})}
    assert neighbour == {Act.SUPPORT, Act.UNSUPPORT}
    assert not sees({Standing.NEIGHBOUR}) and not sees(())
    assert acts_for(State.REPORTED, frozenset()) == ()


def test_staff_can_never_confirm_for_the_resident():
    staff = frozenset(set(Standing) - {Standing.REPORTER, Standing.NEIGHBOUR})
    for state in State:
        assert Act.CONFIRM not in acts_for(state, staff)


@given(st.dates(date(2025, 1, 1), date(2099, 12, 31)), st.integers(1, 999_999))
def test_a_number_reads_back_as_itself(day, serial):
    assert read_number(number_of(day, serial)) == number_of(day, serial)


@pytest.mark.parametrize(
    "said", ["2026-1123-07", "2026 1123 07", "2026112307", "2026-1123-07", " 2026—1123—07 "]
)
def test_numbers_are_read_as_people_write_them(said):
    assert read_number(said) == "2026-1123-07"


@pytest.mark.parametrize("said", ["", "abc", "2026", "3-2-401", "١٢"])
def test_other_words_are_not_numbers(said):
    assert read_number(said) is None


def test_the_catalogue_is_whole():
    for key, card in catalogue.categories().items():
        assert card.key == key and card.name.zh and card.name.en and card.duty
        for severity in Severity:
            accept, answer, resolve = (
                catalogue.allowance(key, severity, kind).minutes for kind in catalogue.STAFF_CLOCKS
            )
            assert 0 < accept <= answer <= resolve
    last = [card for card in catalogue.categories().values() if not card.is_machine][-1]
    assert last.key == "other" and last.name.zh == "说不清，让人联系我"


def test_no_public_code_is_invented():
    """Only numbers read in the published list of services stand in the catalogue."""
    cards = catalogue.categories().values()
    published = {"412", "471", "505", "559", "564", "575", "582", "587"}
    assert {card.lgsl for card in cards if card.lgsl} == published
    assert all(card.hotline == "" for card in cards)


def test_danger_never_waits_for_office_hours():
    for key in catalogue.categories():
        for kind in catalogue.STAFF_CLOCKS:
            assert not catalogue.allowance(key, Severity.DANGER, kind).working


@pytest.mark.parametrize(
    ("text", "given"),
    [("30m", Allowance(30, False)), ("4wh", Allowance(240, True)), ("2d", Allowance(2880, False))],
)
def test_spans_are_read(text, given):
    assert catalogue.read_span(text) == given


@pytest.mark.parametrize("text", ["", "4", "-1h", "h", "4 h", "99999m", "1w"])
def test_other_spans_are_refused(text):
    with pytest.raises(ValueError):
        catalogue.read_span(text)


def test_trades_are_understood_in_people_s_words():
    assert catalogue.duties_of(("worker",), ["水电"]) >= {"plumbing", "electricity"}
    assert "desk" in catalogue.duties_of(("clerk",), [])
    assert catalogue.duties_of(("worker",), []) == frozenset()
    assert "lift" in catalogue.skills_of(["电梯"]) and "lighting" not in catalogue.skills_of(
        ["电梯"]
    )


@given(
    st.lists(st.integers(0, 500_000), min_size=1, max_size=12),
    st.integers(1, 5000),
    st.booleans(),
)
def test_holding_a_clock_loses_no_time_and_gives_none(steps, minutes, working):
    """Run and rest in turn: what was used is the sum of the running stretches."""
    at = datetime(2026, 2, 10, 1, tzinfo=UTC)
    run, used = Run(Allowance(minutes, working), 0, at), 0
    for number, step in enumerate(steps):
        later = at + timedelta(seconds=step)
        if number % 2 == 0:
            used += clocks.elapsed(at, later, working, CALENDAR)
            run = clocks.stop(run, later, CALENDAR)
        else:
            run = clocks.go_on(run, later)
        at = later
        assert clocks.used_at(run, at, CALENDAR) == used
    if run.running_since is None:
        run = clocks.go_on(run, at)
    if used <= run.given:
        assert clocks.used_at(run, clocks.due_at(run, CALENDAR), CALENDAR) == run.given
    assert clocks.warn_at(run, CALENDAR) <= clocks.due_at(run, CALENDAR)
    assert clocks.due_at(run, CALENDAR) <= clocks.street_at(run, CALENDAR)


def test_a_clock_warns_then_is_late_then_goes_to_the_street_then_is_silent():
    at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    run = Run(Allowance(100, False), 0, at)

    def minutes(warned: bool, level: int) -> int | None:
        moment = clocks.next_at(run, warned=warned, level=level, calendar=CALENDAR)
        return None if moment is None else int((moment - at).total_seconds() // 60)

    assert [minutes(False, 0), minutes(True, 0), minutes(True, 1), minutes(True, 2)] == [
        80,
        100,
        200,
        None,
    ]


NEED = Need("lift", Words("电梯维保", "lifts"), "lift", ("c", "b3", "e1"))


def one(person: str, **more) -> Candidate:
    usual = {"trades": {"lift"}, "skills": set(), "places": set(), "load": 0}
    given_ = {**usual, **more}
    load = given_.pop("load")
    return Candidate(person, **{k: frozenset(v) for k, v in given_.items()}, load=load)


def test_duty_comes_before_everything_and_reasons_are_said():
    best = suggest(NEED, [one("a", trades={"cleaning"}), one("b", load=9)])
    assert [found.person for found in best] == ["b"]
    assert any("电梯" in words.zh for words in best[0].reasons)
    assert any("9" in words.zh for words in best[0].reasons)


def test_place_skill_and_load_decide_between_equals():
    order = suggest(
        NEED,
        [
            one("far", places={"b9"}),
            one("busy", load=4),
            one("near", places={"b3"}),
            one("skilled", skills={"lift"}),
            one("free"),
        ],
    )
    assert [found.person for found in order] == ["skilled", "near", "free", "busy"]


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_asking_does_not_matter(names):
    assert suggest(NEED, map(one, names)) == suggest(NEED, map(one, "abcd"))


def test_when_nobody_has_the_duty_everyone_is_offered():
    assert len(suggest(NEED, [one("a", trades={"x"}), one("b", trades={"y"})])) == 2


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_bounded(a, b):
    assert likeness(a, b) == likeness(b, a) and 0 <= likeness(a, b) <= 100
    assert likeness(a, a) == 100


def test_the_same_leak_in_other_words_is_alike():
    assert likeness("厨房水管漏水了", "厨房漏水,水管坏了") > likeness(
        "厨房水管漏水了", "电梯门关不上"
    )


def test_a_protected_door_and_name_are_taken_out():
    words = door_words("3号楼2单元401", "3号楼") | {"王小明"}
    told = redact("我是王小明,3号楼2单元401,401漏水", words)
    assert "401" not in told and "王小明" not in told and "漏水" in told


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_every_line_is_a_sentence_in_both_languages(kind):
    told = sentence(
        kind,
        {"hold": "parts", "clock": str(ClockKind.RESOLVE), "level": 1, "days": 7, "role": "street"},
        who="李建国",
        principal="王阿姨",
        other="赵强",
        party="",
        via="phone",
    )
    assert told.zh.endswith("。") and told.en.endswith(".")
    assert "{" not in told.zh + told.en and not told.en[0].islower()


def test_who_for_whom_is_said():
    told = sentence(
        "accepted", {}, who="陈静", principal="王阿姨", other="", party="", via="counter"
    )
    assert told.zh.startswith("陈静替王阿姨") and "for 王阿姨" in told.en
    alone = sentence("overdue", {"clock": "answer", "level": 2}, who=None, principal=None,
                     other="", party="", via="system")  # fmt: skip
    assert "街道" in alone.zh and "第一次答复" in alone.zh
