"""Kinds of devices: taken in from a file, read on a page, adopted from a machine's word."""

import json
import re
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundation.devices import api as devices
from linli.kernel import Refused, new_id
from linli.surface.desk.kinds import EXAMPLE

DOCS = Path(__file__).parents[3] / "docs" / "devices.md"


def file_of(given) -> dict:
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    return {"file": SimpleUploadedFile("kinds.json", body)}


def keys(machines) -> set[str]:
    return {one.model.key for one in devices.list_models(viewer=machines.estate.manager)}


def test_a_kind_is_taken_in_read_and_used(machines, manager):
    given = {**EXAMPLE, "key": "door-sensor"}
    for _ in range(2):
        assert manager.post("/desk/devices/kinds/take-in", file_of([given])).status_code == 302
    card = devices.get_model(viewer=machines.estate.manager, model="door-sensor")
    assert card.model.version == 1 and not card.is_found
    assert "door-sensor" in manager.get("/desk/devices/kinds").content.decode()
    page = manager.get("/desk/devices/kinds/of/door-sensor").content.decode()
    for said in ("烟雾浓度", "消音", "被拆动", "temperature"):
        assert said in page, said
    file = manager.get("/desk/devices/kinds/of/door-sensor/file").content
    assert manager.post("/desk/devices/kinds/take-in", file_of(file)).status_code == 302
    assert devices.get_model(viewer=machines.estate.manager, model="door-sensor") == card
    assert "door-sensor" in manager.get("/desk/devices/new").content.decode()


def test_a_file_that_cannot_be_used_says_where_and_takes_in_nothing(machines, manager):
    before, good = keys(machines), {**EXAMPLE, "key": "good"}
    bad = {**EXAMPLE, "key": "bad", "properties": [{"key": "x", "unit": "furlong"}]}
    response = manager.post("/desk/devices/kinds/take-in", file_of([good, bad]))
    assert response.status_code == 422
    assert "2.properties[0].unit" in response.content.decode()
    for wrong in (b"", b"\xff{", b"[" * 100_000, [], [1], b"{}", b"x" * (2 << 20)):
        assert manager.post("/desk/devices/kinds/take-in", file_of(wrong)).status_code == 422
    assert manager.post("/desk/devices/kinds/take-in").status_code == 422
    assert keys(machines) == before


def test_a_kind_found_by_a_machine_is_adopted_by_a_person(machines, manager, clerk):
    viewer = machines.estate.manager
    announced = {**EXAMPLE, "key": "meter", "properties": [{"key": "energy", "unit": "kWh"}]}
    devices.discover_device(by=machines.estate.platform, device="m-1", model=announced)
    found = next(one for one in devices.list_models(viewer=viewer) if one.is_found)
    at = f"/desk/devices/kinds/of/{found.model.key}"
    assert f"{at}/adopt" in manager.get(at).content.decode()
    assert clerk.post(f"{at}/adopt").status_code == 403
    assert devices.get_model(viewer=viewer, model=found.model.key).is_found
    assert manager.post(f"{at}/adopt", {"once": new_id()}).status_code == 302
    card = devices.get_model(viewer=viewer, model=found.model.key)
    assert not card.is_found and card.defined_by == viewer.person
    assert f"{at}/adopt" not in manager.get(at).content.decode()
    assert manager.post("/desk/devices/kinds/of/nothing/adopt").status_code == 404


def test_only_those_who_run_devices_take_in_kinds(machines, clerk):
    before = keys(machines)
    sent = file_of({**EXAMPLE, "key": "mine"})
    assert clerk.post("/desk/devices/kinds/take-in", sent).status_code == 403
    assert "take-in" not in clerk.get("/desk/devices/kinds").content.decode()
    assert keys(machines) == before


def test_the_paper_on_devices_shows_a_kind_that_works():
    (shown,) = re.findall(r"## Kinds.*?```json\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert json.loads(shown) == EXAMPLE


def test_a_refusal_of_kinds_is_whole(machines):
    by = machines.estate.clerk
    before = keys(machines)
    for act in (
        lambda: devices.define_models(by=by, source=json.dumps(EXAMPLE).encode()),
        lambda: devices.adopt_model(by=by, model=EXAMPLE["key"]),
    ):
        try:
            act()
        except Refused as refused:
            assert refused.code == "forbidden"
        else:
            raise AssertionError("it was not refused")
    assert keys(machines) == before
