"""A delivery is made ready as a whole: secrets once, switched on, put under a renewed decision."""

import csv
import io
from datetime import timedelta

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.mandates.api import get_mandate, grant_mandate
from linli.kernel import Refused, new_id, now

AT = "/desk/devices/deliveries"
BATCH = "2026/7 & co"


@pytest.fixture
def batch(machines) -> list[str]:
    estate = machines.estate
    rows = [
        {"device": f"d-{one}", "model": "smoke-detector", "batch": BATCH, "place": place}
        for one, place in enumerate((estate.entrance, estate.building, None))
    ]
    report = devices.list_batch(by=estate.manager, rows=rows, dry_run=False)
    assert report.added == 3
    return ["d-0", "d-1", "d-2"]


def states(machines, batch) -> list[str]:
    known = devices.get_devices(viewer=machines.estate.manager, devices=batch)
    return [known[device].state for device in batch]


def secrets_of(machines, device) -> int:
    return len(devices.list_secrets(viewer=machines.estate.manager, device=device))


def test_all_get_a_secret_in_a_file_shown_once(machines, manager, batch):
    data = {"batch": BATCH, "once": new_id()}
    sheet = manager.post(f"{AT}/secrets", data).content.decode()
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["device"] for row in rows] == batch
    assert len({row["secret"] for row in rows}) == 3
    for again in (data, {**data, "once": new_id()}):
        assert manager.post(f"{AT}/secrets", again).status_code == 302
    assert [secrets_of(machines, device) for device in batch] == [1, 1, 1]
    second = {**data, "second": "yes", "once": new_id()}
    assert manager.post(f"{AT}/secrets", second).status_code == 200
    assert manager.post(f"{AT}/secrets", second).status_code == 302
    assert [secrets_of(machines, device) for device in batch] == [2, 2, 2]


def test_all_are_switched_on_and_what_cannot_be_is_said(machines, manager, batch):
    data = {"batch": BATCH, "mandate": machines.mandate, "once": new_id()}
    page = manager.post(f"{AT}/do/activate", data).content.decode()
    assert "<b>d-2</b>" in page and "<b>d-0</b>" not in page
    assert states(machines, batch) == ["active", "active", "registered"]
    manager.post(f"{AT}/do/activate", data)
    assert states(machines, batch) == ["active", "active", "registered"]


def test_all_are_put_under_a_renewed_decision(machines, manager, batch):
    old = get_mandate(viewer=machines.estate.manager, mandate=machines.mandate)
    renewed = grant_mandate(
        by=machines.estate.manager,
        purpose=old.purpose,
        series=old.series,
        retention_days=30,
        recipients=old.recipients,
        basis_kind="contract",
        basis_text="续签",
        basis_date=now().date(),
        valid_from=now() - timedelta(minutes=1),
        valid_until=now() + timedelta(days=300),
    )
    on = {"batch": BATCH, "mandate": machines.mandate}
    manager.post(f"{AT}/do/activate", on)
    manager.post(f"{AT}/do/assign", {"batch": BATCH, "mandate": renewed})
    known = devices.get_devices(viewer=machines.estate.manager, devices=batch)
    assert [known[device].mandate for device in batch[:2]] == [renewed, renewed]


def test_the_pages_name_the_delivery_and_are_not_for_everyone(machines, manager, clerk, batch):
    assert "2026/7 &amp; co" in manager.get(AT).content.decode()
    assert "d-1" in manager.get(f"{AT}/one", {"batch": BATCH}).content.decode()
    for nothing in ("", "other"):
        assert manager.get(f"{AT}/one", {"batch": nothing}).status_code == 404
        assert manager.post(f"{AT}/secrets", {"batch": nothing}).status_code == 404
    assert manager.post(f"{AT}/do/burn", {"batch": BATCH}).status_code == 404
    assert clerk.get(AT).status_code == clerk.get(f"{AT}/one").status_code == 403
    given = {"batch": BATCH, "mandate": machines.mandate}
    for act in ("secrets", "do/activate", "do/assign"):
        assert clerk.post(f"{AT}/{act}", given).status_code == 403
    assert states(machines, batch) == ["registered"] * 3
    assert [secrets_of(machines, device) for device in batch] == [0, 0, 0]


def test_the_platform_switches_no_delivery_on(machines, batch):
    by = machines.estate.platform
    for act in (devices.activate_batch, devices.assign_batch):
        with pytest.raises(Refused):
            act(by=by, batch=BATCH, mandate=machines.mandate)
    assert states(machines, batch) == ["registered"] * 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_delivery_is_taken_along_as_a_list_without_any_secret(
    machines, manager, clerk, batch, kind
):
    made = manager.post(f"{AT}/secrets", {"batch": BATCH, "once": new_id()}).content.decode()
    secrets = {row["secret"] for row in csv.DictReader(io.StringIO(made))}
    answer = manager.get(f"/desk/sheets/delivery.{kind}", {"batch": BATCH})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    content = b"".join(answer) if answer.streaming else answer.content
    if kind == "csv":
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        assert [line[0] for line in lines[1:]] == batch
        assert [line[3] for line in lines[1:]] == ["3号楼2单元", "3号楼", ""]
        assert not any(secret in text for secret in secrets)
    else:
        assert content.startswith(b"PK")
    assert clerk.get(f"/desk/sheets/delivery.{kind}", {"batch": BATCH}).status_code == 403
    assert manager.get(f"/desk/sheets/delivery.{kind}", {"batch": "nothing"}).status_code == 404
