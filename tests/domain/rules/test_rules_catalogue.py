"""The rules to begin with do what they say, and see real fires when real detectors did."""

import csv
import re
from datetime import UTC
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from linli.kernel import Words
from linli.support.rules.domain.catalogue import suggestions
from linli.support.rules.domain.compiled import ActiveRule, SeriesAt, bind
from linli.support.rules.domain.definition import SEVERITIES
from linli.support.rules.domain.example import read_example, run_example
from linli.support.rules.domain.explaining import explain, in_batches
from linli.support.rules.domain.judging import Judge
from linli.support.rules.domain.reading import read_definition

FIRES = ("SDC02", "SDC05", "SDC07", "SDC10")
RECORDINGS = files("linli.demo") / "recordings" / "fire-nist"
IGNITION = 1_767_600_000_000
MODELS = {"SM": "smoke", "TC": "temperature", "GAS": "co"}


@pytest.mark.parametrize("rule", suggestions(), ids=lambda rule: rule.key)
def test_every_suggestion_passes_its_own_test(rule):
    definition = read_definition(rule.definition)
    outcome = run_example(definition, read_example(rule.test), ZoneInfo("Asia/Shanghai"))
    assert outcome.problems == ()
    assert rule.severity in SEVERITIES and rule.name.zh and rule.reason.en


def recorded(test):
    with (RECORDINGS / f"NIST_Smoke_Alarms_{test}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def real_alarms(test):
    """The seconds at which the real smoke alarms sounded, by place (A, B, …)."""
    with (RECORDINGS / "Activation_Times.csv").open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    found = {}
    for name, second in row.items():
        if name.startswith(test):
            found.setdefault(name[-1], []).append(int(second))
    return found


def channels(rows):
    """Ceiling smoke, ceiling temperature and CO at each place, as series."""
    wanted = [name for name in rows[0] if re.fullmatch(r"(SM|TC|GAS)[A-F]_1", name)]
    return {
        name: SeriesAt(
            number,
            name[-3],
            "detector",
            MODELS[name[:-3]],
            "c",
            (("community", "c"), ("entrance", "home")),
            f"detector {name[-3]}",
            Words(MODELS[name[:-3]], MODELS[name[:-3]]),
        )
        for number, name in enumerate(wanted)
    }


def stream(rows, series):
    for row in rows:
        at = IGNITION + round(float(row["TIME"]) * 1000)
        for name, one in series.items():
            scale = 10_000 if name.startswith("GAS") else 1  # volume percent to ppm
            yield one.number, at, float(row[name]) * scale, 0


def first_alarms(test, keys):
    rows = recorded(test)
    series = channels(rows)
    chosen = [rule for rule in suggestions() if rule.key in keys]
    active = [
        ActiveRule(rule.key, 1, "c", rule.name, read_definition(rule.definition), UTC)
        for rule in chosen
    ]
    judge = Judge(bind(active, series.values()), start=IGNITION)
    found = {}
    for at, batch in in_batches(stream(rows, series)):
        for turn in judge.tick(at) + judge.judge(batch):
            if turn.turn == "raised":
                key = (turn.rule, turn.originator[-1])
                found.setdefault(key, (turn.at - IGNITION) / 1000)
    return found


@pytest.mark.parametrize("test", FIRES)
def test_in_a_real_fire_the_alarm_comes_after_ignition_and_with_the_real_detectors(test):
    found = first_alarms(test, {"smoke", "fast-temperature-rise"})
    for place, seconds in real_alarms(test).items():
        ours = min(at for (_, where), at in found.items() if where == place)
        assert 0 < ours <= max(seconds) + 10, (place, ours, seconds)


@pytest.mark.parametrize("test", FIRES)
def test_in_a_real_fire_two_detectors_confirm_it(test):
    found = first_alarms(test, {"smoke-twice-in-an-entrance"})
    everywhere = [at for seconds in real_alarms(test).values() for at in seconds]
    ours = found["smoke-twice-in-an-entrance", "e"]
    assert min(everywhere) - 30 < ours < max(everywhere)


def test_a_short_open_fire_is_not_mistaken_for_carbon_monoxide_poisoning():
    rows = recorded("SDC02")
    series = {name: one for name, one in channels(rows).items() if name in ("GASA_1", "GASC_1")}
    rule = next(rule for rule in suggestions() if rule.key == "carbon-monoxide")
    active = ActiveRule("co", 1, "c", rule.name, read_definition(rule.definition), UTC)
    trace = explain(
        active,
        series.values(),
        stream(rows, series),
        since=IGNITION,
        until=IGNITION + 200_000,
    )
    assert trace[-1].words.en == "so no alarm was raised"
    assert any("the highest 50.6; asked is above 100" in step.words.en for step in trace)


def test_a_detector_that_speaks_seldom_is_seen_to_calm_down():
    (rule,) = (one for one in suggestions() if one.key == "fast-temperature-rise")
    degrees = {0: 21, 15: 22, 30: 30, 630: 21}
    readings = [[at, "a", "temperature", value] for at, value in degrees.items()]
    example = read_example(
        {"readings": readings, "expect": [[30, "a", "raised"], [630, "a", "cleared"]]}
    )
    zone = ZoneInfo("Asia/Shanghai")
    assert run_example(read_definition(rule.definition), example, zone).problems == ()
