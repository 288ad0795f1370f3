"""Every page answers in both faces and languages, and only to those who work here."""

import html
import re

import pytest

from linli.foundation.devices import api as devices
from linli.foundation.people import api as people
from linli.kernel import now
from surface.desk_machines.conftest import client_of
from surface.desk_machines.machinery import _device, _measure


def test_devices_of_a_protected_and_of_a_private_home_look_the_same(machines, clerk, keeper):
    estate = machines.estate
    homes = {"smoke-a": estate.dwelling, "smoke-b": estate.other_dwelling}
    for number, home in homes.items():
        device = _device(estate, number, "家里烟感", home, machines.mandate)
        _measure(estate, device)
        devices.mark_heard(by=estate.platform, heard={device: now()})
    people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="本人申请")
    people.set_private(by=estate.neighbour, dwelling=estate.other_dwelling, is_private=True)
    pages = [_said(clerk, f"/desk/devices/one/{number}", number) for number in homes]
    assert pages[0] == pages[1] and "不显示" in pages[0]
    assert "smoke-a" not in _said(clerk, "/desk/devices?mandate=none")
    rows = re.findall(r"<tr[^>]*>.*?</tr>", _said(clerk, "/desk/devices"), re.S)
    rows = [row for row in rows if "家里烟感" in row]
    assert rows[0].replace("smoke-a", "smoke-b").replace("401", "501") == rows[1]
    assert "不显示" not in _said(keeper, "/desk/devices/one/smoke-a")


def _said(client, path: str, *ids: str) -> str:
    """The main part of a page, without what names the device or its door."""
    text = client.get(path).content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    for word in (*ids, "401", "501"):
        text = text.replace(word, "" if ids else word)
    return re.sub(r"\?series=\d+|series=\d+|id=\"[^\"]*\"|/desk/places/\w+", "", text)


@pytest.mark.parametrize("who", ["clerk", "street"])
@pytest.mark.parametrize("path", ["/desk/overview", "/desk/alarms/{alarm}", "/desk/devices"])
def test_no_way_shown_to_a_reader_refuses_them(machines, who, path):
    client = client_of(getattr(machines.estate, who))
    page = client.get(path.format(**vars(machines))).content.decode()
    ways = {html.unescape(one) for one in re.findall(r'href="(/(?!static/)[^"#]*)"', page)}
    refused = {way for way in ways if client.get(way).status_code >= 400}
    assert len(ways) > 5 and refused == set()
