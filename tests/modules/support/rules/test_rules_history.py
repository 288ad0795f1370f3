"""Before a rule is switched on one can see what it would have raised, and why it would not."""

from datetime import timedelta

import pytest

from linli.foundation.telemetry.api import Where, record_readings
from linli.kernel import Refused, Role
from linli.perception.reading import LATE, Accepted
from linli.support.rules.api import (
    change_rule,
    explain_rule,
    list_alarms,
    open_maintenance,
    rehearse_rule,
)
from linli.support.rules.models import Alarm
from rules_estate import DEFINITION, NOW, PLATFORM, SMOKE, T, build

pytestmark = pytest.mark.django_db
END = NOW + timedelta(hours=12)


@pytest.fixture
def estate(telemetry):
    return build()


def store(estate, series, points):
    """(seconds, value) or (seconds, value, flags) of a series."""
    rows = [
        Accepted(series, T + at * 1000, value, "", flags[0] if flags else 0, T)
        for at, value, *flags in points
    ]
    where = {series: Where(estate.community, estate.entrance)}
    record_readings(by=PLATFORM, rows=rows, where=where)


def rehearse(estate, definition=DEFINITION, viewer=None, **more):
    return rehearse_rule(
        viewer=viewer or estate.manager, definition=definition, since=NOW, until=END, **more
    )


def test_a_rehearsal_says_from_when_to_when_and_how_bad_and_raises_nothing(estate):
    one, two = estate.detector(), estate.detector()
    store(estate, one["smoke"], [(0, 0.0), (60, 0.2), (70, 0.6), (90, 0.02), (4000, 0.9)])
    store(estate, two["smoke"], [(65, 0.3), (66, 9.0, LATE), (80, 0.01)])
    told = rehearse(estate)
    found = [
        ((alarm.since - NOW).seconds, alarm.until and (alarm.until - NOW).seconds, alarm.peak)
        for alarm in told.alarms
    ]
    assert found == [(60, 90, 0.6), (65, 80, 0.3), (4000, None, 0.9)]
    assert told.by_week == (("2026-W10", 3),)
    assert (told.series, told.readings) == (3, 8)
    assert told.present is None
    assert Alarm.objects.count() == len(list_alarms(viewer=estate.manager)) == 0


def test_a_rehearsal_stands_beside_the_version_that_is_on(estate):
    series = estate.detector()["smoke"]
    store(estate, series, [(0, 0.2), (60, 0.0), (120, 0.4), (180, 0.0)])
    rule = estate.rule_on()
    milder = {**DEFINITION, "condition": {**SMOKE, "above": 0.3}}
    test = {"readings": [[0, "a", "smoke", 0.4]], "expect": [[0, "a", "raised"]]}
    change_rule(by=estate.manager, rule=rule, definition=milder, test=test)
    told = rehearse(estate, milder, rule=rule)
    assert (len(told.alarms), len(told.present)) == (1, 2)
    assert told.present_by_week == (("2026-W10", 2),)


def test_a_rehearsal_reads_on_past_the_first_page(estate):
    series = estate.detector()["smoke"]
    store(estate, series, [(at, 0.2 if at % 1000 < 10 else 0.0) for at in range(5000)])
    assert len(rehearse(estate).alarms) == 5


def test_a_rehearsal_leaves_out_what_the_viewer_may_not_read(estate):
    series = estate.detector()["pulse"]
    store(estate, series, [(0, 200.0)])
    fast = {
        "alarm": "pulse",
        "condition": {"kind": "threshold", "property": "pulse", "above": 150},
    }
    told = rehearse(estate, fast, viewer=estate.actor(Role.WORKER))
    assert (told.series, told.readings, told.alarms) == (0, 0, ())
    assert len(rehearse(estate, fast).alarms) == 1


def test_a_rehearsal_is_for_those_who_may_see_rules(estate):
    with pytest.raises(Refused) as caught:
        rehearse(estate, viewer=estate.actor(Role.RESIDENT))
    assert caught.value.code == "forbidden"
    for until in (NOW, NOW + timedelta(days=400)):
        with pytest.raises(Refused):
            rehearse_rule(viewer=estate.manager, definition=DEFINITION, since=NOW, until=until)


def test_why_a_rule_did_not_fire_is_told_from_the_stored_readings(estate):
    rule = estate.rule_on()
    device = estate.devices[0]
    series = estate.detector()["smoke"]
    store(estate, series, [(0, 0.02), (60, 0.08)])

    def why(originator):
        trace = explain_rule(
            viewer=estate.manager, rule=rule, originator=originator, since=NOW, until=END
        )
        return [step.words.en for step in trace]

    calm = why(f"device:{estate.devices[1]}")
    assert "2 readings, the highest 0.08; asked is above 0.1; did not hold" in calm[1]
    assert calm[-1] == "so no alarm was raised"
    assert "no usable reading" in why(f"device:{device}")[1]
    assert "nothing here measures what the rule looks at" in why("device:elsewhere")


def test_maintenance_is_part_of_the_explanation(estate):
    rule = estate.rule_on(is_safety=False)
    series = estate.detector()["smoke"]
    device = estate.devices[1]
    open_maintenance(by=estate.manager, device=device, reason="清洗", until=END)
    store(estate, series, [(60, 0.8)])
    trace = explain_rule(
        viewer=estate.manager, rule=rule, originator=f"device:{device}", since=NOW, until=END
    )
    assert any("清洗" in step.words.zh for step in trace)
    assert trace[-1].words.en == "so no alarm was raised"
