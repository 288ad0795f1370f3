"""What 标准版 can do, 长辈版 can do: the same places, the same acts (U26)."""

import pytest

from faces.crawl import Sight, client_of, replay, route_of, within
from faces.figures import keep
from faces.markup import Page
from faces.worlds import World, Worlds

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1800)]


def offered(worlds: Worlds, world: World, sight: Sight, face: str) -> set[str]:
    """The routes a page leads to and the acts it offers, in a face."""
    client = client_of(world, sight.who)
    if sight.presses:
        worlds.enter(world.name)
        client, response = replay(client, sight.presses)
    client.cookies["face"] = face
    if not sight.presses or response.status_code in (301, 302):
        response = client.get(sight.address)
    page = Page(response.content.decode())
    forms = {f"act {route_of(form.action or sight.address)}" for form in page.forms}
    links = (within(sight.address, link) for link in page.links)
    return forms | {f"{route_of(link)}" for link in links if link}


@pytest.mark.parametrize("name", ["full", "fresh"])
def test_both_faces_lead_to_the_same_places(crawled, worlds, name):
    crawl, world = crawled(name), worlds.enter(name)
    worlds.measure(world)
    can: dict[str, set[str]] = {"standard": set(), "elder": set()}
    for sight in crawl.sights:
        for face, found in can.items():
            found.update(offered(worlds, world, sight, face))
    uneven = sorted(can["standard"] ^ can["elder"])
    wrong = ["U26"] if uneven else []
    keep({"about": uneven, "figures": {"U26": len(uneven)}, "wrong": wrong})
    assert len(can["elder"]) > 50
    assert uneven == []
