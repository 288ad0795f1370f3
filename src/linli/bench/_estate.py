"""The community a measurement runs in: devices under a mandate, and rules that judge them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

_MODEL: dict[str, Any] = {
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


@dataclass(frozen=True, slots=True)
class Bench:
    """What was made: the community, its devices with their secrets, a manager."""

    community: str
    manager: str
    devices: list[tuple[str, str]]


def make(data: Path, *, devices: int, rules: int) -> Bench:
    """A fresh installation in `data` with that many devices, each judged by that many rules."""
    os.environ.update(LINLI_DATA=str(data), DJANGO_SETTINGS_MODULE="linli.wiring.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return _fill(devices, rules)


def _fill(count: int, rules: int) -> Bench:
    from linli.foundation.devices import api as devices
    from linli.foundation.mandates.api import grant_mandate
    from linli.foundation.people import api as people
    from linli.foundation.places import api as places
    from linli.kernel import Actor, Role, Words, now, system

    community = places.create_community(by=system(""), name="测量苑", is_invented=True)
    person = people.register_person(by=system(community), name="测量员")
    people.grant_role(by=system(community), person=person, role=Role.MANAGER)
    by = Actor(person=person, roles=frozenset({Role.MANAGER}), community=community)
    devices.define_model(by=by, model=_MODEL)
    hall = places.add_place(by=by, kind=places.PlaceKind.FACILITY, number="hall")
    mandate = grant_mandate(
        by=by,
        purpose=Words("测量", "Measuring"),
        series=("bench-sensor.*",),
        retention_days=30,
        recipients=("manager",),
        basis_kind="resolution",
        basis_text="for measuring only",
        basis_date=now().date(),
        valid_from=now() - timedelta(days=365),
        valid_until=now() + timedelta(days=365),
    )
    made = []
    for number in range(count):
        device = devices.register_device(by=by, model="bench-sensor", device=f"bench-{number:04}")
        devices.activate_device(by=by, device=device, place=hall, mandate=mandate)
        secret = devices.issue_secret(by=by, device=device).secret
        assert secret is not None
        made.append((device, secret))
    for number in range(rules):
        _rule(by, number)
    return Bench(community, person, made)


def _rule(by: Any, number: int) -> None:
    """A threshold above everything the load sends, with hysteresis; it judges every reading."""
    from linli.kernel import Words
    from linli.support.rules import api as rules

    limit = 100 + number
    definition: Mapping[str, Any] = {
        "alarm": f"bench-{number}",
        "condition": {
            "kind": "threshold",
            "property": "temperature",
            "above": limit,
            "clear_at": limit - 10,
        },
    }
    test = {
        "readings": [
            [0, "a", "temperature", 20],
            [1, "a", "temperature", limit + 1],
            [2, "a", "temperature", 20],
        ],
        "expect": [[1, "a", "raised"], [2, "a", "cleared"]],
    }
    rule = rules.define_rule(
        by=by,
        name=Words(f"测量规则 {number}", f"Rule {number} for measuring"),
        reason=Words("测量", "Measuring"),
        severity="normal",
        is_safety=False,
        owner=by.person,
        definition=definition,
        test=test,
    )
    rules.switch_on(by=by, rule=rule)
