"""The estate lives: people act without a refusal that stops them, fires become alarms."""

from collections import Counter
from datetime import timedelta

import orjson

from linli.demo import tapes, things
from linli.demo.company import OPEN
from linli.demo.dice import dice_of
from linli.demo.living import MOST_OPEN, Diary, People
from linli.demo.machines import senml
from linli.demo.readings import quiet_values, week_of_readings
from linli.foundation.devices import api as devices
from linli.kernel import now
from linli.kernel.clock import held
from linli.perception.codecs.senml import decode
from linli.support.matters import api as matters
from linli.support.rules import api as rules


def test_two_hundred_acts_pass_without_an_error_and_never_pile_up(estate):
    diary = Diary()
    actors = People(estate, diary)
    moment, said = now(), []
    for _ in range(200):
        moment += timedelta(seconds=40)
        with held(moment):
            said.append(actors.act())
    assert diary.acts == 200
    kinds = Counter("reported" if one.startswith("reported") else bool(one) for one in said)
    assert kinds["reported"] > 5 and kinds[True] > 50
    assert sum(card.state in OPEN for card in estate.unsettled()) <= MOST_OPEN


def test_the_story_is_the_same_from_the_same_page(estate):
    first = People(estate, Diary(acts=7)).act()
    assert first.startswith("reported ")
    assert People(estate, Diary(acts=7)).act() == first


def test_residents_one_can_log_in_as_give_their_own_word(estate):
    dice = dice_of("their own word")
    player = next(iter(sorted(estate.played)))
    own, another = (estate.report(dice, person=one) for one in (player, None))
    for matter in (own, another):
        matters.accept_matter(by=estate.clerk, matter=matter)
        matters.assign_matter(by=estate.clerk, matter=matter, person=estate.clerk.person)
        matters.start_work(by=estate.clerk, matter=matter)
        matters.resolve_matter(by=estate.clerk, matter=matter, words="办好了。")
    actors, moment, told = People(estate, Diary()), now(), []
    for _ in range(150):
        moment += timedelta(seconds=40)
        with held(moment):
            told.append(actors.act())
    answered = {line.partition(" to ")[0] for line in told}
    assert f"{estate.card(another).number}: resolved" in answered
    assert f"{estate.card(own).number}: resolved" not in answered
    assert estate.card(own).state is matters.State.RESOLVED


def test_a_recorded_fire_raises_an_alarm_within_seconds_of_the_smoke(estate):
    site = things.sites(estate.platform)[0]
    series = {
        (card.device, card.property): card.number
        for card in devices.list_series(viewer=estate.platform)
    }
    begin = now()
    start = int(begin.timestamp() * 1000)
    judge = rules.start_judge(viewer=estate.platform, at=start)
    turns, smoke_at = [], None
    for second, rooms in tapes.fire("02").rows:
        at = start + int(second * 1000)
        rows = [
            (series[device, key], at, float(value), 0)
            for device, values in zip(site.detectors, rooms, strict=True)
            for key, value in values.items()
        ]
        if smoke_at is None and rooms[0]["smoke"] > 0.05:
            smoke_at = at
        turns += judge.tick(at) + judge.judge(rows)
    fires = [turn for turn in turns if turn.turn == "raised" and turn.kind == "fire"]
    assert smoke_at is not None and fires[0].at <= smoke_at + 6_000
    assert any(turn.kind == "fire.confirmed" for turn in turns)
    changed = rules.record_transitions(by=estate.platform, transitions=turns)
    assert changed


def test_a_weeks_readings_come_in_order_and_fit_their_devices(estate):
    until = now()
    series = {(card.device, card.property) for card in devices.list_series(viewer=estate.platform)}
    last = 0
    for one in week_of_readings(estate.platform, until - timedelta(hours=6), until):
        assert one.at >= last and (one.device, one.key) in series
        last = one.at
    assert last


def test_what_devices_say_is_senml_our_own_gate_understands():
    moment = now()
    values = tapes.room().at(moment.replace(hour=3, minute=0))
    assert values is not None
    pack = decode(senml(values, moment), "wtl-room-meeting-room")
    assert not pack.problems and {one.property for one in pack.readings} == set(values)
    assert {one.at for one in pack.readings} == {round(moment.timestamp() * 1000)}
    assert orjson.loads(senml(quiet_values("wtl-smoke-b1"), moment))[0]["n"] == "smoke"


def test_the_diary_goes_on_where_it_stopped(estate):
    diary = Diary(acts=12, fires=3, told_until="2026-05-01T00:00:00+00:00")
    diary.write()
    assert Diary.read() == diary
