"""The work process goes on whatever fails, and a second one does no harm."""

import threading
import time
from datetime import timedelta

import pytest

from linli.foundation.places.api import create_community
from linli.kernel import system
from linli.wiring import pulse
from linli.wiring.timekeeper import only_timekeeper
from linli.wiring.timers import TABLE, Timer, timers
from linli.wiring.words import is_importable
from linli.wiring.work import Clock, Loop


class Hands:
    """A clock's hands that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_failing_timer_stops_no_other_and_is_tried_again():
    done, hands, over = [], Hands(), threading.Event()

    def fail() -> None:
        done.append("failed")
        raise ZeroDivisionError

    clock = Clock(
        [
            Timer("a", timedelta(seconds=10), fail),
            Timer("b", timedelta(seconds=10), lambda: done.append("b")),
            Timer("c", timedelta(seconds=60), lambda: done.append("c")),
        ],
        now=hands,
    )
    clock.turn(over)
    assert done == []
    hands.at = 10.0
    clock.turn(over)
    clock.turn(over)
    assert done == ["failed", "b"]
    hands.at = 30.0
    clock.turn(over)
    assert done[2:] == ["failed", "b", "c"]


def test_when_it_is_over_no_further_timer_begins():
    done, over = [], threading.Event()

    def last() -> None:
        done.append("last")
        over.set()

    hands = Hands()
    clock = Clock(
        [Timer("a", timedelta(1), last), Timer("b", timedelta(1), lambda: done.append("b"))],
        now=hands,
    )
    hands.at = 90.0
    clock.turn(over)
    assert done == ["last"]


@pytest.mark.django_db(transaction=True)
def test_a_loop_survives_a_failing_turn_and_its_heart_beats(tmp_path):
    turns, over = [], threading.Event()

    def turn() -> int:
        turns.append(len(turns))
        if len(turns) == 1:
            raise OSError("the database is locked")
        if len(turns) == 3:
            over.set()
        return 0

    loops = [Loop(name, turn, data=tmp_path, pause=0.01, over=over) for name in ("deliveries",)]
    loops[0].start()
    loops[0].join(20)
    assert turns == [0, 1, 2]
    pulse.beat(tmp_path, "timers")
    assert pulse.is_fresh(tmp_path, time.time())


def test_a_heart_that_stands_still_or_never_beat_is_noticed(tmp_path):
    assert not pulse.is_fresh(tmp_path, time.time())
    pulse.beat(tmp_path, "timers")
    assert not pulse.is_fresh(tmp_path, time.time())
    pulse.beat(tmp_path, "deliveries")
    assert pulse.is_fresh(tmp_path, time.time())
    assert not pulse.is_fresh(tmp_path, time.time() + 60)
    pulse.forget(tmp_path)
    assert not pulse.is_fresh(tmp_path, time.time())


@pytest.mark.django_db
def test_only_one_keeps_the_time(tmp_path):
    with only_timekeeper(tmp_path) as first, only_timekeeper(tmp_path) as second:
        assert (first, second) == (True, False)
    with only_timekeeper(tmp_path) as again:
        assert again


def test_every_timer_names_a_verb_that_is_there():
    names = {timer.name for timer in timers()}
    for name, line in TABLE.items():
        if is_importable(line.module):
            module = __import__(line.module, fromlist=["api"])
            assert hasattr(module, name.split(".")[1]), name
            assert name in names


@pytest.mark.django_db
def test_every_timer_can_run_on_a_platform_where_nothing_has_happened():
    create_community(by=system(""), name="邻里苑")
    for timer in timers():
        if not timer.name.startswith("telemetry"):  # which needs its engine
            timer.run()
