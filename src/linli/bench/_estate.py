"""The community a measurement runs in: devices under a mandate, and rules that judge them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from linli.kernel import Actor, Role, Words, now, system

_SENSOR: dict[str, Any] = {
    "key": "bench-sensor",
    "name": {"zh": "测量用传感器", "en": "Sensor for measuring"},
    "vendor": "bench",
    "properties": [
        {
            "key": "temperature",
            "unit": "Cel",
            "device_class": "temperature",
            "sensitivity": "open",
            "minimum": -50,
            "maximum": 500,
        }
    ],
}
_ALARM: dict[str, Any] = {
    "key": "bench-alarm",
    "name": {"zh": "测量用报警器", "en": "Alarm for measuring"},
    "vendor": "bench",
    "properties": [{"key": "smoke", "sensitivity": "open", "minimum": 0, "maximum": 500}],
}
_TOKENS = 4
_HOT = 100  # above everything the load sends, and below what an alarm device says


@dataclass(frozen=True, slots=True)
class AlarmDevice:
    """A device that will raise one alarm, alone at a place of its own."""

    device: str
    secret: str
    place: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What was made: devices with their secrets and series, devices for alarms, a manager's tokens.

    A token may ask ten times a second; several of them ask as often as a measurement needs.
    """

    community: str
    hall: str
    category: str
    tokens: list[str]
    devices: list[tuple[str, str]]
    series: dict[str, int]
    alarms: list[AlarmDevice]


def make(data: Path, *, devices: int, rules: int, alarms: int = 0) -> Bench:
    """A fresh installation in `data`: devices judged by that many rules, devices for alarms."""
    os.environ.update(LINLI_DATA=str(data), DJANGO_SETTINGS_MODULE="linli.wiring.settings")
    import django
    from django.core.management import call_command

    print(f"Making {devices} devices, {rules} rules, {alarms} devices for alarms …", flush=True)
    django.setup()
    call_command("migrate", verbosity=0)
    by = _manager()
    mandate = _mandate(by)
    hall = _place(by, "hall")
    pairs = [_device(by, _SENSOR, f"bench-{n:04}", hall, mandate) for n in range(devices)]
    for number in range(rules):
        _rule(by, f"bench-{number}", "temperature", _HOT + number)
    _rule(by, "bench-smoke", "smoke", _HOT)
    return Bench(
        community=by.community,
        hall=hall,
        category=_category(by),
        tokens=[_token(by, number) for number in range(_TOKENS)],
        devices=pairs,
        series={device: _series(by, device) for device, _ in pairs},
        alarms=[_alarm(by, number, mandate) for number in range(alarms)],
    )


def _manager() -> Actor:
    from linli.foundation.devices.api import define_model
    from linli.foundation.people import api as people
    from linli.foundation.places.api import create_community

    community = create_community(by=system(""), name="测量苑", is_invented=True)
    person = people.register_person(by=system(community), name="测量员")
    people.grant_role(by=system(community), person=person, role=Role.MANAGER)
    by = Actor(person=person, roles=frozenset({Role.MANAGER}), community=community)
    for model in (_SENSOR, _ALARM):
        define_model(by=by, model=model)
    return by


def _mandate(by: Actor) -> str:
    from linli.foundation.mandates.api import grant_mandate

    return grant_mandate(
        by=by,
        purpose=Words("测量", "Measuring"),
        series=("bench-sensor.*", "bench-alarm.*"),
        retention_days=30,
        recipients=("manager",),
        basis_kind="resolution",
        basis_text="for measuring only",
        basis_date=now().date(),
        valid_from=now() - timedelta(days=365),
        valid_until=now() + timedelta(days=365),
    )


def _place(by: Actor, number: str) -> str:
    from linli.foundation.places.api import PlaceKind, add_place

    return add_place(by=by, kind=PlaceKind.FACILITY, number=number)


def _device(
    by: Actor, model: Mapping[str, Any], name: str, place: str, mandate: str
) -> tuple[str, str]:
    from linli.foundation.devices import api as devices

    device = devices.register_device(by=by, model=model["key"], device=name)
    devices.activate_device(by=by, device=device, place=place, mandate=mandate)
    secret = devices.issue_secret(by=by, device=device).secret
    assert secret is not None
    return device, secret


def _alarm(by: Actor, number: int, mandate: str) -> AlarmDevice:
    name = f"alarm-{number:04}"
    place = _place(by, name)
    return AlarmDevice(*_device(by, _ALARM, name, place, mandate), place)


def _series(by: Actor, device: str) -> int:
    from linli.foundation.devices.api import list_series

    (card,) = list_series(viewer=system(by.community), device=device)
    return card.number


def _category(by: Actor) -> str:
    from linli.support.matters.api import list_categories

    return next(card.key for card in list_categories(viewer=by) if not card.is_machine)


def _token(by: Actor, number: int) -> str:
    from linli.foundation.people.api import issue_token

    scopes = ("read:matters", "write:matters")
    platform = system(by.community)
    made = issue_token(by=platform, name=f"bench {number}", scopes=scopes, person=by.person)
    assert made.secret is not None
    return made.secret


def _rule(by: Actor, alarm: str, key: str, limit: int) -> None:
    """A threshold above everything the load sends, with hysteresis; it judges every reading."""
    from linli.support.rules import api as rules

    condition = {"kind": "threshold", "property": key, "above": limit, "clear_at": limit - 10}
    test = {
        "readings": [[0, "a", key, 20], [1, "a", key, limit + 1], [2, "a", key, 20]],
        "expect": [[1, "a", "raised"], [2, "a", "cleared"]],
    }
    assert by.person is not None
    rule = rules.define_rule(
        by=by,
        name=Words(f"测量规则 {alarm}", f"Rule {alarm} for measuring"),
        reason=Words("测量", "Measuring"),
        severity="normal",
        is_safety=False,
        owner=by.person,
        definition={"alarm": alarm, "condition": condition},
        test=test,
    )
    rules.switch_on(by=by, rule=rule)
