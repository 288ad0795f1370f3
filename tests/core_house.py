"""The real core on a folder of its own, and a small community made through front doors.

`python core_house.py make` builds the community in the folder and prints it as JSON;
`python core_house.py do NAME …` carries out one verb or question there and prints its answer.
"""

import base64
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest

from linli.wiring import keys

SOURCE = Path(__file__).parents[1] / "src"
PATIENCE = 60.0
MASTER = bytes(range(32))


def eventually(what, patience: float = PATIENCE):
    until = time.monotonic() + patience
    while not (found := what()):
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.05)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class CoreHouse:
    """A folder with a community, and core running on it (or not)."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        self.hub, self.mqtt = free_port(), free_port()
        self.more = environment
        self.log = data.parent / f"{data.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.made: dict = {}

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "LINLI" not in name}
        return {
            **kept,
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "linli.wiring.settings",
            "LINLI_DATA": str(self.data),
            "LINLI_PORT": str(self.hub - 1),
            "LINLI_HUB_PORT": str(self.hub),
            "LINLI_MQTT_PORT": str(self.mqtt),
            "LINLI_MASTER_KEY": base64.b64encode(MASTER).decode(),
            **self.more,
        }

    def make(self) -> "CoreHouse":
        self.made = self.do("make")
        return self

    def do(self, *words: str):
        """One verb or question in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-P", __file__, *words],
            check=False,
            env=self.environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def copy(self, data: Path, **environment: str) -> "CoreHouse":
        """The same community in another folder, on other ports."""
        shutil.copytree(self.data, data)
        other = CoreHouse(data, **environment)
        other.made = self.made
        return other

    def start(self, *, through: tuple[str, ...] = ()) -> "CoreHouse":
        command = [*through, sys.executable, "-P", "-m", "linli.wiring.core"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, process_group=0
            )
        eventually(self.is_up)
        return self

    def is_up(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-4000:]
        with suppress(OSError, urllib.error.URLError):
            socket.create_connection(("127.0.0.1", self.mqtt), 1).close()
            return self.get("/healthz")[0] == 200
        return False

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        code = self.process.wait(30)
        self.process = None
        return code

    def get(self, path: str):
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.hub}{path}",
            data=body,
            method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def send(self, device: str, records, **headers: str):
        """Readings by HTTP; (status, answer)."""
        secret = self.made["secrets"][device]
        authorization = base64.b64encode(f"{device}:{secret}".encode()).decode()
        status, _, body = self.ask(
            "POST",
            "/ingest/v1/readings",
            records if isinstance(records, bytes) else json.dumps(records).encode(),
            **{
                "Content_Type": "application/senml+json",
                "Authorization": f"Basic {authorization}",
                **headers,
            },
        )
        return status, json.loads(body)

    def engine(self, sql: str) -> list[list]:
        """Rows of a question to telemetry, asked over HTTP."""
        status, _, body = self.ask(
            "POST", "/", f"{sql} FORMAT JSONCompactEachRow".encode(),
            X_ClickHouse_User="writer", X_ClickHouse_Key=keys.text_key(MASTER, "telemetry"),
        )  # fmt: skip
        assert status == 200, body
        return [json.loads(line) for line in body.splitlines()]

    def readings(self, series: int) -> list[list[float]]:
        """What telemetry holds of a series: [at ms, value], oldest first, doubles and all."""
        rows = self.engine(
            "SELECT toUnixTimestamp64Milli(at), value FROM readings"
            f" WHERE series = {series} ORDER BY at"
        )
        return [[int(at), float(value)] for at, value in rows]

    def count(self, series: int) -> tuple[int, int]:
        """(rows, different times) that telemetry holds of a series."""
        sql = f"SELECT count(), uniqExact(at) FROM readings WHERE series = {series}"
        rows, times = self.engine(sql)[0]
        return int(rows), int(times)

    def rows(self, sql: str, *given) -> list[tuple]:
        """Rows of the database, read beside its owner."""
        with closing(sqlite3.connect(self.data / "linli.sqlite3", timeout=20)) as connection:
            return connection.execute(sql, given).fetchall()

    def alarms(self, device: str) -> list[tuple]:
        """(is active, repeats, facts about it) of every alarm of a device."""
        found = self.rows(
            "SELECT id, is_active, repeats FROM rules_alarm WHERE originator = ? ORDER BY id",
            f"device:{device}",
        )
        return [
            (bool(active), repeats, [kind for (kind,) in self.rows(
                "SELECT kind FROM facts_fact WHERE json_extract(body, '$.alarm') = ?"
                " AND kind LIKE 'rules.alarm_%' ORDER BY id", alarm)])
            for alarm, active, repeats in found
        ]  # fmt: skip

    def outcomes(self, device: str) -> dict[str, int]:
        return dict(self.rows("SELECT outcome, count FROM devices_outcome WHERE device=?", device))


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> CoreHouse:
    """A community that was made once; copied for each core."""
    return CoreHouse(tmp_path_factory.mktemp("template") / "data").make()


@pytest.fixture(scope="module")
def core(template, tmp_path_factory):
    """A running core shared by the tests of a module: each uses its own device."""
    house = template.copy(tmp_path_factory.mktemp("core") / "data").start()
    yield house
    if house.process is not None:
        house.end()


@pytest.fixture
def house(template, tmp_path):
    """A core of the test's own, not started."""
    own = template.copy(tmp_path / "data")
    yield own
    if own.process is not None:
        own.end(signal.SIGKILL)


# -- what runs in the other process --------------------------------------------------------------

MODEL = {
    "key": "sensor",
    "name": {"zh": "传感器", "en": "Sensor"},
    "vendor": "邻里",
    "properties": [
        {"key": "temperature", "name": "temperature", "unit": "Cel", "sensitivity": "open",
         "minimum": -40, "maximum": 500},
        {"key": "smoke", "name": "smoke", "sensitivity": "open"},
        {"key": "sound", "name": "sound", "sensitivity": "special"},
    ],
}  # fmt: skip

RULE = {"alarm": "hot", "condition": {
    "kind": "threshold", "property": "temperature", "above": 60, "clear_at": 50}}  # fmt: skip
TEST = {"readings": [[0, "a", "temperature", 20], [10, "a", "temperature", 70],
                     [20, "a", "temperature", 30]],
        "expect": [[10, "a", "raised"], [20, "a", "cleared"]]}  # fmt: skip
WHOLE = {**MODEL, "key": "whole", "properties": MODEL["properties"][:2]}  # all of it is mandated
DEVICES = ("d1", "d2", "d3", "d4", "d5", "d6", "unmandated", "whole")


def _make() -> dict:
    from datetime import date, timedelta

    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from linli.foundation.devices.api import (
        activate_device,
        define_model,
        issue_secret,
        list_series,
        register_device,
    )
    from linli.foundation.mandates.api import grant_mandate
    from linli.foundation.people.api import Relation, grant_role, register_person, settle
    from linli.foundation.places.api import PlaceKind, add_place, create_community
    from linli.kernel import Actor, Role, Via, Words, now, system
    from linli.support.rules.api import define_rule, switch_on

    community = create_community(by=system(""), name="测试里", is_invented=True)
    platform = system(community)
    building = add_place(by=platform, kind=PlaceKind.BUILDING, number="1")
    entrance = add_place(by=platform, kind=PlaceKind.ENTRANCE, number="1", parent=building)
    dwelling = add_place(by=platform, kind=PlaceKind.DWELLING, number="101", parent=entrance)
    person = register_person(by=platform, name="王敏")
    grant_role(by=platform, person=person, role=Role.MANAGER)
    manager = Actor(person, frozenset({Role.MANAGER}), community, Via.WEB)
    resident = register_person(by=platform, name="李四")
    settle(by=manager, person=resident, dwelling=dwelling, relation=Relation.OWNER)
    define_model(by=manager, model=MODEL)
    define_model(by=manager, model=WHOLE)
    mandate = grant_mandate(
        by=manager,
        purpose=Words("安全", "Safety"),
        series=["sensor.temperature", "sensor.smoke", "whole.*"],
        retention_days=400,
        recipients=["manager"],
        basis_kind="resolution",
        basis_text="测试决议",
        basis_date=date(2025, 1, 1),
        valid_from=now() - timedelta(days=300),
        valid_until=now() + timedelta(days=300),
    )
    secrets, series = {}, {}
    for name in DEVICES:
        register_device(by=manager, model="whole" if name == "whole" else "sensor", device=name)
        secrets[name] = issue_secret(by=manager, device=name).secret
        if name != "unmandated":
            activate_device(by=manager, device=name, place=building, mandate=mandate)
        series[name] = {
            card.property: card.number for card in list_series(viewer=platform, device=name)
        }
    rule = define_rule(
        by=manager, name=Words("过热", "Hot"), reason=Words("会起火", "It may burn"),
        severity="high", is_safety=False, owner=person, definition=RULE, test=TEST,
    )  # fmt: skip
    switch_on(by=manager, rule=rule)
    return {"community": community, "manager": person, "resident": resident, "rule": rule,
            "secrets": secrets, "series": series, "dwelling": dwelling,
            "building": building}  # fmt: skip


def _manager():
    from linli.foundation.places.api import list_communities
    from linli.kernel import ANYONE, Actor, Role

    community = next(iter(list_communities(viewer=ANYONE))).id
    return Actor("someone", frozenset({Role.MANAGER}), community)


def _latest(series: str) -> list:
    from linli.foundation.telemetry.api import latest_values
    from linli.kernel import system

    found = latest_values(viewer=system(_manager().community), series=[int(series)])
    return [[card.value, card.at.isoformat()] for card in found.values()]


def _revoke(device: str) -> bool:
    from linli.foundation.devices.api import list_secrets, revoke_secret

    manager = _manager()
    for card in list_secrets(viewer=manager, device=device):
        if card.revoked_at is None:
            revoke_secret(by=manager, device=device, slot=card.slot)
    return True


def _ticket(person: str, *roles: str) -> str:
    from linli.kernel import Actor, Role
    from linli.surface.shell.tickets import sign_ticket

    actor = Actor(person, frozenset(map(Role, roles)), _manager().community)
    return sign_ticket(actor=actor)


def _allow_discovery(device: str) -> bool:
    from linli.foundation.devices.api import allow_discovery

    allow_discovery(by=_manager(), device=device, allowed=True)
    return True


def _switch_on(device: str, place: str) -> dict[str, int]:
    """Switch on what was discovered, under a decision of its own; its series by property."""
    from datetime import date, timedelta

    from linli.foundation.devices.api import activate_device, get_device, list_series
    from linli.foundation.mandates.api import grant_mandate
    from linli.kernel import Words, now, system

    manager = _manager()
    mandate = grant_mandate(
        by=manager, purpose=Words("舒适", "Comfort"), retention_days=30, recipients=["manager"],
        series=[f"{get_device(viewer=manager, device=device).model}.*"], basis_kind="resolution",
        basis_text="测试决议", basis_date=date(2025, 1, 1), valid_from=now() - timedelta(days=1),
        valid_until=now() + timedelta(days=30),
    )  # fmt: skip
    activate_device(by=manager, device=device, place=place, mandate=mandate)
    found = list_series(viewer=system(manager.community), device=device)
    return {card.property: card.number for card in found}


def _page(path: str, person: str) -> str:
    """A page of the desk as the manager sees it, read from what core has kept."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client, override_settings

    session = SessionStore()
    session.update({"person": person, "community": _manager().community, "strong": True})
    session.create()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        client = Client(HTTP_HOST="127.0.0.1")
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client.get(path).content.decode()


def _session(person: str) -> str:
    """The key of a session in which somebody has logged in."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session.update({"person": person, "community": _manager().community, "strong": False})
    session.create()
    return session.session_key


def _report(person: str) -> str:
    from linli.kernel import Actor, Role
    from linli.support.matters.api import list_categories, open_matter

    actor = Actor(person, frozenset({Role.RESIDENT}), _manager().community)
    category = next(one.key for one in list_categories(viewer=actor) if not one.is_machine)
    return open_matter(
        by=actor, nature="demand", category=category, place=actor.community, title="灯坏了"
    )


if __name__ == "__main__":
    import django

    django.setup()
    words = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[f"_{words[0]}"](*words[1:])) + "\n")
