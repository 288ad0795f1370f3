"""A community full of machines: outlines, devices that speak and fall silent, rules, an alarm."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import sin

from django.contrib.sessions.backends.db import SessionStore

from linli.foundation.devices import api as devices
from linli.foundation.mandates.api import grant_mandate
from linli.foundation.places import api as places
from linli.foundation.telemetry.api import Where, record_readings
from linli.journeys import loop
from linli.kernel import Actor, Ref, Words, now
from linli.kernel.clock import held
from linli.perception.reading import Accepted
from linli.support.matters import api as matters
from linli.support.rules import api as rules
from modules.support.matters_estate import Estate, build, by_phone

MODEL = {
    "key": "smoke-detector",
    "name": {"zh": "烟感", "en": "Smoke detector"},
    "vendor": "青石传感",
    "properties": [
        {
            "key": "temperature",
            "name": {"zh": "温度", "en": "Temperature"},
            "unit": "Cel",
            "sensitivity": "open",
        },
        {"key": "smoke", "name": {"zh": "烟雾", "en": "Smoke"}, "unit": "", "sensitivity": "open"},
    ],
}
SMOKE = {
    "alarm": "fire",
    "condition": {"kind": "threshold", "property": "smoke", "above": 0.1, "clear_at": 0.05},
}
TEST = {
    "readings": [[0, "a", "smoke", 0.0], [5, "a", "smoke", 0.2], [9, "a", "smoke", 0.0]],
    "expect": [[5, "a", "raised"], [9, "a", "cleared"]],
}
RAW = b'[{"n":"temperature","v":"very hot","u":"Cel"}]\x00\xff'


@dataclass
class Machines:
    """The estate and what a test asks of it."""

    estate: Estate
    device: str
    silent: str
    found: str
    waiting: str
    mandate: str
    rule: str
    other_rule: str
    alarm: str
    matter: str
    rejected: int
    work: str
    review: str = ""
    cell: str = ""
    building: str = ""


def box(west: float, south: float, width: float, height: float) -> dict:
    east, north = west + width, south + height
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def machinery() -> Machines:
    """Built through front doors only; readings are in the engine."""
    assert loop
    estate = build()
    _draw(estate)
    devices.define_model(by=estate.platform, model=MODEL)
    mandate = _grant(estate)
    device = _device(estate, "smoke-3-2", "2单元一层烟感", estate.entrance, mandate)
    silent = _device(estate, "smoke-garden", "花园烟感", estate.garden, mandate)
    _device(estate, "smoke-3-1", "1号烟感", estate.building, mandate)
    devices.mark_silent(by=estate.platform, device=silent)
    waiting = devices.register_device(
        by=estate.manager,
        model="smoke-detector",
        device="smoke-new",
        place=estate.building,
        batch="2026-07",
    )
    found = devices.discover_device(
        by=estate.platform, device="stranger-1", model=MODEL, raw=b'{"name":"stranger"}'
    )
    devices.mark_heard(by=estate.platform, heard={device: now()})
    _measure(estate, device)
    _refuse(estate, device)
    rule = _rule(estate)
    rules.switch_on(by=estate.manager, rule=rule)
    other = _rule(estate, name=Words("温度过高", "Too hot"))
    alarm, matter = _fire(estate, rule, device)
    work = _hold_back(estate, rule, silent)
    rejected = devices.list_rejected(viewer=estate.manager).items[0].number
    estate.report(by=by_phone(estate.clerk, estate.auntie))
    estate.report(by=estate.neighbour, category="lighting", title="", place=estate.garden)
    made = (device, silent, found, waiting, mandate, rule, other, alarm, matter, rejected, work)
    return Machines(estate, *made, cell=estate.cell, building=estate.building)


def _draw(estate: Estate) -> None:
    by = estate.platform
    for number in range(1, 13):
        if number == 3:
            building = estate.building
        else:
            building = places.add_place(
                by=by, kind=places.PlaceKind.BUILDING, number=str(number), cell=estate.cell
            )
        column, row = (number - 1) % 6, (number - 1) // 6
        outline = box(16 + column * 100, 220 - row * 160, 80, 50 + 10 * (number % 3))
        places.set_footprint(by=by, place=building, outline=outline, in_metres=True)
    places.set_footprint(by=by, place=estate.garden, outline=box(220, 150, 180, 40), in_metres=True)
    places.set_footprint(by=by, place=estate.cell, outline=box(0, 0, 620, 320), in_metres=True)


def _grant(estate: Estate) -> str:
    return grant_mandate(
        by=estate.manager,
        purpose=Words("早一点发现火情", "Notice a fire early"),
        series=("smoke-detector.*",),
        retention_days=90,
        recipients=("resident", "manager", "消防控制室"),
        basis_kind="resolution",
        basis_text="业主大会第3号决议",
        basis_date=date(2026, 1, 10),
        valid_from=datetime(2026, 1, 11, tzinfo=UTC),
        valid_until=now() + timedelta(days=40),
    )


def _device(estate: Estate, number: str, name: str, place: str, mandate: str) -> str:
    device = devices.register_device(
        by=estate.manager,
        model="smoke-detector",
        device=number,
        name=Words(name, f"Smoke detector {number}"),
        vendor="青石传感",
    )
    devices.activate_device(by=estate.manager, device=device, place=place, mandate=mandate)
    return device


def _measure(estate: Estate, device: str) -> None:
    start = now() - timedelta(hours=20)
    for card in devices.list_series(viewer=estate.platform, device=device):
        rows = []
        for step in range(240):
            if 120 <= step < 150:
                continue
            at = start + timedelta(minutes=5 * step)
            value = 21 + 2 * sin(step / 20)
            if card.property == "smoke":
                value = 0.3 if step in (60, 61, 235) else 0.01
            ms = round(at.timestamp() * 1000)
            rows.append(Accepted(card.number, ms, value, "", 0, ms + 40))
        record_readings(
            by=estate.platform,
            rows=rows,
            where={card.number: Where(community=estate.community, place=estate.entrance)},
        )


def _refuse(estate: Estate, device: str) -> None:
    devices.count_outcomes(
        by=estate.platform,
        counts={(device, "accepted"): 420, (device, "no_mandate"): 12, (device, "malformed"): 1},
    )
    devices.keep_rejected(
        by=estate.platform,
        items=[
            devices.RejectedItem(
                device=device,
                received_at=now(),
                reason="malformed",
                detail="record 0, field 'v': not a number",
                raw=RAW,
                size=len(RAW),
                transport="mqtt",
                topic=f"linli/{device}",
                property="temperature",
            )
        ],
    )


def _rule(estate: Estate, **changed) -> str:
    usual = {
        "name": Words("烟雾报警", "Smoke"),
        "reason": Words("可能有火情", "There may be a fire"),
        "severity": "critical",
        "is_safety": True,
        "owner": estate.manager.person,
        "definition": {**SMOKE, "scope": {"model": "smoke-detector"}},
        "test": TEST,
        "floor_verdicts": 1,
    }
    return rules.define_rule(by=estate.manager, **{**usual, **changed})


def _fire(estate: Estate, rule: str, device: str) -> tuple[str, str]:
    series = next(
        card.number
        for card in devices.list_series(viewer=estate.platform, device=device)
        if card.property == "smoke"
    )
    at = now() - timedelta(minutes=25)
    ms = round(at.timestamp() * 1000)
    words = Words("烟雾 0.3，高于 0.1", "smoke 0.3, above 0.1")
    step = rules.Step(words, ms, series, 0.3)
    changed = rules.record_transitions(
        by=estate.platform,
        transitions=[
            rules.Transition(
                rule=rule,
                version=1,
                community=estate.community,
                originator=f"device:{device}",
                place=estate.entrance,
                kind="fire",
                turn="raised",
                at=ms,
                value=0.3,
                series=series,
                trace=(step,),
                path=(estate.community, estate.building, estate.entrance),
            )
        ],
    )
    alarm = changed[0]
    cause = [
        matters.Cause(Ref("alarm", alarm), words),
        matters.Cause(Ref("series", str(series)), Words("传感器的读数", "Readings"), at, at),
    ]
    matter = estate.alarm(cause=cause)
    rules.link_matter(by=estate.platform, alarm=alarm, matter=Ref("matter", matter))
    return alarm, matter


def _hold_back(estate: Estate, rule: str, device: str) -> str:
    """Work in the garden that held one alarm back and is done."""
    with held(now() - timedelta(hours=3)):
        at = round(now().timestamp() * 1000)
        work = rules.open_maintenance(
            by=estate.manager, device=device, reason="清洗烟感", holds_safety=True
        )
    words = Words("因维护暂不报警：清洗烟感", "held back by maintenance: cleaning")
    turn = rules.Transition(
        rule=rule,
        version=1,
        community=estate.community,
        originator=f"device:{device}",
        place=estate.garden,
        kind="fire",
        turn="suppressed",
        at=at + 1000,
        value=0.2,
        series=None,
        trace=(rules.Step(words),),
        path=(estate.community, estate.garden),
        maintenance=work,
    )
    rules.record_transitions(by=estate.platform, transitions=[turn])
    rules.close_maintenance(by=estate.manager, maintenance=work)
    return work


def session_of(actor: Actor) -> str:
    """The key of a session in which this person has logged in with a second factor."""
    session = SessionStore()
    session.update({"person": actor.person, "community": actor.community, "strong": True})
    session.create()
    return session.session_key
