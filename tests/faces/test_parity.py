"""What 标准版 can do, 长辈版 can do: the same links, the same buttons, on every page (U26)."""

from typing import Any

import pytest
from django.test import Client

from faces.crawl import Sight, client_of, replay, within
from faces.figures import keep
from faces.markup import Page
from faces.worlds import World, Worlds

pytestmark = [pytest.mark.browser, pytest.mark.long]


def offered(worlds: Worlds, world: World, sight: Sight, face: str) -> set[str]:
    """Where the links and buttons of a page lead in a face."""
    client: Client = client_of(world, sight.who)
    client.cookies["face"] = face
    if sight.presses:
        worlds.enter(world.name)
        client, response = replay(client, sight.presses)
        if response.status_code in (301, 302):
            response = client.get(sight.address)
    else:
        response = client.get(sight.address)
    return _doors(Page(response.content.decode()), sight.address)


def _doors(page: Page, address: str) -> set[str]:
    forms: list[Any] = [f"{form.action or address} {sorted(form.asked)}" for form in page.forms]
    return {found for link in page.links if (found := within(address, link))} | set(forms)


@pytest.mark.parametrize("name", ["full", "fresh"])
def test_both_faces_lead_to_the_same_places(crawled, worlds, name):
    crawl, world = crawled(name), worlds.enter(name)
    worlds.measure(world)
    uneven = []
    for sight in crawl.sights:
        if any("receipt" in one for one in (sight.route,)) and sight.presses:
            continue  # a number made anew at every visit
        one, other = (offered(worlds, world, sight, face) for face in ("standard", "elder"))
        differing = one ^ other
        line = {"route": sight.route, "state": name, "figures": {"U26": len(differing)}}
        keep({**line, "wrong": ["U26"] if differing else []})
        if differing:
            uneven.append(f"{sight}: {sorted(differing)}")
    assert uneven == []
